package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// kubernetesOf are the settings that reach a server.
func kubernetesOf(server *kubetest.Server) string {
	return fmt.Sprintf("{\n host = %q\n cluster_ca_certificate = <<-EOT\n%s\nEOT\n token = %q\n}\n", server.URL, strings.TrimSpace(server.CA), kubetest.Token)
}

// kubeRoot is a root module whose provider asks one API server alone.
func kubeRoot(server *kubetest.Server) string {
	return root + "provider \"eksupgrade\" {\n  kubernetes = " + kubernetesOf(server) + "}\n"
}

// throughEKS are an EKS server and the API server of shop-dev, which takes the
// tokens that EKS would take for it.
func throughEKS(t *testing.T) (*ekstest.Server, *kubetest.Server) {
	t.Helper()
	var aws *ekstest.Server
	world := kubetest.SixAddons()
	world.Authenticate = func(token string) (string, bool) { return aws.WhoSigned("shop-dev", token) }
	server := kubetest.New(t, world)
	clusters := ekstest.SixEnvironments()
	for at := range clusters.Clusters {
		clusters.Clusters[at].Endpoint, clusters.Clusters[at].CA = server.URL, server.CA
	}
	aws = ekstest.New(t, clusters)
	return aws, server
}

const allWorkloads = `
data "eksupgrade_workloads" "this" {}
output "all" {
  value = data.eksupgrade_workloads.this
}
`

func TestWorkloadsDataSource(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	m := newModule(t, kubeRoot(server)+allWorkloads)
	all := m.outputs()["all"]
	for name, want := range map[string]string{
		"kubernetes_version": `"1.34"`,
		"server_version":     `"` + kubetest.DefaultVersion + `"`,
		"node_versions":      `{"1.33":1,"1.34":2}`,
		"not_read":           `[]`,
		"deprecated_apis":    `[{"group_version":"flowcontrol.apiserver.k8s.io/v1beta3","removed_in":"1.32","resource":"flowschemas"}]`,
	} {
		same(t, name, field(t, all, name), want)
	}
	same(t, "nodes", field(t, all, "nodes", 2), `{"kubelet_version":"v1.33.5-eks-113cf36","name":"ip-10-0-2-21.eu-west-1.compute.internal","node_group":"green","os_image":"Amazon Linux 2023.9.20260914"}`)
	versions := map[string]any{}
	for i := range field(t, all, "addons").([]any) {
		addon := field(t, all, "addons", i)
		versions[fmt.Sprint(field(t, addon, "name"))] = field(t, addon, "version")
		if field(t, addon, "name") == "metrics-server" {
			same(t, "metrics-server reason", field(t, addon, "reason"), `"no version in the image reference"`)
		}
	}
	same(t, "addons", versions, `{"aws-load-balancer-controller":"v2.14.1","cluster-autoscaler":"v1.33.1","coredns":"v1.12.4-eksbuild.1","kube-proxy":"v1.34.1-minimal-eksbuild.2","metrics-server":null,"vpc-cni":"v1.20.4-eksbuild.2"}`)
	var names []string
	for i := range field(t, all, "workloads").([]any) {
		names = append(names, fmt.Sprint(field(t, all, "workloads", i, "namespace"), "/", field(t, all, "workloads", i, "kind"), "/", field(t, all, "workloads", i, "name")))
	}
	if got, want := strings.Join(names[len(names)-3:], " "), "shop/Deployment/checkout shop/Pod/debug shop/StatefulSet/cart"; got != want {
		t.Errorf("the last workloads are %s, want %s", got, want)
	}
	for i, want := range map[int]int{0: 0, 1: 1} {
		same(t, "disruptions_allowed", field(t, all, "disruption_budgets", i, "disruptions_allowed"), fmt.Sprint(want))
	}
	same(t, "webhooks_failing_closed", field(t, all, "webhooks_failing_closed", 1),
		`{"configuration":"ValidatingWebhookConfiguration policies","exempt":false,"name":"pods.policies.example.com","pods":true,"service":"policies/policies"}`)
	m.livePlan().passes().changes()
	for _, call := range server.Calls() {
		if call.Method != "GET" || !strings.HasPrefix(call.UserAgent, "terraform-provider-eksupgrade/0.0.1 Terraform/") {
			t.Errorf("%s %s by %s", call.Method, call.Path, call.UserAgent)
		}
	}
}

// What may not be listed is null and said, and the rest is read.
func TestWorkloadsSayWhatIsDenied(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	server.Break(kubetest.Fault{Resource: "daemonsets", Effect: kubetest.Forbidden()}, kubetest.Fault{Resource: "/metrics", Effect: kubetest.Forbidden()})
	m := newModule(t, kubeRoot(server)+allWorkloads)
	m.livePlan().passes().says("warning", "eksupgrade: not all of what runs in the cluster of the provider's kubernetes could be read", "daemonsets", "ClusterRole", "/metrics")
	all := m.outputs()["all"]
	for name, want := range map[string]string{"workloads": `null`, "addons": `null`, "deprecated_apis": `null`, "node_versions": `{"1.33":1,"1.34":2}`} {
		same(t, name, field(t, all, name), want)
	}
	same(t, "action", field(t, all, "not_read", 0, "action"), `"list daemonsets.apps"`)
}

func TestWorkloadsThatCannotBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		fault kubetest.Effect
		says  string
	}{
		"refused": {kubetest.Unauthorized(), "kubernetes.token"},
		"page":    {kubetest.HTML(200), "kubernetes.host"},
	} {
		t.Run(name, func(t *testing.T) {
			server := kubetest.New(t, kubetest.SixAddons())
			server.Break(kubetest.Fault{Effect: test.fault})
			m := newModule(t, kubeRoot(server)+allWorkloads)
			said := m.livePlan().says("error", "What runs in the cluster of the provider's kubernetes could not be read", test.says)
			if strings.Contains(said.raw, kubetest.Token) {
				t.Error("the token is printed")
			}
		})
	}
}

// A cluster is reached through EKS by its name, or by its entry in environments.
func TestWorkloadsThroughEKS(t *testing.T) {
	aws, _ := throughEKS(t)
	m := newModule(t, liveRoot(aws, `
  environments = {
    dev = { cluster_name = "shop-dev" }
    lab = {}
  }
`)+`
data "eksupgrade_workloads" "name" {
  cluster_name = "shop-dev"
  region       = "`+ekstest.Region+`"
}
data "eksupgrade_workloads" "environment" {
  environment = "dev"
}
output "versions" {
  value = [data.eksupgrade_workloads.name.kubernetes_version, data.eksupgrade_workloads.environment.kubernetes_version]
}
`)
	same(t, "versions", m.outputs()["versions"], `["1.34","1.34"]`)
	provider := liveRoot(aws, "  environments = {\n    lab = {}\n  }\n")
	for arguments, want := range map[string][2]string{
		``:                             {"No cluster is named", "cluster_name"},
		`environment = "prod"`:         {"No such environment", "lab"},
		`environment = "lab"`:          {"No cluster is named", `environments["lab"]`},
		`cluster_name = "shop-nobody"`: {"What runs in cluster shop-nobody could not be read", "shop-nobody"},
		`region = "eu-west-1"`:         {"Invalid Attribute Combination", "cluster_name"},
	} {
		m.write("main.tf", provider+"data \"eksupgrade_workloads\" \"this\" {\n  "+arguments+"\n}\n")
		m.livePlan().says("error", want[0], want[1])
	}
}

// Where kubernetes is set, the gate that asks EKS also asks what runs there.
func TestGateAsksWhatRuns(t *testing.T) {
	aws, server := throughEKS(t)
	gate := strings.Replace(liveGate, `baseline_source = "eks"`, "baseline_source = \"eks\"\n  other_environments = \"off\"", 1)
	m := newModule(t, liveRoot(aws, "")+gate)
	m.fleet("1.34")
	m.cluster("dev", "1.35")
	without := m.livePlan()
	if calls := server.Calls(); len(calls) > 0 {
		t.Errorf("without kubernetes %d requests were made", len(calls))
	}
	m.write("main.tf", liveRoot(aws, "  kubernetes = {}\n")+gate)
	with := m.livePlan()
	if len(with.of("error"))+len(with.of("warning")) <= len(without.of("error"))+len(without.of("warning")) {
		t.Errorf("asking what runs found nothing more: %s", with)
	}
	with.find("error", "dev: cluster-autoscaler-minor")

	server.Break(kubetest.Fault{Effect: kubetest.Unauthorized()})
	m.livePlan().says("error", "dev: environment-unreadable", "access entry")
}

// The API server alone tells the current version.
func TestGateWithKubernetesAsBaseline(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	gate := strings.Replace(liveGate, `"eks"`, `"kubernetes"`, 1)
	m := newModule(t, kubeRoot(server)+gate)
	m.fleet("1.34")
	m.livePlan().passes()
	m.cluster("dev", "1.36")
	m.livePlan().says("error", "dev: minor-version-skip 1.34 -> 1.36", "Kubernetes (127.0.0.1")

	server.Break(kubetest.Fault{Effect: kubetest.Unauthorized()})
	m.livePlan().says("error", "dev: environment-unreadable", "does not accept the credentials")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=off"}
	m.livePlan().passes()
}

// One server cannot stand for the clusters of six environments, and an entry of its
// own reaches each of them.
func TestGateOfAllEnvironmentsWithKubernetes(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	const gate = `
resource "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  baseline_source = "kubernetes"
}
`
	m := newModule(t, kubeRoot(server)+gate)
	m.cluster("dev", "1.34")
	m.cluster("lab", "1.36")
	m.livePlan().says("error", "Nothing could be judged: kubernetes", "dev, lab", "kubernetes in the provider's configuration")

	entry := func(name string) string { return name + " = {\n kubernetes = " + kubernetesOf(server) + "}\n" }
	m.write("main.tf", root+"provider \"eksupgrade\" {\n environments = {\n"+entry("dev")+entry("lab")+"}\n}\n"+gate)
	m.livePlan().find("error", "lab: minor-version-skip 1.34 -> 1.36")
}

func TestKubernetesNotKnownYet(t *testing.T) {
	m := newModule(t, root+`
resource "terraform_data" "later" {
  input = "https://127.0.0.1:1"
}
provider "eksupgrade" {
  kubernetes = {
    host  = terraform_data.later.output
    token = "t"
  }
}
`+strings.Replace(liveGate, `"eks"`, `"kubernetes"`, 1)+allWorkloads)
	m.cluster("dev", "1.34")
	said := m.livePlan().passes().says("warning", "eksupgrade: what runs in the cluster of the provider's kubernetes cannot be read before apply", "kubernetes.host")
	if !strings.Contains(strings.ReplaceAll(said.String(), "\n", " "), "dev: ") {
		t.Errorf("no warning says that the version of dev is asked later: %s", said)
	}
}

func TestBadKubernetes(t *testing.T) {
	for name, test := range map[string]struct{ settings, summary, says string }{
		"entry without a server": {`environments = { dev = { kubernetes = { token = "t" } } }`, "No server is named", "kubernetes = {}"},
		"two ways to files":      {`kubernetes = { config_path = "a", config_paths = ["b"] }`, "Invalid Attribute Combination", "config_paths"},
		"no such file":           {`kubernetes = { config_path = "there-is-no-such-file" }`, "What runs in the cluster of the provider's kubernetes could not be read", "there-is-no-such-file"},
		"base64":                 {`kubernetes = { host = "https://127.0.0.1:1", cluster_ca_certificate = "x" }`, "What runs in the cluster of the provider's kubernetes could not be read", "kubernetes.cluster_ca_certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, root+"provider \"eksupgrade\" {\n  "+test.settings+"\n}\n"+allWorkloads)
			m.livePlan().says("error", test.summary, test.says)
		})
	}
}

// No secret of a cluster is in a log or in a state, whatever is logged.
func TestNoSecretOfKubernetesIsLoggedOrStored(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	m := newModule(t, kubeRoot(server)+strings.Replace(liveGate, `"eks"`, `"kubernetes"`, 1)+allWorkloads)
	m.fleet("1.34")
	log := filepath.Join(t.TempDir(), "provider.log")
	// The log of Terraform itself holds the configuration, and so the token.
	m.env = []string{"TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH=" + log}
	output, status := m.run("apply", "-auto-approve", "-input=false", "-no-color")
	if status != 0 {
		t.Fatalf("apply: %s", output)
	}
	for _, file := range []string{log, filepath.Join(m.dir, "terraform.tfstate")} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), kubetest.Token) {
			t.Errorf("%s holds the token", filepath.Base(file))
		}
	}
	if strings.Contains(output, kubetest.Token) {
		t.Error("the output holds the token")
	}
}
