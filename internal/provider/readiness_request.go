package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// notKnownYet is why an argument's value is unknown.
const notKnownYet = "it comes from something that is known only after apply, and is judged then"

// request turns the arguments into a request. The policy is that of the
// configuration file with the arguments over it.
func (m argumentsModel) request(ctx context.Context, environments types.Set, with settings, today upgrade.Date) (readiness.Request, diag.Diagnostics) {
	names, diags := m.names(ctx)
	request := readiness.Request{
		EnvVarsDir: m.EnvVarsDir.ValueString(),
		ModuleDir:  m.ModuleDir.ValueString(),
		Names:      names,
		Own:        m.Environment.ValueString(),
		Catalog:    with.calendar(),
		Today:      today,
	}
	if !environments.IsNull() {
		diags.Append(environments.ElementsAs(ctx, &request.Environments, false)...)
		slices.Sort(request.Environments)
	}
	m.addOwnVersions(&request)
	request.Baselines = m.explicitBaselines()
	source := m.BaselineSource.ValueString()
	if ref, isGit := strings.CutPrefix(source, gitPrefix); isGit {
		request.Baselines.Git, request.Baselines.GitAsked = ref, true
	}
	switch source {
	case fromEKS:
		request.Live, request.Catalog = with.live.source(), with.facts()
		if with.kube.given() {
			request.Kube = with.kubeSource(request.Own, false)
		}
	case fromKubernetes:
		request.Kube, request.Catalog = with.kubeSource(request.Own, true), with.facts()
	}
	file, err := readiness.Configuration(m.ConfigFile.ValueString(), m.EnvVarsDir.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("config_file"), "Unusable "+config.FileName, wording.Sentence(err.Error())+".")
		return request, diags
	}
	settings, settingsDiags := m.settings(ctx)
	diags.Append(settingsDiags...)
	request.Policy = readiness.PolicyOf(file, settings)
	if m.VariableNames.IsNull() {
		request.Names = file.Names
	}
	if other := m.OtherEnvironments.ValueString(); other != "" {
		severity, err := upgrade.ParseSeverity(other)
		if err != nil {
			diags.AddAttributeError(path.Root("other_environments"), "Invalid value", wording.Sentence(err.Error())+".")
		}
		request.Policy.OtherEnvironments = severity
	}
	return request, diags
}

// addOwnVersions adds the versions that the plan will really use.
func (m argumentsModel) addOwnVersions(request *readiness.Request) {
	if !m.ClusterVersion.IsNull() {
		claim := claimOf(m.ClusterVersion, argument("cluster_version"))
		request.OwnClusterVersion = &claim
	}
	if m.NodeGroupVersions.IsUnknown() {
		claim := upgrade.UnknownClaim[upgrade.Minor](notKnownYet, argument("node_group_versions"))
		request.OwnNodeGroupsUnknown = &claim
	}
	if !m.NodeGroupVersions.IsNull() && !m.NodeGroupVersions.IsUnknown() {
		request.OwnNodeGroupVersions = map[string]upgrade.VersionClaim{}
	}
	for name, element := range m.NodeGroupVersions.Elements() {
		source := argument(fmt.Sprintf("node_group_versions[%q]", name))
		if version, ok := element.(types.String); ok && !version.IsNull() {
			request.OwnNodeGroupVersions[name] = claimOf(version, source)
		} else {
			request.OwnNodeGroupVersions[name] = upgrade.NoClaim[upgrade.Minor](source)
		}
	}
}

func argument(name string) upgrade.Source {
	return upgrade.Source{Kind: upgrade.SourceArgument, Argument: name}
}

func claimOf(value types.String, source upgrade.Source) upgrade.VersionClaim {
	if value.IsUnknown() {
		return upgrade.UnknownClaim[upgrade.Minor](notKnownYet, source)
	}
	return upgrade.ClaimVersion(value.ValueString(), source)
}

// explicitBaselines reads baseline.
func (m argumentsModel) explicitBaselines() readiness.Baselines {
	source := upgrade.Source{Kind: upgrade.SourceBaseline, Argument: "baseline"}
	baselines := readiness.Baselines{Explicit: map[string]upgrade.VersionClaim{}}
	if m.Baseline.IsUnknown() {
		claim := upgrade.UnknownClaim[upgrade.Minor](notKnownYet, source)
		baselines.ExplicitUnknown = &claim
	}
	for environment, element := range m.Baseline.Elements() {
		if version, ok := element.(types.String); ok && !version.IsNull() {
			baselines.Explicit[environment] = claimOf(version, source)
		}
	}
	return baselines
}

// settings reads policy and rules.
func (m argumentsModel) settings(ctx context.Context) (readiness.Settings, diag.Diagnostics) {
	var diags diag.Diagnostics
	settings := readiness.Settings{Severities: map[string]upgrade.Severity{}}
	if !m.Policy.IsNull() {
		var model policyModel
		diags.Append(m.Policy.As(ctx, &model, basetypes.ObjectAsOptions{})...)
		settings.MaxNodeGroupSkew = wholeNumber(model.MaxNodeGroupSkew)
		settings.SupportWarningDays = wholeNumber(model.SupportWarningDays)
		if !model.PromotionOrder.IsNull() {
			diags.Append(model.PromotionOrder.ElementsAs(ctx, &settings.PromotionOrder, false)...)
		}
	}
	for rule, element := range m.Rules.Elements() {
		severity, err := upgrade.ParseSeverity(stringOf(element))
		if err != nil {
			diags.AddAttributeError(path.Root("rules").AtMapKey(rule), "Invalid value", wording.Sentence(err.Error())+".")
			continue
		}
		settings.Severities[rule] = severity
	}
	return settings, diags
}

func wholeNumber(value types.Int64) *int {
	if value.IsNull() {
		return nil
	}
	number := int(value.ValueInt64())
	return &number
}

func stringOf(value attr.Value) string {
	text, ok := value.(types.String)
	if !ok {
		return ""
	}
	return text.ValueString()
}
