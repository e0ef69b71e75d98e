package readiness

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func minorOf(t *testing.T, text string) upgrade.Minor {
	t.Helper()
	minor, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return minor
}

func inPlan(text string) upgrade.VersionClaim {
	return upgrade.ClaimVersion(text, upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "version"})
}

func inVars(text string, line int) upgrade.VersionClaim {
	return upgrade.ClaimVersion(text, upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/dev.tfvars", Line: line, Column: 7, Attribute: "eks.version"})
}

func TestPlaced(t *testing.T) {
	unknown := upgrade.UnknownClaim[upgrade.Minor]("it is decided at apply", upgrade.Source{Kind: upgrade.SourcePlan})
	absent := upgrade.NoClaim[upgrade.Minor](upgrade.Source{})
	for name, test := range map[string]struct {
		plan, file upgrade.VersionClaim
		errored    bool
		action     upgrade.Action
		// text and position are those of the claim that counts; claims is how many
		// there are.
		text, position string
		claims         int
	}{
		"the same":                     {inPlan("1.35"), inVars("1.35", 3), false, upgrade.Update, "1.35", "env-vars/dev.tfvars:3", 1},
		"the same that is no version":  {inPlan("1.3.5"), inVars("1.3.5", 3), false, upgrade.Update, "1.3.5", "env-vars/dev.tfvars:3", 1},
		"another":                      {inPlan("1.35"), inVars("1.36", 3), false, upgrade.Update, "1.35", "", 2},
		"not in the file":              {inPlan("1.35"), absent, false, upgrade.Update, "1.35", "", 1},
		"not told by the plan":         {unknown, inVars("1.36", 3), false, upgrade.Update, "", "", 1},
		"not told by a failed plan":    {unknown, inVars("1.36", 3), true, upgrade.Update, "1.36", "env-vars/dev.tfvars:3", 1},
		"not set in a failed plan":     {absent, inVars("1.36", 3), true, upgrade.Update, "1.36", "env-vars/dev.tfvars:3", 1},
		"told by a failed plan":        {inPlan("1.35"), inVars("1.36", 3), true, upgrade.Update, "1.35", "", 2},
		"not reached by a failed plan": {inPlan("1.35"), inVars("1.36", 3), true, upgrade.NoAction, "1.36", "env-vars/dev.tfvars:3", 1},
		"left alone by a plan":         {inPlan("1.35"), inVars("1.36", 3), false, upgrade.NoAction, "1.35", "", 2},
		"nowhere, and the plan failed": {unknown, absent, true, upgrade.Update, "", "", 1},
	} {
		got := placed([]upgrade.VersionClaim{test.plan}, test.file, test.errored, test.action)
		if len(got) != test.claims || got[0].Text != test.text || got[0].Source.Position() != test.position {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	sensitive := inPlan("1.35")
	sensitive.Sensitive = true
	for _, text := range []string{"1.35", "1.36", "no version"} {
		for _, claim := range placed([]upgrade.VersionClaim{sensitive}, inVars(text, 3), false, upgrade.Update) {
			if !claim.Sensitive || strings.Contains(claim.Reason, text) {
				t.Errorf("the file says %q of a sensitive version: got %+v", text, claim)
			}
		}
	}
	same := placed([]upgrade.VersionClaim{inPlan("1.35")}, inVars("1.35", 3), false, upgrade.Update)[0]
	if same.Source.Kind != upgrade.SourcePlan || same.Source.Attribute != "eks.version" || same.Source.Column != 7 {
		t.Errorf("the source is %+v", same.Source)
	}
}

func TestGroupOf(t *testing.T) {
	cluster := &upgrade.Cluster{NodeGroups: []upgrade.NodeGroup{
		{Name: "shop-green", Address: `module.eks.aws_eks_node_group.this["green"]`},
		{Name: "green", Address: "aws_eks_node_group.other"},
		{Name: "shop-blue", Address: `module.eks.module.groups["blue"].aws_eks_node_group.this[0]`},
		{Name: "shop-red", Address: "module.a.aws_eks_node_group.red[0]"},
		{Name: "gone", Address: "aws_eks_node_group.gone", Action: upgrade.Delete},
		{Name: "x-1", Address: "module.a.aws_eks_node_group.spot"},
		{Name: "x-2", Address: "module.b.aws_eks_node_group.spot"},
	}}
	for name, want := range map[string]string{
		"green": "green", "blue": "shop-blue", "red": "shop-red", "gone": "", "spot": "", "x-2": "x-2", "none": "",
	} {
		got := ""
		if group := groupOf(cluster, name); group != nil {
			got = group.Name
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestAimPlanAt(t *testing.T) {
	environment := upgrade.Environment{Plan: &upgrade.Plan{}, Clusters: []upgrade.Cluster{
		{Name: "a", Asked: []upgrade.VersionClaim{inPlan("1.34")}, NodeGroups: []upgrade.NodeGroup{
			{Name: "set", Asked: []upgrade.VersionClaim{inPlan("1.33")}},
			{Name: "follows", Asked: []upgrade.VersionClaim{upgrade.NoClaim[upgrade.Minor](upgrade.Source{})}},
		}},
		{Name: "b", Action: upgrade.Delete, Asked: []upgrade.VersionClaim{upgrade.NoClaim[upgrade.Minor](upgrade.Source{})}},
	}}
	target := minorOf(t, "1.36")
	aimPlanAt(&environment, target)
	a, b := environment.Clusters[0], environment.Clusters[1]
	if environment.Plan.Target != target || a.AskedVersion().Value != target || a.AskedVersion().Source.Kind != upgrade.SourceTarget || a.AskedVersion().Source.Attribute != "version" {
		t.Errorf("the target is not asked for: %+v", a.AskedVersion())
	}
	if a.NodeGroups[0].AskedVersion().Value != target || a.NodeGroups[1].AskedVersion().Knowledge != upgrade.Absent {
		t.Errorf("the node groups are %+v", a.NodeGroups)
	}
	if b.AskedVersion().Knowledge != upgrade.Absent {
		t.Errorf("a cluster that goes is asked for %+v", b.AskedVersion())
	}
}

func TestRedacted(t *testing.T) {
	secret := inPlan("1.35")
	report := redacted(upgrade.Report{Environments: []upgrade.EnvironmentReport{{
		Environment: upgrade.Environment{Name: "hush", Secrets: []string{"hush", "hush-hush", "1.35"}, Unreadable: []upgrade.Problem{{Message: "Not hush.", Remediation: "Mend hush."}}, Clusters: []upgrade.Cluster{
			{Name: "eks-hush", Asked: []upgrade.VersionClaim{secret}, Current: []upgrade.VersionClaim{inPlan("1.34")}, NodeGroups: []upgrade.NodeGroup{{Name: "hush", Asked: []upgrade.VersionClaim{secret}}}},
		}, Plan: &upgrade.Plan{Partial: []string{"No hush."}}},
		Findings:  []upgrade.Finding{{Rule: "hush", Address: "a.hush", Fact: "hush 1.35", Message: "It is hush-hush.", Remediation: "Unset hush.", Lowered: "hush"}},
		NotJudged: []upgrade.NotJudged{{Reason: "hush is not known"}},
	}}})
	judged := report.Environments[0]
	finding, cluster := judged.Findings[0], judged.Environment.Clusters[0]
	for _, text := range []string{
		finding.Fact, finding.Message, finding.Remediation, finding.Lowered, judged.NotJudged[0].Reason,
		judged.Environment.Plan.Partial[0], judged.Environment.Unreadable[0].Message, judged.Environment.Unreadable[0].Remediation, cluster.Name, cluster.NodeGroups[0].Name, cluster.Asked[0].Text,
	} {
		if strings.Contains(text, "hush") || strings.Contains(text, "1.35") || !strings.Contains(text, "(sensitive)") {
			t.Errorf("got %q", text)
		}
	}
	if finding.Message != "It is (sensitive)." || finding.Address != "a.hush" || judged.Environment.Name != "hush" || len(judged.Environment.Secrets) != 0 {
		t.Errorf("got %+v", judged)
	}
	if !cluster.Asked[0].Sensitive || !cluster.NodeGroups[0].Asked[0].Sensitive || cluster.Current[0].Sensitive {
		t.Errorf("the versions are %+v", cluster)
	}
}

// A version that was taken from a sensitive value, such as an image's name, is as
// secret as that.
func TestRedactedVersionOfASensitiveValue(t *testing.T) {
	secret := inPlan("1.35")
	secret.Sensitive = true
	report := redacted(upgrade.Report{Environments: []upgrade.EnvironmentReport{{
		Environment: upgrade.Environment{Clusters: []upgrade.Cluster{{NodeGroups: []upgrade.NodeGroup{{Asked: []upgrade.VersionClaim{secret}}}}}},
		Findings:    []upgrade.Finding{{Message: "It goes to 1.35."}},
	}}})
	if got := report.Environments[0].Findings[0].Message; got != "It goes to (sensitive)." {
		t.Errorf("got %q", got)
	}
}

func TestProgressNamesThePlan(t *testing.T) {
	const text = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}}}`
	told := make([]int64, 2)
	_, err := AssessPlans(context.Background(), PlansRequest{
		Plans:        []PlanFile{{Name: "a", Path: "-", Input: strings.NewReader(text)}, {Name: "b", Path: "-", Input: strings.NewReader(text + "\n")}},
		Environments: []string{"b"},
		Policy:       upgrade.DefaultPolicy(),
		Progress:     func(plan int, read int64) { told[plan] = read },
	})
	if err != nil || !slices.Equal(told, []int64{0, int64(len(text)) + 1}) {
		t.Errorf("got %v, %v", told, err)
	}
}

func TestInterruptedAssessment(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := AssessPlans(ctx, PlansRequest{Plans: []PlanFile{{Name: "a", Path: "-", Input: strings.NewReader("{}")}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
