package cli

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// waysOf are the ways of the environments of a report that have one to go, in the
// order in which to go them. run gives the commands that apply an environment; it
// may be nil.
func waysOf(judged upgrade.Report, asked path.Question, run func(upgrade.Environment) []string) []path.Path {
	var ways []path.Path
	for _, environment := range judged.Environments {
		asked.Environment = environment.Environment
		if run != nil {
			asked.Run = run(environment.Environment)
		}
		for _, way := range path.Of(asked) {
			if len(way.Steps) > 0 {
				ways = append(ways, way)
			}
		}
	}
	return path.InOrder(ways, asked.Policy.PromotionOrder)
}
