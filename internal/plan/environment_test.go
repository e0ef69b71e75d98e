package plan

import (
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestFargateProfiles(t *testing.T) {
	profile := func(address, cluster string) plannedResource {
		return plannedResource{address: address, actions: []string{"create"},
			after:   `{"cluster_name":"` + cluster + `","fargate_profile_name":"batch","selector":[{"namespace":"batch","labels":{"a":"b"}},{"namespace":"all","labels":null},{"labels":null}]}`,
			unknown: `{"selector":[{},{},{"namespace":true}]}`}
	}
	environment := groupPlan(profile("aws_eks_fargate_profile.b", "a"), profile("aws_eks_fargate_profile.c", "other")).environment(t)
	got := theOnly(t, theOnly(t, environment.Clusters).Fargate)
	if got.Name != "batch" || got.Action != upgrade.Create || len(got.Selectors) != 2 ||
		got.Selectors[0].Labels["a"] != "b" || got.Selectors[1].Namespace != "all" || len(got.Selectors[1].Labels) != 0 {
		t.Errorf("got %+v, want the two selectors that are known", got)
	}
}

func TestOtherNodes(t *testing.T) {
	for name, test := range map[string]struct {
		resource plannedResource
		want     []string
	}{
		"Karpenter by its pod identity": {plannedResource{address: "aws_eks_pod_identity_association.k", actions: []string{"no-op"}, after: `{"cluster_name":"a","namespace":"kube-system","service_account":"karpenter"}`},
			[]string{"Karpenter (aws_eks_pod_identity_association.k)"}},
		"another pod identity": {plannedResource{address: "aws_eks_pod_identity_association.k", actions: []string{"no-op"}, after: `{"cluster_name":"a","service_account":"app"}`}, nil},
		"nodes that join by themselves": {plannedResource{address: "aws_eks_access_entry.n", actions: []string{"create"}, after: `{"cluster_name":"a","type":"EC2_LINUX"}`},
			[]string{"nodes that join by aws_eks_access_entry.n"}},
		"access of people": {plannedResource{address: "aws_eks_access_entry.n", actions: []string{"create"}, after: `{"cluster_name":"a","type":"STANDARD"}`}, nil},
		"Spot Ocean": {plannedResource{address: "spotinst_ocean_aws.o", provider: "registry.terraform.io/spotinst/spotinst", actions: []string{"no-op"}, after: `{"name":"o"}`},
			[]string{"Spot (spotinst_ocean_aws.o)"}},
		"Karpenter by its node pool": {plannedResource{address: "kubectl_manifest.pool", provider: "registry.terraform.io/gavinbunney/kubectl", actions: []string{"create"},
			after: `{"yaml_body":"apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata:\n  name: default\n"}`}, []string{"Karpenter (kubectl_manifest.pool)"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := theOnly(t, groupPlan(test.resource).environment(t).Clusters).OtherNodes
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// What a target leaves out of the plan is there all the same.
func TestWhatTheApplyLeavesAlone(t *testing.T) {
	const prior = `{"child_modules":[{"address":"module.e[0]","resources":[
		{"address":"module.e[0].aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","provider_name":"registry.terraform.io/hashicorp/aws","values":{"name":"a","version":"1.28"}},
		{"address":"module.e[0].aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","provider_name":"registry.terraform.io/hashicorp/aws","values":{"cluster_name":"a","node_group_name":"g","version":"1.27"},"sensitive_values":{"version":true}},
		{"address":"module.e[0].aws_eks_node_group.gone","mode":"managed","type":"aws_eks_node_group","name":"gone","provider_name":"registry.terraform.io/hashicorp/aws","values":{"cluster_name":"a","node_group_name":"gone","version":"1.27"}}]}]}`
	gone := plannedResource{address: "module.e[0].aws_eks_node_group.gone", actions: []string{"delete"}, before: `{"cluster_name":"a","node_group_name":"gone","version":"1.27"}`}
	environment := testPlan{resources: []plannedResource{gone}, prior: prior}.environment(t)
	compareLines(t, described(environment), []string{
		`cluster module.e[0].aws_eks_cluster.a "a" stays: 1.28 -> 1.28`,
		`group module.e[0].aws_eks_node_group.gone "gone" delete: 1.27 -> none`,
		`group module.e[0].aws_eks_node_group.g "g" stays: (sensitive) -> (sensitive)`,
	})
}

func TestPlanFacts(t *testing.T) {
	const budget = `{"manifest":{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"app","namespace":"app"},"spec":{"maxUnavailable":1}}}`
	manifest := plannedResource{address: "kubernetes_manifest.app", provider: "registry.terraform.io/hashicorp/kubernetes", actions: []string{"update"}, before: budget, after: budget}
	alone := testPlan{resources: []plannedResource{manifest}}.environment(t)
	if alone.Plan == nil || alone.Plan.HasCluster || len(alone.Unplaced.Budgets) != 1 {
		t.Errorf("got %+v with %d budgets, want a plan without a cluster", alone.Plan, len(alone.Unplaced.Budgets))
	}
	beside := groupPlan(manifest).environment(t)
	if len(beside.Unplaced.Budgets) != 0 || len(theOnly(t, beside.Clusters).Budgets) != 1 {
		t.Errorf("got %+v, want the budget in the only cluster", beside)
	}
	if beside.Name != "test" || beside.Source != "test.json" {
		t.Errorf("got %q from %q", beside.Name, beside.Source)
	}
}
