package eks

import (
	"encoding/json"
	"strings"
	"time"
)

// Access is how to reach AWS: the settings of the provider configuration, with
// the names and meanings that they have in hashicorp/aws. What is left empty
// comes from the AWS environment variables and the shared files, as there. It
// holds secrets: never print it.
type Access struct {
	Region    string
	Profile   string
	AccessKey string
	SecretKey string
	Token     string

	SharedConfigFiles      []string
	SharedCredentialsFiles []string

	// MaxRetries is how often a failed request is tried again; nil is the default.
	MaxRetries *int

	CustomCABundle string
	// HTTPProxy and HTTPSProxy are nil where nothing sets them: an empty text
	// means no proxy, whatever the environment variables say.
	HTTPProxy  *string
	HTTPSProxy *string
	NoProxy    string

	SkipCredentialsValidation bool
	SkipRegionValidation      bool
	SkipRequestingAccountID   bool
	// SkipMetadataAPICheck turns the EC2 metadata service off (true) or on
	// (false); nil leaves it to AWS_EC2_METADATA_DISABLED.
	SkipMetadataAPICheck *bool

	// AssumeRole are the roles to assume, one after the other.
	AssumeRole                []AssumeRole
	AssumeRoleWithWebIdentity *AssumeRoleWithWebIdentity

	EKSEndpoint string
	STSEndpoint string
}

// AssumeRole is one role to assume with the credentials found so far.
type AssumeRole struct {
	RoleARN           string
	Duration          time.Duration
	ExternalID        string
	Policy            string
	PolicyARNs        []string
	SessionName       string
	SourceIdentity    string
	Tags              map[string]string
	TransitiveTagKeys []string
}

// AssumeRoleWithWebIdentity is a role to assume with an OIDC token.
type AssumeRoleWithWebIdentity struct {
	RoleARN              string
	Duration             time.Duration
	Policy               string
	PolicyARNs           []string
	SessionName          string
	WebIdentityToken     string
	WebIdentityTokenFile string
}

// key tells two accesses apart. It holds secrets, and stays in memory.
func (a Access) key() string {
	// Marshal cannot fail: an Access holds texts, numbers, lists and maps of texts.
	text, _ := json.Marshal(a)
	return string(text)
}

// role is the ARN of the role that the last assumption ends in; empty where the
// settings have none.
func (a Access) role() string {
	switch {
	case len(a.AssumeRole) > 0:
		return a.AssumeRole[len(a.AssumeRole)-1].RoleARN
	case a.AssumeRoleWithWebIdentity != nil:
		return a.AssumeRoleWithWebIdentity.RoleARN
	default:
		return ""
	}
}

// account is the account of that role, as far as the settings tell; else empty.
func (a Access) account() string { return accountOfARN(a.role()) }

// usesWebIdentity tells whether the token is what counts: keys in the settings win
// over it.
func (a Access) usesWebIdentity() bool {
	return a.AssumeRoleWithWebIdentity != nil && a.AccessKey == ""
}

// secrets are the texts that no message may hold.
func (a Access) secrets() []string {
	texts := []string{a.AccessKey, a.SecretKey, a.Token}
	if a.AssumeRoleWithWebIdentity != nil {
		texts = append(texts, a.AssumeRoleWithWebIdentity.WebIdentityToken)
	}
	for _, role := range a.AssumeRole {
		texts = append(texts, role.ExternalID)
	}
	return texts
}

// accountOfARN gives the account in arn:partition:service:region:account:resource.
func accountOfARN(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[4]
}
