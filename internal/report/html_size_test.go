package report

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
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

func BenchmarkHTML(b *testing.B) {
	document := fleet(b, 300)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := writeHTML(&out, document); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes/page")
}
