package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const budgetGuide = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"

var pdbBlocksDrain = upgrade.Rule{
	Name:  "pdb-blocks-drain",
	Title: "a PodDisruptionBudget allows no eviction",
	Why: "EKS drains a node before it replaces it, and asks the API to evict each pod. A budget that allows no eviction refuses every time, also when all pods are healthy. " +
		"After 15 minutes the update of the node group ends with PodEvictionFailure, with some nodes new and some old.",
	Remediation: "Leave room for one pod to go: minAvailable below the number of replicas, or maxUnavailable of 1 or more.",
	Severity:    upgrade.Error,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   budgetGuide,
	Standing:    true,
	Bad:         "# the Deployment has 3 replicas\n" + budgetExample(`min_available = "3"`),
	Good:        "# the Deployment has 3 replicas\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if !place.drainsAny() {
				judgePerhapsDrained(&outcome, subject.Environment, place)
				continue
			}
			drains := drainPlaceOf(subject.Environment, place)
			for _, budget := range place.Budgets {
				judgeBudget(&outcome, drains, budget)
			}
			judgeDoubleBudgets(&outcome, drains)
		}
		return outcome
	},
}

// drainsAny tells whether nodes go at all: those of node groups, or all where a
// target is given and the plan holds no node groups.
func (p place) drainsAny() bool {
	return p.drains() || (p.aimed && len(p.cluster.NodeGroups) == 0)
}

// judgePerhapsDrained lists the budgets that would block drains, where nodes go
// in one of several clusters and nobody can tell whether the budget is there.
func judgePerhapsDrained(outcome *upgrade.Outcome, environment upgrade.Environment, place place) {
	if !place.draining {
		return
	}
	place.aimed = true
	drains := drainPlaceOf(environment, place)
	for _, budget := range place.Budgets {
		if state := drains.stateOf(budget, atRest); state.blocks || state.unknown != "" {
			outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: whichCluster, AffectsVerdict: true})
		}
	}
}

func judgeBudget(outcome *upgrade.Outcome, place drainPlace, budget upgrade.PodDisruptionBudget) {
	rest := place.stateOf(budget, atRest)
	switch {
	case rest.unknown != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: rest.unknown, AffectsVerdict: true})
	case rest.blocks:
		outcome.Add(blockedFinding(budget, rest))
	case len(rest.uncountable) > 0:
		outcome.Add(uncountableFinding(budget, rest))
	case rest.unmatched:
		outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: "the plan holds no workload that the budget is for, so how many pods it counts is not known"})
		judgeBudgetOnTheWay(outcome, place, budget)
	default:
		judgeBudgetOnTheWay(outcome, place, budget)
	}
}

// blockedFinding is about a budget that blocks drains when the apply is over.
func blockedFinding(budget upgrade.PodDisruptionBudget, state budgetState) upgrade.Finding {
	finding := budgetFinding(budget, budget.After)
	finding.Message = fmt.Sprintf("PodDisruptionBudget %s lets no pod go: %s. %s", calledBudget(budget), limitOf(*budget.After, state.pods), consequenceOf(state.workloads))
	finding.Remediation = roomFor(state)
	softenForced(&finding, state.workloads)
	return finding
}

// softenForced lowers a finding about drains that budgets do not stop.
func softenForced(finding *upgrade.Finding, workloads []drainedWorkload) {
	if forced(workloads) {
		finding.Severity = upgrade.Warning
		finding.Message += " The node group's force_update_version lets EKS delete the pods over the budget."
	}
}

// uncountableFinding is about a budget that is relative to a number of pods which
// nobody can tell. While such a pod runs, it lets no pod go.
func uncountableFinding(budget upgrade.PodDisruptionBudget, state budgetState) upgrade.Finding {
	finding := budgetFinding(budget, budget.After)
	finding.Severity = upgrade.Warning
	finding.Fact += " also for " + inShort(state.uncountable[0].Workload)
	finding.Message = fmt.Sprintf("PodDisruptionBudget %s is for pods of %s, and also of %s. Kubernetes cannot count the latter against maxUnavailable or a percentage, and while such pods run the budget lets no pod go.",
		calledBudget(budget), calledAll(state.workloads), calledAll(state.uncountable))
	finding.Remediation = "Narrow the budget's selector to one workload."
	return finding
}

// judgeBudgetOnTheWay judges a budget that is fine in the end, at the moments
// before, while nodes may be drained already.
func judgeBudgetOnTheWay(outcome *upgrade.Outcome, place drainPlace, budget upgrade.PodDisruptionBudget) {
	drains := drainSteps(append(place.stateOf(budget, moment{}).workloads, place.stateOf(budget, moment{budgetAfter: true}).workloads...))
	var blocked []drainedWorkload
	free := false
	for _, when := range place.momentsOf(budget, drains) {
		state := place.stateOf(budget, when)
		if state.blocks && !state.unmatched {
			blocked = append(blocked, state.workloads...)
		} else {
			free = true
		}
	}
	if len(blocked) > 0 {
		reached := certain
		if free {
			reached = possible
		}
		outcome.Add(blockedOnTheWay(budget, drains, blocked, reached))
	}
}

// momentsOf lists the moments at which nodes can be drained: the stages of the
// budget by those of its pods.
func (p drainPlace) momentsOf(budget upgrade.PodDisruptionBudget, drains []upgrade.Step) []moment {
	var moments []moment
	for _, budgetAfter := range stagesOf(p.environment, leaving(budget.Address, budget.Action), budget.Action.Changes(), drains) {
		for _, podsAfter := range p.podStages(budget, drains) {
			moments = append(moments, moment{budgetAfter, podsAfter})
		}
	}
	return moments
}

// blockedOnTheWay is about a budget that the plan mends, too late or perhaps too
// late for a drain.
func blockedOnTheWay(budget upgrade.PodDisruptionBudget, drains []upgrade.Step, blocked []drainedWorkload, reached reach) upgrade.Finding {
	limits, mends := budget.Before, fmt.Sprintf("gives PodDisruptionBudget %s room", calledBudget(budget))
	switch {
	case limits == nil:
		limits = budget.After
	case budget.After == nil:
		mends = fmt.Sprintf("removes PodDisruptionBudget %s", calledBudget(budget))
	}
	finding := budgetFinding(budget, limits)
	finding.Severity = reached.severity()
	finding.Fact += " on the way"
	finding.Message = fmt.Sprintf("The plan %s, but the apply %s nodes before: %s. Until then the budget lets no pod of %s go, and the drain waits for it.",
		mends, reached.inWords("drains", "may drain"), addressesOf(drains), calledAll(blocked))
	finding.Remediation = "Apply the change of the budget and its pods first."
	if !slices.ContainsFunc(drains, func(s upgrade.Step) bool { return s.Destroys }) {
		finding.Remediation += fmt.Sprintf(" In one apply, let %s depend on it with depends_on.", addressesOf(drains))
	}
	softenForced(&finding, blocked)
	return finding
}

// stagesOf says in which of its stages, before (false) and after (true) its
// step, an object can be when nodes are drained.
func stagesOf(environment upgrade.Environment, step upgrade.Step, changes bool, drains []upgrade.Step) []bool {
	if !changes {
		return []bool{true}
	}
	before, after := false, false
	for _, drain := range drains {
		switch passes(environment, drain, step) {
		case certain:
			before = true
		case possible:
			before, after = true, true
		default:
			after = true
		}
	}
	var stages []bool
	if before {
		stages = append(stages, false)
	}
	if after {
		stages = append(stages, true)
	}
	return stages
}

// podStages is stagesOf for the workloads that a budget is for, before or after.
func (p drainPlace) podStages(budget upgrade.PodDisruptionBudget, drains []upgrade.Step) []bool {
	var before, after bool
	for _, workload := range p.workloads[upgrade.Namespaced(budget.Namespace)] {
		if !workload.Action.Changes() || !isFor(budget, workload.Workload) {
			continue
		}
		stages := stagesOf(p.environment, leaving(workload.Address, workload.Action), true, drains)
		before = before || slices.Contains(stages, false)
		after = after || slices.Contains(stages, true)
	}
	switch {
	case before && after:
		return []bool{false, true}
	case before:
		return []bool{false}
	default:
		return []bool{true}
	}
}

// isFor tells whether a budget of the same namespace is for the pods of a
// workload at any moment.
func isFor(budget upgrade.PodDisruptionBudget, workload upgrade.Workload) bool {
	for _, limits := range []*upgrade.Budget{budget.Before, budget.After} {
		for _, pods := range []*upgrade.PodController{workload.Before, workload.After} {
			if limits == nil || pods == nil {
				continue
			}
			if selected, _ := limits.Selects(pods.PodLabels); selected {
				return true
			}
		}
	}
	return false
}

// judgeDoubleBudgets finds pods that two budgets are for: the eviction API
// refuses them whatever the budgets allow.
func judgeDoubleBudgets(outcome *upgrade.Outcome, place drainPlace) {
	for _, workload := range place.Workloads {
		if len(place.budgets[upgrade.Namespaced(workload.Namespace)]) < 2 || !workload.Kind.Scales() {
			continue
		}
		groups, isDrained := place.drainOf(workload)
		if !isDrained {
			continue
		}
		drained := drainedWorkload{workload, groups, true}
		if budgets := place.budgetsOf(workload, atRest); len(budgets) > 1 {
			outcome.Add(doubleFinding(drained, budgets))
			continue
		}
		if budgets := place.budgetsOf(workload, moment{}); len(budgets) > 1 {
			judgeDoubleOnTheWay(outcome, place, drained, budgets)
		}
	}
}

func doubleFinding(workload drainedWorkload, budgets []upgrade.PodDisruptionBudget) upgrade.Finding {
	names := make([]string, 0, len(budgets))
	for _, budget := range budgets {
		names = append(names, calledBudget(budget))
	}
	finding := upgrade.Finding{
		Address: budgets[0].Address,
		Fact:    fmt.Sprintf("%s has %d budgets", inShort(workload.Workload), len(budgets)),
		Message: fmt.Sprintf("The pods of %s have %d PodDisruptionBudgets: %s. The eviction API refuses a pod that has more than one, so no drain ends.",
			called(workload.Workload), len(budgets), strings.Join(names, ", ")),
		Remediation: "Leave one budget for the pods: remove the others, or narrow their selectors.",
	}
	softenForced(&finding, []drainedWorkload{workload})
	return finding
}

// judgeDoubleOnTheWay judges pods that lose their second budget in this plan.
func judgeDoubleOnTheWay(outcome *upgrade.Outcome, place drainPlace, workload drainedWorkload, budgets []upgrade.PodDisruptionBudget) {
	drains := drainSteps([]drainedWorkload{workload})
	worst := unreachable
	for _, budget := range budgets {
		for _, drain := range drains {
			if budget.Action.Changes() {
				worst = max(worst, passes(place.environment, drain, leaving(budget.Address, budget.Action)))
			}
		}
	}
	if worst == unreachable {
		return
	}
	finding := doubleFinding(workload, budgets)
	if worst == possible {
		finding.Severity = upgrade.Warning
	}
	finding.Fact += " on the way"
	finding.Message += fmt.Sprintf(" The plan mends that, but nothing makes it happen before nodes are drained: %s.", addressesOf(drains))
	finding.Remediation = "Apply the change of the budgets first."
	outcome.Add(finding)
}

// budgetsOf lists the budgets that certainly are for a workload's pods, where it
// has any.
func (p drainPlace) budgetsOf(workload upgrade.Workload, when moment) []upgrade.PodDisruptionBudget {
	pods := podsAt(workload, when)
	if pods == nil {
		return nil
	}
	if replicas := p.ReplicasOf(workload, *pods); replicas.IsKnown() && replicas.Value == 0 {
		return nil
	}
	var found []upgrade.PodDisruptionBudget
	for _, budget := range p.budgets[upgrade.Namespaced(workload.Namespace)] {
		limits := budget.Before
		if when.budgetAfter {
			limits = budget.After
		}
		if limits == nil {
			continue
		}
		if selected, _ := limits.Selects(pods.PodLabels); selected {
			found = append(found, budget)
		}
	}
	return found
}

// budgetFinding is a finding about a budget, without words yet.
func budgetFinding(budget upgrade.PodDisruptionBudget, limits *upgrade.Budget) upgrade.Finding {
	source := limits.MinAvailable.Source
	if limits.MaxUnavailable.IsKnown() {
		source = limits.MaxUnavailable.Source
	}
	return upgrade.Finding{Address: budget.Address, Attribute: source.Name(), Source: source, Fact: budget.Name}
}

func calledBudget(budget upgrade.PodDisruptionBudget) string {
	if budget.Name == "" || budget.Address == "" {
		return budget.Name + budget.Address
	}
	return budget.Name + " (" + budget.Address + ")"
}

// limitOf says what makes a budget let no pod go.
func limitOf(limits upgrade.Budget, pods int) string {
	var limit string
	switch {
	case limits.MaxUnavailable.IsKnown():
		limit = "maxUnavailable is " + shownShare(limits.MaxUnavailable)
	case limits.MinAvailable.IsKnown():
		limit = "minAvailable is " + shownShare(limits.MinAvailable)
	default:
		limit = "it sets neither minAvailable nor maxUnavailable"
	}
	if pods < 0 {
		return limit
	}
	return limit + ", of " + wording.Count(pods, "pod")
}

// consequenceOf says what happens to the drain.
func consequenceOf(workloads []drainedWorkload) string {
	switch {
	case len(workloads) == 0:
		return "The plan does not hold the workload that it is for; whatever its number of pods, a drain waits for them in vain."
	case goWithGroup(workloads):
		return "The nodes of " + calledAll(workloads) + " go with their node group. EKS waits some minutes for the budget, and then ends the nodes with the pods on them."
	}
	return "The nodes of " + calledAll(workloads) + " are replaced in this upgrade, and the drain waits for the budget in vain."
}

// goWithGroup tells whether all drains of the workloads are of node groups that
// EKS deletes. It does not let a budget stop that.
func goWithGroup(workloads []drainedWorkload) bool {
	total := 0
	for _, workload := range workloads {
		for _, group := range workload.groups {
			if !group.Action.Destroys() || group.SelfManaged {
				return false
			}
			total++
		}
	}
	return total > 0
}

// roomFor says how the budget lets a pod go.
func roomFor(state budgetState) string {
	if state.pods == 1 {
		return "Run two replicas or more, or remove the budget: a single pod cannot go and stay at once."
	}
	return "Set maxUnavailable to 1 in place of the present limit, or run more replicas than must stay."
}

func calledAll(workloads []drainedWorkload) string {
	var names []string
	for _, workload := range workloads {
		if name := called(workload.Workload); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func addressesOf(steps []upgrade.Step) string {
	var addresses []string
	for _, step := range steps {
		if !slices.Contains(addresses, step.Address) {
			addresses = append(addresses, step.Address)
		}
	}
	return strings.Join(addresses, ", ")
}
