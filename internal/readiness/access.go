package readiness

import (
	"context"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
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

// What the provider and the command line need to know of package kube, which they do
// not import.
type (
	// KubeAccess is how to reach a Kubernetes API server. It holds secrets: never
	// print it.
	KubeAccess = kube.Access
	// KubeExec is a program that gives a token.
	KubeExec = kube.Exec
	// KubeTarget is one cluster, and how to reach its API server.
	KubeTarget = kube.Target
	// Kube reads from Kubernetes APIs, and remembers what it has read: one is for one
	// plan.
	Kube = kube.Client
)

// NewKube makes a reader of Kubernetes APIs. It only copies values: nothing is read
// before a cluster is asked.
func NewKube(toolVersion, terraformVersion string, catalog upgrade.Catalog, now func() time.Time) *Kube {
	agent := "terraform-provider-eksupgrade/" + toolVersion
	if terraformVersion != "" {
		agent += " Terraform/" + terraformVersion
	}
	return kube.New(kube.Options{UserAgent: agent, Catalog: catalog, Now: now})
}

// NewCommandKube makes a reader for the command line, which has no provider
// configuration.
func NewCommandKube(toolVersion string, catalog upgrade.Catalog, now func() time.Time) *Kube {
	return kube.New(kube.Options{UserAgent: "terraform-provider-eksupgrade/" + toolVersion, Catalog: catalog, Now: now, CommandLine: true})
}

// GateThrough asks EKS how the API server of a cluster is reached.
func GateThrough(reader *EKS) KubeGate {
	return func(ctx context.Context, target Target) (KubeAccess, *upgrade.Problem) {
		found, problem := reader.KubernetesAccess(ctx, target)
		return KubeAccess{Host: found.Endpoint, ClusterCACertificate: found.CA, Token: found.Token}, problem
	}
}

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
