package plan

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// groupPlan is a plan of a cluster that stays, a node group and what it uses.
func groupPlan(more ...plannedResource) testPlan {
	cluster := plannedResource{address: "aws_eks_cluster.a", actions: []string{"no-op"}, before: `{"name":"a","version":"1.29"}`, after: `{"name":"a","version":"1.29"}`}
	return testPlan{resources: append([]plannedResource{cluster}, more...)}
}

func groupOf(t *testing.T, plan testPlan) upgrade.NodeGroup {
	t.Helper()
	return theOnly(t, theOnly(t, plan.environment(t).Clusters).NodeGroups)
}

func TestNodeGroupVersions(t *testing.T) {
	const (
		old     = `{"cluster_name":"a","node_group_name":"g","version":"1.28","release_version":"1.28.5-20240227"}`
		forced  = `{"cluster_name":"a","node_group_name":"g","version":"1.29","release_version":"1.28.5-20240227"}`
		release = `{"cluster_name":"a","node_group_name":"g","version":"1.28","release_version":"1.29.0-20240129"}`
		fresh   = `{"cluster_name":"a","node_group_name_prefix":"g-"}`
	)
	config := func(expressions, variables string) string {
		return `{"resources":[{"address":"aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","expressions":` + expressions + `}],"variables":` + variables + `}`
	}
	for name, test := range map[string]struct {
		before, after, unknown, configuration string
		actions                               []string
		want, release                         string
	}{
		"updated":   {before: old, after: forced, actions: []string{"update"}, want: `"g" update: 1.28 -> 1.29`, release: "none"},
		"destroyed": {before: old, actions: []string{"delete"}, want: `"g" delete: 1.28 -> none`, release: "none"},
		"new, follows the control plane": {after: fresh, unknown: `{"version":true,"release_version":true,"node_group_name":true}`, actions: []string{"create"},
			configuration: config(`{}`, `{}`), want: `"g-" create: none -> none`, release: "none"},
		"new, of a release": {after: `{"cluster_name":"a","node_group_name":"g","release_version":"1.28.5-20240227"}`, unknown: `{"version":true}`, actions: []string{"create"},
			configuration: config(`{"release_version":{"constant_value":"1.28.5-20240227"}}`, `{}`),
			want:          `"g" create: none -> 1.28 (taken from the release version "1.28.5-20240227")`, release: "1.28.5-20240227"},
		"moved by its release alone": {before: old, after: release, actions: []string{"update"}, configuration: config(`{"release_version":{"constant_value":"1.29.0-20240129"}}`, `{}`),
			want: `"g" update: 1.28 -> 1.29 (taken from the release version "1.29.0-20240129")`, release: "1.29.0-20240129"},
		"a release that was left behind": {before: old, after: forced, actions: []string{"update"},
			configuration: config(`{"version":{"constant_value":"1.29"},"release_version":{"references":["var.release"]}}`, `{"release":{"default":"1.28.5-20240227"}}`),
			want:          `"g" update: 1.28 -> 1.29`, release: "1.28.5-20240227"},
		"a release that is set to null": {before: old, after: forced, actions: []string{"update"},
			configuration: config(`{"version":{"constant_value":"1.29"},"release_version":{"references":["var.release"]}}`, `{"release":{}}`),
			want:          `"g" update: 1.28 -> 1.29`, release: "none"},
		"version decided at apply": {before: old, after: `{"cluster_name":"a","node_group_name":"g"}`, unknown: `{"version":true}`, actions: []string{"update"},
			configuration: config(`{"version":{"references":["terraform_data.x.output","terraform_data.x"]}}`, `{}`), want: `"g" update: 1.28 -> unknown`, release: "none"},
		"a release of Bottlerocket": {after: `{"cluster_name":"a","node_group_name":"g","version":"1.29","release_version":"1.20.4-0abc1234"}`, actions: []string{"create"},
			want: `"g" create: none -> 1.29`, release: "1.20.4-0abc1234"},
		"imported": {before: old, after: old, actions: []string{"no-op"}, want: `"g" stays: 1.28 -> 1.28`, release: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: test.actions, before: test.before, after: test.after, unknown: test.unknown})
			plan.configuration = test.configuration
			group := groupOf(t, plan)
			compareLines(t, []string{describedGroup(group)}, []string{"group aws_eks_node_group.g " + test.want})
			if got := describedClaim(group.ReleaseVersion); got != test.release {
				t.Errorf("release: got %s, want %s", got, test.release)
			}
			if (group.Before != nil) != (test.before != "") || (group.After != nil) != (test.after != "") {
				t.Errorf("got settings before %t and after %t", group.Before != nil, group.After != nil)
			}
		})
	}
}

func TestNodeGroupReleases(t *testing.T) {
	const old = `{"cluster_name":"a","node_group_name":"g","version":"1.29","release_version":"1.29.0-20240129"}`
	plan := groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: []string{"update"}, before: old,
		after: `{"cluster_name":"a","node_group_name":"g","version":"1.29","release_version":"1.29.3-20240514"}`})
	group := groupOf(t, plan)
	if before, after := describedClaim(group.Before.Release), describedClaim(group.After.Release); before != "1.29.0-20240129" || after != "1.29.3-20240514" {
		t.Errorf("got %s -> %s", before, after)
	}
}

func TestNodeGroupThatAReplacementLeft(t *testing.T) {
	const g = `{"cluster_name":"a","node_group_name":"g","version":"1.28"}`
	plan := groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: []string{"no-op"}, before: g, after: g},
		plannedResource{address: "aws_eks_node_group.g", actions: []string{"delete"}, before: g, deposed: "0a1b2c3d"})
	compareLines(t, described(plan.environment(t))[1:], []string{
		`group aws_eks_node_group.g "g" stays: 1.28 -> 1.28`,
		`group aws_eks_node_group.g "g" delete deposed: 1.28 -> none`,
	})
}

func TestNodeSettings(t *testing.T) {
	claims := func(s *upgrade.NodeSettings) map[string]string {
		return map[string]string{
			"labels": describedClaim(s.Labels), "taints": describedClaim(s.Taints), "ami": describedClaim(s.AMIType), "template": describedClaim(s.LaunchTemplate),
			"types": describedClaim(s.InstanceTypes), "desired": describedClaim(s.DesiredSize),
			"unavailable": describedClaim(s.MaxUnavailable), "forced": describedClaim(s.ForceUpdate),
		}
	}
	for name, test := range map[string]struct {
		after, unknown string
		want           map[string]string
	}{
		"nothing set": {`{"cluster_name":"a","taint":[],"launch_template":[],"labels":null}`, "",
			map[string]string{"labels": "", "taints": "", "ami": "none", "template": "none", "types": "none", "desired": "none", "unavailable": "none", "forced": "none"}},
		"blocks": {`{"cluster_name":"a","labels":{"b":"2","a":"1"},"taint":[{"key":"gpu","value":"yes","effect":"NO_SCHEDULE"},{"key":"x","value":null,"effect":"PREFER_NO_SCHEDULE"},{"key":"y","value":"","effect":"NO_EXECUTE"}],
			"launch_template":[{"id":"lt-1","name":"t","version":"3"}],"instance_types":["m5.large","m6i.large"],"ami_type":"BOTTLEROCKET_x86_64",
			"scaling_config":[{"desired_size":3,"max_size":5,"min_size":1}],"update_config":[{"max_unavailable":0,"max_unavailable_percentage":33}],"force_update_version":true}`, "",
			map[string]string{"labels": "a=1, b=2", "taints": "gpu=yes:NoSchedule, x=:PreferNoSchedule, y=:NoExecute", "ami": "BOTTLEROCKET_x86_64", "template": "lt-1 version 3",
				"types": "m5.large, m6i.large", "desired": "3", "unavailable": "33%", "forced": "true"}},
		"nested attributes": {`{"cluster_name":"a","scaling_config":{"desired_size":"2","max_size":4},"update_config":{"max_unavailable":2,"max_unavailable_percentage":null},"launch_template":{"name":"t","version":"$Latest"}}`, "",
			map[string]string{"template": "t version $Latest", "desired": "2", "unavailable": "2"}},
		"not known": {`{"cluster_name":"a","labels":{"a":"1"},"taint":[{"key":"k"}],"launch_template":[{"id":"lt-1"}],"update_config":[{}]}`,
			`{"labels":{"b":true},"taint":[{"effect":true}],"launch_template":[{"version":true}],"update_config":[{"max_unavailable":true}]}`,
			map[string]string{"labels": "unknown", "taints": "unknown", "template": "unknown", "unavailable": "unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			group := groupOf(t, groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: []string{"create"}, after: test.after, unknown: test.unknown}))
			got := claims(group.After)
			for what, want := range test.want {
				if got[what] != want {
					t.Errorf("%s: got %q, want %q", what, got[what], want)
				}
			}
		})
	}
}

func TestLaunchTemplates(t *testing.T) {
	const group = `{"cluster_name":"a","node_group_name":"g","version":"1.28","launch_template":[{"id":"lt-1","version":"1"}]}`
	const next = `{"cluster_name":"a","node_group_name":"g","version":"1.28","launch_template":[{"id":"lt-1","version":"2"}]}`
	template := func(actions []string, before, after, unknown string) plannedResource {
		return plannedResource{address: "aws_launch_template.t", actions: actions, before: before, after: after, unknown: unknown}
	}
	data := func(kind, values string) string {
		return `{"resources":[{"address":"data.` + kind + `.x","mode":"data","type":"` + kind + `","name":"x","provider_name":"registry.terraform.io/hashicorp/aws","values":` + values + `}]}`
	}
	for name, test := range map[string]struct {
		template  plannedResource
		prior     string
		after     string
		custom    string
		image     string
		want      string
		instances string
	}{
		"no image": {template: template([]string{"no-op"}, `{"id":"lt-1","image_id":"","instance_type":"m5.large"}`, `{"id":"lt-1","image_id":"","instance_type":"m5.large"}`, ""),
			custom: "false", image: "none", want: "1.28 -> 1.28", instances: "m5.large"},
		"an image by its SSM path": {template: template([]string{"no-op"}, `{"id":"lt-1","image_id":"ami-1"}`, `{"id":"lt-1","image_id":"ami-1"}`, ""),
			prior:  data("aws_ssm_parameter", `{"name":"/aws/service/eks/optimized-ami/1.27/amazon-linux-2/recommended/image_id","value":"ami-1"}`),
			custom: "true", image: "/aws/service/eks/optimized-ami/1.27/amazon-linux-2/recommended/image_id",
			want: `1.27 (taken from the image "/aws/service/eks/optimized-ami/1.27/amaz"...) -> 1.27 (taken from the image "/aws/service/eks/optimized-ami/1.27/amaz"...)`, instances: "none"},
		"an image that moves": {template: template([]string{"update"}, `{"id":"lt-1","image_id":"ami-0"}`, `{"id":"lt-1","image_id":"ami-1"}`, ""), after: next,
			prior:  data("aws_ami", `{"name":"amazon-eks-node-1.29-v20240129","id":"ami-1"}`),
			custom: "true", image: "amazon-eks-node-1.29-v20240129", want: `1.28 -> 1.29 (taken from the image "amazon-eks-node-1.29-v20240129")`, instances: "none"},
		"an image of one's own that moves": {template: template([]string{"update"}, `{"id":"lt-1","image_id":"ami-0"}`, `{"id":"lt-1","image_id":"ami-1"}`, ""), after: next,
			custom: "true", image: "unknown", want: "1.28 -> unknown", instances: "none"},
		"an image of one's own that stays": {template: template([]string{"update"}, `{"id":"lt-1","image_id":"ami-0"}`, `{"id":"lt-1","image_id":"ami-0"}`, ""), after: next,
			custom: "true", image: "unknown", want: "1.28 -> 1.28", instances: "none"},
		"an image that SSM resolves": {template: template([]string{"no-op"}, `{"id":"lt-1","image_id":"resolve:ssm:/aws/service/bottlerocket/aws-k8s-1.28/x86_64/latest/image_id"}`,
			`{"id":"lt-1","image_id":"resolve:ssm:/aws/service/bottlerocket/aws-k8s-1.28/x86_64/latest/image_id"}`, ""),
			custom: "true", image: "/aws/service/bottlerocket/aws-k8s-1.28/x86_64/latest/image_id",
			want: `1.28 (taken from the image "/aws/service/bottlerocket/aws-k8s-1.28/x"...) -> 1.28 (taken from the image "/aws/service/bottlerocket/aws-k8s-1.28/x"...)`, instances: "none"},
		"not in the plan": {template: template([]string{"no-op"}, `{"id":"lt-9"}`, `{"id":"lt-9"}`, ""), custom: "unknown", image: "unknown", want: "1.28 -> 1.28", instances: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: []string{"update"}, before: group, after: orElse(test.after, group)}, test.template)
			plan.prior = test.prior
			got := groupOf(t, plan)
			compareLines(t, []string{describedClaim(got.After.CustomAMI), describedClaim(got.After.Image), describedClaim(got.After.InstanceTypes), describedClaims(got.CurrentVersion(), got.AskedVersion())},
				[]string{test.custom, test.image, test.instances, ": " + test.want})
		})
	}
}

// Attributes that EKS chooses are unknown in a new group that does not set them.
// So are those that an expression sets to null, which the file does not show.
func TestWhatEKSChooses(t *testing.T) {
	const module = `{"module_calls":{"n":{"expressions":{"ami_type":%s},"for_each_expression":{"references":["var.groups"]},"module":{
		"resources":[{"address":"aws_eks_node_group.this","mode":"managed","type":"aws_eks_node_group","name":"this","expressions":{"ami_type":{"references":["var.ami_id","var.ami_type"]}}}],
		"variables":{"ami_id":{"default":""},"ami_type":{}}}}},
		"resources":[{"address":"terraform_data.image","mode":"managed","type":"terraform_data","name":"image","expressions":{}}],"variables":{"groups":{}}}`
	for name, test := range map[string]struct {
		input string
		want  string
	}{
		"null in the map of a for_each": {`{"references":["each.value.ami_type","each.value","local.defaults.ami_type","local.defaults"]}`, "none"},
		"null":                          {`{"constant_value":null}`, "none"},
		"what a resource comes to":      {`{"references":["terraform_data.image.output","terraform_data.image"]}`, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := groupPlan(
				plannedResource{address: `module.n["b"].aws_eks_node_group.this`, actions: []string{"create"}, after: `{"cluster_name":"a","version":"1.29"}`, unknown: `{"ami_type":true,"release_version":true}`},
				plannedResource{address: "terraform_data.image", provider: "terraform.io/builtin/terraform", actions: []string{"create"}, after: `{}`, unknown: `{"output":true}`})
			plan.configuration = strings.Replace(module, "%s", test.input, 1)
			if got := describedClaim(groupOf(t, plan).After.AMIType); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// A dynamic block is in the plan and not in the configuration.
func TestDynamicBlocks(t *testing.T) {
	const config = `{"resources":[{"address":"aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","expressions":{"version":{"constant_value":"1.29"}}}]}`
	plan := groupPlan(plannedResource{address: "aws_eks_node_group.g", actions: []string{"update"},
		before:  `{"cluster_name":"a","version":"1.29","launch_template":[{"id":"lt-1","name":"t","version":"1"}],"update_config":[{"max_unavailable":2}]}`,
		after:   `{"cluster_name":"a","version":"1.29","launch_template":[{"id":"lt-1","name":"t"}],"update_config":[{"max_unavailable":2}]}`,
		unknown: `{"launch_template":[{"version":true}]}`})
	plan.configuration = config
	group := groupOf(t, plan)
	if group.Before.LaunchTemplate.Value != "lt-1 version 1" || group.After.LaunchTemplate.Knowledge != upgrade.Unknown {
		t.Errorf("got %+v, then %+v, want another version of the template", group.Before.LaunchTemplate, group.After.LaunchTemplate)
	}
}

// A template that is made in the same plan has no id yet.
func TestLaunchTemplateThatIsNew(t *testing.T) {
	group := plannedResource{address: `module.n["b"].aws_eks_node_group.this[0]`, actions: []string{"create"}, after: `{"cluster_name":"a","version":"1.29","launch_template":[{}]}`,
		unknown: `{"launch_template":[{"id":true,"name":true,"version":true}]}`}
	template := func(key, image string) plannedResource {
		return plannedResource{address: `module.n["` + key + `"].aws_launch_template.this[0]`, actions: []string{"create"}, after: `{"image_id":"` + image + `"}`, unknown: `{"id":true,"name":true}`}
	}
	got := groupOf(t, groupPlan(group, template("a", "ami-1"), template("b", "")))
	if !got.After.CustomAMI.IsKnown() || got.After.CustomAMI.Value {
		t.Errorf("got %+v, want no image of its own: the template beside the group names none", got.After.CustomAMI)
	}
	if got.After.LaunchTemplate.Knowledge != upgrade.Unknown {
		t.Errorf("got %+v, want an unknown template", got.After.LaunchTemplate)
	}
}

// The data source that will tell the id of an image names it already.
func TestImagesThatAreReadAtApply(t *testing.T) {
	const config = `{"resources":[
		{"address":"aws_launch_template.t","mode":"managed","type":"aws_launch_template","name":"t","expressions":{"image_id":{"references":["data.aws_ssm_parameter.x.value","data.aws_ssm_parameter.x","data.aws_ami.x.id","data.aws_ami.x"]}}},
		{"address":"data.aws_ssm_parameter.x","mode":"data","type":"aws_ssm_parameter","name":"x","expressions":{}},
		{"address":"data.aws_ami.x","mode":"data","type":"aws_ami","name":"x","expressions":{}}]}`
	parameter := plannedResource{address: "data.aws_ssm_parameter.x", actions: []string{"read"}, after: `{"name":"/aws/service/eks/optimized-ami/1.29/amazon-linux-2/recommended/image_id"}`, unknown: `{"value":true}`}
	image := plannedResource{address: "data.aws_ami.x", actions: []string{"read"}, after: `{"filter":[{"name":"architecture","values":["x86_64"]},{"name":"name","values":["amazon-eks-node-1.28-v*"]}]}`, unknown: `{"id":true}`}
	for name, test := range map[string]struct {
		reads []plannedResource
		want  string
	}{
		"by an SSM parameter": {[]plannedResource{parameter}, `1.29 (taken from the image "/aws/service/eks/optimized-ami/1.29/amaz"...)`},
		"by a filter":         {[]plannedResource{image}, `1.28 (taken from the image "amazon-eks-node-1.28-v*")`},
		"by either":           {[]plannedResource{parameter, image}, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := groupPlan(append(test.reads,
				plannedResource{address: "aws_launch_template.t", actions: []string{"create"}, after: `{"name":"t"}`, unknown: `{"id":true,"image_id":true}`},
				plannedResource{address: "aws_eks_node_group.g", actions: []string{"create"}, after: `{"cluster_name":"a","launch_template":[{"name":"t","version":"1"}]}`})...)
			plan.configuration = config
			if got := describedClaim(groupOf(t, plan).AskedVersion()); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKubeletFlags(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want string
	}{
		"bootstrap script":         {"#!/bin/bash\n/etc/eks/bootstrap.sh prod --use-max-pods false --kubelet-extra-args '--max-pods=20 --node-labels=a=b'", "--max-pods --node-labels"},
		"in double quotes":         {`/etc/eks/bootstrap.sh prod --kubelet-extra-args "--register-with-taints=a=\"b\":NoSchedule --v=2"`, "--register-with-taints"},
		"one flag, no quotes":      {"/etc/eks/bootstrap.sh prod --kubelet-extra-args --max-pods=20 --b64-cluster-ca x", "--max-pods"},
		"over several lines":       {"/etc/eks/bootstrap.sh prod \\\n  --container-runtime containerd \\\n  --apiserver-endpoint x", "--container-runtime"},
		"node configuration":       {"apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    flags:\n      - --node-labels=a=b\n      - \"--pod-infra-container-image=x\"\n    config:\n      maxPods: 3\n", "--node-labels --pod-infra-container-image"},
		"node configuration, JSON": {`{"spec":{"kubelet":{` + "\n" + `"flags": ["--node-labels=a=b","--max-pods=3"]}}}`, "--max-pods --node-labels"},
		"none":                     {"#!/bin/bash\necho --not-a-kubelet-flag\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{test.text, base64.StdEncoding.EncodeToString([]byte(test.text))} {
				if got := strings.Join(kubeletFlags(value{data: text}), " "); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
			if got := kubeletFlags(value{data: test.text, sensitive: true}); got != nil {
				t.Errorf("got %q of sensitive user data, want nothing", got)
			}
		})
	}
}
