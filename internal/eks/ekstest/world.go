// Package ekstest is a server on 127.0.0.1 that answers as EKS does, from a small
// description of clusters, and as STS does where access needs it. It speaks the
// wire protocol: URIs, pages, times in seconds since 1970, error headers,
// signatures. Faults can be switched on. It is for tests and for the demo.
//
// A client reaches it with the server's URL as the endpoint of both services:
//
//	server := ekstest.New(t, ekstest.SixEnvironments())
//	t.Setenv("AWS_ENDPOINT_URL_EKS", server.URL)
//	t.Setenv("AWS_ENDPOINT_URL_STS", server.URL)
//	t.Setenv("AWS_ACCESS_KEY_ID", ekstest.AccessKey)
//	t.Setenv("AWS_SECRET_ACCESS_KEY", ekstest.SecretKey)
package ekstest

import (
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// The account and region of the worlds that this package describes.
const (
	Account = "111122223333"
	Region  = "eu-west-1"
)

// World is all that the server knows.
type World struct {
	Clusters []Cluster
	// Credentials are the keys that the server trusts; DefaultCredential where the
	// list is empty.
	Credentials []Credential
	// Roles are the roles that can be assumed.
	Roles []Role
	// Offers are the versions of add-ons that EKS offers, newest first, in the order
	// of the answer.
	Offers []Offer
	// Versions are the Kubernetes versions that EKS offers, in the order of the
	// answer.
	Versions []ClusterVersion

	// Raw are whole answers by the path of their request, served as they are. A key
	// may have query members: `/addons/supported-versions?nextToken=abc` serves only
	// requests that have them, and the key with most members wins. A nextToken in a
	// body counts as a query member.
	Raw map[string][]byte

	// PageSize is the greatest page that the server gives; 100, as in EKS, where it
	// is zero.
	PageSize int
	// Latency is how long each request takes.
	Latency time.Duration
	// Limit is how many requests an account may make in a region; no limit where it
	// is zero.
	Limit Limit
	// Skew is how far the server's clock is ahead of this machine's.
	Skew time.Duration
	// Faults are what goes wrong from the start; see Server.Break.
	Faults []Fault
}

// Cluster is one cluster. Only Name and Version are needed.
type Cluster struct {
	// Account and Region are Account and Region of this package where they are
	// empty.
	Account string
	Region  string
	Name    string
	Version string
	// PlatformVersion is eks.1 where it is empty.
	PlatformVersion string
	// Status is ACTIVE where it is empty; so are those of node groups and add-ons.
	Status string
	// SupportType is EXTENDED where it is empty.
	SupportType     string
	Health          []upgrade.HealthIssue
	NodeGroups      []upgrade.LiveNodeGroup
	Addons          []upgrade.LiveAddon
	Insights        []upgrade.Insight
	FargateProfiles []string
	// Endpoint is where the Kubernetes API is; a name that is not there where it is
	// empty. CA is the PEM of its authority.
	Endpoint, CA string
}

// ARN is the name of the cluster in IAM.
func (c Cluster) ARN() string {
	return "arn:aws:eks:" + c.region() + ":" + c.account() + ":cluster/" + c.Name
}

func (c Cluster) account() string { return orElse(c.Account, Account) }

func (c Cluster) region() string { return orElse(c.Region, Region) }

// Offer is one version of an add-on and the Kubernetes minors that it is offered
// for.
type Offer struct {
	Addon      string
	Version    string
	Kubernetes []string
	// DefaultFor are the minors for which EKS installs this version when none is
	// asked for.
	DefaultFor []string
}

// ClusterVersion is one Kubernetes minor that EKS knows.
type ClusterVersion struct {
	Version string
	// Status is STANDARD_SUPPORT, EXTENDED_SUPPORT or UNSUPPORTED.
	Status               string
	Default              bool
	Release              time.Time
	EndOfStandardSupport time.Time
	EndOfExtendedSupport time.Time
}

// Limit is a bucket of tokens, one for each account and region. Each request takes
// one; ThrottlingException answers a request that finds none.
type Limit struct {
	PerSecond float64
	// Burst is how many tokens the bucket holds; one where it is zero.
	Burst int
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
