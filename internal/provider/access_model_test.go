package provider

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

func textSet(texts ...string) types.Set {
	var values []attr.Value
	for _, text := range texts {
		values = append(values, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, values)
}

// knownRole is a role as a nested attribute holds it.
func knownRole(arn string) types.Object {
	of := map[string]attr.Value{
		"role_arn": types.StringValue(arn), "session_name": types.StringValue("plan"), "policy": types.StringNull(),
		"policy_arns": textSet("arn:b", "arn:a"), "duration": types.StringValue("1h"), "external_id": types.StringValue("shop"),
		"source_identity": types.StringNull(), "tags": types.MapValueMust(types.StringType, map[string]attr.Value{"team": types.StringValue("shop")}),
		"transitive_tag_keys": textSet("team"),
	}
	kinds := map[string]attr.Type{}
	for name, value := range of {
		kinds[name] = value.Type(context.Background())
	}
	return types.ObjectValueMust(kinds, of)
}

func TestEnvironmentAccess(t *testing.T) {
	shared := readiness.Access{
		Region: "eu-central-1", AccessKey: "key", SecretKey: "secret", Token: "token", EKSEndpoint: "http://eks",
		AssumeRole: []readiness.AssumeRole{{RoleARN: "arn:shared"}},
	}
	role := readiness.AssumeRole{
		RoleARN: "arn:own", SessionName: "plan", PolicyARNs: []string{"arn:a", "arn:b"}, Duration: time.Hour, ExternalID: "shop",
		Tags: map[string]string{"team": "shop"}, TransitiveTagKeys: []string{"team"},
	}
	for name, test := range map[string]struct {
		entry environmentAccessModel
		want  func(*readiness.Access)
	}{
		"nothing of its own": {environmentAccessModel{}, func(*readiness.Access) {}},
		"a region":           {environmentAccessModel{Region: types.StringValue("eu-west-1")}, func(a *readiness.Access) { a.Region = "eu-west-1" }},
		"a profile": {environmentAccessModel{Profile: types.StringValue("prod")}, func(a *readiness.Access) {
			a.Profile, a.AccessKey, a.SecretKey, a.Token, a.AssumeRole = "prod", "", "", "", nil
		}},
		"a role": {environmentAccessModel{AssumeRole: knownRole("arn:own")}, func(a *readiness.Access) { a.AssumeRole = []readiness.AssumeRole{role} }},
		"a profile and a role": {environmentAccessModel{Profile: types.StringValue("prod"), AssumeRole: knownRole("arn:own")}, func(a *readiness.Access) {
			a.Profile, a.AccessKey, a.SecretKey, a.Token, a.AssumeRole = "prod", "", "", "", []readiness.AssumeRole{role}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			want := shared
			test.want(&want)
			var diags diag.Diagnostics
			if got := test.entry.over(t.Context(), shared, &diags); diags.HasError() || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v: %v", got, want, diags)
			}
		})
	}
}

func TestUndecidedAccess(t *testing.T) {
	if got := (accessModel{}).undecided(); got != nil {
		t.Errorf("nothing is set, and %v is undecided", got)
	}
	model := accessModel{
		Region:            types.StringUnknown(),
		Profile:           types.StringValue("prod"),
		SharedConfigFiles: types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()}),
		AssumeRole:        types.ListUnknown(types.StringType),
	}
	if got, want := model.undecided(), []string{"assume_role", "region", "shared_config_files"}; !reflect.DeepEqual(got, want) {
		t.Errorf("undecided is %v, want %v", got, want)
	}
}

func TestWhereAccessIsGiven(t *testing.T) {
	no := false
	for name, test := range map[string]struct {
		access    readiness.Access
		variables map[string]string
		region    string
		want      bool
	}{
		"nothing":                          {},
		"a region alone":                   {access: readiness.Access{Region: "eu-west-1"}},
		"a key alone":                      {access: readiness.Access{AccessKey: "key"}},
		"a region and a key":               {access: readiness.Access{Region: "eu-west-1", AccessKey: "key"}, want: true},
		"a region of the data source":      {access: readiness.Access{AccessKey: "key"}, region: "eu-west-1", want: true},
		"a profile":                        {access: readiness.Access{Profile: "prod"}, want: true},
		"a region variable alone":          {variables: map[string]string{"AWS_REGION": "eu-west-1"}},
		"variables":                        {variables: map[string]string{"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key"}, want: true},
		"a token of a pod":                 {variables: map[string]string{"AWS_REGION": "eu-west-1", "AWS_WEB_IDENTITY_TOKEN_FILE": "token"}, want: true},
		"a role of the machine, asked for": {access: readiness.Access{Region: "eu-west-1", SkipMetadataAPICheck: &no}, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{
				"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE",
				"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
			} {
				t.Setenv(variable, test.variables[variable])
			}
			none := t.TempDir() + "/none"
			t.Setenv("AWS_CONFIG_FILE", none)
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", none)
			asking := live{eks: readiness.NewEKS("", "", time.Now), access: test.access}
			if got := asking.given(test.region); got != test.want {
				t.Errorf("given is %v", got)
			}
			if (live{undecided: []string{"region"}}).given("eu-west-1") {
				t.Error("what is not known yet is given")
			}
		})
	}
}
