package provider

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// accessModel is what the provider's configuration says of AWS.
type accessModel struct {
	Region                    types.String `tfsdk:"region"`
	Profile                   types.String `tfsdk:"profile"`
	AccessKey                 types.String `tfsdk:"access_key"`
	SecretKey                 types.String `tfsdk:"secret_key"`
	Token                     types.String `tfsdk:"token"`
	SharedConfigFiles         types.List   `tfsdk:"shared_config_files"`
	SharedCredentialsFiles    types.List   `tfsdk:"shared_credentials_files"`
	MaxRetries                types.Int64  `tfsdk:"max_retries"`
	CustomCABundle            types.String `tfsdk:"custom_ca_bundle"`
	HTTPProxy                 types.String `tfsdk:"http_proxy"`
	HTTPSProxy                types.String `tfsdk:"https_proxy"`
	NoProxy                   types.String `tfsdk:"no_proxy"`
	SkipCredentialsValidation types.Bool   `tfsdk:"skip_credentials_validation"`
	SkipMetadataAPICheck      types.Bool   `tfsdk:"skip_metadata_api_check"`
	SkipRegionValidation      types.Bool   `tfsdk:"skip_region_validation"`
	SkipRequestingAccountID   types.Bool   `tfsdk:"skip_requesting_account_id"`
	AssumeRole                types.List   `tfsdk:"assume_role"`
	AssumeRoleWithWebIdentity types.List   `tfsdk:"assume_role_with_web_identity"`
	Endpoints                 types.List   `tfsdk:"endpoints"`
}

type roleModel struct {
	RoleARN     types.String `tfsdk:"role_arn"`
	SessionName types.String `tfsdk:"session_name"`
	Policy      types.String `tfsdk:"policy"`
	PolicyARNs  types.Set    `tfsdk:"policy_arns"`
	Duration    types.String `tfsdk:"duration"`
}

type assumeRoleModel struct {
	roleModel
	ExternalID        types.String `tfsdk:"external_id"`
	SourceIdentity    types.String `tfsdk:"source_identity"`
	Tags              types.Map    `tfsdk:"tags"`
	TransitiveTagKeys types.Set    `tfsdk:"transitive_tag_keys"`
}

type webIdentityModel struct {
	roleModel
	WebIdentityToken     types.String `tfsdk:"web_identity_token"`
	WebIdentityTokenFile types.String `tfsdk:"web_identity_token_file"`
}

type endpointsModel struct {
	EKS types.String `tfsdk:"eks"`
	STS types.String `tfsdk:"sts"`
}

type environmentAccessModel struct {
	Region                    types.String `tfsdk:"region"`
	Profile                   types.String `tfsdk:"profile"`
	ClusterName               types.String `tfsdk:"cluster_name"`
	AssumeRole                types.Object `tfsdk:"assume_role"`
	AssumeRoleWithWebIdentity types.Object `tfsdk:"assume_role_with_web_identity"`
	// Kubernetes is read by kubernetesOfEnvironments.
	Kubernetes types.Object `tfsdk:"kubernetes"`
}

// undecided names the settings that are not known yet.
func (m accessModel) undecided() []string {
	var names []string
	for name, value := range map[string]attr.Value{
		"region":                        m.Region,
		"profile":                       m.Profile,
		"access_key":                    m.AccessKey,
		"secret_key":                    m.SecretKey,
		"token":                         m.Token,
		"shared_config_files":           m.SharedConfigFiles,
		"shared_credentials_files":      m.SharedCredentialsFiles,
		"max_retries":                   m.MaxRetries,
		"custom_ca_bundle":              m.CustomCABundle,
		"http_proxy":                    m.HTTPProxy,
		"https_proxy":                   m.HTTPSProxy,
		"no_proxy":                      m.NoProxy,
		"skip_credentials_validation":   m.SkipCredentialsValidation,
		"skip_metadata_api_check":       m.SkipMetadataAPICheck,
		"skip_region_validation":        m.SkipRegionValidation,
		"skip_requesting_account_id":    m.SkipRequestingAccountID,
		"assume_role":                   m.AssumeRole,
		"assume_role_with_web_identity": m.AssumeRoleWithWebIdentity,
		"endpoints":                     m.Endpoints,
	} {
		if !whollyKnown(value) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// access gives the settings, all of which have to be known.
func (m accessModel) access(ctx context.Context) (readiness.Access, diag.Diagnostics) {
	access := readiness.Access{
		Region:                    m.Region.ValueString(),
		Profile:                   m.Profile.ValueString(),
		AccessKey:                 m.AccessKey.ValueString(),
		SecretKey:                 m.SecretKey.ValueString(),
		Token:                     m.Token.ValueString(),
		MaxRetries:                wholeNumber(m.MaxRetries),
		CustomCABundle:            m.CustomCABundle.ValueString(),
		HTTPProxy:                 m.HTTPProxy.ValueStringPointer(),
		HTTPSProxy:                m.HTTPSProxy.ValueStringPointer(),
		NoProxy:                   m.NoProxy.ValueString(),
		SkipCredentialsValidation: m.SkipCredentialsValidation.ValueBool(),
		SkipMetadataAPICheck:      m.SkipMetadataAPICheck.ValueBoolPointer(),
		SkipRegionValidation:      m.SkipRegionValidation.ValueBool(),
		SkipRequestingAccountID:   m.SkipRequestingAccountID.ValueBool(),
	}
	var roles []assumeRoleModel
	var identities []webIdentityModel
	var endpoints []endpointsModel
	var diags diag.Diagnostics
	for _, list := range []struct {
		from types.List
		into any
	}{
		{m.SharedConfigFiles, &access.SharedConfigFiles},
		{m.SharedCredentialsFiles, &access.SharedCredentialsFiles},
		{m.AssumeRole, &roles},
		{m.AssumeRoleWithWebIdentity, &identities},
		{m.Endpoints, &endpoints},
	} {
		if !list.from.IsNull() {
			diags.Append(list.from.ElementsAs(ctx, list.into, false)...)
		}
	}
	for _, role := range roles {
		access.AssumeRole = append(access.AssumeRole, role.role(ctx, &diags))
	}
	for _, identity := range identities {
		access.AssumeRoleWithWebIdentity = identity.role(ctx, &diags)
	}
	for _, endpoint := range endpoints {
		access.EKSEndpoint, access.STSEndpoint = endpoint.EKS.ValueString(), endpoint.STS.ValueString()
	}
	return access, diags
}

func (m assumeRoleModel) role(ctx context.Context, diags *diag.Diagnostics) readiness.AssumeRole {
	role := readiness.AssumeRole{
		RoleARN:           m.RoleARN.ValueString(),
		Duration:          durationOf(m.Duration),
		ExternalID:        m.ExternalID.ValueString(),
		Policy:            m.Policy.ValueString(),
		PolicyARNs:        textsOf(ctx, m.PolicyARNs, diags),
		SessionName:       m.SessionName.ValueString(),
		SourceIdentity:    m.SourceIdentity.ValueString(),
		TransitiveTagKeys: textsOf(ctx, m.TransitiveTagKeys, diags),
	}
	if !m.Tags.IsNull() {
		diags.Append(m.Tags.ElementsAs(ctx, &role.Tags, false)...)
	}
	return role
}

func (m webIdentityModel) role(ctx context.Context, diags *diag.Diagnostics) *readiness.AssumeRoleWithWebIdentity {
	return &readiness.AssumeRoleWithWebIdentity{
		RoleARN:              m.RoleARN.ValueString(),
		Duration:             durationOf(m.Duration),
		Policy:               m.Policy.ValueString(),
		PolicyARNs:           textsOf(ctx, m.PolicyARNs, diags),
		SessionName:          m.SessionName.ValueString(),
		WebIdentityToken:     m.WebIdentityToken.ValueString(),
		WebIdentityTokenFile: m.WebIdentityTokenFile.ValueString(),
	}
}

// over lays an environment's settings over those that hold for all. Where it has
// a profile or a role of its own, the credentials are those alone: a key that is
// set would win over a profile, and a role would be assumed with another.
func (m environmentAccessModel) over(ctx context.Context, access readiness.Access, diags *diag.Diagnostics) readiness.Access {
	if region := m.Region.ValueString(); region != "" {
		access.Region = region
	}
	if profile := m.Profile.ValueString(); profile != "" {
		access.Profile = profile
		access.AccessKey, access.SecretKey, access.Token = "", "", ""
		access.AssumeRole, access.AssumeRoleWithWebIdentity = nil, nil
	}
	if !m.AssumeRole.IsNull() {
		var role assumeRoleModel
		diags.Append(m.AssumeRole.As(ctx, &role, basetypes.ObjectAsOptions{})...)
		access.AssumeRole = []readiness.AssumeRole{role.role(ctx, diags)}
	}
	if !m.AssumeRoleWithWebIdentity.IsNull() {
		var identity webIdentityModel
		diags.Append(m.AssumeRoleWithWebIdentity.As(ctx, &identity, basetypes.ObjectAsOptions{})...)
		access.AssumeRoleWithWebIdentity = identity.role(ctx, diags)
		if m.AssumeRole.IsNull() {
			access.AssumeRole = nil
		}
	}
	return access
}

// environmentsOf reads how to reach the clusters of environments. Where not even
// their names are known yet, undecided is true.
func environmentsOf(ctx context.Context, environments types.Map, access readiness.Access, diags *diag.Diagnostics) (entries map[string]readiness.LiveEnvironment, undecided bool) {
	entries = map[string]readiness.LiveEnvironment{}
	for name, element := range environments.Elements() {
		object, ok := element.(types.Object)
		switch {
		case !ok || object.IsNull():
		case !knownBut(object, "kubernetes"):
			entries[name] = readiness.LiveEnvironment{Unknown: onlyAfterApply(fmt.Sprintf("environments[%q]", name))}
		default:
			var entry environmentAccessModel
			diags.Append(object.As(ctx, &entry, basetypes.ObjectAsOptions{})...)
			entries[name] = readiness.LiveEnvironment{
				Region: entry.Region.ValueString(), Cluster: entry.ClusterName.ValueString(), Access: entry.over(ctx, access, diags),
			}
		}
	}
	return entries, environments.IsUnknown()
}

// durationOf reads a duration that a validator has read before.
func durationOf(text types.String) time.Duration {
	duration, err := time.ParseDuration(text.ValueString())
	if err != nil {
		return 0
	}
	return duration
}

// textsOf gives the texts of a set in their order.
func textsOf(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	if set.IsNull() {
		return nil
	}
	var texts []string
	diags.Append(set.ElementsAs(ctx, &texts, false)...)
	slices.Sort(texts)
	return texts
}
