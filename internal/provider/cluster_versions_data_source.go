package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type clusterVersionsDataSource struct{ settings settings }

type clusterVersionsModel struct {
	AsOf        types.String          `tfsdk:"as_of"`
	CatalogDate types.String          `tfsdk:"catalog_date"`
	Versions    []clusterVersionModel `tfsdk:"versions"`
}

type clusterVersionModel struct {
	Version              types.String `tfsdk:"version"`
	Status               types.String `tfsdk:"status"`
	ReleaseDate          types.String `tfsdk:"release_date"`
	EndOfStandardSupport types.String `tfsdk:"end_of_standard_support_date"`
	EndOfExtendedSupport types.String `tfsdk:"end_of_extended_support_date"`
	Source               types.String `tfsdk:"source"`
	DaysLeft             types.Int64  `tfsdk:"days_left"`
}

func (d *clusterVersionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cluster_versions"
}

func (d *clusterVersionsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		d.settings = configured
	}
}

func (d *clusterVersionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The EKS support calendar, from the facts embedded in the provider (or from the provider's `catalog_file`). It needs no credentials.",
		Attributes: map[string]schema.Attribute{
			"as_of": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The day, as `YYYY-MM-DD`, for which `status` and `days_left` are given. Default: `status` is as of `catalog_date` and `days_left` is null, so that outputs do not change from day to day.",
				Validators:          []validator.String{isDate},
			},
			"catalog_date": computed("The day as of which the facts were gathered."),
			"versions": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The versions, oldest first.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"version":                      computed("The Kubernetes minor, such as `1.34`."),
					"status":                       computed("`NOT_RELEASED`, `STANDARD_SUPPORT`, `EXTENDED_SUPPORT` or `UNSUPPORTED`, on the day of `as_of`."),
					"release_date":                 computed("The day from which EKS offers the version."),
					"end_of_standard_support_date": computed("The last day of standard support; null where it has no source yet."),
					"end_of_extended_support_date": computed("The last day of extended support; null where it has no source yet."),
					"source":                       computed("Where the dates were looked up."),
					"days_left":                    schema.Int64Attribute{Computed: true, MarkdownDescription: "Days from `as_of` to the end of standard support, negative after it; null unless `as_of` is given and the end is known."},
				}},
			},
		},
	}
}

func (d *clusterVersionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model clusterVersionsModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("as_of"), &model.AsOf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	facts := d.settings.catalog
	on := facts.Date
	if !model.AsOf.IsNull() {
		asOf, err := upgrade.ParseDate(model.AsOf.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("as_of"), "Not a date", wording.Sentence(err.Error())+".")
			return
		}
		on = asOf
	}
	model.CatalogDate = types.StringValue(facts.Date.String())
	for _, row := range facts.Versions {
		version := clusterVersionModel{
			Version:              types.StringValue(row.Version.String()),
			Status:               types.StringValue(string(row.Status(on))),
			ReleaseDate:          dateValue(row.Release),
			EndOfStandardSupport: dateValue(row.EndOfStandardSupport),
			EndOfExtendedSupport: dateValue(row.EndOfExtendedSupport),
			Source:               types.StringValue(row.Source),
			DaysLeft:             types.Int64Null(),
		}
		if !model.AsOf.IsNull() && !row.EndOfStandardSupport.IsZero() {
			version.DaysLeft = types.Int64Value(int64(on.DaysUntil(row.EndOfStandardSupport)))
		}
		model.Versions = append(model.Versions, version)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
