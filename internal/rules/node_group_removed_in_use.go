package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeGroupRemovedInUse = upgrade.Rule{
	Name:  "node-group-removed-in-use",
	Title: "a node group is removed while a workload still needs its labels",
	Why: "When the last nodes with a label go, the pods that need it are evicted and stay Pending. In a blue/green change in one apply Terraform destroys the old node group as soon as its order allows, " +
		"which may be before the workloads have moved; and with wait_for_rollout = false it does not wait until the moved pods run.",
	Remediation: "Move the workloads in an apply of its own, and remove the node group after it.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   assignPodsGuide,
	Standing:    true,
	Bad:         "# the node group with nodegroup = \"blue\" was removed here\n" + labelledGroupExample("green") + "\n\n" + selectingExample("blue"),
	Good:        labelledGroupExample("blue") + "\n\n" + selectingExample("blue"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			fits := place.nodeFits()
			for _, fit := range fits {
				if len(fit.leaving) > 0 && fit.found != yes {
					judgeStranded(&outcome, place, fit)
				}
			}
			if place.cluster != nil && place.nodesApart() == "" {
				judgeEarlyRemovals(&outcome, subject.Environment, place, fits)
			}
		}
		return outcome
	},
}

// judgeStranded judges a workload whose nodes go and that finds no others.
func judgeStranded(outcome *upgrade.Outcome, place place, fit nodeFit) {
	apart := place.nodesApart()
	for _, group := range fit.leaving {
		switch {
		case apart != "":
			outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: apart})
		case fit.found == maybe:
			outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: fit.reason, AffectsVerdict: true})
		default:
			finding := removalFinding(group, fit.workload)
			finding.Message = fmt.Sprintf("The plan %s node group %s, and %s still needs nodes with %s. No other node group will have that, so its pods are evicted and stay Pending.",
				removes(group), groupName(group), called(fit.workload), fit.after.wanted())
			finding.Remediation = "Keep the node group until the workload is moved: change what the workload asks for, apply that, and remove the group after."
			outcome.Add(finding)
		}
	}
}

// judgeEarlyRemovals judges workloads that move away from a group in the plan
// that removes it.
func judgeEarlyRemovals(outcome *upgrade.Outcome, environment upgrade.Environment, place place, fits []nodeFit) {
	for _, fit := range fits {
		if fit.found != yes || !fit.before.binds() || !asksAnew(fit.workload) {
			continue
		}
		if place.hasOtherNodes(fit.before) {
			continue
		}
		for _, group := range place.cluster.NodeGroups {
			if group.Action.Destroys() && fit.before.metBy(group.Before) == yes {
				judgeEarlyRemoval(outcome, environment, fit, group)
			}
		}
	}
}

// hasOtherNodes tells whether a group that stays through the apply has, or may
// have, what pods ask for now.
func (p place) hasOtherNodes(asked demand) bool {
	for _, group := range p.cluster.NodeGroups {
		if group.Before != nil && !group.Action.Destroys() && asked.metBy(group.Before) != no && asked.metBy(lasting(group)) != no {
			return true
		}
	}
	return false
}

func judgeEarlyRemoval(outcome *upgrade.Outcome, environment upgrade.Environment, fit nodeFit, group upgrade.NodeGroup) {
	reached := passes(environment, leaving(group.Address, group.Action), coming(fit.workload.Address))
	finding := removalFinding(group, fit.workload)
	finding.Fact += " on the way"
	finding.Remediation = "Move the workload in an apply of its own, and remove the node group after it. " +
		"In one apply it takes depends_on from the workload to the node group, create_before_destroy on the node group, and wait_for_rollout: depends_on alone lets Terraform destroy the group first."
	begin := fmt.Sprintf("%s moves away from node group %s, which the plan %s", called(fit.workload), groupName(group), removes(group))
	switch {
	case reached != unreachable:
		finding.Severity = reached.severity()
		finding.Message = fmt.Sprintf("%s. The group %s before the workload has moved: its pods are then evicted with no node to go to.", begin, reached.inWords("goes", "may go"))
	case !fit.workload.WaitsForRollout:
		finding.Severity = upgrade.Warning
		finding.Message = fmt.Sprintf("%s. Terraform does not wait for the workload's rollout, so the group may go before the new pods run.", begin)
		finding.Remediation = "Let Terraform wait (wait_for_rollout = true, or wait { rollout = true } of kubernetes_manifest), or remove the node group in an apply after."
	default:
		return
	}
	outcome.Add(finding)
}

func removalFinding(group upgrade.NodeGroup, workload upgrade.Workload) upgrade.Finding {
	return upgrade.Finding{Address: group.Address, Fact: groupName(group) + " needed by " + inShort(workload)}
}

// removes says what happens to a group that goes.
func removes(group upgrade.NodeGroup) string {
	if group.Action.Replaces() {
		return "replaces"
	}
	return "removes"
}
