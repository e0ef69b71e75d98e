package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// readinessDataSource gives the judgement as data. It never stops a plan for a
// finding.
type readinessDataSource struct {
	clock    Clock
	settings settings
}

type readinessDataSourceModel struct {
	argumentsModel
	EnvironmentNames types.Set                          `tfsdk:"environment_names"`
	Ready            types.Bool                         `tfsdk:"ready"`
	Verdict          types.String                       `tfsdk:"verdict"`
	Environments     map[string]environmentVerdictModel `tfsdk:"environments"`
}

type environmentVerdictModel struct {
	CurrentVersion    types.String            `tfsdk:"current_version"`
	TargetVersion     types.String            `tfsdk:"target_version"`
	NextVersion       types.String            `tfsdk:"next_version"`
	NodeGroupVersions map[string]types.String `tfsdk:"node_group_versions"`
	Verdict           types.String            `tfsdk:"verdict"`
	Findings          []findingModel          `tfsdk:"findings"`
}

type findingModel struct {
	Rule        types.String `tfsdk:"rule"`
	Severity    types.String `tfsdk:"severity"`
	Attribute   types.String `tfsdk:"attribute"`
	File        types.String `tfsdk:"file"`
	Line        types.Int64  `tfsdk:"line"`
	Message     types.String `tfsdk:"message"`
	Remediation types.String `tfsdk:"remediation"`
	Reference   types.String `tfsdk:"reference"`
	Waived      types.Bool   `tfsdk:"waived"`
}

func (d *readinessDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_readiness"
}

func (d *readinessDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		d.settings = configured
	}
}

func (d *readinessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	attributes := forDataSource(readinessArguments(false))
	attributes["environment_names"] = schema.SetAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: environmentNames().MarkdownDescription,
		Validators:          environmentNames().Validators,
	}
	attributes["ready"] = schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the verdict is `ready`."}
	attributes["verdict"] = text("`not_ready` with an unwaived finding of severity error in some environment; else `incomplete` where something that decides is not known; else `ready`.")
	attributes["environments"] = schema.MapNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The judgement by environment.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"current_version":     text("The version that is there; null where no baseline tells."),
			"target_version":      text("The version asked for; null where it is not known."),
			"next_version":        text("The next legal version on the way up to the target; null where there is no step to make or the current version is not known."),
			"node_group_versions": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The versions asked for, by node group; null for one that follows its control plane."},
			"verdict":             text("The verdict on this environment."),
			"findings": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The findings, the severest first.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"rule":        text("The rule's name."),
					"severity":    text("`error`, `warning` or `info`."),
					"attribute":   text("The variable, or the path into it; null where there is none."),
					"file":        text("The file, null where the finding is about none."),
					"line":        schema.Int64Attribute{Computed: true, MarkdownDescription: "The line in the file."},
					"message":     text("What was found, with the source of each value."),
					"remediation": text("What to do, the next legal step included."),
					"reference":   text("A URL with the reason."),
					"waived":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether a waiver covers the finding."},
				}},
			},
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The judgement of `eksupgrade_readiness` as data, for outputs and checks. It never makes a plan fail for a finding: for that, use the resource of the same name. " +
			"The argument that is `environments` on the resource is `environment_names` here.",
		Attributes: attributes,
	}
}

func (d *readinessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model readinessDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	request, diags := model.request(ctx, model.EnvironmentNames, d.settings, upgrade.DateOf(d.clock()))
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	result, err := readiness.Assess(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(judgement{err: err}.inputDiagnostics()...)
		return
	}
	resp.Diagnostics.Append(judgement{request: request, result: result}.overlookedWarnings()...)
	model.Ready = types.BoolValue(result.Report.Verdict == upgrade.Ready)
	model.Verdict = types.StringValue(string(result.Report.Verdict))
	model.Environments = map[string]environmentVerdictModel{}
	for _, report := range result.Report.Environments {
		model.Environments[report.Environment.Name] = environmentVerdict(report)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func environmentVerdict(report upgrade.EnvironmentReport) environmentVerdictModel {
	verdict := environmentVerdictModel{
		Verdict:           types.StringValue(string(report.Verdict)),
		NodeGroupVersions: map[string]types.String{},
		Findings:          []findingModel{},
	}
	for _, cluster := range report.Environment.Clusters {
		verdict.CurrentVersion = versionValue(cluster.CurrentVersion())
		verdict.TargetVersion = versionValue(cluster.AskedVersion())
		if next := cluster.Next(); !next.IsZero() {
			verdict.NextVersion = types.StringValue(next.String())
		}
		for _, group := range cluster.NodeGroups {
			verdict.NodeGroupVersions[group.Name] = versionValue(group.AskedVersion())
		}
	}
	for _, finding := range report.Findings {
		model := findingModel{
			Rule:        types.StringValue(finding.Rule),
			Severity:    types.StringValue(finding.Severity.String()),
			Attribute:   textOrNull(finding.Attribute),
			File:        textOrNull(finding.Where().File),
			Message:     types.StringValue(finding.Message),
			Remediation: types.StringValue(finding.Remediation),
			Reference:   types.StringValue(finding.Reference),
			Waived:      types.BoolValue(finding.Waiver != nil),
		}
		if line := finding.Where().Line; line > 0 {
			model.Line = types.Int64Value(int64(line))
		}
		verdict.Findings = append(verdict.Findings, model)
	}
	return verdict
}

func versionValue(claim upgrade.VersionClaim) types.String {
	if !claim.IsKnown() {
		return types.StringNull()
	}
	return types.StringValue(claim.Value.String())
}

func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
