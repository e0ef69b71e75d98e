package rules

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// answer is a yes or no that may lack what decides it.
type answer int

const (
	no answer = iota
	maybe
	yes
)

// demand is what pods ask of the labels that node groups of the plan set.
// Whatever else they ask is taken as met: nothing in the plan tells.
type demand struct {
	terms []upgrade.NodeTerm
	// reason says why the demand is not known, or is "".
	reason string
	// sensitive marks a demand that may not be printed.
	sensitive bool
}

// demandOf is what the pods of one state of a workload ask for.
func (p place) demandOf(pods *upgrade.PodController) demand {
	if pods == nil || p.cluster == nil {
		return demand{}
	}
	terms := pods.NodeTerms()
	if terms.Knowledge == upgrade.Unknown {
		if len(p.planned) == 0 {
			return demand{}
		}
		return demand{reason: terms.Reason}
	}
	asked := demand{sensitive: terms.Sensitive}
	for _, term := range terms.Value {
		term.Requirements = slices.DeleteFunc(slices.Clone(term.Requirements), func(r upgrade.Requirement) bool {
			return !p.planned[r.Key]
		})
		if len(term.Requirements) == 0 {
			return demand{}
		}
		asked.terms = append(asked.terms, term)
	}
	return asked
}

// binds tells whether the pods ask for anything that the plan decides.
func (d demand) binds() bool { return len(d.terms) > 0 }

// metBy tells whether nodes with these settings are what the pods ask for.
func (d demand) metBy(nodes *upgrade.NodeSettings) answer {
	switch {
	case nodes == nil:
		return no
	case d.reason != "":
		return maybe
	case !d.binds():
		return yes
	case nodes.Labels.Knowledge == upgrade.Unknown || nodes.Labels.Knowledge == upgrade.Invalid:
		return maybe
	}
	for _, term := range d.terms {
		if term.HoldsFor(nodes.Labels.Value) {
			return yes
		}
	}
	if slices.ContainsFunc(nodes.KubeletFlags, isLabelFlag) {
		return maybe
	}
	return no
}

// isLabelFlag tells the kubelet's flag for labels besides those of the group.
func isLabelFlag(flag string) bool { return flag == "--node-labels" || flag == "node-labels" }

// plannedKeys are the keys of labels that node groups of the plan set, before or
// after, without those that nodes have anyway.
func plannedKeys(groups []upgrade.NodeGroup) map[string]bool {
	keys := map[string]bool{}
	for _, group := range groups {
		for _, nodes := range []*upgrade.NodeSettings{group.Before, group.After} {
			if nodes == nil {
				continue
			}
			for key := range nodes.Labels.Value {
				if !upgrade.IsWellKnownLabel(key) {
					keys[key] = true
				}
			}
		}
	}
	return keys
}

// lasting are the settings of a group's nodes after the apply, nil where it goes.
// A group that Terraform lets go of stays as it is.
func lasting(group upgrade.NodeGroup) *upgrade.NodeSettings {
	switch group.Action {
	case upgrade.Delete:
		return nil
	case upgrade.Forget:
		return group.Before
	default:
		return group.After
	}
}

// nodesApart says why pods may find nodes that are in no node group of the plan,
// or "".
func (p place) nodesApart() string {
	switch mode := p.cluster.AutoMode; {
	case mode.IsKnown() && mode.Value:
		return "EKS Auto Mode makes nodes that the plan does not hold"
	case mode.Knowledge == upgrade.Unknown && mode.Reason != "":
		return "whether EKS Auto Mode makes nodes is not known: " + mode.Reason
	case len(p.cluster.OtherNodes) > 0:
		return p.cluster.OtherNodes[0] + " makes nodes that the plan does not hold"
	}
	for _, group := range p.cluster.NodeGroups {
		if group.SelfManaged && lasting(group) != nil {
			return "the labels of the self-managed nodes of " + group.Address + " are not in the plan"
		}
	}
	return ""
}

// onFargate tells whether the pods of a workload certainly run without nodes.
func (p place) onFargate(workload upgrade.Workload, pods *upgrade.PodController) bool {
	if p.cluster == nil || pods == nil || pods.PodLabels.Knowledge == upgrade.Unknown {
		return false
	}
	return slices.ContainsFunc(p.cluster.Fargate, func(profile upgrade.FargateProfile) bool {
		return profile.Action != upgrade.Delete && profile.Runs(upgrade.Namespaced(workload.Namespace), pods.PodLabels.Value)
	})
}
