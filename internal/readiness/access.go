package readiness

import (
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks"
)

// What the provider and the command line need to know of package eks, which they
// do not import.
type (
	// Access is how to reach AWS. It holds secrets: never print it.
	Access = eks.Access
	// AssumeRole is a role to assume with the credentials found so far.
	AssumeRole = eks.AssumeRole
	// AssumeRoleWithWebIdentity is a role to assume with an OIDC token.
	AssumeRoleWithWebIdentity = eks.AssumeRoleWithWebIdentity
	// Target is one cluster, and how to reach it.
	Target = eks.Target
	// Want is what to read of a cluster besides the cluster itself.
	Want = eks.Want
	// InsightFilter narrows insights.
	InsightFilter = eks.InsightFilter
	// EKS reads from the EKS API, and remembers what it has read: one is for one
	// plan.
	EKS = eks.Client
)

// NewEKS makes a reader of the EKS API. It only copies values: credentials are
// fetched, and the network is used, when something is first read.
func NewEKS(toolVersion, terraformVersion string, now func() time.Time) *EKS {
	return eks.New(eks.Options{ToolVersion: toolVersion, TerraformVersion: terraformVersion, Now: now})
}

// NewCommandEKS makes a reader for the command line, which has no provider
// configuration.
func NewCommandEKS(toolVersion string, now func() time.Time) *EKS {
	return eks.New(eks.Options{ToolVersion: toolVersion, CommandLine: true, Now: now})
}
