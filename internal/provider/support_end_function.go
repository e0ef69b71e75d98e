package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type supportEndFunction struct{}

// supportEndModel is what the function returns.
type supportEndModel struct {
	Version              types.String `tfsdk:"version"`
	ReleaseDate          types.String `tfsdk:"release_date"`
	EndOfStandardSupport types.String `tfsdk:"end_of_standard_support_date"`
	EndOfExtendedSupport types.String `tfsdk:"end_of_extended_support_date"`
}

func (supportEndFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "support_end"
}

func (supportEndFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "When EKS support of a Kubernetes version ends",
		MarkdownDescription: "The dates of a Kubernetes version on EKS, each as `YYYY-MM-DD`: `release_date`, `end_of_standard_support_date` and `end_of_extended_support_date`. A date that has no source yet is null. " +
			"The facts are those embedded in the provider; a version that they do not hold is an error.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "version", MarkdownDescription: "A version, such as `\"1.34\"`."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"version":                      types.StringType,
			"release_date":                 types.StringType,
			"end_of_standard_support_date": types.StringType,
			"end_of_extended_support_date": types.StringType,
		}},
	}
}

func (supportEndFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	version, err := upgrade.ParseMinor(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, wording.Sentence(err.Error()))
		return
	}
	facts := catalog.Calendar()
	row, ok := facts.Find(version)
	if !ok {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("The catalog of %s holds the EKS versions %s to %s, and not %s",
			facts.Date, facts.Oldest(), facts.Newest(), version))
		return
	}
	resp.Error = resp.Result.Set(ctx, supportEndModel{
		Version:              types.StringValue(version.String()),
		ReleaseDate:          dateValue(row.Release),
		EndOfStandardSupport: dateValue(row.EndOfStandardSupport),
		EndOfExtendedSupport: dateValue(row.EndOfExtendedSupport),
	})
}

// dateValue is a date for Terraform; null where it is not known.
func dateValue(date upgrade.Date) types.String {
	if date.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(date.String())
}
