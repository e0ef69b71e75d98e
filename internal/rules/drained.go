package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// drainOf lists the node groups whose nodes go and that may run pods of a
// workload, as it is or will be, and tells whether any of them is drained. Where
// a target is given and the plan holds no node groups, all nodes are taken to go.
func (p place) drainOf(workload upgrade.Workload) (groups []upgrade.NodeGroup, drained bool) {
	if p.cluster == nil || len(p.cluster.NodeGroups) == 0 {
		return nil, p.aimed && !p.onFargate(workload, workload.After)
	}
	// Groups of tfvars have no address.
	type identity struct{ address, name string }
	listed := map[identity]bool{}
	for _, pods := range []*upgrade.PodController{workload.Before, workload.After} {
		if pods == nil || p.onFargate(workload, pods) {
			continue
		}
		asked := p.demandOf(pods)
		for _, group := range p.going {
			of := identity{group.Address, group.Name}
			if !listed[of] && asked.metBy(group.Before) != no && len(untolerated(*pods, group.Before)) == 0 {
				groups = append(groups, group)
				listed[of] = true
			}
		}
	}
	return groups, len(groups) > 0
}

// isDrained tells whether pods of the workload may be on nodes that go.
func (p place) isDrained(workload upgrade.Workload) bool {
	_, drained := p.drainOf(workload)
	return drained
}

// untolerated lists the taints that certainly keep the pods off the nodes.
func untolerated(pods upgrade.PodController, nodes *upgrade.NodeSettings) []upgrade.Taint {
	if nodes == nil || !nodes.Taints.IsKnown() || pods.Tolerations.Knowledge == upgrade.Unknown {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(nodes.Taints.Value), func(taint upgrade.Taint) bool {
		return !taint.KeepsOff() || slices.ContainsFunc(pods.Tolerations.Value, func(t upgrade.Toleration) bool { return t.Tolerates(taint) })
	})
}

// moves tells whether the plan changes which nodes the pods of a workload run
// on, a preference or the nearness to other pods included.
func moves(workload upgrade.Workload) bool {
	return asksAnew(workload) || bothSides(workload) && workload.Before.OtherAffinity != workload.After.OtherAffinity
}

// bothSides tells whether the plan changes a workload that was and will be.
func bothSides(workload upgrade.Workload) bool {
	return workload.Before != nil && workload.After != nil && workload.Action.Changes()
}

// asksAnew tells whether the plan changes which labels and taints the nodes of a
// workload's pods must or may have.
func asksAnew(workload upgrade.Workload) bool {
	if !bothSides(workload) {
		return false
	}
	before, after := workload.Before, workload.After
	return !sameTerms(before.NodeTerms(), after.NodeTerms()) || !sameTolerations(before.Tolerations, after.Tolerations)
}

func sameTerms(a, b upgrade.Claim[[]upgrade.NodeTerm]) bool {
	return a.Knowledge == b.Knowledge && slices.EqualFunc(a.Value, b.Value, func(a, b upgrade.NodeTerm) bool {
		return a.Fields == b.Fields && slices.EqualFunc(a.Requirements, b.Requirements, func(a, b upgrade.Requirement) bool {
			return a.Key == b.Key && a.Operator == b.Operator && slices.Equal(a.Values, b.Values)
		})
	})
}

func sameTolerations(a, b upgrade.Claim[[]upgrade.Toleration]) bool {
	return (a.Knowledge == upgrade.Unknown) == (b.Knowledge == upgrade.Unknown) &&
		slices.EqualFunc(a.Value, b.Value, func(a, b upgrade.Toleration) bool {
			a.Operator, b.Operator = cmp.Or(a.Operator, "Equal"), cmp.Or(b.Operator, "Equal")
			return a == b
		})
}

// disturbed visits the workloads that stay or are made and whose pods the apply
// moves to other nodes, by a drain or by a change of what they ask of nodes. Where
// the workloads of a cluster could not be read, it says so.
func disturbed(outcome *upgrade.Outcome, environment upgrade.Environment, visit func(place, upgrade.Workload, upgrade.PodController)) {
	for _, place := range places(environment) {
		if place.drainsAny() {
			outcome.NotJudged = append(outcome.NotJudged, place.unreadLists(workloadLists, lonePodLists, autoscalerLists)...)
		}
		for _, workload := range place.Workloads {
			if workload.After != nil && (moves(workload) || place.isDrained(workload)) {
				visit(place, workload, *workload.After)
			}
		}
	}
}

// called names a workload in a message, such as Deployment shop
// (kubernetes_deployment.shop).
func called(workload upgrade.Workload) string {
	if strings.HasPrefix(workload.Address, string(workload.Kind)+" ") {
		return workload.Address // of the Kubernetes API, such as Deployment shop/shop
	}
	name := string(workload.Kind)
	if workload.Name != "" {
		name += " " + workload.Name
	}
	if workload.Address == "" {
		return name
	}
	return name + " (" + workload.Address + ")"
}

// inShort names a workload in a fact: its name, else its address.
func inShort(workload upgrade.Workload) string {
	if workload.Name != "" {
		return workload.Name
	}
	return workload.Address
}

// shownValue is a text that may be printed: the value, unless it is sensitive.
func shownValue(claim upgrade.Claim[string]) string {
	if claim.Sensitive {
		return claim.Shown()
	}
	return claim.Value
}

// address is the cluster's; "" where the plan does not hold it.
func (p place) address() string {
	if p.cluster == nil {
		return ""
	}
	return p.cluster.Address
}

// shownCount is a number of things as it may be printed.
func shownCount(claim upgrade.Claim[int], thing string) string {
	if claim.Sensitive {
		return thing + "s to the number of " + claim.Shown()
	}
	return wording.Count(claim.Value, thing)
}

// shownShare is a number or a percentage as it may be printed.
func shownShare(claim upgrade.Claim[upgrade.Share]) string {
	switch {
	case claim.Sensitive:
		return claim.Shown()
	case claim.Value.Percent:
		return strconv.Itoa(claim.Value.Number) + "%"
	default:
		return strconv.Itoa(claim.Value.Number)
	}
}
