package report

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// fleet is a judgement of six environments with a number of findings each, as long
// as those of real plans are: 200 characters of message and 80 of what to do, which
// is the same for all findings of half of the rules.
func fleet(t testing.TB, findings int) Document {
	document := Document{Plans: true, ToolVersion: "1.2.3", Report: upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.NotReady}}
	concerns := upgrade.Concerns()
	for i := range 12 {
		document.Rules = append(document.Rules, upgrade.Rule{
			Name: fmt.Sprintf("rule-of-a-usual-name-%d", i), Title: "what the rule is about, in a few words", Concern: concerns[i%len(concerns)],
			Reference: fmt.Sprintf("https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#%d", i),
		})
	}
	for _, name := range []string{"cc", "dev", "lab", "prod", "stg", "stg2"} {
		report := planned(name, "1.34", "1.35", upgrade.NotReady)
		for i := range findings {
			rule := document.Rules[i%len(document.Rules)]
			app := fmt.Sprintf("service-%d", i)
			address := fmt.Sprintf("kubernetes_deployment.app[%q]", app)
			remediation := "Give the container a liveness probe, or waive the finding where the process ends by itself."
			if i%2 == 0 {
				remediation = fmt.Sprintf("Give %s a liveness probe, or waive the finding where its process ends by itself.", app)
			}
			report.Findings = append(report.Findings, upgrade.Finding{
				Rule: rule.Name, Severity: upgrade.Info + upgrade.Severity(i%3), Environment: name, Address: address, Fact: app + " container " + app,
				Message:     fmt.Sprintf("Container %s of Deployment %s (%s) has no liveness probe: nothing restarts it where it hangs, for example when a new node is slow.", app, app, address),
				Remediation: remediation, Reference: rule.Reference,
			})
		}
		document.Report.Environments = append(document.Report.Environments, report)
	}
	return document
}

func TestHTMLOfManyFindingsIsSmall(t *testing.T) {
	const most = 1_000_000
	page := render(t, "html", fleet(t, 300))
	if len(page) >= most {
		t.Errorf("six environments of 300 findings take %d bytes, want less than %d", len(page), most)
	}
	t.Logf("%d bytes", len(page))
}

// judgedFleet is what the rules say of six environments of 149 node groups each,
// that are committed at 1.34, and whose files ask for a control plane at 1.36 and
// node groups at 1.31: 300 findings each.
func judgedFleet(t testing.TB) Document {
	t.Helper()
	dir := t.TempDir()
	tfvars := func(controlPlane, group string) {
		for _, name := range []string{"cc", "dev", "lab", "prod", "stg", "stg2"} {
			text := fmt.Sprintf("cluster_name = %q\ncluster_version = %q\nnode_groups = {\n", name, controlPlane)
			for i := range 149 {
				text += fmt.Sprintf("  group-%03d = {\n    version = %q\n    instance_types = [\"m5.large\"]\n  }\n", i, group)
			}
			file := filepath.Join(dir, "env-vars", name+".tfvars")
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text+"}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	tfvars("1.34", "1.34")
	for _, arguments := range [][]string{
		{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "as applied"},
	} {
		command := exec.Command("git", arguments...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", arguments, err, output)
		}
	}
	tfvars("1.36", "1.31")
	facts := catalog.Embedded()
	request := readiness.Request{
		EnvVarsDir: filepath.Join(dir, "env-vars"), Baselines: readiness.Baselines{Git: "HEAD"},
		Policy: upgrade.DefaultPolicy(), Catalog: facts, Today: facts.Date,
	}
	result, err := readiness.Assess(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	document := Document{
		Report: result.Report, Rules: rules.All(), Today: facts.Date, CatalogDate: facts.Date, Calendar: facts.Versions,
	}
	for _, environment := range result.Report.Environments {
		if len(environment.Findings) < 299 {
			t.Fatalf("%s has %d findings, want some 300", environment.Environment.Name, len(environment.Findings))
		}
		document.Paths = append(document.Paths, path.Of(path.Question{
			Environment: environment.Environment, Policy: request.Policy, Catalog: facts,
			Run: readiness.Commands(request, environment.Environment),
		})...)
	}
	return document
}

// All findings of six environments are on the page, and it is small.
func TestHTMLOfSixJudgedEnvironments(t *testing.T) {
	document := judgedFleet(t)
	page := render(t, "html", document)
	if len(page) >= pageLimit {
		t.Errorf("the page takes %d bytes, want less than %d", len(page), pageLimit)
	}
	want := 0
	for _, environment := range document.Report.Environments {
		want += len(environment.Findings)
	}
	if got := strings.Count(page, `<details class="finding">`); got != want || strings.Contains(page, "Left out") {
		t.Errorf("the page has %d findings, want all %d", got, want)
	}
	t.Logf("%d bytes", len(page))
}

// What is on no page that is too long, the page counts: errors come first, of
// every environment.
func TestHTMLNeverGrowsWithoutLimit(t *testing.T) {
	document := fleet(t, 800)
	document.Calendar, document.Today = calendar(t), date(t, "2026-11-22")
	for i := range 500 {
		name := fmt.Sprintf("%s-%d", long, i)
		report := environment(name, "1.34", "1.36", upgrade.NotReady)
		report.Findings = []upgrade.Finding{finding(name, "rule-of-a-usual-name-1", "1.34 -> 1.36", upgrade.Warning)}
		report.NotJudged = []upgrade.NotJudged{{Rule: "rule-of-a-usual-name-2", Reason: fmt.Sprintf("reason %d: %s", i, long), AffectsVerdict: true}}
		report.Environment.Clusters[0].Addons = []upgrade.Addon{{Name: "vpc-cni", Current: addonClaim("v1.20.4-eksbuild.1"), Asked: addonClaim("v1.20.4-eksbuild.1")}}
		document.Report.Environments = append(document.Report.Environments, report)
		document.Notes = append(document.Notes, long)
		document.Waivers = append(document.Waivers, upgrade.Waiver{Rule: "none", Reason: long, Until: document.Today})
		document.Paths = append(document.Paths, path.Path{Environment: name, Notes: []string{long}})
	}
	document.Command = strings.Repeat("x", pageLimit)
	page := render(t, "html", document)
	if len(page) > pageLimit {
		t.Errorf("the page takes %d bytes, want at most %d", len(page), pageLimit)
	}
	for _, noun := range []string{"environments", "ways", "reasons", "notes", "waivers"} {
		if !regexp.MustCompile(`Left out, because the page would be too long: \d+ ` + noun + `\.`).MatchString(page) {
			t.Errorf("it does not say how many %s were left out", noun)
		}
	}
	shown := strings.Count(page, `<details class="finding">`)
	match := regexp.MustCompile(`Left out, because the page would be too long: ([^.]*)\. The JSON report has all\.</p>\n<section class="group"`).FindStringSubmatch(page)
	if match == nil {
		t.Fatal("it does not say how many findings were left out")
	}
	left := 0
	for part := range strings.SplitSeq(match[1], ", ") {
		var some int
		if _, err := fmt.Sscan(part, &some); err != nil {
			t.Fatal(err)
		}
		left += some
	}
	if shown+left != 6*800+500 {
		t.Errorf("%d findings are shown and %d left out of %d", shown, left, 6*800+500)
	}
	for _, name := range []string{"cc", "stg2"} {
		if !strings.Contains(page, `data-environment="`+name+`" data-severity="error"`) {
			t.Errorf("no error of %s is shown", name)
		}
	}
	if !strings.Contains(page, `id="shown" role="status" aria-live="polite">`+wording.Count(shown, "finding")+"<") {
		t.Errorf("it does not say that it shows %d findings", shown)
	}
	leadsSomewhere(t, document)
}

// leadsSomewhere checks the links within a page.
func leadsSomewhere(t *testing.T, document Document) {
	t.Helper()
	root := parsed(t, document)
	ids := map[string]bool{}
	for _, node := range elements(root, "") {
		ids[attribute(node, "id")] = true
	}
	for _, link := range elements(root, "a") {
		if target, inside := strings.CutPrefix(attribute(link, "href"), "#"); inside && !ids[target] {
			t.Errorf("a link leads to %q, which is not there", target)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	for name, document := range map[string]Document{
		"plans": fleet(b, 300), "tfvars": judgedFleet(b), "cut": fleet(b, 1000),
	} {
		b.Run(name, func(b *testing.B) {
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := writeHTML(&out, document); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "bytes/page")
		})
	}
}
