package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addonCompatibilityDataSource tells which versions of add-ons run on which
// Kubernetes minors.
type addonCompatibilityDataSource struct{ settings settings }

var _ datasource.DataSourceWithConfigValidators = &addonCompatibilityDataSource{}

type addonCompatibilityModel struct {
	ClusterName        types.String `tfsdk:"cluster_name"`
	Region             types.String `tfsdk:"region"`
	Addons             types.Map    `tfsdk:"addons"`
	KubernetesVersions types.Set    `tfsdk:"kubernetes_versions"`
	Source             types.String `tfsdk:"source"`
	Matrix             types.Map    `tfsdk:"matrix"`
	Incompatible       types.List   `tfsdk:"incompatible"`
}

// Where the facts of the matrix come from.
const (
	factsOfEKS     = "eks"
	factsOfCatalog = "catalog"
)

// cellType is one add-on on one Kubernetes minor.
var cellType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"installed_version":    types.StringType,
	"default_version":      types.StringType,
	"latest_version":       types.StringType,
	"compatible_versions":  types.ListType{ElemType: types.StringType},
	"installed_compatible": types.BoolType,
	"upgrade_to":           types.StringType,
	"source":               types.StringType,
}}

var rowType = types.MapType{ElemType: cellType}

func (d *addonCompatibilityDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_addon_compatibility"
}

func (d *addonCompatibilityDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		d.settings = configured
	}
}

func (d *addonCompatibilityDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.AtLeastOneOf(path.MatchRoot("cluster_name"), path.MatchRoot("addons")),
	}
}

func (d *addonCompatibilityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which versions of add-ons run on which Kubernetes minors. EKS says so of its add-ons, the facts of the provider of all others. " +
			"With `addons` alone it needs no credentials: where none are configured, the facts of the provider stand for EKS, and `source` says so.",
		Attributes: map[string]schema.Attribute{
			"cluster_name": schema.StringAttribute{Optional: true, MarkdownDescription: "The cluster whose EKS add-ons are looked up.", Validators: notEmpty},
			"region":       schema.StringAttribute{Optional: true, MarkdownDescription: "The region to ask EKS in. Default: the provider's.", Validators: notEmpty},
			"addons": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "The installed version by add-on, such as `{ cluster-autoscaler = \"1.34.5\" }`: those that EKS does not manage, or all where there is no `cluster_name`. An entry wins over what EKS says is installed.",
				Validators:          []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(notEmpty...)},
			},
			"kubernetes_versions": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "The Kubernetes minors to look at. Default: the cluster's and the next one; without `cluster_name`, all that EKS supports as of the day of the provider's facts.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(isMinor)},
			},
			"source": schema.StringAttribute{Computed: true, MarkdownDescription: "`eks` where EKS was asked, `catalog` where all is from the facts of the provider."},
			"matrix": schema.MapAttribute{
				Computed: true, ElementType: rowType,
				MarkdownDescription: "By add-on and Kubernetes minor, such as `matrix[\"vpc-cni\"][\"1.35\"]`, an object of `installed_version` (null where it is not known), `default_version` (what EKS installs; null where nothing tells), " +
					"`latest_version`, `compatible_versions` (newest first; those of the catalog are not all that there are), `installed_compatible` (null where it is not known), " +
					"`upgrade_to` (what to take in place of an installed version that is not compatible; null where there is nothing to take) and `source` (`eks` or `catalog`). " +
					"With `cluster_name` there is a row for each add-on of the cluster and for each that the facts of the provider know.",
			},
			"incompatible": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The add-ons whose installed version does not run on one of the Kubernetes minors.",
			},
		},
	}
}

func (d *addonCompatibilityDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model addonCompatibilityModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	live := d.settings.live
	if !model.ClusterName.IsNull() && len(live.undecided) > 0 {
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &datasource.Deferred{Reason: datasource.DeferredReasonProviderConfigUnknown}
			return
		}
		resp.Diagnostics.Append(live.undecidedDiagnostic("the add-ons of cluster " + model.ClusterName.ValueString()))
		model.Source, model.Matrix, model.Incompatible = types.StringNull(), types.MapNull(rowType), types.ListNull(types.StringType)
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
		return
	}
	matrix := d.matrixOf(ctx, model, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	model.fill(ctx, matrix, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// matrixOf reads what there is to read of the add-ons.
func (d *addonCompatibilityDataSource) matrixOf(ctx context.Context, model addonCompatibilityModel, diags *diag.Diagnostics) addonMatrix {
	matrix := addonMatrix{catalog: d.settings.facts(), source: factsOfCatalog, installed: map[string]string{}}
	for _, text := range textsOf(ctx, model.KubernetesVersions, diags) {
		minor, err := upgrade.ParseMinor(text)
		if err != nil {
			diags.AddAttributeError(path.Root("kubernetes_versions"), "Invalid value", err.Error()+".")
			return matrix
		}
		matrix.minors = append(matrix.minors, minor)
	}
	given := map[string]string{}
	if !model.Addons.IsNull() {
		diags.Append(model.Addons.ElementsAs(ctx, &given, false)...)
	}
	target := d.settings.live.target(model.ClusterName.ValueString(), model.Region.ValueString())
	switch {
	case diags.HasError():
	case !model.ClusterName.IsNull():
		if problems := matrix.readCluster(ctx, d.settings.live.eks, target, given); len(problems) > 0 {
			for _, problem := range problems {
				diags.AddError(fmt.Sprintf("The add-ons of cluster %s could not be read", target.Cluster), problemDetail(problem))
			}
		}
	case d.settings.live.given(target.Access.Region):
		matrix.take(given)
		if problem := matrix.readOffers(ctx, d.settings.live.eks, target, given); problem != nil {
			diags.AddWarning("eksupgrade: EKS could not be asked for add-on versions",
				problemDetail(*problem)+"\n\nThe facts of the provider stand for it, and source says so.")
		}
	default:
		matrix.take(given)
	}
	return matrix
}
