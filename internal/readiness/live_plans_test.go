package readiness

import (
	"context"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const shopARN = "arn:aws:eks:ap-northeast-1:111122223333:cluster/shop"

// plannedCluster is a cluster that a plan takes from 1.33 to 1.34.
func plannedCluster(change func(*upgrade.Cluster)) upgrade.Environment {
	cluster := upgrade.Cluster{
		Address: "aws_eks_cluster.this", Name: "shop", ARN: shopARN, Action: upgrade.Update,
		Asked:   []upgrade.VersionClaim{inPlan("1.34")},
		Current: []upgrade.VersionClaim{upgrade.ClaimVersion("1.33", upgrade.Source{Kind: upgrade.SourcePrior, Attribute: "version"})},
	}
	change(&cluster)
	return upgrade.Environment{Name: "prod", Clusters: []upgrade.Cluster{cluster}, Plan: &upgrade.Plan{HasCluster: true}}
}

func TestLivePlans(t *testing.T) {
	other := running("1.33")
	other.ARN = "arn:aws:eks:ap-northeast-1:444455556666:cluster/shop"
	same := running("1.33")
	same.ARN = shopARN
	for name, test := range map[string]struct {
		live   upgrade.Live
		change func(*upgrade.Cluster)
		// region is "" where EKS is not to be asked.
		region  string
		current string
		problem string
	}{
		"the plan's cluster":         {same, func(*upgrade.Cluster) {}, "ap-northeast-1", "1.33", ""},
		"EKS has gone on":            {running("1.34"), func(*upgrade.Cluster) {}, "ap-northeast-1", "1.34", ""},
		"another account":            {other, func(*upgrade.Cluster) {}, "ap-northeast-1", "1.33", "is another cluster than the plan's"},
		"no ARN":                     {other, func(c *upgrade.Cluster) { c.ARN = "" }, "eu-west-3", "1.33", ""},
		"an ARN that is none":        {same, func(c *upgrade.Cluster) { c.ARN = "shop" }, "eu-west-3", "1.33", "is another cluster than the plan's"},
		"no name":                    {same, func(c *upgrade.Cluster) { c.Name = "" }, "", "1.33", "the plan does not tell the cluster's name"},
		"a cluster that is made":     {same, func(c *upgrade.Cluster) { c.Action, c.Current = upgrade.Create, nil }, "", "", ""},
		"a cluster that is replaced": {same, func(c *upgrade.Cluster) { c.Action = upgrade.DeleteThenCreate }, "", "1.33", ""},
		"a cluster that goes":        {same, func(c *upgrade.Cluster) { c.Action = upgrade.Delete }, "", "1.33", ""},
	} {
		t.Run(name, func(t *testing.T) {
			eks := &fakeEKS{clusters: map[string]upgrade.Live{"shop": test.live}}
			source := &LiveSource{Reader: eks, Environments: map[string]LiveEnvironment{"prod": {Region: "eu-west-3"}}}
			environments := []upgrade.Environment{plannedCluster(test.change)}
			source.addLiveToPlans(context.Background(), nil, environments, catalog.Embedded())
			cluster := environments[0].Clusters[0]
			asked := ""
			if len(eks.targets) > 0 {
				asked = eks.targets[0].Access.Region
			}
			if asked != test.region || cluster.CurrentVersion().Text != test.current {
				t.Errorf("asked in %q, current %q; want %q and %q", asked, cluster.CurrentVersion().Text, test.region, test.current)
			}
			problem := ""
			if cluster.Live != nil && len(cluster.Live.Problems) > 0 {
				problem = cluster.Live.Problems[0].Message
			}
			if (problem == "") != (test.problem == "") || !strings.Contains(problem, test.problem) {
				t.Errorf("the problem is %q, want %q", problem, test.problem)
			}
			if test.problem != "" && !cluster.Pending() {
				t.Error("what EKS did not tell is not pending")
			}
		})
	}
}

// An add-on of the plan is told what is there; one that the plan does not hold
// is added as it is.
func TestLiveAddonsOfAPlan(t *testing.T) {
	live := running("1.33")
	live.Addons = []upgrade.LiveAddon{{Name: "vpc-cni", Version: "v1.19.0-eksbuild.1"}, {Name: "coredns", Version: "v1.11.1-eksbuild.1"}}
	asked, ok := upgrade.ParseAddonVersion("v1.20.0-eksbuild.1")
	if !ok {
		t.Fatal("no version")
	}
	environments := []upgrade.Environment{plannedCluster(func(c *upgrade.Cluster) {
		claim := upgrade.AddonClaim{Knowledge: upgrade.Known, Value: asked, Text: asked.String()}
		c.Addons = []upgrade.Addon{
			{Name: "coredns", Kind: upgrade.ChartAddon, Current: claim, Asked: claim},
			{Name: "vpc-cni", Kind: upgrade.EKSAddon, Address: "aws_eks_addon.cni", Asked: claim},
		}
	})}
	source := &LiveSource{Reader: &fakeEKS{clusters: map[string]upgrade.Live{"shop": live}}}
	source.addLiveToPlans(context.Background(), nil, environments, catalog.Embedded())
	var got []string
	for _, addon := range environments[0].Clusters[0].Addons {
		got = append(got, strings.Join([]string{string(addon.Kind), addon.Name, addon.Current.Text, addon.Asked.Text}, " "))
	}
	want := "Helm release coredns v1.20.0-eksbuild.1 v1.20.0-eksbuild.1, EKS add-on vpc-cni v1.19.0-eksbuild.1 v1.20.0-eksbuild.1, EKS add-on coredns v1.11.1-eksbuild.1 v1.11.1-eksbuild.1"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %q", got)
	}
}
