package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const assignPodsGuide = "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"

var nodeSelectorUnmatched = upgrade.Rule{
	Name:  "node-selector-unmatched",
	Title: "a workload needs a label that no node group will have",
	Why: "Pods whose nodeSelector or required affinity no node meets stay Pending for good. Terraform waits for the rollout until it times out, and in a blue/green change of node groups " +
		"the old nodes may be gone by then. Labels that Kubernetes or EKS set by themselves are not judged, nor are clusters with nodes that the plan does not hold (Karpenter, Auto Mode, self-managed).",
	Remediation: "Give a node group the label, or change what the workload asks for.",
	Severity:    upgrade.Error,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   assignPodsGuide,
	Standing:    true,
	Bad:         labelledGroupExample("blue") + "\n\n" + selectingExample("green"),
	Good:        labelledGroupExample("green") + "\n\n" + selectingExample("green"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			for _, fit := range place.nodeFits() {
				judgeSelector(&outcome, subject.Environment, place, fit)
			}
		}
		return outcome
	},
}

// judgeSelector judges what a workload asks for. Where the groups that had it go,
// node-group-removed-in-use speaks.
func judgeSelector(outcome *upgrade.Outcome, environment upgrade.Environment, place place, fit nodeFit) {
	if !fit.after.binds() && fit.after.reason == "" || len(fit.leaving) > 0 && fit.found != yes {
		return
	}
	address := fit.workload.Address
	switch apart := place.nodesApart(); {
	case fit.found == yes:
		judgeSelectorOnTheWay(outcome, environment, place, fit)
	case apart != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: address, Reason: apart})
	case fit.found == maybe:
		outcome.AddNotJudged(upgrade.NotJudged{Address: address, Reason: fit.reason, AffectsVerdict: true})
	default:
		finding := selectorFinding(fit)
		finding.Message = fmt.Sprintf("%s needs nodes with %s. No node group will have that%s, so its pods stay Pending.", called(fit.workload), fit.after.wanted(), place.labelsThere(fit))
		finding.Remediation = "Give a node group such labels, or change what the workload asks for. Labels of a node group change in place; its nodes get them at once."
		if fit.stays {
			finding.Severity = upgrade.Warning
			finding.Message += " That is so already, and the plan leaves it."
		}
		outcome.Add(finding)
	}
}

// judgeSelectorOnTheWay judges a workload that is made or moved to nodes which
// are new themselves and may come later. With a cluster that is new too the pods
// have no other nodes to wait for.
func judgeSelectorOnTheWay(outcome *upgrade.Outcome, environment upgrade.Environment, place place, fit nodeFit) {
	if place.current.Knowledge == upgrade.Absent || place.nodesApart() != "" || !(asksAnew(fit.workload) || fit.workload.Action == upgrade.Create) {
		return
	}
	var groups []string
	reached := certain
	for _, group := range place.cluster.NodeGroups {
		if fit.after.metBy(lasting(group)) != yes {
			continue
		}
		if fit.after.metBy(group.Before) != no {
			return
		}
		reached = min(reached, passes(environment, coming(fit.workload.Address), coming(group.Address)))
		groups = append(groups, group.Address)
	}
	if reached == unreachable {
		return
	}
	finding := selectorFinding(fit)
	finding.Severity = reached.severity()
	if !fit.workload.WaitsForRollout {
		finding.Severity = upgrade.Warning
	}
	finding.Fact += " on the way"
	finding.Message = fmt.Sprintf("%s needs nodes with %s. Only %s will have that, and the workload %s changed first: until the nodes are there its new pods are Pending.",
		called(fit.workload), fit.after.wanted(), strings.Join(groups, ", "), reached.inWords("is", "may be"))
	finding.Remediation = fmt.Sprintf("Let the workload depend on %s with depends_on, or make the node group in an apply before.", strings.Join(groups, ", "))
	outcome.Add(finding)
}

func selectorFinding(fit nodeFit) upgrade.Finding {
	source := fit.workload.After.NodeSelector.Source
	if !fit.workload.After.NodeSelector.IsKnown() {
		source = fit.workload.After.RequiredNodes.Source
	}
	fact := inShort(fit.workload)
	if !fit.after.sensitive {
		fact += " needs " + fit.after.wanted()
	}
	return upgrade.Finding{Address: fit.workload.Address, Attribute: source.Name(), Source: source, Fact: fact}
}

// labelsThere says what the groups that will exist have of the keys that the
// workload asks for.
func (p place) labelsThere(fit nodeFit) string {
	keys := map[string]bool{}
	for _, term := range fit.after.terms {
		for _, requirement := range term.Requirements {
			keys[requirement.Key] = true
		}
	}
	var there []string
	for _, group := range p.cluster.NodeGroups {
		nodes := lasting(group)
		if nodes == nil || nodes.Labels.Sensitive {
			continue
		}
		for key, value := range nodes.Labels.Value {
			if text := key + "=" + value; keys[key] && !slices.Contains(there, text) {
				there = append(there, text)
			}
		}
	}
	if len(there) == 0 {
		return ""
	}
	slices.Sort(there)
	return " (they have " + strings.Join(there, ", ") + ")"
}
