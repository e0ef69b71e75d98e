package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/report"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
)

// allSensitive marks all values of a plan's changes sensitive, and gives those of
// their texts that stand in no address and in nothing that rules say of themselves.
func allSensitive(t *testing.T, plan string) (marked string, secrets []string) {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(plan), &document); err != nil {
		t.Fatal(err)
	}
	var texts, public []string
	for _, list := range []string{"resource_changes", "resource_drift"} {
		changes, _ := document[list].([]any)
		for _, element := range changes {
			resource := element.(map[string]any)
			public = append(public, resource["address"].(string))
			change := resource["change"].(map[string]any)
			for _, side := range []string{"before", "after"} {
				if change[side] != nil {
					change[side+"_sensitive"] = true
					texts = append(texts, textsIn(change[side])...)
				}
			}
		}
	}
	for _, rule := range rules.All() {
		public = append(public, rule.Name, rule.Title, rule.Why, rule.Remediation, rule.Reference)
	}
	for _, text := range texts {
		if len(text) >= 4 && !strings.Contains(strings.Join(public, "\n"), text) {
			secrets = append(secrets, text)
		}
	}
	written, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(written), secrets
}

func textsIn(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var texts []string
		for _, element := range value {
			texts = append(texts, textsIn(element)...)
		}
		return texts
	case map[string]any:
		var texts []string
		for _, element := range value {
			texts = append(texts, textsIn(element)...)
		}
		return texts
	default:
		return nil
	}
}

// withoutCalendar leaves the support calendar out of a page: which minors EKS has
// is no secret, and which of them an environment runs is not said there.
func withoutCalendar(page string) string {
	before, rest, found := strings.Cut(page, `<section aria-labelledby="support">`)
	calendar, after, ended := strings.Cut(rest, "</section>")
	if !found || !ended || strings.Contains(calendar, `<td class="who"><div>`) {
		return page
	}
	return before + after
}

// withoutFolder leaves the name of the test's folder out of what was said: its digits
// are those of a secret by chance.
func withoutFolder(said, file string) string {
	return strings.ReplaceAll(said, filepath.Base(filepath.Dir(filepath.Dir(file))), "")
}

// What a plan marks sensitive is judged, and is in no format and no error.
func TestSensitiveValuesAreNeverPrinted(t *testing.T) {
	for name, finds := range map[string]string{
		"b02-cp-130-skip":           "minor-version-skip",
		"b14-pdb-min-eq-replicas":   "pdb-blocks-drain",
		"b09-app-to-missing-green":  "node-selector-unmatched",
		"d02-modu-stg-130":          "minor-version-skip",
		"b22-instance-type-replace": "node-group-replaced",
	} {
		t.Run(name, func(t *testing.T) {
			plan, secrets := allSensitive(t, realPlan(t, name))
			if len(secrets) < 20 {
				t.Fatalf("only %d secrets", len(secrets))
			}
			path := planText(t, "prod.json", plan)
			for _, format := range report.Formats() {
				got := command("analyze", "--today", "2024-10-15", "--format", format, path)
				got.want(t, 2, finds)
				said := withoutFolder(withoutCalendar(got.stdout)+got.stderr, path)
				for _, secret := range secrets {
					if strings.Contains(said, secret) {
						t.Errorf("%s says %q", format, secret)
					}
				}
			}
			short := planText(t, "prod.json", plan[:len(plan)-len(plan)/10])
			cut := command("analyze", short)
			cut.want(t, 1, "cut off")
			said := withoutFolder(cut.stdout+cut.stderr, short)
			for _, secret := range secrets {
				if strings.Contains(said, secret) {
					t.Errorf("the error says %q", secret)
				}
			}
		})
	}
}
