package upgrade

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Matches tells whether the selector picks a pod with these labels.
func (s LabelSelector) Matches(labels map[string]string) bool {
	for key, value := range s.MatchLabels {
		if found, has := labels[key]; !has || found != value {
			return false
		}
	}
	for _, requirement := range s.Requirements {
		if !requirement.Holds(labels) {
			return false
		}
	}
	return true
}

// IsEmpty tells whether the selector asks for nothing.
func (s LabelSelector) IsEmpty() bool { return len(s.MatchLabels) == 0 && len(s.Requirements) == 0 }

// Holds tells whether labels meet the requirement. A label that is not there
// meets NotIn. One whose operator Kubernetes does not know never holds.
func (r Requirement) Holds(labels map[string]string) bool {
	value, has := labels[r.Key]
	switch r.Operator {
	case "In":
		return has && slices.Contains(r.Values, value)
	case "NotIn":
		return !has || !slices.Contains(r.Values, value)
	case "Exists":
		return has
	case "DoesNotExist":
		return !has
	case "Gt", "Lt":
		return has && r.compares(value)
	default:
		return false
	}
}

// compares judges Gt and Lt, which take exactly one whole number.
func (r Requirement) compares(label string) bool {
	if len(r.Values) != 1 {
		return false
	}
	is, err := strconv.ParseInt(label, 10, 64)
	if err != nil {
		return false
	}
	bound, err := strconv.ParseInt(r.Values[0], 10, 64)
	if err != nil {
		return false
	}
	if r.Operator == "Gt" {
		return is > bound
	}
	return is < bound
}

// DescribeRequirements writes requirements, all of which must hold, for messages.
func DescribeRequirements(requirements []Requirement) string {
	var shown []string
	for _, r := range requirements {
		text := r.Key + " " + r.Operator
		if len(r.Values) > 0 {
			text += " (" + strings.Join(r.Values, ", ") + ")"
		}
		shown = append(shown, text)
	}
	return strings.Join(shown, " and ")
}

// DescribeLabels writes labels for messages, in the order of their keys.
func DescribeLabels(labels map[string]string) string {
	var shown []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		shown = append(shown, key+"="+labels[key])
	}
	return strings.Join(shown, ", ")
}

// String writes the selector for messages.
func (s LabelSelector) String() string {
	shown := []string{DescribeLabels(s.MatchLabels), DescribeRequirements(s.Requirements)}
	return strings.Join(slices.DeleteFunc(shown, func(text string) bool { return text == "" }), ", ")
}
