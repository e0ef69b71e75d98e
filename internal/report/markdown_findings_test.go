package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// unfolded is what a reader sees without unfolding anything.
func unfolded(text string) string {
	var seen strings.Builder
	depth := 0
	for _, line := range strings.Split(text, "\n") {
		switch {
		case line == "<details>":
			depth++
		case line == "</details>":
			depth--
		case depth == 0 || depth == 1 && strings.HasPrefix(line, "<summary>"):
			seen.WriteString(line + "\n")
		}
	}
	return seen.String()
}

func TestMarkdownShowsWhatDecides(t *testing.T) {
	for name, document := range map[string]Document{"check": judgement(t), "plans": plans(t)} {
		seen := unfolded(render(t, "markdown", document))
		for _, want := range []string{
			counts(document), "| `prod` |", "`prod`: `minor-version-skip` <code>1.34 -&gt; 1.36</code> at `", `. Set cluster_version = "1.35" at env-vars/prod.tfvars:3.`,
			"### Not judged\n\n- the ", "<summary><code>prod</code> in <code>", "Not judged, with no effect on the verdict: 1 reason",
		} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: %s has to be unfolded in\n%s", name, want, seen)
			}
		}
		for _, folded := range []string{"support-ending", "rebuilt", "[Why]"} {
			if strings.Contains(seen, folded) {
				t.Errorf("%s: %s is in the way", name, folded)
			}
		}
	}
}

// Of one environment nothing but the findings is folded.
func TestMarkdownOfOneEnvironment(t *testing.T) {
	document := plans(t)
	document.Report.Environments = document.Report.Environments[1:2]
	seen := unfolded(render(t, "markdown", document))
	for _, want := range []string{
		"### `prod` in `prod.json`\n", "aws_eks_cluster.this 1.34 -&gt; 1.36, blue 1.34 -&gt; 1.36\n", "Next step: 1.35 first.\n",
		"<summary><b>warning</b> <code>single-replica</code>",
	} {
		if !strings.Contains(seen, want) {
			t.Errorf("no %s in\n%s", want, seen)
		}
	}
}

func TestMarkdownToMend(t *testing.T) {
	document := plans(t)
	prod := &document.Report.Environments[1]
	for i := range 5 {
		prod.Findings = append(prod.Findings, planFinding("prod", "removed-api", fmt.Sprintf("object %d", i), "", upgrade.Error))
	}
	// The waived one is not to be mended; of the eight errors five are named.
	got := markdownToMend(document.Report).rows
	if len(got) != 6 || !strings.HasPrefix(got[3], "- `prod`: `removed-api` `object 0`. Set") || got[5] != "- `prod`: and 3 more\n" {
		t.Errorf("got %q", got)
	}
	document.Report.FailOn = upgrade.Warning
	if got := markdownToMend(document.Report).rows; got[5] != "- `prod`: and 4 more\n" {
		t.Errorf("where warnings decide: got %q", got)
	}
	if got := render(t, "markdown", ready(t)); strings.Contains(got, "To mend") || strings.Contains(got, "Not judged") {
		t.Errorf("there is nothing to mend in\n%s", got)
	}
}

// Information of one rule is told together.
func TestMarkdownGroups(t *testing.T) {
	document := plans(t)
	dev := &document.Report.Environments[0]
	for i := range 30 {
		dev.Findings = append(dev.Findings, planFinding("dev", "single-replica", fmt.Sprintf("app %d", i), fmt.Sprintf("x.y%d", i), upgrade.Info))
	}
	got := render(t, "markdown", document)
	for _, want := range []string{
		"<summary><b>info</b> <code>single-replica</code> (25)</summary>\n\n- `x.y0`: `app 0`\n", "\n- `x.y24`: `app 24`\n\n**Fix:** Single-replica\n",
		"<summary><b>info</b> <code>single-replica</code> (5)</summary>\n\n- `x.y25`: `app 25`\n", "<code>dev.json</code>: 30 infos</summary>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// six is a judgement of six environments that each have as many findings, every
// third one an error.
func six(t *testing.T, count int) Document {
	t.Helper()
	document := plans(t)
	document.Report.Environments = nil
	for _, name := range []string{"cc", "dev", "lab", "prod", "stg", "stg2"} {
		report := planned(name, "1.34", "1.35", upgrade.NotReady)
		for i := range count {
			severity := []upgrade.Severity{upgrade.Error, upgrade.Warning, upgrade.Info}[i*3/count]
			found := planFinding(name, "removed-api", fmt.Sprintf("batch/v1beta1 CronJob job-%d", i), fmt.Sprintf("kubernetes_manifest.job[%d]", i), severity)
			found.Lowered = "the plan leaves it as it is"
			report.Findings = append(report.Findings, found)
		}
		document.Report.Environments = append(document.Report.Environments, report)
	}
	return document
}

var leftOutHere = regexp.MustCompile(`\nLeft out here: (.*)\.\n\n</details>`)

// Six environments of 300 findings: each environment has a fair share, and what
// is left out is counted, for each and for all.
func TestMarkdownSharesTheRoom(t *testing.T) {
	got := render(t, "markdown", six(t, 300))
	if length(got) > markdownLimit || length(got) < markdownLimit*9/10 {
		t.Errorf("%d characters", length(got))
	}
	parts := strings.Split(got, "\n<details>\n<summary><code>")[1:]
	if len(parts) != 6 {
		t.Fatalf("%d environments", len(parts))
	}
	written := 0
	for _, part := range parts {
		errors := strings.Count(part, "<summary><b>error</b>")
		written += errors
		if first := strings.Count(parts[0], "<summary><b>error</b>"); errors < first-1 || errors == 0 {
			t.Errorf("%d errors of one environment, %d of the first", errors, first)
		}
		want := fmt.Sprintf("%d errors, 100 warnings, 100 infos", 100-errors)
		if match := leftOutHere.FindStringSubmatch(part); match == nil || match[1] != want {
			t.Errorf("left out of one: %q, want %s", match, want)
		}
	}
	want := fmt.Sprintf("%d errors, 600 warnings, 600 infos", 600-written)
	if match := omission.FindStringSubmatch(got); match == nil || match[1] != want {
		t.Errorf("left out of all: %q, want %s", match, want)
	}
}
