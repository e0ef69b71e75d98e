package upgrade

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Live is what the EKS API says of one cluster, at one moment. A part that could
// not be read is empty, and Problems says why.
type Live struct {
	Name    string
	Region  string
	Account string
	ARN     string
	// NotFound tells that EKS has no cluster of this name in this account and
	// region. Then everything else is empty.
	NotFound bool
	// ReadAt is when the API was asked, by the clock of this machine.
	ReadAt          time.Time
	Version         string
	PlatformVersion string
	// Status is such as ACTIVE or UPDATING.
	Status string
	// SupportType is STANDARD or EXTENDED: what EKS does when standard support
	// ends.
	SupportType string
	Health      []HealthIssue
	NodeGroups  []LiveNodeGroup
	Addons      []LiveAddon
	// Insights are those that were asked for, and InsightsRead tells that all of
	// them were read.
	Insights     []Insight
	InsightsRead bool
	// AddonOffers are the versions that EKS offers, by add-on and Kubernetes
	// minor; only of add-ons and minors that were asked for.
	AddonOffers []AddonOffer
	// NodeGroupsRead, AddonsRead and OffersRead tell that nothing of these lists
	// is missing.
	NodeGroupsRead, AddonsRead, OffersRead bool
	// Versions is EKS's own calendar; nil where it was not asked for.
	Versions []VersionSupport
	// Problems are what could not be read. Each names the action, the account and
	// the region as far as they are known, and what to do.
	Problems []Problem
}

// Source names the cluster in messages, with its account and region as far as
// they are known.
func (l Live) Source() Source {
	parts := []string{"cluster " + cmp.Or(l.Name, "without a name")}
	if l.Account != "" {
		parts = append(parts, "account "+l.Account)
	}
	if l.Region != "" {
		parts = append(parts, l.Region)
	}
	return Source{Kind: SourceEKS, Ref: "EKS (" + strings.Join(parts, ", ") + ")"}
}

// Offer is what EKS offers of an add-on for a minor, and false where it was not
// asked.
func (l Live) Offer(addon string, kubernetes Minor) (AddonOffer, bool) {
	i := slices.IndexFunc(l.AddonOffers, func(o AddonOffer) bool { return o.Addon == addon && o.Kubernetes == kubernetes })
	if i < 0 {
		return AddonOffer{}, false
	}
	return l.AddonOffers[i], true
}

// unread tells whether EKS was asked for a cluster and did not answer.
func (l *Live) unread() bool {
	return l != nil && l.Version == "" && (!l.NotFound || len(l.Problems) > 0)
}

// HealthIssue is something that EKS finds wrong with a cluster, a node group or
// an add-on.
type HealthIssue struct {
	Code      string
	Message   string
	Resources []string
}

// LiveNodeGroup is a managed node group as EKS describes it.
type LiveNodeGroup struct {
	Name           string
	Version        string
	ReleaseVersion string
	AMIType        string
	Status         string
	Health         []HealthIssue
}

// LiveAddon is an EKS add-on as EKS describes it.
type LiveAddon struct {
	Name    string
	Version string
	Status  string
	Health  []HealthIssue
}

// AddonOffer is what EKS offers of one add-on for one Kubernetes minor. No
// Compatible version means that it offers none.
type AddonOffer struct {
	Addon      string
	Kubernetes Minor
	// Default is what EKS installs when no version is given; empty where EKS
	// names none.
	Default string
	// Compatible are the versions that EKS offers, newest first.
	Compatible []string
}

// Insight is one upgrade insight of EKS with its details.
type Insight struct {
	ID       string
	Name     string
	Category string
	// KubernetesVersion is the minor that the insight speaks of, as EKS writes it.
	KubernetesVersion string
	// Status is PASSING, WARNING, ERROR or UNKNOWN, or what EKS may add.
	Status         string
	Reason         string
	Description    string
	Recommendation string
	// LastRefresh and LastTransition are zero where EKS does not say.
	LastRefresh, LastTransition time.Time
	AdditionalInfo              map[string]string
	Resources                   []InsightResource
	Deprecations                []InsightDeprecation
	Addons                      []InsightAddon
}

// InsightResource is a resource that an insight speaks of.
type InsightResource struct {
	ARN                   string
	KubernetesResourceURI string
	Status                string
	Reason                string
}

// InsightDeprecation is the use of an API that a version stops serving, seen in
// the cluster's audit log of the last 30 days.
type InsightDeprecation struct {
	Usage                          string
	ReplacedWith                   string
	StopServingVersion             string
	StartServingReplacementVersion string
	ClientStats                    []InsightClient
}

// InsightClient is a client that used a deprecated API.
type InsightClient struct {
	UserAgent          string
	RequestsLast30Days int
	// LastRequest is zero where EKS does not say.
	LastRequest time.Time
}

// InsightAddon names the versions of an add-on that an insight calls compatible.
type InsightAddon struct {
	Name               string
	CompatibleVersions []string
}
