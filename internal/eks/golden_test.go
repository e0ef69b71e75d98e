package eks

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func minorOf(t *testing.T, text string) upgrade.Minor {
	t.Helper()
	minor, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return minor
}

// Answers that no code of this project made, and what becomes of them.
func TestGolden(t *testing.T) {
	server := ekstest.New(t, ekstest.GoldenWorld())
	client := New(Options{Now: time.Now})
	target := prodAt(server.URL)
	live := client.Read(t.Context(), []Target{target}, wantAll)[0]
	if len(live.Problems) > 0 {
		t.Fatalf("%+v", live.Problems)
	}
	if live.ARN != "arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod" || live.PlatformVersion != "eks.18" || live.Status != "ACTIVE" || live.SupportType != "EXTENDED" {
		t.Errorf("%+v", live)
	}
	if len(live.Health) != 1 || live.Health[0].Code != "Ec2SubnetNotFound" || len(live.Health[0].Resources) != 2 {
		t.Errorf("health %+v", live.Health)
	}
	green := slices.IndexFunc(live.NodeGroups, func(group upgrade.LiveNodeGroup) bool { return group.Name == "green" })
	if want := (upgrade.LiveNodeGroup{Name: "green", Version: "1.34", ReleaseVersion: "1.34.2-20251112", AMIType: "BOTTLEROCKET_x86_64", Status: "ACTIVE"}); green < 0 || !reflect.DeepEqual(live.NodeGroups[green], want) {
		t.Errorf("node groups %+v", live.NodeGroups)
	}
	if names := addonNames(live.Addons); !slices.Contains(names, "vpc-cni") || !slices.Contains(names, "coredns") {
		t.Errorf("add-ons %v", names)
	}
}

func TestGoldenInsight(t *testing.T) {
	server := ekstest.New(t, ekstest.GoldenWorld())
	insights, problem := New(Options{}).Insights(t.Context(), prodAt(server.URL), InsightFilter{})
	if problem != nil || len(insights) != 4 {
		t.Fatalf("%d insights, %+v", len(insights), problem)
	}
	at := slices.IndexFunc(insights, func(insight upgrade.Insight) bool { return insight.ID == ekstest.GoldenInsightAPIs })
	got := insights[at]
	want := upgrade.Insight{
		ID: "8c2a1f60-3b7d-4e52-9a61-0d4f5b6c7e81", Name: "Deprecated APIs removed in Kubernetes v1.35",
		Category: "UPGRADE_READINESS", KubernetesVersion: "1.35", Status: "ERROR",
		Reason:         "Deprecated API usage detected within last 30 days and your cluster is on Kubernetes v1.34.",
		Description:    "Checks for usage of deprecated APIs that are scheduled for removal in Kubernetes v1.35. Upgrading your cluster before migrating to the updated APIs supported by v1.35 could cause application impact.",
		Recommendation: "Update manifests and API clients to use newer Kubernetes APIs if applicable before upgrading to Kubernetes v1.35.",
		LastRefresh:    time.Unix(1795327964, 0).UTC(), LastTransition: time.Unix(1795068602, 0).UTC(),
		AdditionalInfo: map[string]string{
			"EKS update cluster documentation":   "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
			"Kubernetes v1.35 deprecation guide": "https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-35",
		},
		Deprecations: []upgrade.InsightDeprecation{
			{
				Usage: "/apis/example.k8s.io/v1beta1/widgets", ReplacedWith: "/apis/example.k8s.io/v1/widgets",
				StopServingVersion: "1.35", StartServingReplacementVersion: "1.32",
				ClientStats: []upgrade.InsightClient{
					{UserAgent: "argocd-application-controller", RequestsLast30Days: 120345, LastRequest: time.Unix(1795305599, 0).UTC()},
					{UserAgent: "kubectl", RequestsLast30Days: 3, LastRequest: time.Unix(1794297600, 750_000_000).UTC()},
				},
			},
			{Usage: "/apis/example.k8s.io/v1beta1/gadgets", StopServingVersion: "1.35"},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	at = slices.IndexFunc(insights, func(insight upgrade.Insight) bool { return insight.ID == ekstest.GoldenInsightAddons })
	if want := []upgrade.InsightAddon{{Name: "vpc-cni", CompatibleVersions: []string{"v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"}}}; !reflect.DeepEqual(insights[at].Addons, want) {
		t.Errorf("%+v", insights[at].Addons)
	}
	if want := []upgrade.InsightResource{{ARN: "arn:aws:eks:eu-west-1:111122223333:addon/shop-prod/vpc-cni/3ce4d5f6-0718-2930-a4b5-c6d7e8f90a1b", Status: "WARNING"}}; !reflect.DeepEqual(insights[at].Resources, want) {
		t.Errorf("%+v", insights[at].Resources)
	}
}

func TestGoldenOffers(t *testing.T) {
	server := ekstest.New(t, ekstest.GoldenWorld())
	minor := minorOf(t, "1.35")
	offers, problem := New(Options{}).AddonOffers(t.Context(), prodAt(server.URL), []string{"vpc-cni", "no-such-addon"}, []upgrade.Minor{minor})
	if problem != nil {
		t.Fatal(problem.Message)
	}
	want := []upgrade.AddonOffer{
		{Addon: "no-such-addon", Kubernetes: minor},
		{Addon: "vpc-cni", Kubernetes: minor, Default: "v1.20.4-eksbuild.2", Compatible: []string{"v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"}},
	}
	if !reflect.DeepEqual(offers, want) {
		t.Errorf("got  %+v\nwant %+v", offers, want)
	}
}

func TestGoldenVersions(t *testing.T) {
	server := ekstest.New(t, ekstest.GoldenWorld())
	versions, problem := New(Options{}).ClusterVersions(t.Context(), prodAt(server.URL))
	if problem != nil {
		t.Fatal(problem.Message)
	}
	if !slices.IsSortedFunc(versions, func(a, b upgrade.VersionSupport) int { return a.Version.Compare(b.Version) }) {
		t.Errorf("not sorted: %+v", versions)
	}
	at := slices.IndexFunc(versions, func(row upgrade.VersionSupport) bool { return row.Version.String() == "1.35" })
	if at < 0 {
		t.Fatalf("%+v", versions)
	}
	row := versions[at]
	if row.Release.String() != "2026-01-28" || row.EndOfStandardSupport.String() != "2027-03-27" || row.EndOfExtendedSupport.String() != "2028-03-27" || row.Reported != upgrade.StandardSupport {
		t.Errorf("%+v", row)
	}
}
