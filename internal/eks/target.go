package eks

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// Target is one cluster of one environment, and how to reach it.
type Target struct {
	// Environment is for messages; empty where there is none.
	Environment string
	// Cluster is the name of the cluster.
	Cluster string
	Access  Access
	// commandLine is that of the options, for messages.
	commandLine bool
}

// Want is what to read of a cluster besides the cluster itself.
type Want struct {
	Insights      bool
	InsightFilter InsightFilter
	NodeGroups    bool
	Addons        bool
	// AddonVersionsFor are the minors for which to ask what versions EKS offers of
	// the add-ons that the cluster has.
	AddonVersionsFor []upgrade.Minor
}

// InsightFilter narrows the insights. An empty list does not narrow.
type InsightFilter struct {
	Categories         []string
	Statuses           []string
	KubernetesVersions []string
}
