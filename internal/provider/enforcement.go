package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// enforcement is how much a plan makes of what is wrong.
type enforcement struct {
	level upgrade.Severity
	// by says who decided, for the warning that a plan is not held to the rules.
	by string
}

// enforcementOf lays the provider's and the environment's decision over that of
// a gate.
func (s settings) enforcementOf(own types.String) enforcement {
	text, by := own.ValueString(), "the gate's own enforcement"
	if s.enforcement != "" {
		text, by = s.enforcement, s.enforcedBy
	}
	level, err := upgrade.ParseSeverity(text)
	if err != nil {
		return enforcement{level: upgrade.Error}
	}
	return enforcement{level: level, by: by}
}

// announce says in one warning that findings do not stop this plan.
func (e enforcement) announce(diags *diag.Diagnostics) {
	switch e.level {
	case upgrade.Warning:
		diags.AddWarning("eksupgrade: enforcement is warning", fmt.Sprintf("Findings do not stop this plan, by %s. What EKS would refuse is not recorded as applied.", e.by))
	case upgrade.Off:
		diags.AddWarning("eksupgrade: enforcement is off", fmt.Sprintf("Nothing is judged in this plan, by %s. What EKS would refuse is not recorded as applied.", e.by))
	}
}

// add passes a diagnostic on, no more severe than is enforced.
func (e enforcement) add(diags *diag.Diagnostics, diagnostic diag.Diagnostic) {
	switch {
	case e.level == upgrade.Off:
	case e.level == upgrade.Warning && diagnostic.Severity() == diag.SeverityError:
		diags.Append(asWarning(diagnostic))
	default:
		diags.Append(diagnostic)
	}
}

func (e enforcement) addAll(diags *diag.Diagnostics, diagnostics diag.Diagnostics) {
	for _, diagnostic := range diagnostics {
		e.add(diags, diagnostic)
	}
}

func asWarning(diagnostic diag.Diagnostic) diag.Diagnostic {
	if located, ok := diagnostic.(diag.DiagnosticWithPath); ok {
		return diag.NewAttributeWarningDiagnostic(located.Path(), diagnostic.Summary(), diagnostic.Detail())
	}
	return diag.NewWarningDiagnostic(diagnostic.Summary(), diagnostic.Detail())
}

// undecidedWarning says that nothing is judged before apply.
func undecidedWarning(arguments []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("eksupgrade: not judged before apply",
		fmt.Sprintf("Not known yet: %s. Nothing can be judged without it, so the judgement is made at apply. To be told at plan, give it a value that is known then.",
			strings.Join(arguments, ", ")))
}
