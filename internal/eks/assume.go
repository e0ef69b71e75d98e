package eks

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
)

// assume gives the configuration the credentials of the last role, by way of
// those before, and returns them. Without roles they are those found already.
func assume(ctx context.Context, config *aws.Config, access Access) (aws.Credentials, *failure) {
	found, err := config.Credentials.Retrieve(ctx)
	if err != nil {
		return found, &failure{kind: badAccess, err: causeOf(ctx, err), secrets: access.secrets()}
	}
	secrets := append(access.secrets(), found.AccessKeyID, found.SecretAccessKey, found.SessionToken)
	for _, role := range access.AssumeRole {
		failed := &failure{kind: cannotAssume, request: request{action: "sts:AssumeRole"}, secrets: secrets}
		if role.RoleARN == "" {
			failed.err = errors.New("role_arn is not set")
			return found, failed
		}
		provider := aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(stsClient(*config, access), role.RoleARN, role.apply))
		found, err = provider.Retrieve(ctx)
		if err != nil {
			failed.err = causeOf(ctx, err)
			return found, failed
		}
		config.Credentials = provider
	}
	return found, nil
}

// withWebIdentity gives the configuration the credentials of a role for an OIDC
// token.
func withWebIdentity(ctx context.Context, config *aws.Config, access Access) *failure {
	failed := &failure{kind: cannotAssume, request: request{action: "sts:AssumeRoleWithWebIdentity"}, secrets: access.secrets()}
	identity := awsbase.AssumeRoleWithWebIdentity(*access.AssumeRoleWithWebIdentity)
	switch {
	case identity.RoleARN == "":
		failed.err = errors.New("role_arn is not set")
		return failed
	case !identity.HasValidTokenSource():
		failed.err = errors.New("neither web_identity_token nor web_identity_token_file is set")
		return failed
	}
	config.Credentials = aws.AnonymousCredentials{}
	provider := aws.NewCredentialsCache(stscreds.NewWebIdentityRoleProvider(stsClient(*config, access), identity.RoleARN, identity, func(options *stscreds.WebIdentityRoleOptions) {
		options.RoleSessionName = identity.SessionName
		options.Duration = identity.Duration
		options.Policy = textOrNil(identity.Policy)
		options.PolicyARNs = policies(identity.PolicyARNs)
	}))
	if _, err := provider.Retrieve(ctx); err != nil {
		failed.err = causeOf(ctx, err)
		return failed
	}
	config.Credentials = provider
	return nil
}

func policies(arns []string) []types.PolicyDescriptorType {
	var found []types.PolicyDescriptorType
	for _, arn := range arns {
		found = append(found, types.PolicyDescriptorType{Arn: aws.String(arn)})
	}
	return found
}

func stsClient(config aws.Config, access Access) *sts.Client {
	return sts.NewFromConfig(config, func(options *sts.Options) {
		if access.STSEndpoint != "" {
			options.BaseEndpoint = aws.String(access.STSEndpoint)
		}
	})
}

// apply sets what the settings say of the role; the rest is left to STS.
func (r AssumeRole) apply(options *stscreds.AssumeRoleOptions) {
	options.RoleSessionName = r.SessionName
	options.Duration = r.Duration
	options.ExternalID = textOrNil(r.ExternalID)
	options.Policy = textOrNil(r.Policy)
	options.SourceIdentity = textOrNil(r.SourceIdentity)
	options.TransitiveTagKeys = r.TransitiveTagKeys
	options.PolicyARNs = policies(r.PolicyARNs)
	for name, value := range r.Tags {
		options.Tags = append(options.Tags, types.Tag{Key: aws.String(name), Value: aws.String(value)})
	}
}

func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// causeOf prefers why the context ended to what came of it.
func causeOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
