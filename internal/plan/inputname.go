package plan

import (
	"bytes"
	"errors"
)

// nameKeys tells by the keys of the outermost object what it is instead of a
// plan; nil for a plan.
func nameKeys(keys map[string]bool) error {
	isPlan := keys["format_version"] && (keys["resource_changes"] || keys["planned_values"])
	if isPlan && !keys["plan_format_version"] {
		return nil
	}
	if other := nameOther(keys); other != nil {
		return other
	}
	switch {
	case len(keys) == 0:
		return inputError(OtherJSON, "This is an empty JSON object.")
	case !keys["format_version"]:
		return inputError(OtherJSON, "This is JSON, but not a plan: it has no format_version.")
	default:
		return inputError(OtherJSON, "This is JSON of Terraform, but not a plan: it has neither resource_changes nor planned_values.")
	}
}

// nameOther names JSON that is known not to be a plan; nil for what is not known.
func nameOther(keys map[string]bool) error {
	switch {
	case keys["plan_format_version"]:
		return inputError(RedactedPlan, "This is a redacted plan of HCP Terraform, which has no values to judge by.")
	case keys["@level"] || keys["@message"]:
		return inputError(PlanLog, "This is the log of \"terraform plan -json\": a JSON object on each line, and no plan.")
	case keys["lineage"] || keys["serial"] && keys["version"]:
		return inputError(StateFile, "This is a Terraform state file, and not a plan.")
	case keys["values"] && !keys["resource_changes"] && !keys["planned_values"]:
		return inputError(StateJSON, "This is a state as \"terraform show -json\" prints it when no plan is named.")
	case keys["provider_schemas"]:
		return inputError(OtherJSON, "This is what \"terraform providers schema -json\" prints, and not a plan.")
	case keys["diagnostics"] && keys["valid"]:
		return inputError(OtherJSON, "This is what \"terraform validate -json\" prints, and not a plan.")
	}
	return nil
}

// name names an input that has no object which may be a plan.
func (s *search) name() error {
	var syntax *syntaxError
	switch {
	case len(s.start) == 0:
		return inputError(EmptyInput, "The input is empty.")
	case s.text:
		return inputError(PlanText, "This is a plan as \"terraform plan\" prints it for people, and not JSON.")
	case bytes.HasPrefix(s.start, []byte("<")):
		return inputError(MarkupInput, "This is HTML or XML, and not JSON.")
	case s.list:
		return inputError(JSONList, "This is a JSON list, and a plan is a JSON object.")
	case errors.As(s.broken, &syntax):
		return nameSyntax(syntax, syntax.offset)
	case s.other != nil && (s.leads || nameOther(s.other) != nil):
		return nameKeys(s.other)
	case bytes.HasPrefix(s.start, []byte("tfplan")):
		return inputError(BinaryPlan, "This is a binary plan of an old Terraform, and not JSON.")
	case bytes.IndexByte(s.start, 0) >= 0:
		return inputError(NotJSON, "This is a binary file, and not JSON.")
	default:
		return inputError(NotJSON, "This is not JSON: no JSON object that is a plan begins in it.")
	}
}

// foundPlan tells whether the object at hand is a plan, by the part of it that is
// in the window.
func (s *search) foundPlan() bool {
	window, _ := s.reader.Peek(windowSize)
	_, keys, _ := probe(window)
	return isPlan(keys) || keys["configuration"]
}
