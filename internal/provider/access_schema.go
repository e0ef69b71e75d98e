package provider

import (
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// accessAttributes say how to reach AWS, with the names and meanings that they
// have in hashicorp/aws.
func accessAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	secret := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description}
	}
	files := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description, Validators: []validator.List{listvalidator.NoNullValues()}}
	}
	skip := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"region":                   text("The AWS region of the clusters. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, or the region of the profile."),
		"profile":                  text("A profile of the shared configuration and credentials files. Default: `AWS_PROFILE`."),
		"access_key":               text("An access key. Default: `AWS_ACCESS_KEY_ID`."),
		"secret_key":               secret("The secret of the access key. Default: `AWS_SECRET_ACCESS_KEY`."),
		"token":                    secret("A session token, with temporary credentials. Default: `AWS_SESSION_TOKEN`."),
		"shared_config_files":      files("The shared configuration files. Default: `AWS_CONFIG_FILE`, or `~/.aws/config`."),
		"shared_credentials_files": files("The shared credentials files. Default: `AWS_SHARED_CREDENTIALS_FILE`, or `~/.aws/credentials`."),
		"max_retries": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "How often a request that failed for a passing reason is tried again. Default: `AWS_MAX_ATTEMPTS`, or 25.",
			Validators:          []validator.Int64{int64validator.AtLeast(0)},
		},
		"custom_ca_bundle":            text("A file of certificates to trust. Default: `AWS_CA_BUNDLE`."),
		"http_proxy":                  text("The URL of a proxy for HTTP requests, and for HTTPS requests where `https_proxy` is not set. Default: `HTTP_PROXY`."),
		"https_proxy":                 text("The URL of a proxy for HTTPS requests. Default: `HTTPS_PROXY`."),
		"no_proxy":                    text("Hosts, separated by commas, that no proxy is used for. Default: `NO_PROXY`."),
		"skip_credentials_validation": skip("Do not ask STS whether credentials are valid before they are used."),
		"skip_metadata_api_check":     skip("Whether the metadata service of EC2 is left out as a place of credentials. Default: `AWS_EC2_METADATA_DISABLED`."),
		"skip_region_validation":      skip("Do not look the region up among those that are known."),
		"skip_requesting_account_id":  skip("Do not ask STS for the account's number, which a warning about a cluster that EKS does not have would name."),
		"kubernetes": kubernetesAttribute("How to reach Kubernetes API servers, with the names and meanings of `hashicorp/kubernetes`; its environment variables are not read. " +
			"Where it is set, the gate that asks EKS also asks what runs in the clusters, in a few requests that only read: see the guide Live Kubernetes. " +
			"With `host`, `config_path`, `config_paths` or `config_context` it is for one cluster. " +
			"Without them, as in `kubernetes = {}`, the API server of each cluster is reached through EKS, with the credentials set above."),
		"environments": schema.MapNestedAttribute{
			Optional: true,
			MarkdownDescription: "How to reach the clusters of environments, by the environment's name, where that differs from what is set above. " +
				"An entry with a `profile` does not use the keys and roles set above; one with a role assumes it in place of those set above.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"region":       text("The region of the environment's cluster. It wins over the tfvars."),
				"profile":      text("The profile to use."),
				"cluster_name": text("The name of the environment's cluster. It wins over the tfvars."),
				"assume_role": schema.SingleNestedAttribute{
					Optional: true, MarkdownDescription: "A role to assume.", Attributes: assumeRoleAttributes(),
				},
				"assume_role_with_web_identity": schema.SingleNestedAttribute{
					Optional: true, MarkdownDescription: "A role to assume with an OIDC token.", Attributes: webIdentityAttributes(),
				},
				"kubernetes": kubernetesAttribute("How to reach the Kubernetes API server of the environment's cluster. It stands in place of `kubernetes` beside `environments`, of which nothing counts then.", namesServer{}),
			}},
		},
	}
}

// accessBlocks are the settings that are blocks in hashicorp/aws.
func accessBlocks() map[string]schema.Block {
	atMostOne := []validator.List{listvalidator.SizeAtMost(1)}
	endpoint := func(service string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: fmt.Sprintf("The URL of %s. Default: `AWS_ENDPOINT_URL_%[1]s`, or `AWS_ENDPOINT_URL`.", service)}
	}
	return map[string]schema.Block{
		"assume_role": schema.ListNestedBlock{
			MarkdownDescription: "A role to assume. With several blocks they are assumed one after the other.",
			NestedObject:        schema.NestedBlockObject{Attributes: assumeRoleAttributes()},
		},
		"assume_role_with_web_identity": schema.ListNestedBlock{
			MarkdownDescription: "A role to assume with an OIDC token.",
			Validators:          atMostOne,
			NestedObject:        schema.NestedBlockObject{Attributes: webIdentityAttributes()},
		},
		"endpoints": schema.ListNestedBlock{
			MarkdownDescription: "URLs of services in place of those of AWS.",
			Validators:          atMostOne,
			NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
				"eks": endpoint("EKS"),
				"sts": endpoint("STS"),
			}},
		},
	}
}

// roleAttributes are what both ways to assume a role have.
func roleAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"role_arn":     text("The ARN of the role."),
		"session_name": text("A name for the session."),
		"policy":       text("A policy, as JSON, that narrows what the session may do."),
		"policy_arns":  schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "ARNs of policies that narrow what the session may do."},
		"duration": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "How long the session lasts, such as `1h` or `30m`: from 15 minutes to 12 hours.",
			Validators:          []validator.String{isSessionDuration},
		},
	}
}

func assumeRoleAttributes() map[string]schema.Attribute {
	attributes := roleAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"external_id":         schema.StringAttribute{Optional: true, MarkdownDescription: "The external ID that the role asks for.", Validators: []validator.String{stringvalidator.LengthBetween(2, 1224)}},
		"source_identity":     schema.StringAttribute{Optional: true, MarkdownDescription: "The source identity of the session."},
		"tags":                schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Tags of the session."},
		"transitive_tag_keys": schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Keys of tags that go on to sessions that follow."},
	})
	return attributes
}

func webIdentityAttributes() map[string]schema.Attribute {
	attributes := roleAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"web_identity_token":      schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "The OIDC token."},
		"web_identity_token_file": schema.StringAttribute{Optional: true, MarkdownDescription: "A file with the OIDC token. Default: `AWS_WEB_IDENTITY_TOKEN_FILE`."},
	})
	return attributes
}

var isSessionDuration = textValidator{"a duration from 15m to 12h", func(text string) error {
	duration, err := time.ParseDuration(text)
	if err != nil || duration < 15*time.Minute || duration > 12*time.Hour {
		return fmt.Errorf("%q is no duration of a session; write one from 15m to 12h, such as 1h30m", text)
	}
	return nil
}}
