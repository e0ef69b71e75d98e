package ekstest

import (
	"fmt"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Environments are the six environments of examples/quickstart.
func Environments() []string { return []string{"cc", "dev", "lab", "prod", "stg", "stg2"} }

// ClusterName is the name of an environment's cluster in examples/quickstart.
func ClusterName(environment string) string { return "shop-" + environment }

// SixEnvironments is the world of examples/quickstart: a healthy cluster on 1.34 for
// each environment, with one node group and three add-ons, all of it ready for 1.35.
// They are in one account and region, which the default credential can see.
func SixEnvironments() World {
	world := World{Offers: Offers(), Versions: Versions()}
	for _, environment := range Environments() {
		world.Clusters = append(world.Clusters, ReadyCluster(ClusterName(environment)))
	}
	return world
}

// Fleet is a world of many clusters like those of SixEnvironments: shop-001 and on.
func Fleet(count int) World {
	world := World{Offers: Offers(), Versions: Versions()}
	for number := range count {
		world.Clusters = append(world.Clusters, ReadyCluster(fmt.Sprintf("shop-%03d", number+1)))
	}
	return world
}

// ReadyCluster is a healthy cluster on 1.34 that can go to 1.35.
func ReadyCluster(name string) Cluster {
	return Cluster{
		Name: name, Version: "1.34", PlatformVersion: "eks.18",
		NodeGroups: []upgrade.LiveNodeGroup{{Name: "blue", Version: "1.34", ReleaseVersion: "1.34.2-20251112"}},
		Addons: []upgrade.LiveAddon{
			{Name: "coredns", Version: "v1.13.2-eksbuild.19"},
			{Name: "kube-proxy", Version: "v1.34.6-eksbuild.13"},
			{Name: "vpc-cni", Version: "v1.21.1-eksbuild.1"},
		},
		Insights: PassingInsights("1.35", time.Now().Add(-6*time.Hour)),
	}
}

// PassingInsights are the upgrade insights of a cluster that is ready for a minor,
// with the names that EKS has for them.
func PassingInsights(minor string, refreshed time.Time) []upgrade.Insight {
	var insights []upgrade.Insight
	for i, check := range [][3]string{
		{"Deprecated APIs removed in Kubernetes v" + minor, "Checks for usage of deprecated APIs that are scheduled for removal in Kubernetes v" + minor + ".", "No deprecated API usage detected within the last 30 days."},
		{"Kubelet version skew", "Checks for kubelet versions of worker nodes in the cluster.", "Node kubelet versions match the cluster control plane version."},
		{"kube-proxy version skew", "Checks version of kube-proxy in the cluster.", "kube-proxy versions match the cluster control plane version."},
		{"Cluster health issues", "Checks for any cluster health issues that prevent successful upgrade.", "No cluster health issues detected."},
		{"EKS add-on version compatibility", "Checks version of installed EKS add-ons.", "All installed EKS add-on versions are compatible with next Kubernetes version."},
		{"Amazon Linux 2 compatibility", "Checks if any nodes run Amazon Linux 2.", "No Amazon Linux 2 nodes detected."},
	} {
		insights = append(insights, upgrade.Insight{
			ID:   fmt.Sprintf("00000000-0000-4000-8000-%012d", i+1),
			Name: check[0], Category: "UPGRADE_READINESS", KubernetesVersion: minor,
			Status: "PASSING", Reason: check[2], Description: check[1],
			Recommendation: "No action is needed.",
			LastRefresh:    refreshed.Truncate(time.Second), LastTransition: refreshed.Add(-240 * time.Hour).Truncate(time.Second),
			AdditionalInfo: map[string]string{"EKS update cluster documentation": "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html"},
		})
	}
	return insights
}

// Offers are versions of the three add-ons that a cluster cannot do without.
func Offers() []Offer {
	return []Offer{
		{Addon: "coredns", Version: "v1.14.3-eksbuild.11", Kubernetes: []string{"1.36", "1.35"}, DefaultFor: []string{"1.36", "1.35"}},
		{Addon: "coredns", Version: "v1.13.2-eksbuild.19", Kubernetes: []string{"1.35", "1.34"}, DefaultFor: []string{"1.34"}},
		{Addon: "coredns", Version: "v1.12.3-eksbuild.1", Kubernetes: []string{"1.34", "1.33"}, DefaultFor: []string{"1.33"}},
		{Addon: "kube-proxy", Version: "v1.36.0-eksbuild.14", Kubernetes: []string{"1.36"}, DefaultFor: []string{"1.36"}},
		{Addon: "kube-proxy", Version: "v1.35.3-eksbuild.13", Kubernetes: []string{"1.36", "1.35"}, DefaultFor: []string{"1.35"}},
		{Addon: "kube-proxy", Version: "v1.34.6-eksbuild.13", Kubernetes: []string{"1.36", "1.35", "1.34"}, DefaultFor: []string{"1.34"}},
		{Addon: "kube-proxy", Version: "v1.33.10-eksbuild.13", Kubernetes: []string{"1.36", "1.35", "1.34", "1.33"}, DefaultFor: []string{"1.33"}},
		{Addon: "vpc-cni", Version: "v1.23.1-eksbuild.1", Kubernetes: []string{"1.36", "1.35"}, DefaultFor: []string{"1.36"}},
		{Addon: "vpc-cni", Version: "v1.21.1-eksbuild.1", Kubernetes: []string{"1.36", "1.35", "1.34", "1.33"}, DefaultFor: []string{"1.35", "1.34"}},
		{Addon: "vpc-cni", Version: "v1.20.4-eksbuild.2", Kubernetes: []string{"1.34", "1.33"}, DefaultFor: []string{"1.33"}},
	}
}

// Versions are minors as DescribeClusterVersions would give them in November 2026.
func Versions() []ClusterVersion {
	return []ClusterVersion{
		{Version: "1.36", Status: "STANDARD_SUPPORT", Release: day(2026, 6, 2), EndOfStandardSupport: day(2027, 8, 2), EndOfExtendedSupport: day(2028, 8, 2)},
		{Version: "1.35", Status: "STANDARD_SUPPORT", Default: true, Release: day(2026, 1, 28), EndOfStandardSupport: day(2027, 3, 27), EndOfExtendedSupport: day(2028, 3, 27)},
		{Version: "1.34", Status: "STANDARD_SUPPORT", Release: day(2025, 10, 2), EndOfStandardSupport: day(2026, 12, 2), EndOfExtendedSupport: day(2027, 12, 2)},
		{Version: "1.33", Status: "EXTENDED_SUPPORT", Release: day(2025, 5, 29), EndOfStandardSupport: day(2026, 7, 29), EndOfExtendedSupport: day(2027, 7, 29)},
		{Version: "1.32", Status: "EXTENDED_SUPPORT", Release: day(2025, 1, 23), EndOfStandardSupport: day(2026, 3, 23), EndOfExtendedSupport: day(2027, 3, 23)},
		{Version: "1.31", Status: "EXTENDED_SUPPORT", Release: day(2024, 9, 26), EndOfStandardSupport: day(2025, 11, 26), EndOfExtendedSupport: day(2026, 11, 26)},
		{Version: "1.30", Status: "UNSUPPORTED", Release: day(2024, 5, 23), EndOfStandardSupport: day(2025, 7, 23), EndOfExtendedSupport: day(2026, 7, 23)},
		{Version: "1.29", Status: "UNSUPPORTED", Release: day(2024, 1, 23), EndOfStandardSupport: day(2025, 3, 23), EndOfExtendedSupport: day(2026, 3, 23)},
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
