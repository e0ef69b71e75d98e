package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

// relevantResources is how many resources of a generated plan matter to an
// upgrade, whatever the size of the plan.
const relevantResources = 200

// padding is the length of a text in a resource, which makes it as long as those
// of real plans.
const padding = 600

// The numbers of resources that are measured: about 10 MB, 100 MB and 1 GB.
const (
	smallPlan  = 2_000
	mediumPlan = 20_000
	largePlan  = 200_000
)

// generatePlan writes a plan of so many resources as "terraform show -json" does,
// always the same bytes: an EKS cluster with node groups and workloads, and other
// resources of AWS, each in every part of the file.
func generatePlan(file string, resources int) (err error) {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() {
		if closing := out.Close(); err == nil {
			err = closing
		}
	}()
	buffered := bufio.NewWriterSize(out, 1<<20)
	writer := &planWriter{out: buffered, resources: resources}
	writer.plan()
	if writer.err != nil {
		return writer.err
	}
	return buffered.Flush()
}

// planWriter writes the parts of a plan one after the other, without holding any.
type planWriter struct {
	out       io.Writer
	resources int
	err       error
}

func (w *planWriter) print(format string, values ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, format, values...)
	}
}

func (w *planWriter) plan() {
	w.print(`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[`)
	w.each(func(r resource) {
		w.print(`{%s,"schema_version":0,"values":%s,"sensitive_values":{"tags":{},"tags_all":{}}}`, r.head(), r.values())
	})
	w.print(`]}},"resource_changes":[`)
	w.each(func(r resource) {
		values := r.values()
		w.print(`{%s,"change":{"actions":["no-op"],"before":%s,"after":%s,"after_unknown":{},"before_sensitive":{"tags":{}},"after_sensitive":{"tags":{}}}}`, r.head(), values, values)
	})
	w.print(`],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[`)
	w.each(func(r resource) {
		w.print(`{%s,"schema_version":0,"values":%s,"sensitive_values":{"tags":{}},"depends_on":["aws_iam_role.shared"]}`, r.head(), r.values())
	})
	w.print(`]}}},"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws"},"kubernetes":{"name":"kubernetes","full_name":"registry.terraform.io/hashicorp/kubernetes","expressions":{"host":{"references":["aws_eks_cluster.this.endpoint","aws_eks_cluster.this"]}}}},"root_module":{"resources":[`)
	w.each(func(r resource) {
		w.print(`{%s,"provider_config_key":"%s","expressions":{"name":{"constant_value":%q},"role":{"references":["aws_iam_role.shared.arn","aws_iam_role.shared"]}},"schema_version":0}`, r.head(), r.provider(), r.name)
	})
	w.print(`]}},"timestamp":"2026-11-22T00:00:00Z","applyable":false,"complete":true,"errored":false}` + "\n")
}

// each writes an entry for each resource, with commas in between.
func (w *planWriter) each(write func(resource)) {
	for i := range w.resources {
		if i > 0 {
			w.print(",")
		}
		write(w.resource(i))
	}
}

// resource is one resource of a generated plan.
type resource struct {
	kind, name string
	number     int
}

// resource spreads those that matter evenly over the plan.
func (w *planWriter) resource(number int) resource {
	others := []string{"aws_security_group_rule", "aws_iam_role_policy_attachment", "aws_route53_record", "aws_s3_bucket", "aws_cloudwatch_metric_alarm"}
	r := resource{kind: others[number%len(others)], name: fmt.Sprintf("r%06d", number), number: number}
	every := w.resources / relevantResources
	if number%every != 0 {
		return r
	}
	switch place := number / every; {
	case place == 0:
		r.kind, r.name = "aws_eks_cluster", "this"
	case place < 10:
		r.kind = "aws_eks_node_group"
	default:
		r.kind = "kubernetes_deployment_v1"
	}
	return r
}

func (r resource) head() string {
	return fmt.Sprintf(`"address":"%s.%s","mode":"managed","type":"%s","name":"%s","provider_name":"registry.terraform.io/hashicorp/%s"`, r.kind, r.name, r.kind, r.name, r.provider())
}

func (r resource) provider() string {
	provider, _, _ := strings.Cut(r.kind, "_")
	return provider
}

// values are the attributes of a resource as one line of JSON.
func (r resource) values() string {
	switch r.kind {
	case "aws_eks_cluster":
		return `{"name":"bench","version":"1.34","arn":"arn:aws:eks:eu-west-1:123456789012:cluster/bench","tags":{}}`
	case "aws_eks_node_group":
		return fmt.Sprintf(`{"cluster_name":"bench","node_group_name":"%s","version":"1.34","ami_type":"AL2023_x86_64_STANDARD","labels":{"group":"%s"},"taint":[],"scaling_config":[{"desired_size":3,"max_size":6,"min_size":1}],"update_config":[{"max_unavailable":1}],"tags":{}}`, r.name, r.name)
	case "kubernetes_deployment_v1":
		return fmt.Sprintf(`{"metadata":[{"name":"%s","namespace":"default","labels":{"app":"%s"}}],"spec":[{"replicas":"3","selector":[{"match_labels":{"app":"%s"}}],"strategy":[{"type":"RollingUpdate"}],"template":[{"metadata":[{"labels":{"app":"%s"}}],"spec":[{"container":[{"name":"app","image":"app:1","readiness_probe":[{}],"liveness_probe":[{}]}]}]}]}],"wait_for_rollout":true}`, r.name, r.name, r.name, r.name)
	}
	const policy = `{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`
	return fmt.Sprintf(`{"id":"%s-%d","arn":"arn:aws:service:eu-west-1:123456789012:thing/%s","enabled":true,"description":null,"from_port":%d,"to_port":%d,"cidr_blocks":["10.%d.0.0/16","10.%d.0.0/16"],"ipv6_cidr_blocks":[],"policy":%q,"rule":[{"priority":1,"action":"allow","match":[{"path":"/a","method":"GET"}]}],"padding":"%0*d","tags":{"Name":"%s","Team":"platform"},"tags_all":{"Name":"%s","Team":"platform"},"timeouts":null}`,
		r.kind, r.number, r.name, r.number%65536, r.number%65536, r.number%256, (r.number+1)%256, policy, padding, r.number, r.name, r.name)
}
