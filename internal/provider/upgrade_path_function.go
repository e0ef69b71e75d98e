package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type upgradePathFunction struct{}

func (upgradePathFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "upgrade_path"
}

func (upgradePathFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "The minors to pass on the way from one Kubernetes version to another",
		MarkdownDescription: "Lists the minors to pass on the way up, the last one included: one for each upgrade of the control plane, because EKS lets nobody skip one. Empty where both are the same; an error where `to` is older than `from`.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "from", MarkdownDescription: "The version that is there, such as `\"1.34\"`."},
			function.StringParameter{Name: "to", MarkdownDescription: "The version to reach, such as `\"1.36\"`."},
		},
		Return: function.ListReturn{ElementType: types.StringType},
	}
}

func (upgradePathFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	from, to, funcErr := twoMinors(ctx, req)
	if funcErr != nil {
		resp.Error = funcErr
		return
	}
	path, err := upgrade.Path(from, to)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, wording.Sentence(err.Error()))
		return
	}
	names := make([]string, 0, len(path))
	for _, minor := range path {
		names = append(names, minor.String())
	}
	resp.Error = resp.Result.Set(ctx, names)
}

// twoMinors reads two versions; the error names the argument that is none.
func twoMinors(ctx context.Context, req function.RunRequest) (first, second upgrade.Minor, funcErr *function.FuncError) {
	var texts [2]string
	if funcErr := req.Arguments.Get(ctx, &texts[0], &texts[1]); funcErr != nil {
		return first, second, funcErr
	}
	var minors [2]upgrade.Minor
	for i, text := range texts {
		minor, err := upgrade.ParseMinor(text)
		if err != nil {
			return first, second, function.NewArgumentFuncError(int64(i), wording.Sentence(err.Error()))
		}
		minors[i] = minor
	}
	return minors[0], minors[1], nil
}
