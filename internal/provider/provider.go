// Package provider is the Terraform provider: one file a resource, data source
// or function. It turns Terraform's values into a request, has package readiness
// judge it, and turns the judgement into diagnostics.
package provider

import (
	"context"
	"maps"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// Address is where registries have the provider.
const Address = "registry.terraform.io/eksupgrade/eksupgrade"

// enforcementVariable is the environment variable of the break-glass switch.
const enforcementVariable = "EKSUPGRADE_ENFORCEMENT"

// Clock tells the day that a judgement is of.
type Clock func() time.Time

type eksupgradeProvider struct {
	version string
	clock   Clock
	// refreshed is set once this process has refreshed a gate, which Terraform
	// does in a plan and never in the apply of one.
	refreshed *atomic.Bool
}

// New makes the provider. The clock is an input, so that tests can tell the day.
func New(version string, clock Clock) func() provider.Provider {
	return func() provider.Provider {
		return &eksupgradeProvider{version: version, clock: clock, refreshed: &atomic.Bool{}}
	}
}

// settings is what resources and data sources get of the provider's
// configuration.
type settings struct {
	// enforcement is "" where nothing overrides the resource's; enforcedBy says
	// what does.
	enforcement, enforcedBy string
	// catalog is the user's, and nil where the embedded one holds.
	catalog *upgrade.Catalog
	live    live
	kube    kubeReach
}

// facts are all that rules judge by.
func (s settings) facts() upgrade.Catalog {
	if s.catalog != nil {
		return *s.catalog
	}
	return catalog.Embedded()
}

// calendar holds at least the support calendar, which is all that a judgement of
// tfvars needs where EKS is not asked.
func (s settings) calendar() upgrade.Catalog {
	if s.catalog != nil {
		return *s.catalog
	}
	return catalog.Calendar()
}

// unconfigured is what holds before the provider is configured, as in validate.
func unconfigured() settings {
	const all = "all of it"
	return settings{live: live{undecided: []string{all}}, kube: kubeReach{top: kubernetesSettings{given: true, unknown: onlyAfterApply(all)}}}
}

type providerModel struct {
	Enforcement types.String `tfsdk:"enforcement"`
	CatalogFile types.String `tfsdk:"catalog_file"`
	accessModel
	Kubernetes   types.Object `tfsdk:"kubernetes"`
	Environments types.Map    `tfsdk:"environments"`
}

func (p *eksupgradeProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "eksupgrade"
	resp.Version = p.version
}

func (p *eksupgradeProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes `terraform plan` fail when the tfvars of any environment skip a Kubernetes minor or put a node group too far from its control plane. " +
			"It needs no configuration and no credentials, but where EKS itself is asked.",
		Attributes: accessAttributes(),
		Blocks:     accessBlocks(),
	}
	maps.Copy(resp.Schema.Attributes, map[string]schema.Attribute{
		"enforcement": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The break-glass switch: `error`, `warning` or `off`. It wins over the `enforcement` of the resource and makes no diff; every plan under `warning` or `off` says so in one warning. " +
				"The environment variable `" + enforcementVariable + "` wins over both.",
			Validators: []validator.String{stringvalidator.OneOf(severityNames...)},
		},
		"catalog_file": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "A JSON file that replaces the embedded facts, for judging with newer ones than this release holds. " +
				"It holds the EKS support calendar, and of the other facts (`apis`, `resource_apis`, `addons`, `amis`, `notes`) those that are to replace the embedded ones. " +
				"Functions always use the embedded facts.",
		},
	})
}

func (p *eksupgradeProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, setting := range []struct {
		name  string
		value types.String
	}{{"enforcement", model.Enforcement}, {"catalog_file", model.CatalogFile}} {
		if setting.value.IsUnknown() {
			resp.Diagnostics.AddAttributeWarning(path.Root(setting.name), "eksupgrade: "+setting.name+" of the provider is not known yet",
				"It comes from something that is known only after apply, and counts as not set until then.")
		}
	}
	configured := unconfigured()
	if enforcement := model.Enforcement.ValueString(); enforcement != "" {
		configured.enforcement, configured.enforcedBy = enforcement, "the provider's configuration"
	}
	if enforcement := os.Getenv(enforcementVariable); enforcement != "" {
		if _, err := upgrade.ParseSeverity(enforcement); err != nil {
			resp.Diagnostics.AddError("Unknown value of "+enforcementVariable,
				"The environment variable "+enforcementVariable+" is set, but "+err.Error()+".")
			return
		}
		configured.enforcement, configured.enforcedBy = enforcement, "the environment variable "+enforcementVariable
	}
	if file := model.CatalogFile.ValueString(); file != "" {
		read, err := catalog.ReadFile(file)
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("catalog_file"), "Unreadable catalog", wording.Sentence(err.Error())+".")
			return
		}
		configured.catalog = &read
	}
	configured.live = p.live(ctx, model, req.TerraformVersion, &resp.Diagnostics)
	configured.kube = p.kube(ctx, model, configured.facts, req.TerraformVersion, &resp.Diagnostics)
	resp.ResourceData = configured
	resp.DataSourceData = configured
}

// live copies how to ask EKS. Nothing is looked up before something has to be
// asked.
func (p *eksupgradeProvider) live(ctx context.Context, model providerModel, terraformVersion string, diags *diag.Diagnostics) live {
	asking := live{eks: readiness.NewEKS(p.version, terraformVersion, p.clock), undecided: model.undecided()}
	if len(asking.undecided) == 0 {
		access, more := model.access(ctx)
		diags.Append(more...)
		asking.access = access
	}
	asking.environments, asking.environmentsUndecided = environmentsOf(ctx, model.Environments, asking.access, diags)
	return asking
}

// kube copies how to ask Kubernetes APIs.
func (p *eksupgradeProvider) kube(ctx context.Context, model providerModel, facts func() upgrade.Catalog, terraformVersion string, diags *diag.Diagnostics) kubeReach {
	return kubeReach{
		reader: sync.OnceValue(func() *readiness.Kube {
			return readiness.NewKube(p.version, terraformVersion, facts(), p.clock)
		}),
		top:                   kubernetesOf(ctx, model.Kubernetes, "kubernetes", diags),
		environments:          kubernetesOfEnvironments(ctx, model.Environments, diags),
		environmentsUndecided: model.Environments.IsUnknown(),
	}
}

func (p *eksupgradeProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource {
			return &readinessResource{clock: p.clock, settings: unconfigured(), refreshed: p.refreshed}
		},
	}
}

func (p *eksupgradeProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &readinessDataSource{clock: p.clock, settings: unconfigured()} },
		func() datasource.DataSource {
			return &clusterVersionsDataSource{clock: p.clock, settings: unconfigured()}
		},
		func() datasource.DataSource { return &insightsDataSource{settings: unconfigured()} },
		func() datasource.DataSource { return &addonCompatibilityDataSource{settings: unconfigured()} },
		func() datasource.DataSource { return &workloadsDataSource{settings: unconfigured()} },
	}
}

func (p *eksupgradeProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		func() function.Function { return upgradePathFunction{} },
		func() function.Function { return minorDistanceFunction{} },
		func() function.Function { return supportEndFunction{} },
	}
}
