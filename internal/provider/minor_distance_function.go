package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

type minorDistanceFunction struct{}

func (minorDistanceFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "minor_distance"
}

func (minorDistanceFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "How many minors two Kubernetes versions are apart",
		MarkdownDescription: "The number of minors between two Kubernetes versions, whichever of them is newer: never negative.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "a", MarkdownDescription: "A version, such as `\"1.34\"`."},
			function.StringParameter{Name: "b", MarkdownDescription: "Another version, such as `\"1.36\"`."},
		},
		Return: function.Int64Return{},
	}
}

func (minorDistanceFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	a, b, funcErr := twoMinors(ctx, req)
	if funcErr != nil {
		resp.Error = funcErr
		return
	}
	resp.Error = resp.Result.Set(ctx, int64(upgrade.Distance(a, b)))
}
