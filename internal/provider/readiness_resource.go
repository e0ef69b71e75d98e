package provider

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// readinessID is the id of every gate: there is one in a root module.
const readinessID = "eksupgrade_readiness"

// readinessResource is the gate. It judges in ModifyPlan, which Terraform calls
// in every plan, also where nothing changes.
type readinessResource struct {
	clock     Clock
	settings  settings
	refreshed *atomic.Bool
}

var (
	_ resource.ResourceWithConfigure  = &readinessResource{}
	_ resource.ResourceWithModifyPlan = &readinessResource{}
)

type readinessResourceModel struct {
	argumentsModel
	Environments types.Set    `tfsdk:"environments"`
	ID           types.String `tfsdk:"id"`
	Applied      types.Map    `tfsdk:"applied"`
}

func (r *readinessResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_readiness"
}

func (r *readinessResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		r.settings = configured
	}
}

func (r *readinessResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := readinessArguments(true)
	attributes["environments"] = environmentNames()
	attributes["id"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "A constant.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	attributes["applied"] = schema.MapNestedAttribute{
		Computed: true,
		MarkdownDescription: "What the last apply let through, by environment: the baseline of the next plan. Only `environment` where that is set. " +
			"What EKS would refuse is never recorded.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"cluster_version":     schema.StringAttribute{Computed: true, MarkdownDescription: "The control plane's version."},
			"node_group_versions": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The versions of node groups, by name."},
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The gate: makes `terraform plan` fail when the tfvars of any environment skip a Kubernetes minor, go down, or put a node group too far from its control plane. " +
			"It creates nothing; it keeps in the state what was applied, and judges every plan by that.",
		Attributes: attributes,
	}
}

// judgement is what one look at the folder gives: a result, or why there is
// none.
type judgement struct {
	request readiness.Request
	result  readiness.Result
	err     error
	// mayBeApply is true where this is an apply, or a plan without a refresh.
	mayBeApply bool
}

// judge reads the folder and judges it by what the state holds.
func (r *readinessResource) judge(ctx context.Context, model readinessResourceModel, applied map[string]upgrade.Applied) (judgement, diag.Diagnostics) {
	request, diags := model.request(ctx, model.Environments, r.settings, upgrade.DateOf(r.clock()))
	if diags.HasError() {
		return judgement{request: request, err: errNotRequested}, diags
	}
	request.Baselines.Applied = applied
	switch {
	case request.Baselines.GitAsked:
		// With git asked for all, what was applied speaks for the plan's own
		// environment alone; the others' would be stale.
		request.Baselines.Applied = only(applied, request.Own)
	case request.Own != "":
		request.Baselines.Applied = only(applied, request.Own)
		if model.BaselineSource.IsNull() {
			request.Baselines.Git, request.Baselines.GitForOthersOnly = "HEAD", true
		}
	}
	result, err := readiness.Assess(ctx, request)
	return judgement{request: request, result: result, err: err}, diags
}

func only(applied map[string]upgrade.Applied, environment string) map[string]upgrade.Applied {
	if recorded, ok := applied[environment]; ok {
		return map[string]upgrade.Applied{environment: recorded}
	}
	return nil
}

func (r *readinessResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan readinessResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	var prior *readinessResourceModel
	if !req.State.Raw.IsNull() {
		prior = &readinessResourceModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), readinessID)...)

	enforced := r.settings.enforcementOf(plan.Enforcement)
	enforced.announce(&resp.Diagnostics)
	if undecided := plan.undecided(plan.Environments); len(undecided) > 0 {
		enforced.add(&resp.Diagnostics, undecidedWarning(undecided))
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("applied"), types.MapUnknown(appliedType))...)
		return
	}
	applied, diags := appliedOf(ctx, prior)
	resp.Diagnostics.Append(diags...)
	judged, diags := r.judge(ctx, plan, applied)
	enforced.addAll(&resp.Diagnostics, diags)
	updated := argumentsDiffer(prior, plan)
	planned, diags := plannedApplied(ctx, judged, prior, updated, applied)
	resp.Diagnostics.Append(diags...)
	// Terraform asks for the plan of a gate that changes once more when it
	// applies a saved plan. Another environment's file may have been edited
	// since; that is no reason to stop halfway.
	if prior != nil && !r.refreshed.Load() && (updated || !planned.Equal(prior.Applied)) {
		judged.mayBeApply = true
	}
	enforced.addAll(&resp.Diagnostics, judged.diagnostics(applied))
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("applied"), planned)...)
}

func (r *readinessResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan readinessResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.record(ctx, &plan, nil, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read returns the state unchanged: the gate has nothing remote.
func (r *readinessResource) Read(_ context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.refreshed.Store(true)
	resp.State = req.State
}

func (r *readinessResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior readinessResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.record(ctx, &plan, &prior, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *readinessResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

// record fills in what the plan left unknown. Findings are not told again:
// Terraform called ModifyPlan just before.
func (r *readinessResource) record(ctx context.Context, plan, prior *readinessResourceModel, diags *diag.Diagnostics) {
	plan.ID = types.StringValue(readinessID)
	applied, more := appliedOf(ctx, prior)
	diags.Append(more...)
	judged, more := r.judge(ctx, *plan, applied)
	enforced := r.settings.enforcementOf(plan.Enforcement)
	enforced.addAll(diags, more)
	if judged.err != nil {
		enforced.addAll(diags, judged.inputDiagnostics())
		plan.Applied = fillApplied(plan.Applied, applied)
		return
	}
	plan.Applied = fillApplied(plan.Applied, judged.record(applied))
}

// errNotRequested stands for what diagnostics say already.
var errNotRequested = errors.New("the arguments make no request")

// inputDiagnostics say why nothing could be judged, at the argument that it is
// about.
func (j judgement) inputDiagnostics() diag.Diagnostics {
	var input *readiness.InputError
	switch {
	case errors.Is(j.err, errNotRequested):
		return nil
	case !errors.As(j.err, &input):
		return diag.Diagnostics{diag.NewErrorDiagnostic("Nothing could be judged", j.err.Error())}
	}
	detail := input.Message
	if input.Remediation != "" {
		detail += "\n\n" + input.Remediation
	}
	at := input.Argument
	if at == "kubernetes" {
		// That is set in the provider's configuration; here stands what makes it count.
		at = "baseline_source"
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(at), "Nothing could be judged: "+input.Argument, detail)}
}
