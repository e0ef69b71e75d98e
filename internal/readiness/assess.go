package readiness

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Result is a judgement, with what is to be said besides the findings.
type Result struct {
	Report upgrade.Report
	// LeftOut are the files that set no cluster version and that nobody named.
	LeftOut []string
	// Unmatched are the paths of variable_names, and the environments named
	// somewhere, that match nothing.
	Unmatched []string
	// New are the environments whose files were not there yet at NewSince, a
	// commit that nobody asked for but that speaks by default.
	New      []string
	NewSince string
	// WithoutBaseline are the environments whose step could not be judged for
	// want of a baseline.
	WithoutBaseline []string
	// Notes are sentences on how EKS was asked.
	Notes []string
}

// Assess reads and judges. Its error is an InputError where the request cannot
// be judged at all; what can be judged of the rest is in the result otherwise.
func Assess(ctx context.Context, request Request) (Result, error) {
	found, err := gather(ctx, request)
	if err != nil {
		return Result{}, err
	}
	result := Result{LeftOut: found.leftOut, Notes: found.notes}
	for _, environment := range found.fleet.Environments {
		if lacksBaseline(environment) {
			result.WithoutBaseline = append(result.WithoutBaseline, environment.Name)
		}
		if since, is := newSince(environment); is {
			result.New, result.NewSince = append(result.New, environment.Name), since
		}
	}
	result.Unmatched = unmatched(found.asked, found.names, request)
	result.Report = upgrade.Evaluate(rules.All(), found.fleet)
	return result, nil
}

// chooseEnvironments gives the environments to judge, the plan's own always
// among them, and the files left out because they set no cluster version.
func chooseEnvironments(asked *tfvars.Reader, request Request) (names, leftOut []string) {
	for _, name := range request.Environments {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if request.Environments == nil {
		for _, name := range asked.Environments() {
			read := asked.Read(name)
			if read.SetsClusterVersion || len(read.Problems) > 0 || name == request.Own {
				names = append(names, name)
			} else {
				leftOut = append(leftOut, read.File)
			}
		}
	}
	if request.Own != "" && !slices.Contains(names, request.Own) {
		names = append(names, request.Own)
	}
	return names, leftOut
}

func filesSeen(leftOut []string) string {
	if len(leftOut) == 0 {
		return "; there is no .tfvars or .tfvars.json file in it"
	}
	const most = 6
	if len(leftOut) > most {
		return fmt.Sprintf(" (looked at %s and %d more)", strings.Join(leftOut[:most], ", "), len(leftOut)-most)
	}
	return fmt.Sprintf(" (looked at %s)", strings.Join(leftOut, ", "))
}

// lacksBaseline tells whether a step is not judged only because nothing says
// what is there now.
func lacksBaseline(environment upgrade.Environment) bool {
	if environment.Missing != nil {
		return false
	}
	for _, cluster := range environment.Clusters {
		if len(cluster.Current) == 0 && len(cluster.BaselineProblems) == 0 {
			return true
		}
	}
	return false
}

// newSince is the commit at which the environment was not there yet, and false
// where it was, or something else tells its current version.
func newSince(environment upgrade.Environment) (commit string, is bool) {
	if environment.Missing != nil {
		return "", false
	}
	for _, cluster := range environment.Clusters {
		if current := cluster.CurrentVersion(); current.Knowledge == upgrade.Absent && current.Source.Kind == upgrade.SourceGit {
			return current.Source.Ref, true
		}
	}
	return "", false
}

// unmatched lists what names something that is not there: a mistake that would
// otherwise go unseen, because what it was to decide is not decided.
func unmatched(asked *tfvars.Reader, names []string, request Request) []string {
	var found []string
	for _, path := range asked.Unmatched(names) {
		found = append(found, fmt.Sprintf("variable_names: %q matches nothing in any environment", path))
	}
	there := asked.Environments()
	mention := func(where string, environments ...string) {
		for _, name := range environments {
			// Who names the environments to judge has not misspelled the others.
			if !slices.Contains(names, name) && (request.Environments == nil || !slices.Contains(there, name)) {
				found = append(found, fmt.Sprintf("%s: %q is none of the environments judged", where, name))
			}
		}
	}
	mention("promotion_order", request.Policy.PromotionOrder...)
	mention("baseline", slices.Sorted(maps.Keys(request.Baselines.Explicit))...)
	for _, waiver := range request.Policy.Waivers {
		if waiver.Environment != "" {
			mention("waiver at "+waiver.Source.Position(), waiver.Environment)
		}
	}
	return found
}
