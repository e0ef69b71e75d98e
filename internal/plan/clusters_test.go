package plan

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clusterConfig is the configuration of one cluster with the expressions given.
func clusterConfig(expressions string) string {
	return `{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","expressions":` + expressions + `}],"variables":{"v":{}}}`
}

func TestClusters(t *testing.T) {
	const (
		a28     = `{"name":"a","version":"1.28"}`
		a29     = `{"name":"a","version":"1.29"}`
		unset   = `{"name":"a"}`
		unknown = `{"version":true}`
	)
	changed := func(actions []string, before, after string) plannedResource {
		return plannedResource{address: "aws_eks_cluster.a", actions: actions, before: before, after: after}
	}
	with := func(resource plannedResource, change func(*plannedResource)) plannedResource {
		change(&resource)
		return resource
	}
	unknownAfter := func(resource plannedResource) plannedResource {
		return with(resource, func(r *plannedResource) { r.unknown = unknown })
	}
	for name, test := range map[string]struct {
		plan testPlan
		want []string
	}{
		"new":       {testPlan{resources: []plannedResource{changed([]string{"create"}, "", a28)}}, []string{`cluster aws_eks_cluster.a "a" create: none -> 1.28`}},
		"updated":   {testPlan{resources: []plannedResource{changed([]string{"update"}, a28, a29)}}, []string{`cluster aws_eks_cluster.a "a" update: 1.28 -> 1.29`}},
		"destroyed": {testPlan{resources: []plannedResource{changed([]string{"delete"}, a28, "")}}, []string{`cluster aws_eks_cluster.a "a" delete: 1.28 -> none`}},
		"forgotten": {testPlan{resources: []plannedResource{changed([]string{"forget"}, a28, "")}}, []string{`cluster aws_eks_cluster.a "a" forget: 1.28 -> 1.28`}},
		"forgotten and made anew": {testPlan{resources: []plannedResource{changed([]string{"create", "forget"}, a28, a29)}},
			[]string{`cluster aws_eks_cluster.a "a" forget: 1.28 -> 1.28`, `cluster aws_eks_cluster.a "a" create: none -> 1.29`}},
		"replaced": {testPlan{resources: []plannedResource{with(changed([]string{"delete", "create"}, a28, a29), func(r *plannedResource) {
			r.replaces = `[["role_arn"],["vpc_config",0,"subnet_ids"]]`
		})}}, []string{`cluster aws_eks_cluster.a "a" delete, create for role_arn, vpc_config[0].subnet_ids: 1.28 -> 1.29`}},
		"replaced by one made before": {testPlan{resources: []plannedResource{changed([]string{"create", "delete"}, a28, a29)}}, []string{`cluster aws_eks_cluster.a "a" create, delete: 1.28 -> 1.29`}},
		"left behind by a replacement": {testPlan{resources: []plannedResource{
			changed([]string{"no-op"}, a29, a29),
			with(changed([]string{"delete"}, a28, ""), func(r *plannedResource) { r.deposed = "0a1b2c3d" }),
		}}, []string{`cluster aws_eks_cluster.a "a" stays: 1.29 -> 1.29`, `cluster aws_eks_cluster.a "a" delete deposed: 1.28 -> none`}},
		"new, EKS chooses the version": {testPlan{
			resources: []plannedResource{unknownAfter(changed([]string{"create"}, "", unset))}, configuration: clusterConfig(`{"name":{"constant_value":"a"}}`),
		}, []string{`cluster aws_eks_cluster.a "a" create: none -> none`}},
		"new, the version comes from a resource": {testPlan{
			resources:     []plannedResource{unknownAfter(changed([]string{"create"}, "", unset))},
			configuration: clusterConfig(`{"version":{"references":["terraform_data.next.output","terraform_data.next"]}}`),
		}, []string{`cluster aws_eks_cluster.a "a" create: none -> unknown`}},
		"new, the variable is null": {testPlan{
			resources: []plannedResource{unknownAfter(changed([]string{"create"}, "", unset))}, configuration: clusterConfig(`{"version":{"references":["var.v"]}}`),
		}, []string{`cluster aws_eks_cluster.a "a" create: none -> none`}},
		"new, the file has no configuration": {testPlan{resources: []plannedResource{unknownAfter(changed([]string{"create"}, "", unset))}}, []string{`cluster aws_eks_cluster.a "a" create: none -> unknown`}},
		"not set any more, kept":             {testPlan{resources: []plannedResource{changed([]string{"update"}, a28, unset)}}, []string{`cluster aws_eks_cluster.a "a" update: 1.28 -> 1.28`}},
		"a number that lost its zero": {testPlan{resources: []plannedResource{changed([]string{"create"}, "", `{"name":"a","version":"1.3"}`)}},
			[]string{`cluster aws_eks_cluster.a "a" create: none -> 1.3 (an unquoted 1.30, as in tfvars or JSON, is the number 1.3: write "1.30")`}},
		"no version":         {testPlan{resources: []plannedResource{changed([]string{"create"}, "", `{"name":"a","version":"latest"}`)}}, []string{`cluster aws_eks_cluster.a "a" create: none -> invalid latest`}},
		"a list for version": {testPlan{resources: []plannedResource{changed([]string{"create"}, "", `{"name":"a","version":["1.28"]}`)}}, []string{`cluster aws_eks_cluster.a "a" create: none -> invalid `}},
		"sensitive": {testPlan{resources: []plannedResource{with(changed([]string{"update"}, a28, a29), func(r *plannedResource) {
			r.hidden = `{"name":true,"version":true}`
		})}}, []string{`cluster aws_eks_cluster.a "" update: (sensitive) -> (sensitive)`}},
		"deferred": {testPlan{deferred: []plannedResource{changed([]string{"update"}, a28, a29)}}, []string{`cluster aws_eks_cluster.a "a" stays: 1.28 -> unknown`}},
		"left out by a target": {testPlan{prior: `{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","provider_name":"registry.terraform.io/hashicorp/aws","values":` + a28 + `}]}`},
			[]string{`cluster aws_eks_cluster.a "a" stays: 1.28 -> 1.28`}},
		"from OpenTofu's registry": {testPlan{resources: []plannedResource{with(changed([]string{"no-op"}, a28, a28), func(r *plannedResource) { r.provider = "registry.opentofu.org/hashicorp/aws" })}},
			[]string{`cluster aws_eks_cluster.a "a" stays: 1.28 -> 1.28`}},
		"by Terraform 0.12": {testPlan{resources: []plannedResource{with(changed([]string{"no-op"}, a28, a28), func(r *plannedResource) { r.provider = "module.a.aws.west" })}},
			[]string{`cluster aws_eks_cluster.a "a" stays: 1.28 -> 1.28`}},
		"of another provider": {testPlan{resources: []plannedResource{with(changed([]string{"no-op"}, a28, a28), func(r *plannedResource) { r.provider = "example.com/other/simulator" })}}, nil},
		"a data source":       {testPlan{resources: []plannedResource{{address: "data.aws_eks_cluster.a", actions: []string{"read"}, after: a28}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			environment := test.plan.environment(t)
			compareLines(t, described(environment), test.want)
			if got, want := environment.Plan.HasCluster, len(test.want) > 0; got != want {
				t.Errorf("has a cluster: got %t, want %t", got, want)
			}
		})
	}
}

func TestClusterSettings(t *testing.T) {
	flag := func(claim upgrade.Claim[bool]) string { return describedClaim(claim) }
	for name, test := range map[string]struct {
		after, unknown        string
		auto, force, networks string
	}{
		"plain":                {after: `{"compute_config":[],"force_update_version":null,"remote_network_config":[]}`, auto: "none", force: "none"},
		"blocks":               {after: `{"compute_config":[{"enabled":true}],"force_update_version":true,"remote_network_config":[{"remote_node_networks":[]}]}`, auto: "true", force: "true", networks: "hybrid"},
		"nested attributes":    {after: `{"compute_config":{"enabled":false},"force_update_version":false,"remote_network_config":{"remote_node_networks":[]}}`, auto: "false", force: "false", networks: "hybrid"},
		"not known":            {after: `{}`, unknown: `{"compute_config":[{"enabled":true}]}`, auto: "unknown", force: "none"},
		"of an older provider": {after: `{}`, auto: "none", force: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			resource := plannedResource{address: "aws_eks_cluster.a", actions: []string{"create"}, after: test.after, unknown: test.unknown}
			cluster := theOnly(t, testPlan{resources: []plannedResource{resource}}.environment(t).Clusters)
			if got := flag(cluster.AutoMode); got != test.auto {
				t.Errorf("Auto Mode: got %s, want %s", got, test.auto)
			}
			if got := flag(cluster.ForceUpdate); got != test.force {
				t.Errorf("forced: got %s, want %s", got, test.force)
			}
			if got, want := len(cluster.OtherNodes) > 0, test.networks != ""; got != want {
				t.Errorf("other nodes: got %v, want some: %t", cluster.OtherNodes, want)
			}
		})
	}
}
