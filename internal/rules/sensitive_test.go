package rules

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// What is marked sensitive is judged, and stands in no text.
func TestSensitiveValuesAreJudgedAndNotPrinted(t *testing.T) {
	prior, plan := upgrade.Source{Kind: upgrade.SourcePrior}, upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "a"}
	secret := func(text string) upgrade.Claim[string] {
		return upgrade.Claim[string]{Knowledge: upgrade.Known, Value: text, Text: text, Source: plan, Sensitive: true}
	}
	addon := func(text string, source upgrade.Source) upgrade.AddonClaim {
		return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: addonVersion(t, text), Text: text, Source: source, Sensitive: true}
	}
	cluster := upgrade.Cluster{
		Address: "aws_eks_cluster.this",
		Asked:   []upgrade.VersionClaim{upgrade.ClaimVersion("1.35", plan)}, Current: []upgrade.VersionClaim{upgrade.ClaimVersion("1.34", prior)},
		NodeGroups: []upgrade.NodeGroup{{
			Address: "aws_eks_node_group.this", Action: upgrade.Update,
			Asked: []upgrade.VersionClaim{upgrade.ClaimVersion("1.35", plan)}, Current: []upgrade.VersionClaim{upgrade.ClaimVersion("1.34", prior)},
			Before: &upgrade.NodeSettings{},
			After: &upgrade.NodeSettings{
				AMIType:        secret("AL2_canary"),
				InstanceTypes:  upgrade.Claim[[]string]{Knowledge: upgrade.Known, Value: []string{"p2.canary"}, Source: plan, Sensitive: true},
				DesiredSize:    upgrade.Claim[int]{Knowledge: upgrade.Known, Value: 7171, Text: "7171", Source: plan, Sensitive: true},
				MaxUnavailable: upgrade.Claim[upgrade.Share]{Knowledge: upgrade.Known, Value: upgrade.Share{Number: 7272}, Text: "7272", Source: plan, Sensitive: true},
			},
		}},
	}
	cluster.Addons = []upgrade.Addon{
		{Address: "a.cni", Name: "vpc-cni", Kind: upgrade.EKSAddon, Action: upgrade.Update, Current: addon("1.73.1", prior), Asked: addon("1.75.1", plan)},
		{Address: "a.proxy", Name: kubeProxy, Kind: upgrade.EKSAddon, Action: upgrade.Update, Current: addon("1.34.73", prior), Asked: addon("1.36.73", plan), ProxyMode: secret("ipvs-canary")},
		{Address: "a.scaler", Name: clusterAutoscaler, Kind: upgrade.ImageAddon, Action: upgrade.Update, Current: addon("1.34.73", prior), Asked: addon("1.33.73", plan)},
	}
	catalog := everythingOffered(t, "2026-06-01")
	catalog.AMIs = []upgrade.AMIFact{{Prefix: "AL2_", Title: "Amazon Linux 2", Last: minor(t, "1.32")}}
	catalog.Notes = []upgrade.Note{
		{Name: "p2", Kubernetes: minor(t, "1.35"), Looks: upgrade.LookInstanceTypes, Signs: []string{"p2."}, Says: "It breaks.", Do: "Mend it."},
		{Name: "ipvs", Kubernetes: minor(t, "1.35"), Looks: upgrade.LookProxyMode, Signs: []string{"ipvs-canary"}, Says: "It breaks.", Do: "Mend it."},
	}
	catalog.Addons = []upgrade.AddonFacts{{
		Name: "vpc-cni", Title: "Amazon VPC CNI", OneMinorAtATime: true,
		Needs:  []upgrade.AddonNeed{{Kubernetes: minor(t, "1.35"), AtLeast: addonVersion(t, "1.80"), Why: "it crashes"}},
		Latest: []upgrade.AddonLatest{{Kubernetes: minor(t, "1.35"), Version: addonVersion(t, "1.81")}},
	}}
	report := upgrade.Evaluate(All(), upgrade.Fleet{
		Environments: []upgrade.Environment{{Name: "prod", Plan: &upgrade.Plan{HasCluster: true}, Clusters: []upgrade.Cluster{cluster}}},
		Catalog:      catalog, Policy: upgrade.DefaultPolicy(), Today: catalog.Date,
	})
	judged := map[string]bool{}
	texts := []string{}
	for _, finding := range report.Environments[0].Findings {
		judged[finding.Rule] = true
		texts = append(texts, finding.Fact, finding.Message, finding.Remediation)
	}
	for _, gap := range report.Environments[0].NotJudged {
		texts = append(texts, gap.Reason)
	}
	for _, rule := range []string{
		"ami-unsupported", "node-group-update-all", "release-note", "addon-incompatible", "addon-version-skip", "addon-behind", "kube-proxy-skew", "cluster-autoscaler-minor",
	} {
		if !judged[rule] {
			t.Errorf("%s does not judge sensitive values", rule)
		}
	}
	for _, text := range texts {
		for _, canary := range []string{"canary", "7171", "7272", "1.73", "1.74", "1.75", ".73"} {
			if strings.Contains(text, canary) {
				t.Errorf("%q prints %s", text, canary)
			}
		}
	}
}
