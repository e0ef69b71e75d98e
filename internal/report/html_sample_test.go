package report

import (
	"os"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestZZSample(t *testing.T) {
	dir := os.Getenv("SAMPLES")
	if dir == "" {
		t.Skip()
	}
	facts := catalog.Embedded()
	fill := func(d Document) Document {
		d.Today = date(t, "2026-11-22")
		d.Calendar = facts.Versions
		d.Waivers = []upgrade.Waiver{
			{Rule: "minor-version-skip", Environment: "stg", Reason: "rebuilt on Monday, says the team", Until: date(t, "2026-12-31"), Source: upgrade.Source{File: ".eksupgrade.hcl", Line: 4}},
			{Rule: "pdb-blocks-drain", Reason: "moved by hand", Until: date(t, "2026-10-01"), Source: upgrade.Source{File: ".eksupgrade.hcl", Line: 12}},
			{Rule: "single-replica", Address: "kubernetes_deployment.app", Reason: "a batch job", Until: date(t, "2026-11-30"), Source: upgrade.Source{File: ".eksupgrade.hcl", Line: 20}},
		}
		m := func(s string) upgrade.Minor { v, _ := upgrade.ParseMinor(s); return v }
		src := upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3}
		step := func(round int, kind path.Kind, title, from, to string) path.Step {
			return path.Step{Round: round, Kind: kind, Title: title, ControlPlane: m(to),
				Changes: []path.Change{{Part: path.ControlPlanePart, From: from, Asked: "1.36", To: to, Source: src}, {Part: path.NodeGroupPart, Name: "blue", From: from, Asked: to, To: to, Source: upgrade.Source{File: "env-vars/prod.tfvars", Line: 6}}},
				Needs: []path.Need{{Addon: "vpc-cni", Title: "Amazon VPC CNI", Installed: "v1.18.3-eksbuild.2", Take: "v1.20.4-eksbuild.1", When: path.BeforeControlPlane, Says: "EKS offers v1.20.4-eksbuild.1 as the default for " + to + ".", Known: true},
					{Addon: "cluster-autoscaler", Title: "Cluster Autoscaler", Installed: "v1.34.0", When: path.AfterControlPlane, Says: "Run a release of " + to + "."}},
				Run:   []string{"terraform plan -var-file=env-vars/prod.tfvars -out=prod.tfplan", "terraform-provider-eksupgrade analyze prod=prod.json", "terraform apply prod.tfplan"},
				Check: []string{"All nodes are Ready at " + to + ".", "The pods of kube-system run."}, Instead: []string{"Add a green node group at " + to + ".", "Move the nodeSelector.", "Remove blue."}}
		}
		d.Paths = []path.Path{
			{Environment: "prod", From: m("1.34"), To: m("1.36"), Steps: []path.Step{step(1, path.ControlPlane, "control plane 1.34 -> 1.35", "1.34", "1.35"), step(1, path.NodeGroups, "node groups 1.34 -> 1.35", "1.34", "1.35"), step(2, path.ControlPlane, "control plane 1.35 -> 1.36", "1.35", "1.36")}, Notes: []string{"Node group spot has no version: it follows the control plane when it is made."}},
			{Environment: "stg", From: m("1.34"), To: m("1.36"), Problems: []upgrade.Problem{{Message: "The version of blue is not known.", Remediation: "Give it with --baseline."}}},
			{Environment: "dev", From: m("1.35"), To: m("1.35")},
		}
		return d
	}
	addonClaim := func(v string) upgrade.AddonClaim {
		p, _ := upgrade.ParseAddonVersion(v)
		return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: p, Text: v}
	}
	p := fill(plans(t))
	p.Rules = append(p.Rules, upgrade.Rule{Name: "addon-behind", Concern: upgrade.AddonConcern})
	for i := range p.Report.Environments {
		c := &p.Report.Environments[i].Environment.Clusters[0]
		c.Addons = []upgrade.Addon{
			{Name: "vpc-cni", Address: "aws_eks_addon.cni", Current: addonClaim("v1.15.4-eksbuild.1"), Asked: addonClaim("v1.20.4-eksbuild.1")},
			{Name: "coredns", Address: "aws_eks_addon.dns", Current: addonClaim("v1.11.1-eksbuild.4"), Asked: addonClaim("v1.11.1-eksbuild.4")},
		}
	}
	for name, d := range map[string]Document{"judgement": fill(judgement(t)), "plans": p, "ready": ready(t), "empty": {Report: upgrade.Report{Verdict: upgrade.Ready}}} {
		if err := os.WriteFile(dir+"/"+name+".html", []byte(render(t, "html", d)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
