package rules

import (
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// A report on plans has a column for each concern: a rule without one would be
// in none.
func TestEveryRuleHasAConcern(t *testing.T) {
	used := map[upgrade.Concern]bool{}
	for _, rule := range All() {
		if !slices.Contains(upgrade.Concerns(), rule.Concern) {
			t.Errorf("%s has the concern %q; there are %q", rule.Name, rule.Concern, upgrade.Concerns())
		}
		used[rule.Concern] = true
	}
	for _, concern := range upgrade.Concerns() {
		if !used[concern] {
			t.Errorf("no rule is about %q", concern)
		}
	}
}
