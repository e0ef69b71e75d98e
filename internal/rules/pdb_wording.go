package rules

import (
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// budgetFinding is a finding about a budget, without words yet.
func budgetFinding(budget upgrade.PodDisruptionBudget, limits *upgrade.Budget) upgrade.Finding {
	source := limits.MinAvailable.Source
	if limits.MaxUnavailable.IsKnown() {
		source = limits.MaxUnavailable.Source
	}
	return upgrade.Finding{Address: budget.Address, Attribute: source.Name(), Source: source, Fact: budget.Name}
}

// calledBudget names a budget in a message, without its kind.
func calledBudget(budget upgrade.PodDisruptionBudget) string {
	if name, running := strings.CutPrefix(budget.Address, "PodDisruptionBudget "); running {
		return name
	}
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
func (p drainPlace) consequenceOf(workloads []drainedWorkload) string {
	switch {
	case len(workloads) == 0 && p.readWhole():
		return "Nothing that was read of the cluster makes the pods that it is for; whatever their number, a drain waits for them in vain."
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
	return everyDrain(workloads, func(group upgrade.NodeGroup) bool { return group.Action.Destroys() && !group.SelfManaged })
}

// roomFor says how the budget lets a pod go.
func roomFor(state budgetState) string {
	if state.lone {
		return "Remove the budget, or let a Deployment or StatefulSet run the pods: nothing makes them anew where they are evicted. For pods without a controller, Kubernetes counts only a minAvailable that is a number."
	}
	if state.pods == 1 {
		return "Run two replicas or more, or remove the budget: a single pod cannot go and stay at once."
	}
	return "Set maxUnavailable to 1 in place of the present limit, or run more replicas than must stay."
}

// calledAll names workloads. Of pods without a controller there may be hundreds.
func calledAll(workloads []drainedWorkload) string {
	var names []string
	for _, workload := range workloads {
		if name := called(workload.Workload); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return someOf(names)
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
