package provider

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// insightsDataSource gives the insights of a cluster as EKS has them.
type insightsDataSource struct{ settings settings }

func (d *insightsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_insights"
}

func (d *insightsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		d.settings = configured
	}
}

func (d *insightsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	filter := func(description string, each ...validator.String) schema.SetAttribute {
		return schema.SetAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: description,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(each...)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The insights of an EKS cluster, with all details: what EKS has found that would hinder an upgrade. EKS looks once a day.",
		Attributes: map[string]schema.Attribute{
			"cluster_name": schema.StringAttribute{Required: true, MarkdownDescription: "The name of the cluster.", Validators: notEmpty},
			"region":       schema.StringAttribute{Optional: true, MarkdownDescription: "The region of the cluster. Default: the provider's.", Validators: notEmpty},
			"categories":   filter("Only insights of these categories: `UPGRADE_READINESS`, `MISCONFIGURATION` or `ROLLBACK_READINESS`.", notEmpty...),
			"statuses":     filter("Only insights of these statuses: `PASSING`, `WARNING`, `ERROR` or `UNKNOWN`.", notEmpty...),
			"kubernetes_versions": filter("Only insights about these Kubernetes minors. Upgrade insights are about the minor after the cluster's.",
				isMinor),
			"passing": schema.BoolAttribute{
				Computed: true,
				MarkdownDescription: "Whether all of `insights` have the status `PASSING`. Where there is none, false: nothing has been looked at yet. " +
					"With `statuses` that leave `PASSING` out, true where there is none.",
			},
			"counts": schema.MapAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "How many of `insights` have each status. `PASSING`, `WARNING`, `ERROR` and `UNKNOWN` are always there.",
			},
			"insights": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The insights, by category, name and id.",
				NestedObject: schema.NestedAttributeObject{Attributes: insightAttributes()},
			},
		},
	}
}

func insightAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	list := func(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
	}
	return map[string]schema.Attribute{
		"id":                   text("The insight's ID."),
		"name":                 text("The insight's name, such as `Kubelet version skew`."),
		"category":             text("`UPGRADE_READINESS`, `MISCONFIGURATION` or `ROLLBACK_READINESS`, or what EKS may add."),
		"kubernetes_version":   text("The Kubernetes minor that the insight is about; null where there is none."),
		"status":               text("`PASSING`, `WARNING`, `ERROR` or `UNKNOWN`, or what EKS may add."),
		"reason":               text("Why the insight has its status."),
		"description":          text("What the insight looks at."),
		"recommendation":       text("What EKS advises."),
		"last_refresh_time":    text("When EKS looked last, as RFC 3339; null where EKS does not say."),
		"last_transition_time": text("When the status changed last, as RFC 3339; null where EKS does not say."),
		"additional_info":      schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Links to more, by their titles."},
		"resources": list("The resources that the insight is about.", map[string]schema.Attribute{
			"arn":                     text("The ARN; null for a Kubernetes object."),
			"kubernetes_resource_uri": text("The path in the Kubernetes API; null for an AWS resource."),
			"status":                  text("The status of this resource."),
			"reason":                  text("Why it has this status."),
		}),
		"deprecations": list("The use of APIs that a Kubernetes minor stops to serve.", map[string]schema.Attribute{
			"usage":                             text("The API that is used."),
			"replaced_with":                     text("The API to use in its place."),
			"stop_serving_version":              text("The minor that does not serve it any more."),
			"start_serving_replacement_version": text("The first minor that serves the replacement."),
			"client_stats": list("Who used it in the last 30 days.", map[string]schema.Attribute{
				"user_agent":            text("The user agent of the client."),
				"requests_last_30_days": schema.Int64Attribute{Computed: true, MarkdownDescription: "How often it used the API in the last 30 days."},
				"last_request_time":     text("When it used the API last, as RFC 3339; null where EKS does not say."),
			}),
		}),
		"addons": list("The add-ons that the insight is about.", map[string]schema.Attribute{
			"name":                text("The name of the add-on."),
			"compatible_versions": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The versions that suit the Kubernetes minor."},
		}),
	}
}

func (d *insightsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model insightsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	live := d.settings.live
	if len(live.undecided) > 0 {
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &datasource.Deferred{Reason: datasource.DeferredReasonProviderConfigUnknown}
			return
		}
		resp.Diagnostics.Append(live.undecidedDiagnostic("the insights of cluster " + model.ClusterName.ValueString()))
		model.leaveOut()
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
		return
	}
	insights, problem := live.eks.Insights(ctx, live.target(model.ClusterName.ValueString(), model.Region.ValueString()), model.filter(ctx, &resp.Diagnostics))
	if problem != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("The insights of cluster %s could not be read", model.ClusterName.ValueString()), problemDetail(*problem))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.fill(ctx, insights, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// filter narrows the insights as the arguments say.
func (m insightsModel) filter(ctx context.Context, diags *diag.Diagnostics) readiness.InsightFilter {
	return readiness.InsightFilter{
		Categories:         textsOf(ctx, m.Categories, diags),
		Statuses:           textsOf(ctx, m.Statuses, diags),
		KubernetesVersions: textsOf(ctx, m.KubernetesVersions, diags),
	}
}

// passed tells whether insights let an upgrade go on. None at all say nothing,
// unless those that pass were left out.
func passed(insights []upgrade.Insight, statuses []string) bool {
	if len(insights) == 0 {
		return len(statuses) > 0 && !slices.Contains(statuses, statusPassing)
	}
	return !slices.ContainsFunc(insights, func(i upgrade.Insight) bool { return i.Status != statusPassing })
}

// rfc3339 is a moment for Terraform; null where it is not known.
func rfc3339(moment time.Time) types.String {
	if moment.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(moment.UTC().Format(time.RFC3339))
}
