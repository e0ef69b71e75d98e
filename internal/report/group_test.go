package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestInformationOfOneRuleIsToldTogether(t *testing.T) {
	document := plans(t)
	document.Rules = append(document.Rules, upgrade.Rule{Name: "addon-behind", Concern: upgrade.AddonConcern, Remediation: "update the add-on"})
	for i, environment := range []string{"dev", "prod"} {
		for _, addon := range []string{"coredns", "vpc-cni"} {
			document.Report.Environments[i].Findings = append(document.Report.Environments[i].Findings,
				planFinding(environment, "addon-behind", addon+" is old", "aws_eks_addon."+addon, upgrade.Info))
		}
	}
	text := render(t, "text", document)
	for _, want := range []string{
		"  info  addon-behind (2)\n    aws_eks_addon.coredns: coredns is old\n    aws_eks_addon.vpc-cni: vpc-cni is old\n    Fix: Update the add-on\n",
		"  info  addon-behind (2)\n    The same as for dev.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

// Many warnings of one rule about what runs in a cluster are told together; a few,
// and those about what a plan holds, are not.
func TestManyWarningsAboutACluster(t *testing.T) {
	told := func(count int, kind upgrade.SourceKind) string {
		document := plans(t)
		document.Report.Environments = document.Report.Environments[:1]
		var findings []upgrade.Finding
		for i := range count {
			finding := planFinding("dev", "single-replica", fmt.Sprintf("app-%d", i), "", upgrade.Warning)
			finding.Source = upgrade.Source{Kind: kind}
			findings = append(findings, finding)
		}
		document.Report.Environments[0].Findings = findings
		return render(t, "text", document)
	}
	const together = "warning  single-replica (4)\n"
	if text := told(4, upgrade.SourceKubernetes); !strings.Contains(text, together) || strings.Count(text, "app-3") != 1 {
		t.Errorf("want four warnings told together:\n%s", text)
	}
	for count, kind := range map[int]upgrade.SourceKind{3: upgrade.SourceKubernetes, 4: upgrade.SourcePlan} {
		if text := told(count, kind); strings.Contains(text, fmt.Sprintf("single-replica (%d)", count)) || !strings.Contains(text, "single-replica app-2") {
			t.Errorf("%d warnings of %s are told together:\n%s", count, kind, text)
		}
	}
}

// Of the sources that nobody chose one is named.
func TestOneSourceThatWasNotAskedIsNamed(t *testing.T) {
	document := plans(t)
	document.Report.Environments[0].NotJudged = append(document.Report.Environments[0].NotJudged,
		upgrade.NotJudged{Rule: "insight-error", Reason: "EKS was not asked", NotAsked: true},
		upgrade.NotJudged{Rule: "insight-stale", Reason: "EKS was not asked", NotAsked: true},
		upgrade.NotJudged{Rule: "kubelet-skew", Reason: "Kubernetes was not asked", NotAsked: true})
	document.Report.Environments[1].NotJudged = append(document.Report.Environments[1].NotJudged,
		upgrade.NotJudged{Rule: "kubelet-skew", Reason: "the API was not asked", NotAsked: true})
	for _, format := range []string{"text", "markdown", "html"} {
		text := strings.Join(strings.Fields(render(t, format, document)), " ")
		if !strings.Contains(text, "EKS was not asked") || !strings.Contains(text, "insight-error, insight-stale") || !strings.Contains(text, "API was not asked") || strings.Contains(text, "Kubernetes was not asked") {
			t.Errorf("%s: want EKS named for dev and the API for prod:\n%s", format, text)
		}
	}
}

// The same fact may be told in other words: the version is asked for in one
// environment, and left behind in the other.
func TestTheSameMeansTheSameWords(t *testing.T) {
	told := func(message string) string {
		document := plans(t)
		for i, environment := range []string{"dev", "prod"} {
			finding := planFinding(environment, "support-ending", "1.34 until 2026-12-02", "", upgrade.Warning)
			finding.Source = upgrade.Source{Kind: upgrade.SourceFile, File: environment + ".tfvars", Line: 3 + i}
			finding.Message, finding.Remediation = environment+" asks for 1.34 ("+finding.Source.String()+").", "Plan the next minor."
			if environment == "prod" {
				finding.Message = message
			}
			document.Report.Environments[i].Findings = []upgrade.Finding{finding}
		}
		return render(t, "text", document)
	}
	if text := told("prod asks for 1.34 (prod.tfvars:4)."); !strings.Contains(text, "The same as for dev.") {
		t.Errorf("the same is told twice:\n%s", text)
	}
	if text := told("prod is at 1.34."); strings.Contains(text, "The same as for dev.") || !strings.Contains(text, "prod is at 1.34.") {
		t.Errorf("what differs is called the same:\n%s", text)
	}
}

func TestToMendFollowsWhatDecides(t *testing.T) {
	document := plans(t)
	document.Report.FailOn = upgrade.Warning
	text := render(t, "text", document)
	if !strings.Contains(text, "\nTo mend\n") || !strings.Contains(text, "  prod: and 1 more\n") || strings.Contains(text, "prod: node-group-skew") {
		t.Errorf("want three findings of prod and one more, none that is waived:\n%s", text)
	}
	document.Report.Environments = document.Report.Environments[1:2]
	if text := render(t, "text", document); strings.Contains(text, "To mend") {
		t.Errorf("one plan needs no list:\n%s", text)
	}
}
