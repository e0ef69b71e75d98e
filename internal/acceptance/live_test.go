package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// noAWS keeps the AWS settings of the machine out of the tests.
var noAWS = []string{
	"AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=", "AWS_PROFILE=", "AWS_DEFAULT_PROFILE=", "AWS_REGION=", "AWS_DEFAULT_REGION=",
	"AWS_WEB_IDENTITY_TOKEN_FILE=", "AWS_ROLE_ARN=", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=", "AWS_CONTAINER_CREDENTIALS_FULL_URI=",
	"AWS_CONFIG_FILE=there-is-no-such-file", "AWS_SHARED_CREDENTIALS_FILE=there-is-no-such-file",
	"AWS_ENDPOINT_URL=", "AWS_ENDPOINT_URL_EKS=", "AWS_ENDPOINT_URL_STS=", "HTTP_PROXY=", "HTTPS_PROXY=", "http_proxy=", "https_proxy=",
}

// liveRoot is a root module whose provider asks a server. The %s are further
// settings of the provider.
func liveRoot(server *ekstest.Server, settings string) string {
	return root + fmt.Sprintf(`
provider "eksupgrade" {
  region     = %q
  access_key = %q
  secret_key = %q
  endpoints {
    eks = %[4]q
    sts = %[4]q
  }
%[5]s
}
`, ekstest.Region, ekstest.AccessKey, ekstest.SecretKey, server.URL, settings)
}

// golden is a server of the answers that were written by hand.
func golden(t *testing.T) *ekstest.Server {
	t.Helper()
	return ekstest.New(t, ekstest.GoldenWorld())
}

// field goes down into a value: names of members, numbers of elements.
func field(t *testing.T, value any, steps ...any) any {
	t.Helper()
	for _, step := range steps {
		switch at := step.(type) {
		case string:
			members, ok := value.(map[string]any)
			if !ok {
				t.Fatalf("no member %v of %v", at, value)
			}
			value = members[at]
		case int:
			elements, ok := value.([]any)
			if !ok || at >= len(elements) {
				t.Fatalf("no element %v of %v", at, value)
			}
			value = elements[at]
		}
	}
	return value
}

func TestInsightsDataSource(t *testing.T) {
	m := newModule(t, liveRoot(golden(t), "")+`
data "eksupgrade_insights" "this" {
  cluster_name = "shop-prod"
}
output "all" {
  value = data.eksupgrade_insights.this
}
`)
	all := m.outputs()["all"]
	same(t, "passing", field(t, all, "passing"), `false`)
	same(t, "counts", field(t, all, "counts"), `{"ERROR":1,"PASSING":1,"UNKNOWN":1,"WARNING":1}`)
	insights := field(t, all, "insights").([]any)
	if len(insights) != 4 {
		t.Fatalf("%d insights, want those of both pages", len(insights))
	}
	for place, want := range []map[string]string{
		{
			"name": `"Cluster health issues"`, "id": `"bf5d4293-6ea0-4185-8d94-307c8e9fa1b4"`, "status": `"PASSING"`, "reason": `"No cluster health issues detected."`,
			"description":    `"Checks for any cluster health issues that prevent successful upgrade to the next Kubernetes version on EKS."`,
			"recommendation": `"Address any cluster health issues listed below that impact cluster upgrades."`,
			"category":       `"UPGRADE_READINESS"`, "kubernetes_version": `"1.35"`, "last_refresh_time": `"2026-11-22T06:12:44Z"`, "last_transition_time": `"2026-11-19T06:10:02Z"`,
			"additional_info": `{}`, "resources": `[]`, "deprecations": `[]`, "addons": `[]`,
		},
		{
			"name": `"Deprecated APIs removed in Kubernetes v1.35"`, "id": `"8c2a1f60-3b7d-4e52-9a61-0d4f5b6c7e81"`, "status": `"ERROR"`,
			"reason":         `"Deprecated API usage detected within last 30 days and your cluster is on Kubernetes v1.34."`,
			"recommendation": `"Update manifests and API clients to use newer Kubernetes APIs if applicable before upgrading to Kubernetes v1.35."`,
			"additional_info": `{"EKS update cluster documentation":"https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",` +
				`"Kubernetes v1.35 deprecation guide":"https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-35"}`,
			"deprecations": `[{"client_stats":[{"last_request_time":"2026-11-21T23:59:59Z","requests_last_30_days":120345,"user_agent":"argocd-application-controller"},` +
				`{"last_request_time":"2026-11-10T08:00:00Z","requests_last_30_days":3,"user_agent":"kubectl"}],` +
				`"replaced_with":"/apis/example.k8s.io/v1/widgets","start_serving_replacement_version":"1.32","stop_serving_version":"1.35","usage":"/apis/example.k8s.io/v1beta1/widgets"},` +
				`{"client_stats":[],"replaced_with":null,"start_serving_replacement_version":null,"stop_serving_version":"1.35","usage":"/apis/example.k8s.io/v1beta1/gadgets"}]`,
		},
		{
			"name": `"EKS add-on version compatibility"`, "status": `"WARNING"`,
			"resources": `[{"arn":"arn:aws:eks:eu-west-1:111122223333:addon/shop-prod/vpc-cni/3ce4d5f6-0718-2930-a4b5-c6d7e8f90a1b","kubernetes_resource_uri":null,"reason":null,"status":"WARNING"}]`,
			"addons":    `[{"compatible_versions":["v1.21.1-eksbuild.1","v1.20.4-eksbuild.2"],"name":"vpc-cni"}]`,
		},
		{
			"name": `"Kubelet version skew"`, "status": `"UNKNOWN"`, "reason": `"Unable to determine status of node kubelet versions."`,
			"resources": `[{"arn":null,"kubernetes_resource_uri":"/api/v1/nodes/ip-10-0-1-17.eu-west-1.compute.internal","reason":"The node did not report its kubelet version.","status":"UNKNOWN"}]`,
		},
	} {
		for name, value := range want {
			same(t, fmt.Sprintf("insights[%d].%s", place, name), field(t, insights, place, name), value)
		}
	}
}

func TestInsightsAreFiltered(t *testing.T) {
	world := ekstest.SixEnvironments()
	server := ekstest.New(t, world)
	m := newModule(t, liveRoot(server, "")+`
data "eksupgrade_insights" "errors" {
  cluster_name        = "shop-prod"
  region              = "eu-west-1"
  categories          = ["UPGRADE_READINESS"]
  statuses            = ["ERROR", "WARNING"]
  kubernetes_versions = ["1.35"]
}
data "eksupgrade_insights" "none" {
  cluster_name        = "shop-prod"
  kubernetes_versions = ["1.99"]
}
output "errors" {
  value = data.eksupgrade_insights.errors
}
output "none" {
  value = data.eksupgrade_insights.none.passing
}
`)
	got := m.outputs()
	same(t, "passing", field(t, got["errors"], "passing"), `true`)
	same(t, "insights", field(t, got["errors"], "insights"), `[]`)
	same(t, "counts", field(t, got["errors"], "counts"), `{"ERROR":0,"PASSING":0,"UNKNOWN":0,"WARNING":0}`)
	same(t, "passing of none", got["none"], `false`)
}

func TestAddonCompatibilityDataSource(t *testing.T) {
	m := newModule(t, liveRoot(golden(t), "")+`
data "eksupgrade_addon_compatibility" "cluster" {
  cluster_name        = "shop-prod"
  addons              = { cluster-autoscaler = "1.34.5", metrics-server = "0.7.2" }
  kubernetes_versions = ["1.35", "1.36"]
}
data "eksupgrade_addon_compatibility" "next" {
  cluster_name = "shop-prod"
}
data "eksupgrade_addon_compatibility" "addons" {
  addons              = { coredns = "v1.13.2-eksbuild.19" }
  region              = "eu-west-1"
  kubernetes_versions = ["1.36"]
}
output "all" {
  value = data.eksupgrade_addon_compatibility.cluster
}
output "next" {
  value = keys(data.eksupgrade_addon_compatibility.next.matrix["vpc-cni"])
}
output "addons" {
  value = data.eksupgrade_addon_compatibility.addons
}
`)
	got := m.outputs()
	all := got["all"]
	same(t, "source", field(t, all, "source"), `"eks"`)
	same(t, "incompatible", field(t, all, "incompatible"), `["cluster-autoscaler","coredns","vpc-cni"]`)
	same(t, "vpc-cni", field(t, all, "matrix", "vpc-cni"), `{"1.35":{"compatible_versions":["v1.21.1-eksbuild.1","v1.20.4-eksbuild.2"],"default_version":"v1.20.4-eksbuild.2",`+
		`"installed_compatible":false,"installed_version":"v1.19.2-eksbuild.1","latest_version":"v1.21.1-eksbuild.1","source":"eks","upgrade_to":"v1.20.4-eksbuild.2"},`+
		`"1.36":{"compatible_versions":["v1.21.1-eksbuild.1"],"default_version":"v1.21.1-eksbuild.1",`+
		`"installed_compatible":false,"installed_version":"v1.19.2-eksbuild.1","latest_version":"v1.21.1-eksbuild.1","source":"eks","upgrade_to":"v1.21.1-eksbuild.1"}}`)
	same(t, "coredns", field(t, all, "matrix", "coredns", "1.35"), `{"compatible_versions":["v1.14.3-eksbuild.11","v1.13.2-eksbuild.19"],"default_version":"v1.14.3-eksbuild.11",`+
		`"installed_compatible":true,"installed_version":"v1.13.2-eksbuild.19","latest_version":"v1.14.3-eksbuild.11","source":"eks","upgrade_to":null}`)
	for name, want := range map[string]string{
		"installed_version": `"1.34.5"`, "installed_compatible": `false`, "latest_version": `"1.35.2"`, "upgrade_to": `"1.35.2"`, "default_version": `null`, "source": `"catalog"`,
	} {
		same(t, "cluster-autoscaler "+name, field(t, all, "matrix", "cluster-autoscaler", "1.35", name), want)
	}
	same(t, "metrics-server installed_compatible", field(t, all, "matrix", "metrics-server", "1.35", "installed_compatible"), `true`)
	same(t, "metrics-server source", field(t, all, "matrix", "metrics-server", "1.35", "source"), `"catalog"`)
	controller := field(t, all, "matrix", "aws-load-balancer-controller", "1.35")
	same(t, "aws-load-balancer-controller", field(t, controller, "installed_compatible"), `null`)
	same(t, "aws-load-balancer-controller", field(t, controller, "source"), `"catalog"`)
	same(t, "next", got["next"], `["1.34","1.35"]`)

	same(t, "source", field(t, got["addons"], "source"), `"eks"`)
	same(t, "incompatible", field(t, got["addons"], "incompatible"), `["coredns"]`)
	same(t, "upgrade_to", field(t, got["addons"], "matrix", "coredns", "1.36", "upgrade_to"), `"v1.14.3-eksbuild.11"`)
}

// Without credentials the catalog stands for EKS, and nothing waits for a network.
func TestAddonCompatibilityWithoutCredentials(t *testing.T) {
	m := newModule(t, root+`
data "eksupgrade_addon_compatibility" "this" {
  addons              = { cluster-autoscaler = "1.35.2", kube-proxy = "v1.34.6-eksbuild.13", nobody-knows = "1.0" }
  kubernetes_versions = ["1.35"]
}
output "all" {
  value = data.eksupgrade_addon_compatibility.this
}
`)
	all := m.outputs()["all"]
	same(t, "source", field(t, all, "source"), `"catalog"`)
	same(t, "incompatible", field(t, all, "incompatible"), `["kube-proxy"]`)
	same(t, "kube-proxy", field(t, all, "matrix", "kube-proxy", "1.35"), `{"compatible_versions":["v1.35.3-eksbuild.13"],"default_version":null,`+
		`"installed_compatible":false,"installed_version":"v1.34.6-eksbuild.13","latest_version":"v1.35.3-eksbuild.13","source":"catalog","upgrade_to":"v1.35.3-eksbuild.13"}`)
	same(t, "cluster-autoscaler", field(t, all, "matrix", "cluster-autoscaler", "1.35", "installed_compatible"), `true`)
	same(t, "nobody-knows", field(t, all, "matrix", "nobody-knows", "1.35"), `{"compatible_versions":[],"default_version":null,`+
		`"installed_compatible":null,"installed_version":"1.0","latest_version":null,"source":"catalog","upgrade_to":null}`)

	m.write("main.tf", root+"data \"eksupgrade_addon_compatibility\" \"this\" {\n  cluster_name = \"shop-prod\"\n}\n")
	m.terraform("plan", "-input=false").says("error", "The add-ons of cluster shop-prod could not be read", "region")
	m.write("main.tf", root+"data \"eksupgrade_addon_compatibility\" \"this\" {\n}\n")
	m.terraform("plan", "-input=false").find("error", "Missing Attribute Configuration")
}

func TestClusterVersionsOfEKS(t *testing.T) {
	m := newModule(t, liveRoot(golden(t), "")+`
data "eksupgrade_cluster_versions" "now" {}
data "eksupgrade_cluster_versions" "then" {
  as_of  = "2026-12-10"
  region = "eu-west-1"
}
output "source" {
  value = data.eksupgrade_cluster_versions.now.source
}
output "now" {
  value = { for v in data.eksupgrade_cluster_versions.now.versions : v.version => v }
}
output "then" {
  value = { for v in data.eksupgrade_cluster_versions.then.versions : v.version => v }
}
`)
	got := m.outputs()
	same(t, "source", got["source"], `"eks"`)
	same(t, "1.36", field(t, got["now"], "1.36"), `{"days_left":null,"end_of_extended_support_date":"2028-08-02","end_of_standard_support_date":"2027-08-02",`+
		`"release_date":"2026-06-02","source":"eks","status":"STANDARD_SUPPORT","version":"1.36"}`)
	same(t, "1.33", field(t, got["now"], "1.33", "status"), `"EXTENDED_SUPPORT"`)
	same(t, "1.30", field(t, got["now"], "1.30", "status"), `"UNSUPPORTED"`)
	same(t, "then 1.34", field(t, got["then"], "1.34", "status"), `"EXTENDED_SUPPORT"`)
	same(t, "then 1.34", field(t, got["then"], "1.34", "days_left"), `-8`)
	if source := field(t, got["now"], "1.31", "source"); !strings.HasPrefix(fmt.Sprint(source), "awsdocs/") {
		t.Errorf("1.31, which EKS does not name, has the source %v", source)
	}
}

// What EKS cannot tell of the calendar the catalog can, and a warning says so.
func TestClusterVersionsFallBack(t *testing.T) {
	server := golden(t)
	server.Break(ekstest.Fault{Action: "eks:DescribeClusterVersions", Effect: ekstest.AccessDenied()})
	m := newModule(t, liveRoot(server, "")+`
data "eksupgrade_cluster_versions" "this" {}
output "source" {
  value = data.eksupgrade_cluster_versions.this.source
}
`)
	m.terraform("plan", "-input=false").passes().warns("eksupgrade: EKS could not be asked for its versions").
		says("warning", "eksupgrade: EKS could not", "eks:DescribeClusterVersions")
	same(t, "source", m.outputs()["source"], `"catalog"`)
}

func TestDataSourcesSayWhatIsMissing(t *testing.T) {
	insights := "data \"eksupgrade_insights\" \"this\" {\n  cluster_name = \"shop-prod\"\n}\n"
	for name, test := range map[string]struct {
		fault ekstest.Fault
		says  []string
	}{
		"denied":  {ekstest.Fault{Action: "eks:DescribeInsight", Effect: ekstest.AccessDenied()}, []string{"eks:DescribeInsight"}},
		"expired": {ekstest.Fault{Action: "eks:ListInsights", Effect: ekstest.ExpiredToken()}, []string{"expired"}},
		"no such": {ekstest.Fault{Action: "eks:ListInsights", Effect: ekstest.NoCluster()}, []string{"shop-prod"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := golden(t)
			server.Break(test.fault)
			m := newModule(t, liveRoot(server, "max_retries = 0")+insights)
			m.terraform("plan", "-input=false").says("error", "The insights of cluster shop-prod could not be read", test.says...)
		})
	}
	for name, test := range map[string]struct {
		fault ekstest.Fault
		says  []string
	}{
		"add-ons denied": {ekstest.Fault{Action: "eks:DescribeAddon", Effect: ekstest.AccessDenied()}, []string{"eks:DescribeAddon"}},
		"offers denied":  {ekstest.Fault{Action: "eks:DescribeAddonVersions", Effect: ekstest.AccessDenied()}, []string{"eks:DescribeAddonVersions"}},
		"no such":        {ekstest.Fault{Action: "eks:DescribeCluster", Effect: ekstest.NoCluster()}, []string{"shop-prod", "eu-west-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := golden(t)
			server.Break(test.fault)
			m := newModule(t, liveRoot(server, "max_retries = 0")+"data \"eksupgrade_addon_compatibility\" \"this\" {\n  cluster_name = \"shop-prod\"\n}\n")
			m.livePlan().says("error", "The add-ons of cluster shop-prod could not be read", test.says...)
		})
	}
	m := newModule(t, root+"provider \"eksupgrade\" {\n  region = \"eu-west-1\"\n}\n"+insights)
	m.terraform("plan", "-input=false").says("error", "The insights of cluster shop-prod could not be read", "AWS_ACCESS_KEY_ID", "profile")
}

// A setting that is known only after apply is no crash: what EKS would say is null.
func TestProviderConfigurationNotKnownYet(t *testing.T) {
	m := newModule(t, root+`
resource "terraform_data" "later" {
  input = "eu-west-1"
}
provider "eksupgrade" {
  region = terraform_data.later.output
}
data "eksupgrade_insights" "this" {
  cluster_name = "shop-prod"
}
data "eksupgrade_addon_compatibility" "this" {
  cluster_name = "shop-prod"
}
data "eksupgrade_cluster_versions" "this" {}
output "source" {
  value = data.eksupgrade_cluster_versions.this.source
}
`)
	m.terraform("plan", "-input=false").passes().
		says("warning", "eksupgrade: the insights of cluster shop-prod cannot be read before apply", "region").
		says("warning", "eksupgrade: the add-ons of cluster shop-prod cannot be read before apply", "region")
}
