package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// severityNames are the values of enforcement, other_environments and rules.
var severityNames = []string{upgrade.Error.String(), upgrade.Warning.String(), upgrade.Off.String()}

// textValidator validates a string by a function that says what is wrong.
type textValidator struct {
	expected string
	check    func(string) error
}

func (v textValidator) Description(context.Context) string         { return v.expected }
func (v textValidator) MarkdownDescription(context.Context) string { return v.expected }

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", wording.Sentence(err.Error())+".")
	}
}

var isDate = textValidator{"a date of the form 2026-11-22", func(text string) error {
	_, err := upgrade.ParseDate(text)
	return err
}}

var isMinor = textValidator{"a Kubernetes minor such as 1.34", func(text string) error {
	_, err := upgrade.ParseMinor(text)
	return err
}}

var isRuleName = textValidator{"the name of a rule", func(text string) error {
	if _, ok := rules.Find(text); !ok {
		return fmt.Errorf("%s", wording.UnknownRule(text, rules.Names()))
	}
	return nil
}}

// What baseline_source may be.
const (
	gitPrefix      = "git:"
	fromState      = "state"
	fromEKS        = "eks"
	fromKubernetes = "kubernetes"
)

// isBaselineSource accepts what the resource does; a data source has no state.
func isBaselineSource(hasState bool) textValidator {
	expected := "git:<ref>, eks or kubernetes"
	if hasState {
		expected = "state, git:<ref>, eks or kubernetes"
	}
	return textValidator{expected, func(text string) error {
		ref, isGit := strings.CutPrefix(text, gitPrefix)
		switch {
		case text == fromEKS, text == fromKubernetes, text == fromState && hasState:
			return nil
		case text == fromState:
			return fmt.Errorf("a data source has no state, so baseline_source is git:<ref>, such as git:main, or eks, or kubernetes")
		case isGit && ref == "":
			return fmt.Errorf("git: needs a ref, such as git:main")
		case isGit && strings.HasPrefix(ref, "-"):
			return fmt.Errorf("%q is no git ref: a ref does not begin with a dash", ref)
		case isGit:
			return nil
		default:
			return fmt.Errorf("baseline_source is %q; expected %s", text, expected)
		}
	}}
}
