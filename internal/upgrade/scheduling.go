package upgrade

import (
	"maps"
	"slices"
	"strings"
)

// NodeTerms are what the pods ask of the labels of their node: one of the terms
// must hold, the node selector's labels being in each. The claim is absent where
// they ask for nothing.
func (p PodController) NodeTerms() Claim[[]NodeTerm] {
	for _, claim := range []Claim[[]NodeTerm]{p.RequiredNodes, {Knowledge: p.NodeSelector.Knowledge, Reason: p.NodeSelector.Reason, Source: p.NodeSelector.Source}} {
		if claim.Knowledge == Unknown || claim.Knowledge == Invalid {
			return UnknownClaim[[]NodeTerm](claim.Reason, claim.Source)
		}
	}
	if !p.RequiredNodes.IsKnown() && len(p.NodeSelector.Value) == 0 {
		return NoClaim[[]NodeTerm](p.NodeSelector.Source)
	}
	terms := []NodeTerm{{}}
	if p.RequiredNodes.IsKnown() {
		terms = p.RequiredNodes.Value
	}
	selector := requirementsOf(p.NodeSelector.Value)
	whole := Claim[[]NodeTerm]{Knowledge: Known, Source: p.NodeSelector.Source, Sensitive: p.NodeSelector.Sensitive || p.RequiredNodes.Sensitive}
	for _, term := range terms {
		if p.RequiredNodes.IsKnown() && len(term.Requirements) == 0 && !term.Fields {
			continue
		}
		requirements := append(append([]Requirement{}, selector...), term.Requirements...)
		whole.Value = append(whole.Value, NodeTerm{Requirements: requirements, Fields: term.Fields})
	}
	return whole
}

// requirementsOf writes labels as requirements, in the order of their keys.
func requirementsOf(labels map[string]string) []Requirement {
	var requirements []Requirement
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		requirements = append(requirements, Requirement{Key: key, Operator: "In", Values: []string{labels[key]}})
	}
	return requirements
}

// HoldsFor tells whether labels meet the term.
func (t NodeTerm) HoldsFor(labels map[string]string) bool {
	for _, requirement := range t.Requirements {
		if !requirement.Holds(labels) {
			return false
		}
	}
	return true
}

// KeepsOff tells whether the taint hinders pods that do not tolerate it.
// PreferNoSchedule does not.
func (t Taint) KeepsOff() bool { return t.Effect == "NoSchedule" || t.Effect == "NoExecute" }

// Tolerates tells whether the toleration lets a pod onto a node with the taint.
func (t Toleration) Tolerates(taint Taint) bool {
	if t.Effect != "" && t.Effect != taint.Effect {
		return false
	}
	switch t.Operator {
	case "Exists":
		return t.Key == "" || t.Key == taint.Key
	case "", "Equal":
		return t.Key == taint.Key && t.Value == taint.Value
	default:
		return false
	}
}

// wellKnownDomains are the domains of labels that Kubernetes, EKS and Karpenter
// set on nodes by themselves.
var wellKnownDomains = []string{"kubernetes.io", "k8s.io", "eks.amazonaws.com", "k8s.amazonaws.com", "k8s.aws", "karpenter.sh"}

// IsWellKnownLabel tells whether a node may have the label although nobody has
// set it.
func IsWellKnownLabel(key string) bool {
	domain, _, has := strings.Cut(key, "/")
	if !has {
		return false
	}
	for _, known := range wellKnownDomains {
		if domain == known || strings.HasSuffix(domain, "."+known) {
			return true
		}
	}
	return false
}

// Runs tells whether a pod of a namespace with these labels runs on Fargate by
// the profile. Namespaces and labels of a selector may hold the wildcards * and
// ?.
func (f FargateProfile) Runs(namespace string, labels map[string]string) bool {
	for _, selector := range f.Selectors {
		if !matchesWildcards(selector.Namespace, namespace) {
			continue
		}
		met := true
		for key, value := range selector.Labels {
			met = met && hasLabelLike(labels, key, value)
		}
		if met {
			return true
		}
	}
	return false
}

func hasLabelLike(labels map[string]string, key, value string) bool {
	for labelKey, labelValue := range labels {
		if matchesWildcards(key, labelKey) && matchesWildcards(value, labelValue) {
			return true
		}
	}
	return false
}

// matchesWildcards matches a text against a pattern in which * stands for any
// characters and ? for one.
func matchesWildcards(pattern, text string) bool {
	at, star, from := 0, -1, 0
	for i := 0; i < len(text); {
		switch {
		case at < len(pattern) && pattern[at] == '*':
			star, from = at, i
			at++
		case at < len(pattern) && (pattern[at] == '?' || pattern[at] == text[i]):
			at++
			i++
		case star >= 0:
			from++
			at, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[at:], "*") == ""
}
