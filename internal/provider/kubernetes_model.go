package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kubernetesModel is what the provider's configuration says of one API server.
type kubernetesModel struct {
	Host                 types.String `tfsdk:"host"`
	Token                types.String `tfsdk:"token"`
	ClusterCACertificate types.String `tfsdk:"cluster_ca_certificate"`
	ClientCertificate    types.String `tfsdk:"client_certificate"`
	ClientKey            types.String `tfsdk:"client_key"`
	TLSServerName        types.String `tfsdk:"tls_server_name"`
	Insecure             types.Bool   `tfsdk:"insecure"`
	ProxyURL             types.String `tfsdk:"proxy_url"`
	ConfigPath           types.String `tfsdk:"config_path"`
	ConfigPaths          types.List   `tfsdk:"config_paths"`
	ConfigContext        types.String `tfsdk:"config_context"`
	Exec                 types.Object `tfsdk:"exec"`
}

type execModel struct {
	APIVersion types.String `tfsdk:"api_version"`
	Command    types.String `tfsdk:"command"`
	Args       types.List   `tfsdk:"args"`
	Env        types.Map    `tfsdk:"env"`
}

// kubernetesSettings are one kubernetes of the provider's configuration.
type kubernetesSettings struct {
	// given tells that it is set, if only to {}.
	given bool
	// server tells that it says which server it is. Otherwise EKS tells that, and
	// the settings count besides.
	server bool
	access readiness.KubeAccess
	// unknown is why it is not known yet; empty where it is.
	unknown string
}

// kubernetesOf reads the settings at a place such as environments["prod"].kubernetes.
func kubernetesOf(ctx context.Context, object types.Object, at string, diags *diag.Diagnostics) kubernetesSettings {
	switch {
	case object.IsNull():
		return kubernetesSettings{}
	case object.IsUnknown():
		return kubernetesSettings{given: true, unknown: onlyAfterApply(at)}
	}
	settings := kubernetesSettings{given: true, server: saysWhichServer(object)}
	if undecided := undecidedIn(object); len(undecided) > 0 {
		for i, name := range undecided {
			undecided[i] = at + "." + name
		}
		settings.unknown = onlyAfterApply(undecided...)
		return settings
	}
	var model kubernetesModel
	diags.Append(object.As(ctx, &model, basetypes.ObjectAsOptions{})...)
	settings.access = model.access(ctx, diags)
	return settings
}

// undecidedIn names the attributes of an object that are not known yet.
func undecidedIn(object types.Object) []string {
	var names []string
	for name, value := range object.Attributes() {
		if !whollyKnown(value) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// access gives the settings, all of which have to be known.
func (m kubernetesModel) access(ctx context.Context, diags *diag.Diagnostics) readiness.KubeAccess {
	access := readiness.KubeAccess{
		Host:                 m.Host.ValueString(),
		Token:                m.Token.ValueString(),
		ClusterCACertificate: m.ClusterCACertificate.ValueString(),
		ClientCertificate:    m.ClientCertificate.ValueString(),
		ClientKey:            m.ClientKey.ValueString(),
		TLSServerName:        m.TLSServerName.ValueString(),
		Insecure:             m.Insecure.ValueBool(),
		ProxyURL:             m.ProxyURL.ValueString(),
		Context:              m.ConfigContext.ValueString(),
	}
	if path := m.ConfigPath.ValueString(); path != "" {
		access.ConfigPaths = []string{path}
	}
	if !m.ConfigPaths.IsNull() {
		diags.Append(m.ConfigPaths.ElementsAs(ctx, &access.ConfigPaths, false)...)
	}
	if m.Exec.IsNull() {
		return access
	}
	var exec execModel
	diags.Append(m.Exec.As(ctx, &exec, basetypes.ObjectAsOptions{})...)
	access.Exec = &readiness.KubeExec{APIVersion: exec.APIVersion.ValueString(), Command: exec.Command.ValueString()}
	if !exec.Args.IsNull() {
		diags.Append(exec.Args.ElementsAs(ctx, &access.Exec.Args, false)...)
	}
	if !exec.Env.IsNull() {
		diags.Append(exec.Env.ElementsAs(ctx, &access.Exec.Env, false)...)
	}
	return access
}

// over lays the settings over what EKS tells of a cluster. Who has credentials of
// their own does not want the token that EKS would take.
func (s kubernetesSettings) over(told readiness.KubeAccess) readiness.KubeAccess {
	own := s.access
	own.Host = told.Host
	if own.ClusterCACertificate == "" && !own.Insecure {
		own.ClusterCACertificate = told.ClusterCACertificate
	}
	if own.Token == "" && own.ClientCertificate == "" && own.Exec == nil {
		own.Token = told.Token
	}
	return own
}

// through asks EKS how an API server is reached, where the settings name none.
func (s kubernetesSettings) through(gate readiness.KubeGate) readiness.KubeGate {
	return func(ctx context.Context, target readiness.Target) (readiness.KubeAccess, *upgrade.Problem) {
		told, problem := gate(ctx, target)
		if problem != nil {
			return readiness.KubeAccess{}, problem
		}
		return s.over(told), nil
	}
}

// kubernetesOfEnvironments reads kubernetes of each entry that has one.
func kubernetesOfEnvironments(ctx context.Context, environments types.Map, diags *diag.Diagnostics) map[string]readiness.KubeEnvironment {
	entries := map[string]readiness.KubeEnvironment{}
	for name, element := range environments.Elements() {
		at := fmt.Sprintf("environments[%q]", name)
		entry, ok := element.(types.Object)
		if !ok || entry.IsNull() {
			continue
		}
		if entry.IsUnknown() {
			entries[name] = readiness.KubeEnvironment{Unknown: onlyAfterApply(at)}
			continue
		}
		kubernetes, ok := entry.Attributes()["kubernetes"].(types.Object)
		if !ok {
			continue
		}
		if own := kubernetesOf(ctx, kubernetes, at+".kubernetes", diags); own.given {
			entries[name] = readiness.KubeEnvironment{Access: own.access, Unknown: own.unknown}
		}
	}
	return entries
}

// knownBut tells whether all attributes of an object are known, whatever the one is.
func knownBut(object types.Object, one string) bool {
	if object.IsUnknown() {
		return false
	}
	for name, value := range object.Attributes() {
		if name != one && !whollyKnown(value) {
			return false
		}
	}
	return true
}
