package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeTaintUntolerated = upgrade.Rule{
	Name:  "node-taint-untolerated",
	Title: "a new taint keeps a workload off the only node groups it can use",
	Why: "A pod without a toleration is not scheduled on a node with a NoSchedule or NoExecute taint, and NoExecute evicts the pods that run there. Where every node group that a workload can use has such a taint, " +
		"its pods stay Pending: at once, or when the first node is replaced.",
	Remediation: "Add a toleration to the workload in an apply before, or leave it a node group without the taint.",
	Severity:    upgrade.Error,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
	Standing:    true,
	Bad:         taintedGroupExample + "\n\n" + selectingExample("green"),
	Good:        labelledGroupExample("green") + "\n\n" + selectingExample("green"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if place.cluster == nil {
				continue
			}
			for _, workload := range place.Workloads {
				if workload.After != nil && (workload.Kind == upgrade.DaemonSet || place.needsNodes(workload)) {
					judgeTaints(&outcome, subject.Environment, place, workload)
				}
			}
		}
		return outcome
	},
}

// judgeTaints judges a workload in a place where taints come, or that the plan
// sends to node groups which have them.
func judgeTaints(outcome *upgrade.Outcome, environment upgrade.Environment, place place, workload upgrade.Workload) {
	asked := place.demandOf(workload.After)
	var usable, tainted []upgrade.NodeGroup
	added, unknown := asked.binds() && (asksAnew(workload) || workload.Action == upgrade.Create), ""
	for _, group := range place.cluster.NodeGroups {
		nodes := lasting(group)
		if asked.metBy(nodes) == no {
			continue
		}
		usable = append(usable, group)
		if reason := whyTaintsUnknown(*workload.After, nodes); reason != "" {
			unknown = reason
			added = added || group.Action.Changes()
			continue
		}
		keeping := untolerated(*workload.After, nodes)
		if len(keeping) == 0 {
			judgeTaintsOnTheWay(outcome, environment, place, workload, group)
			return
		}
		tainted = append(tainted, group)
		added = added || slices.ContainsFunc(keeping, func(taint upgrade.Taint) bool { return isNewTaint(group, taint) })
	}
	if !added || len(usable) == 0 {
		return
	}
	switch apart := place.nodesApart(); {
	case apart != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: apart})
	case unknown != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: unknown, AffectsVerdict: true})
	default:
		outcome.Add(taintFinding(workload, tainted))
	}
}

func whyTaintsUnknown(pods upgrade.PodController, nodes *upgrade.NodeSettings) string {
	if known := nodes.Taints.Knowledge; known == upgrade.Unknown || known == upgrade.Invalid {
		return nodes.Taints.Reason
	}
	keepsOff := slices.ContainsFunc(nodes.Taints.Value, upgrade.Taint.KeepsOff)
	if known := pods.Tolerations.Knowledge; keepsOff && (known == upgrade.Unknown || known == upgrade.Invalid) {
		return pods.Tolerations.Reason
	}
	return ""
}

// isNewTaint tells whether the plan gives the group's nodes the taint.
func isNewTaint(group upgrade.NodeGroup, taint upgrade.Taint) bool {
	return group.Before == nil || group.Before.Taints.Knowledge != upgrade.Unknown && !slices.Contains(group.Before.Taints.Value, taint)
}

func taintFinding(workload upgrade.Workload, groups []upgrade.NodeGroup) upgrade.Finding {
	var taints []string
	for _, group := range groups {
		for _, taint := range untolerated(*workload.After, lasting(group)) {
			taints = append(taints, shownTaint(group, taint))
		}
	}
	source := workload.After.Tolerations.Source
	return upgrade.Finding{
		Address: workload.Address, Attribute: source.Name(), Source: source, Fact: inShort(workload),
		Message: fmt.Sprintf("%s does not tolerate the taints of the node groups that it can use: %s. Its pods find no node.",
			called(workload), strings.Join(taints, ", ")),
		Remediation: "Add a toleration to the workload, apply that, and add the taint after; or leave a node group without the taint.",
	}
}

// shownTaint names a taint and its group as it may be printed.
func shownTaint(group upgrade.NodeGroup, taint upgrade.Taint) string {
	text := taint.Key
	if taint.Value != "" {
		text += "=" + taint.Value
	}
	text += ":" + taint.Effect
	if nodes := lasting(group); nodes != nil && nodes.Taints.Sensitive {
		text = "(sensitive)"
	}
	return text + " of " + groupName(group)
}

// judgeTaintsOnTheWay judges a workload that gets its toleration in the plan that
// adds a NoExecute taint to the nodes that it runs on.
func judgeTaintsOnTheWay(outcome *upgrade.Outcome, environment upgrade.Environment, place place, workload upgrade.Workload, group upgrade.NodeGroup) {
	if workload.Before == nil || group.Before == nil || group.Action.Destroys() || place.nodesApart() != "" || place.staysElsewhere(workload, group) {
		return
	}
	evicting := slices.DeleteFunc(untolerated(*workload.Before, lasting(group)), func(taint upgrade.Taint) bool {
		return taint.Effect != "NoExecute" || !isNewTaint(group, taint)
	})
	reached := passes(environment, coming(group.Address), coming(workload.Address))
	if len(evicting) == 0 || reached == unreachable || place.demandOf(workload.Before).metBy(group.Before) != yes {
		return
	}
	source := workload.After.Tolerations.Source
	outcome.Add(upgrade.Finding{
		Severity: reached.severity(), Address: workload.Address, Attribute: source.Name(), Source: source, Fact: inShort(workload) + " on the way",
		Message: fmt.Sprintf("The plan gives %s a toleration, but it %s %s before. Its pods are then evicted and find no node until the toleration is there.",
			called(workload), reached.inWords("adds", "may add"), shownTaint(group, evicting[0])),
		Remediation: fmt.Sprintf("Apply the toleration first, or let %s depend on the workload with depends_on.", group.Address),
	})
}

// staysElsewhere tells whether pods, as they are, can go to another group all
// along.
func (p place) staysElsewhere(workload upgrade.Workload, except upgrade.NodeGroup) bool {
	asked := p.demandOf(workload.Before)
	return slices.ContainsFunc(p.cluster.NodeGroups, func(group upgrade.NodeGroup) bool {
		return group.Address != except.Address && group.Before != nil && !group.Action.Destroys() &&
			asked.metBy(lasting(group)) != no && len(untolerated(*workload.Before, lasting(group))) == 0
	})
}
