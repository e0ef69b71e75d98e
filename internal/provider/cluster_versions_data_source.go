package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type clusterVersionsDataSource struct {
	clock    Clock
	settings settings
}

type clusterVersionsModel struct {
	AsOf        types.String          `tfsdk:"as_of"`
	Region      types.String          `tfsdk:"region"`
	CatalogDate types.String          `tfsdk:"catalog_date"`
	Source      types.String          `tfsdk:"source"`
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
		MarkdownDescription: "The EKS support calendar. It needs no credentials: EKS itself is asked only where the provider's configuration or the environment holds both a region and credentials, and what it does not tell comes from the facts embedded in the provider (or from its `catalog_file`).",
		Attributes: map[string]schema.Attribute{
			"as_of": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The day, as `YYYY-MM-DD`, for which `status` and `days_left` are given. Default: `status` is as of `catalog_date` (of today where EKS was asked) and `days_left` is null, so that outputs do not change from day to day.",
				Validators:          []validator.String{isDate},
			},
			"region":       schema.StringAttribute{Optional: true, MarkdownDescription: "The region to ask EKS in. Default: the provider's."},
			"catalog_date": computed("The day as of which the provider's facts were gathered."),
			"source":       computed("`eks` where EKS was asked, else `catalog`."),
			"versions": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The versions, oldest first.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"version":                      computed("The Kubernetes minor, such as `1.34`."),
					"status":                       computed("`NOT_RELEASED`, `STANDARD_SUPPORT`, `EXTENDED_SUPPORT` or `UNSUPPORTED`, on the day of `as_of`."),
					"release_date":                 computed("The day from which EKS offers the version."),
					"end_of_standard_support_date": computed("The last day of standard support; null where it has no source yet."),
					"end_of_extended_support_date": computed("The last day of extended support; null where it has no source yet."),
					"source":                       computed("Where the dates were looked up: `eks`, or the source of the provider's facts."),
					"days_left":                    schema.Int64Attribute{Computed: true, MarkdownDescription: "Days from `as_of` to the end of standard support, negative after it; null unless `as_of` is given and the end is known."},
				}},
			},
		},
	}
}

func (d *clusterVersionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model clusterVersionsModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("as_of"), &model.AsOf)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &model.Region)...)
	if resp.Diagnostics.HasError() {
		return
	}
	facts := d.settings.calendar()
	rows, on := facts.Versions, facts.Date
	model.Source = types.StringValue(factsOfCatalog)
	if asked := d.ask(ctx, model.Region.ValueString(), &resp.Diagnostics); len(asked) > 0 {
		model.Source = types.StringValue(factsOfEKS)
		rows, on = withAsked(rows, asked), upgrade.DateOf(d.clock())
	}
	if !model.AsOf.IsNull() {
		asOf, err := upgrade.ParseDate(model.AsOf.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("as_of"), "Not a date", wording.Sentence(err.Error())+".")
			return
		}
		on = asOf
	}
	model.CatalogDate = types.StringValue(facts.Date.String())
	for _, row := range rows {
		version := clusterVersionModel{
			Version:              types.StringValue(row.Version.String()),
			Status:               types.StringValue(string(statusOf(row, on, model.AsOf.IsNull()))),
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

// ask asks EKS for the calendar, where it is known how. What it cannot tell is no
// error: the catalog can.
func (d *clusterVersionsDataSource) ask(ctx context.Context, region string, diags *diag.Diagnostics) []upgrade.VersionSupport {
	live := d.settings.live
	if !live.given(region) {
		return nil
	}
	versions, problem := live.eks.ClusterVersions(ctx, live.target("", region))
	if problem != nil {
		diags.AddWarning("eksupgrade: EKS could not be asked for its versions",
			problemDetail(*problem)+"\n\nThe facts of the provider stand for it, and source says so.")
		return nil
	}
	return versions
}

// statusOf is the support status on a day; where no day was asked for, it is what
// EKS itself reports.
func statusOf(row upgrade.VersionSupport, on upgrade.Date, today bool) upgrade.SupportStatus {
	if today && row.Reported != "" {
		return row.Reported
	}
	return row.Status(on)
}

// withAsked lays what EKS says of versions over the catalog, oldest first. A date
// that EKS leaves out is the catalog's.
func withAsked(known, asked []upgrade.VersionSupport) []upgrade.VersionSupport {
	rows := slices.Clone(known)
	for _, row := range asked {
		row.Source = factsOfEKS
		i := slices.IndexFunc(rows, func(r upgrade.VersionSupport) bool { return r.Version == row.Version })
		if i < 0 {
			rows = append(rows, row)
			continue
		}
		for _, date := range []struct {
			is  *upgrade.Date
			was upgrade.Date
		}{
			{&row.Release, rows[i].Release},
			{&row.EndOfStandardSupport, rows[i].EndOfStandardSupport},
			{&row.EndOfExtendedSupport, rows[i].EndOfExtendedSupport},
		} {
			if date.is.IsZero() {
				*date.is = date.was
			}
		}
		rows[i] = row
	}
	slices.SortFunc(rows, func(a, b upgrade.VersionSupport) int { return a.Version.Compare(b.Version) })
	return rows
}
