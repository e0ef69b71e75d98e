package provider

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// workloadsDataSource gives what runs in a cluster, as its Kubernetes API tells it.
type workloadsDataSource struct{ settings settings }

func (d *workloadsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workloads"
}

func (d *workloadsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, ok := req.ProviderData.(settings); ok {
		d.settings = configured
	}
}

func (d *workloadsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = workloadsSchema()
}

func (d *workloadsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model workloadsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	way, wrong := d.settings.wayTo(model)
	switch {
	case wrong != nil:
		resp.Diagnostics.Append(wrong)
		return
	case way.unknown != "" && req.ClientCapabilities.DeferralAllowed:
		resp.Deferred = &datasource.Deferred{Reason: datasource.DeferredReasonProviderConfigUnknown}
		return
	case way.unknown != "":
		resp.Diagnostics.AddWarning(fmt.Sprintf("eksupgrade: what runs in %s cannot be read before apply", way.name),
			fmt.Sprintf("How it is reached is not known yet: %s. So what it would say is null in this plan. To have it at plan, give the setting a value that is known then.", way.unknown))
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
		return
	}
	kube := way.read(ctx, d.settings)
	resp.Diagnostics.Append(unreadDiagnostics(way.name, kube)...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.fill(kube)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// way is how the API server of one cluster is reached.
type way struct {
	// name is what messages call the cluster.
	name        string
	environment string
	access      readiness.KubeAccess
	// gate is nil where access is all; otherwise EKS tells how the target is reached.
	gate   readiness.KubeGate
	target readiness.Target
	// unknown is why all this is not known yet; empty where it is.
	unknown string
}

// wayTo finds the way to the cluster that the arguments name, or tells what is
// wrong with them.
func (s settings) wayTo(m workloadsModel) (way, diag.Diagnostic) {
	environment, cluster := m.Environment.ValueString(), m.ClusterName.ValueString()
	switch {
	case environment != "":
		return s.wayToEnvironment(environment, m)
	case cluster != "":
		return s.wayThroughEKS(way{name: "cluster " + cluster, target: s.live.target(cluster, m.Region.ValueString())}), nil
	case s.kube.top.server || s.kube.top.unknown != "":
		return way{name: "the cluster of the provider's kubernetes", access: s.kube.top.access, unknown: s.kube.top.unknown}, nil
	default:
		return way{}, diag.NewErrorDiagnostic("No cluster is named",
			"Set cluster_name, to reach its API server through EKS; or environment, to reach it as the provider's environments say; or name a server in the provider's kubernetes "+
				"("+strings.Join(serverSettings, ", ")+").")
	}
}

func (s settings) wayToEnvironment(environment string, m workloadsModel) (way, diag.Diagnostic) {
	found := way{name: "environment " + environment, environment: environment}
	if s.live.environmentsUndecided {
		found.unknown = onlyAfterApply("environments")
		return found, nil
	}
	entry, there := s.live.environments[environment]
	server, own := s.kube.environments[environment]
	cluster := cmp.Or(m.ClusterName.ValueString(), entry.Cluster)
	switch {
	case !there && !own && s.live.eks == nil:
		found.unknown = s.kube.top.unknown
		return found, nil
	case !there && !own:
		names := slices.Sorted(maps.Keys(s.live.environments))
		return way{}, diag.NewAttributeErrorDiagnostic(path.Root("environment"), "No such environment",
			fmt.Sprintf("environments in the provider's configuration has no entry %q; it has %s. Add one, or set cluster_name alone.",
				environment, cmp.Or(strings.Join(names, ", "), "none")))
	case own && m.ClusterName.IsNull():
		found.access, found.unknown = server.Access, server.Unknown
		return found, nil
	case cluster == "":
		return way{}, diag.NewAttributeErrorDiagnostic(path.Root("environment"), "No cluster is named",
			fmt.Sprintf("Set cluster_name here or in environments[%q] of the provider's configuration, to reach its API server through EKS; or say in kubernetes there how it is reached.", environment))
	}
	found.name = fmt.Sprintf("cluster %s of %s", cluster, found.name)
	found.target = readiness.Target{Environment: environment, Cluster: cluster, Access: entry.Access}
	found.target.Access.Region = cmp.Or(m.Region.ValueString(), entry.Region, entry.Access.Region)
	found.unknown = entry.Unknown
	return s.wayThroughEKS(found), nil
}

// wayThroughEKS has EKS tell how the API server is reached. What the provider's
// kubernetes says besides counts where it is not for a server of its own.
func (s settings) wayThroughEKS(found way) way {
	var besides kubernetesSettings
	if !s.kube.top.server {
		besides = s.kube.top
	}
	if len(s.live.undecided) > 0 {
		found.unknown = onlyAfterApply(s.live.undecided...)
	}
	found.unknown = cmp.Or(found.unknown, besides.unknown)
	found.gate = besides.through(readiness.GateThrough(s.live.eks))
	return found
}

func (w way) read(ctx context.Context, with settings) upgrade.Kube {
	if w.gate != nil {
		access, problem := w.gate(ctx, w.target)
		if problem != nil {
			return upgrade.Kube{Server: w.target.Cluster, Problems: []upgrade.Problem{*problem}}
		}
		w.access = access
	}
	return with.kube.reader().Read(ctx, []readiness.KubeTarget{{Environment: w.environment, Access: w.access}})[0]
}

// unreadDiagnostics tell what could not be read: an error where that is all, and
// otherwise one warning.
func unreadDiagnostics(name string, kube upgrade.Kube) diag.Diagnostics {
	var diags diag.Diagnostics
	read := kube.Version != "" || kube.NodesRead || kube.WorkloadsRead || kube.BudgetsRead || kube.WebhooksRead || kube.DeprecatedUsesRead
	var details []string
	for _, problem := range kube.Problems {
		details = append(details, problemDetail(problem))
		if !read {
			diags.AddError(fmt.Sprintf("What runs in %s could not be read", name), problemDetail(problem))
		}
	}
	if read && len(details) > 0 {
		diags.AddWarning(fmt.Sprintf("eksupgrade: not all of what runs in %s could be read", name),
			strings.Join(details, "\n\n")+"\n\nWhat is missing is null, and not_read lists it.")
	}
	return diags
}
