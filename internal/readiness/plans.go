package readiness

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// PlansRequest is which plans are to be judged and by what.
type PlansRequest struct {
	// Plans are judged in this order. No two have one name.
	Plans []PlanFile
	// Environments must all be there, and are the only ones judged. Nil means
	// every plan given.
	Environments []string
	// EnvVarsDir is the folder of the tfvars that the plans were made with; ""
	// means that it was not given.
	EnvVarsDir string
	// Names says where those tfvars keep things.
	Names Names
	// Live asks EKS what is there now; nil where nobody chose EKS.
	Live *LiveSource
	// Kube asks the Kubernetes API of each cluster what runs there; nil where nobody
	// chose to.
	Kube *KubeSource
	// Target is judged in place of what the plans ask for, nodes included; zero
	// means what they ask for.
	Target  upgrade.Minor
	Policy  upgrade.Policy
	Catalog upgrade.Catalog
	Today   upgrade.Date
	// Progress is told now and then how many bytes were read of a plan, by its
	// place in Plans, and by several goroutines at once. It may be nil.
	Progress func(plan int, read int64)
}

// PlansResult is a judgement of plans, with what is to be said besides the
// findings.
type PlansResult struct {
	Report upgrade.Report
	// Notes are sentences.
	Notes []string
}

// AssessPlans reads plans and judges them. Its error is an InputError where the
// request cannot be judged at all. A plan that cannot be read is in the report
// with the reason, and does not keep the others from being judged.
func AssessPlans(ctx context.Context, request PlansRequest) (PlansResult, error) {
	if slices.Contains(request.Environments, "") {
		return PlansResult{}, inputError("environments", "Separate the names with one comma.", nil, "One of the environments named is empty.")
	}
	if err := differentNames(request.Plans); err != nil {
		return PlansResult{}, err
	}
	tfvars, err := openEnvVars(request)
	if err != nil {
		return PlansResult{}, err
	}
	chosen, leftOut := choosePlans(request)
	environments, err := readPlans(ctx, chosen, request)
	if err != nil {
		return PlansResult{}, err
	}
	result := PlansResult{Notes: planNotes(request, leftOut)}
	for i := range environments {
		environment := &environments[i]
		if tfvars != nil {
			result.Notes = append(result.Notes, tfvars.addTo(environment)...)
		}
		if !request.Target.IsZero() {
			aimPlanAt(environment, request.Target)
		}
	}
	if request.Live != nil {
		request.Live.addLiveToPlans(ctx, tfvars, environments, request.Catalog)
		if err := ctx.Err(); err != nil {
			return PlansResult{}, err
		}
	}
	if request.Kube != nil {
		notes, err := request.Kube.addKubeToPlans(ctx, tfvars, environments, namesOf(request.Plans))
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return PlansResult{}, err
		}
		result.Notes = append(result.Notes, notes...)
	}
	environments = append(environments, withoutPlan(request, chosen)...)
	fleet := upgrade.Fleet{Environments: environments, Catalog: request.Catalog, Policy: request.Policy, Today: request.Today}
	result.Report = redacted(upgrade.Evaluate(rules.All(), fleet))
	return result, nil
}

// differentNames tells apart environments by name, so no two may have one.
func differentNames(plans []PlanFile) error {
	seen := map[string]PlanFile{}
	for _, plan := range plans {
		if first, twice := seen[plan.Name]; twice {
			return inputError("plans", "Give each plan its environment, as ENVIRONMENT=PLAN.", nil,
				"Two plans are for the environment %q: %s and %s.", plan.Name, first.Path, plan.Path)
		}
		seen[plan.Name] = plan
	}
	return nil
}

// choosePlans gives the plans to judge, and the names of those left out.
func choosePlans(request PlansRequest) (chosen []PlanFile, leftOut []string) {
	for i, plan := range request.Plans {
		plan.place = i
		switch {
		case request.Environments == nil:
			chosen = append(chosen, plan)
		case slices.Contains(request.Environments, plan.Name):
			plan.Named = true
			chosen = append(chosen, plan)
		default:
			leftOut = append(leftOut, plan.Name)
		}
	}
	return chosen, leftOut
}

// withoutPlan makes an environment of each name that must be there and for which
// no plan was given.
func withoutPlan(request PlansRequest, chosen []PlanFile) []upgrade.Environment {
	var missing []upgrade.Environment
	for _, name := range request.Environments {
		given := slices.ContainsFunc(chosen, func(plan PlanFile) bool { return plan.Name == name })
		twice := slices.ContainsFunc(missing, func(e upgrade.Environment) bool { return e.Name == name })
		if given || twice {
			continue
		}
		missing = append(missing, upgrade.Environment{Name: name, Missing: &upgrade.Problem{
			Message:     fmt.Sprintf("No plan was given for %s.", name),
			Remediation: fmt.Sprintf("Add %s=PLAN, or correct the name: there are plans for %s.", name, listOr(namesOf(request.Plans), "no environment")),
			Source:      upgrade.Source{Kind: upgrade.SourceArgument, Argument: "environments"},
		}})
	}
	return missing
}

func namesOf(plans []PlanFile) []string {
	var names []string
	for _, plan := range plans {
		names = append(names, plan.Name)
	}
	return names
}

// planNotes are about what was given and not used.
func planNotes(request PlansRequest, leftOut []string) []string {
	var notes []string
	if len(leftOut) > 0 {
		notes = append(notes, fmt.Sprintf("Left out, because they are not among the environments named: %s.", strings.Join(leftOut, ", ")))
	}
	judged := request.Environments
	if judged == nil {
		judged = namesOf(request.Plans)
	}
	for _, waiver := range request.Policy.Waivers {
		if waiver.Environment != "" && len(judged) > 1 && !slices.Contains(judged, waiver.Environment) {
			notes = append(notes, fmt.Sprintf("The waiver at %s is for %q, which is none of the environments judged.", waiver.Source.Position(), waiver.Environment))
		}
	}
	return notes
}

// aimPlanAt asks for one version in place of those that the plan asks for.
func aimPlanAt(environment *upgrade.Environment, target upgrade.Minor) {
	if environment.Plan == nil {
		return
	}
	environment.Plan.Target = target
	for i := range environment.Clusters {
		if cluster := &environment.Clusters[i]; cluster.Action != upgrade.Delete {
			aimAt(cluster, target)
		}
	}
}
