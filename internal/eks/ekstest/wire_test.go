package ekstest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// small is a world with one of each thing. The answers that the tests expect were
// written by hand from the API reference.
func small() World {
	refreshed := time.Date(2026, 11, 22, 6, 12, 44, 500_000_000, time.UTC)
	return World{
		Clusters: []Cluster{
			{
				Name: "one", Version: "1.34", PlatformVersion: "eks.9", SupportType: "STANDARD",
				Health: []upgrade.HealthIssue{{Code: "VpcNotFound", Message: "no <VPC>", Resources: []string{"vpc-1"}}},
				NodeGroups: []upgrade.LiveNodeGroup{
					{Name: "blue", Version: "1.33", ReleaseVersion: "1.33.5-20251023", AMIType: "CUSTOM", Status: "DEGRADED", Health: []upgrade.HealthIssue{{Code: "NodeCreationFailure"}}},
					{Name: "green", Version: "1.34"}, {Name: "red", Version: "1.34"},
				},
				Addons:          []upgrade.LiveAddon{{Name: "vpc-cni", Version: "v1.21.1-eksbuild.1"}},
				FargateProfiles: []string{"jobs"},
				Insights: []upgrade.Insight{
					{ID: "i-1", Name: "A", Category: "UPGRADE_READINESS", KubernetesVersion: "1.35", Status: "ERROR", Reason: "because", Description: "about", Recommendation: "do", LastRefresh: refreshed,
						AdditionalInfo: map[string]string{"guide": "https://example.com/"},
						Resources:      []upgrade.InsightResource{{ARN: "arn:x", Status: "ERROR", Reason: "r"}},
						Deprecations: []upgrade.InsightDeprecation{{Usage: "/apis/a/v1beta1/b", ReplacedWith: "/apis/a/v1/b", StopServingVersion: "1.35", StartServingReplacementVersion: "1.30",
							ClientStats: []upgrade.InsightClient{{UserAgent: "kubectl", RequestsLast30Days: 7, LastRequest: refreshed}}}},
						Addons: []upgrade.InsightAddon{{Name: "vpc-cni", CompatibleVersions: []string{"v2"}}}},
					{ID: "i-2", Name: "B", Category: "MISCONFIGURATION", Status: "PASSING"},
					{ID: "i-3", Name: "C", Category: "A_NEW_ONE", KubernetesVersion: "1.36", Status: "A_NEW_STATUS"},
				},
			},
			{Name: "other-region", Region: "us-east-1", Version: "1.33"},
			{Name: "other-account", Account: "444455556666", Version: "1.33"},
		},
		Offers: []Offer{
			{Addon: "vpc-cni", Version: "v2", Kubernetes: []string{"1.35", "1.34"}, DefaultFor: []string{"1.35"}},
			{Addon: "coredns", Version: "v9", Kubernetes: []string{"1.34"}},
		},
		Versions: []ClusterVersion{
			{Version: "1.36", Status: "STANDARD_SUPPORT", Default: true, Release: day(2026, 6, 2), EndOfStandardSupport: day(2027, 8, 2)},
			{Version: "1.33", Status: "EXTENDED_SUPPORT"},
			{Version: "1.29", Status: "UNSUPPORTED"},
		},
	}
}

func TestAnswers(t *testing.T) {
	server := New(t, small())
	noCluster := `{"clusterName":"none","nodegroupName":null,"fargateProfileName":null,"addonName":null,"subscriptionId":null,"message":"No cluster found for name: none."}`
	for _, test := range []struct {
		name     string
		question question
		status   int
		code     string
		body     string
	}{
		{name: "the clusters of one account and region", question: question{path: "/clusters"}, body: `{"clusters":["one"],"nextToken":null}`},
		{name: "another region", question: question{path: "/clusters", region: "us-east-1"}, body: `{"clusters":["other-region"],"nextToken":null}`},
		{name: "cluster", question: question{path: "/clusters/one"}, body: `{"cluster":{"name":"one","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/one","createdAt":1741684530.412,"version":"1.34",
			"platformVersion":"eks.9","status":"ACTIVE","endpoint":"https://one.gr7.eu-west-1.eks.amazonaws.com","certificateAuthority":{"data":""},"roleArn":"arn:aws:iam::111122223333:role/one-cluster",
			"upgradePolicy":{"supportType":"STANDARD"},"health":{"issues":[{"code":"VpcNotFound","message":"no <VPC>","resourceIds":["vpc-1"]}]},
			"accessConfig":{"authenticationMode":"API"},"deletionProtection":false,"tags":{}}}`},
		{name: "a cluster of another region", question: question{path: "/clusters/other-region"}, status: 404, code: "ResourceNotFoundException"},
		{name: "a cluster of another account", question: question{path: "/clusters/other-account"}, status: 404, code: "ResourceNotFoundException"},
		{name: "no cluster", question: question{path: "/clusters/none"}, status: 404, code: "ResourceNotFoundException", body: noCluster},
		{name: "no cluster for a list", question: question{path: "/clusters/none/addons"}, status: 404, code: "ResourceNotFoundException", body: noCluster},
		{name: "no cluster for insights", question: question{method: "POST", path: "/clusters/none/insights", body: "{}"}, status: 404, code: "ResourceNotFoundException", body: noCluster},
		{name: "node groups", question: question{path: "/clusters/one/node-groups"}, body: `{"nodegroups":["blue","green","red"],"nextToken":null}`},
		{name: "node group", question: question{path: "/clusters/one/node-groups/blue"}, body: `{"nodegroup":{"nodegroupName":"blue","clusterName":"one",
			"nodegroupArn":"arn:aws:eks:eu-west-1:111122223333:nodegroup/one/blue/1ac2b3d4-e5f6-0718-2930-a4b5c6d7e8f9","version":"1.33","releaseVersion":"1.33.5-20251023",
			"createdAt":1741684530.412,"modifiedAt":1741684530.412,"status":"DEGRADED","capacityType":"ON_DEMAND","scalingConfig":{"minSize":1,"maxSize":6,"desiredSize":3},
			"instanceTypes":["m6i.large"],"amiType":"CUSTOM","updateConfig":{"maxUnavailable":1},"tags":{},
			"health":{"issues":[{"code":"NodeCreationFailure","message":"","resourceIds":[]}]}}}`},
		{name: "no node group", question: question{path: "/clusters/one/node-groups/none"}, status: 404, code: "ResourceNotFoundException"},
		{name: "add-ons", question: question{path: "/clusters/one/addons"}, body: `{"addons":["vpc-cni"],"nextToken":null}`},
		{name: "add-on", question: question{path: "/clusters/one/addons/vpc-cni"}, body: `{"addon":{"addonName":"vpc-cni","clusterName":"one",
			"addonArn":"arn:aws:eks:eu-west-1:111122223333:addon/one/vpc-cni/1ac2b3d4-e5f6-0718-2930-a4b5c6d7e8f9","addonVersion":"v1.21.1-eksbuild.1","status":"ACTIVE",
			"health":{"issues":[]},"createdAt":1741684530.412,"modifiedAt":1741684530.412,"tags":{}}}`},
		{name: "no add-on", question: question{path: "/clusters/one/addons/none"}, status: 404, code: "ResourceNotFoundException"},
		{name: "Fargate profiles", question: question{path: "/clusters/one/fargate-profiles"}, body: `{"fargateProfileNames":["jobs"],"nextToken":null}`},
		{name: "no Fargate profile", question: question{path: "/clusters/one/fargate-profiles/none"}, status: 404, code: "ResourceNotFoundException"},
		{name: "insights", question: question{method: "POST", path: "/clusters/one/insights", body: `{"filter":{"categories":["MISCONFIGURATION"],"statuses":["PASSING"]}}`},
			body: `{"insights":[{"id":"i-2","name":"B","category":"MISCONFIGURATION","kubernetesVersion":null,"lastRefreshTime":null,"lastTransitionTime":null,"description":"","insightStatus":{"status":"PASSING","reason":null}}],"nextToken":null}`},
		{name: "insights of a version", question: question{method: "POST", path: "/clusters/one/insights", body: `{"filter":{"kubernetesVersions":["1.40"]}}`}, body: `{"insights":[],"nextToken":null}`},
		{name: "a filter that EKS does not know", question: question{method: "POST", path: "/clusters/one/insights", body: `{"filter":{"statuses":["FINE"]}}`}, status: 400, code: "InvalidParameterException"},
		{name: "a body that is no JSON", question: question{method: "POST", path: "/clusters/one/insights", body: `{"filter":`}, status: 400, code: "SerializationException"},
		{name: "a page that is too large", question: question{method: "POST", path: "/clusters/one/insights", body: `{"maxResults":101}`}, status: 400, code: "InvalidParameterException"},
		{name: "insight", question: question{path: "/clusters/one/insights/i-1"}, body: `{"insight":{"id":"i-1","name":"A","category":"UPGRADE_READINESS","kubernetesVersion":"1.35",
			"lastRefreshTime":1795327964.5,"lastTransitionTime":null,"description":"about","insightStatus":{"status":"ERROR","reason":"because"},"recommendation":"do",
			"additionalInfo":{"guide":"https://example.com/"},"resources":[{"arn":"arn:x","kubernetesResourceUri":null,"insightStatus":{"status":"ERROR","reason":"r"}}],
			"categorySpecificSummary":{"deprecationDetails":[{"usage":"/apis/a/v1beta1/b","replacedWith":"/apis/a/v1/b","stopServingVersion":"1.35","startServingReplacementVersion":"1.30",
			"clientStats":[{"userAgent":"kubectl","numberOfRequestsLast30Days":7,"lastRequestTime":1795327964.5}]}],"addonCompatibilityDetails":[{"name":"vpc-cni","compatibleVersions":["v2"]}]}}}`},
		{name: "no insight", question: question{path: "/clusters/one/insights/none"}, status: 404, code: "ResourceNotFoundException"},
		{name: "offers of an add-on for a version", question: question{path: "/addons/supported-versions?addonName=vpc-cni&kubernetesVersion=1.35"},
			body: `{"addons":[{"addonName":"vpc-cni","type":"networking","owner":"aws","publisher":"eks","defaultNamespace":"kube-system","addonVersions":[{"addonVersion":"v2",
			"architecture":["amd64","arm64"],"computeTypes":["ec2"],"compatibilities":[{"clusterVersion":"1.35","platformVersions":["*"],"defaultVersion":true}],
			"requiresConfiguration":false,"requiresIamPermissions":false}]}],"nextToken":null}`},
		{name: "an add-on that is not offered", question: question{path: "/addons/supported-versions?addonName=coredns&kubernetesVersion=1.35"}, body: `{"addons":[],"nextToken":null}`},
		{name: "the calendar", question: question{path: "/cluster-versions?defaultOnly=true"}, body: `{"clusterVersions":[{"clusterVersion":"1.36","clusterType":"eks","defaultPlatformVersion":"eks.1",
			"defaultVersion":true,"releaseDate":1780358400,"endOfStandardSupportDate":1817164800,"endOfExtendedSupportDate":null,"status":"standard-support","versionStatus":"STANDARD_SUPPORT","kubernetesPatchVersion":"1.36.1"}],"nextToken":null}`},
		{name: "a status that EKS does not know", question: question{path: "/cluster-versions?versionStatus=standard-support"}, status: 400, code: "InvalidParameterException"},
		{name: "an action that nobody knows", question: question{path: "/clusters/one/nodegroups"}, status: 404, code: "UnknownOperationException"},
		{name: "an action that changes something", question: question{method: "POST", path: "/clusters/one/updates", body: "{}"}, status: 404, code: "UnknownOperationException"},
		{name: "a path with no name", question: question{path: "/clusters/"}, status: 404, code: "UnknownOperationException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.question.ask(t, server)
			want := test.status
			if want == 0 {
				want = http.StatusOK
			}
			if got.status != want || got.header.Get("X-Amzn-Errortype") != test.code {
				t.Errorf("status %d %q, want %d %q: %s", got.status, got.header.Get("X-Amzn-Errortype"), want, test.code, got.body)
			}
			if test.body != "" {
				sameJSON(t, got.body, test.body)
			}
			if got.header.Get("X-Amzn-Requestid") == "" || got.header.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", got.header)
			}
		})
	}
}

func TestVersionsAskedFor(t *testing.T) {
	server := New(t, small())
	for query, want := range map[string]string{
		"":                           "1.36 1.33",
		"?includeAll=true":           "1.36 1.33 1.29",
		"?versionStatus=UNSUPPORTED": "1.29",
		"?clusterVersions=1.29":      "1.29",
		"?clusterVersions=1.33&clusterVersions=1.36": "1.36 1.33",
	} {
		body := question{path: "/cluster-versions" + query}.ask(t, server).body
		var got []string
		for part := range strings.SplitSeq(body, `"clusterVersion":"`) {
			if version, _, found := strings.Cut(part, `"`); found && strings.HasPrefix(version, "1.") {
				got = append(got, version)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q gives %v, want %s", query, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	world := small()
	world.PageSize = 2
	server := New(t, world)
	first := question{path: "/clusters/one/node-groups"}.ask(t, server)
	token := between(first.body, `"nextToken":"`, `"`)
	sameJSON(t, first.body, `{"nodegroups":["blue","green"],"nextToken":"`+token+`"}`)
	sameJSON(t, question{path: "/clusters/one/node-groups?nextToken=" + token}.ask(t, server).body, `{"nodegroups":["red"],"nextToken":null}`)
	small := question{path: "/clusters/one/node-groups?maxResults=1"}.ask(t, server).body
	sameJSON(t, small, `{"nodegroups":["blue"],"nextToken":"`+between(small, `"nextToken":"`, `"`)+`"}`)

	insights := question{method: "POST", path: "/clusters/one/insights", body: `{"maxResults":1}`}.ask(t, server).body
	second := question{method: "POST", path: "/clusters/one/insights", body: `{"maxResults":2,"nextToken":"` + between(insights, `"nextToken":"`, `"`) + `"}`}.ask(t, server).body
	if !strings.Contains(insights, `"i-1"`) || strings.Contains(second, `"i-1"`) || !strings.Contains(second, `"i-2"`) || !strings.Contains(second, `"i-3"`) {
		t.Errorf("pages of insights:\n%s\n%s", insights, second)
	}
	for _, path := range []string{"/clusters/one/addons?nextToken=" + token, "/clusters/one/node-groups?nextToken=nonsense", "/clusters/one/node-groups?maxResults=0"} {
		if got := (question{path: path}).ask(t, server); got.status != http.StatusBadRequest || got.header.Get("X-Amzn-Errortype") != "InvalidParameterException" {
			t.Errorf("%s gives %d %s", path, got.status, got.body)
		}
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// The golden answers go out as they are in the files, page by page.
func TestGoldenAnswers(t *testing.T) {
	server := New(t, GoldenWorld())
	for path, name := range goldenAnswers {
		want, err := GoldenFile(name)
		if err != nil {
			t.Fatal(err)
		}
		asked := question{path: path}
		if strings.HasPrefix(path, "/clusters/shop-prod/insights") && !strings.Contains(path, "/insights/") {
			asked = question{method: http.MethodPost, path: "/clusters/shop-prod/insights", body: `{"filter":{"statuses":["ERROR"]}}`}
			if strings.Contains(path, "?") {
				asked.body = `{"nextToken":"cGFnZTI="}`
			}
		}
		if got := asked.ask(t, server); got.status != http.StatusOK || got.body != string(want) {
			t.Errorf("%s: %d\n%s", path, got.status, got.body)
		}
	}
	if got := (question{path: "/clusters/shop-prod", unsigned: true}).ask(t, server); got.status != http.StatusForbidden {
		t.Errorf("a golden answer without a signature: %d", got.status)
	}
}

// The errors that the server makes are those of the files.
func TestGoldenErrors(t *testing.T) {
	server := New(t, World{Clusters: []Cluster{ReadyCluster(GoldenCluster)}, Faults: []Fault{{Action: "eks:ListInsights", Effect: AccessDenied()}}})
	for name, asked := range map[string]question{
		"error-access-denied":     {method: http.MethodPost, path: "/clusters/shop-prod/insights", body: "{}"},
		"error-cluster-not-found": {path: "/clusters/shop-none"},
	} {
		want, err := GoldenFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, asked.ask(t, server).body, string(want))
	}
}
