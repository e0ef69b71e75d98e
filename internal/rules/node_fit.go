package rules

import (
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// nodeFit is which node groups are what a workload's pods ask for.
type nodeFit struct {
	workload upgrade.Workload
	// before and after are what the pods ask for now and after the apply.
	before, after demand
	// found tells whether any group that will exist is what they ask for, and
	// reason why that is not known.
	found  answer
	reason string
	// stays tells that no group was before either, and that the workload asks
	// for the same as before.
	stays bool
	// leaving are groups that were and that go, or lose their labels by being
	// replaced.
	leaving []upgrade.NodeGroup
}

// nodeFits judges the workloads that ask for labels which node groups of the
// plan set, where the apply changes what they ask or what the groups have.
// DaemonSets ask for nothing: they run where there are such nodes.
func (p place) nodeFits() []nodeFit {
	if p.cluster == nil {
		return nil
	}
	groupsChange := slices.ContainsFunc(p.cluster.NodeGroups, func(g upgrade.NodeGroup) bool { return g.Action.Changes() })
	var fits []nodeFit
	for _, workload := range p.Workloads {
		asks := asksAnew(workload) || workload.Action == upgrade.Create || (workload.Action.Replaces() && workload.Before == nil)
		if workload.After == nil || !(asks || groupsChange) || !p.needsNodes(workload) {
			continue
		}
		if fit := p.fitOf(workload); fit.after.binds() || fit.after.reason != "" || fit.before.binds() {
			fits = append(fits, fit)
		}
	}
	return fits
}

// needsNodes tells whether pods of the workload wait for nodes that are what
// they ask for.
func (p place) needsNodes(workload upgrade.Workload) bool {
	switch {
	case workload.Kind == upgrade.DaemonSet || p.onFargate(workload, workload.After):
		return false
	case workload.Kind == upgrade.Job:
		return workload.Action.Changes() // a Job that was there before may be over
	case workload.Kind.Scales():
		replicas := p.ReplicasOf(workload, *workload.After)
		return !replicas.IsKnown() || replicas.Value > 0
	default:
		return true
	}
}

func (p place) fitOf(workload upgrade.Workload) nodeFit {
	fit := nodeFit{workload: workload, before: p.demandOf(workload.Before), after: p.demandOf(workload.After)}
	foundBefore := no
	for _, group := range p.cluster.NodeGroups {
		nodes := lasting(group)
		met := fit.after.metBy(nodes)
		if met == maybe && fit.after.reason == "" {
			fit.reason = whyLabelsUnknown(group, nodes)
		}
		fit.found = max(fit.found, met)
		was := fit.after.metBy(group.Before)
		foundBefore = max(foundBefore, was)
		if was == yes && met == no && group.Action.Destroys() {
			fit.leaving = append(fit.leaving, group)
		}
	}
	if fit.after.reason != "" {
		fit.found, fit.reason = maybe, fit.after.reason
	}
	fit.stays = foundBefore == no && workload.Before != nil && !asksAnew(workload)
	return fit
}

func whyLabelsUnknown(group upgrade.NodeGroup, nodes *upgrade.NodeSettings) string {
	if nodes.Labels.IsKnown() || nodes.Labels.Knowledge == upgrade.Absent {
		return "the kubelet of " + group.Address + " is given labels that the plan does not show"
	}
	return nodes.Labels.Reason
}

// wanted says what the pods ask for, as it may be printed.
func (d demand) wanted() string {
	if d.sensitive {
		return "labels that are sensitive"
	}
	text := ""
	for i, term := range d.terms {
		if i > 0 {
			text += ", or "
		}
		for j, requirement := range term.Requirements {
			if j > 0 {
				text += " and "
			}
			text += requirementText(requirement)
		}
	}
	return text
}

func requirementText(requirement upgrade.Requirement) string {
	values := strings.Join(requirement.Values, ", ")
	switch requirement.Operator {
	case "In":
		if len(requirement.Values) == 1 {
			return requirement.Key + "=" + values
		}
		return requirement.Key + " in (" + values + ")"
	case "NotIn":
		return requirement.Key + " not in (" + values + ")"
	case "Exists":
		return "a label " + requirement.Key
	case "DoesNotExist":
		return "no label " + requirement.Key
	default:
		return requirement.Key + " " + requirement.Operator + " " + values
	}
}
