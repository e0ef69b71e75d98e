package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// liveGate is a gate that asks EKS what is there now.
const liveGate = `
variable "environment" {
  type    = string
  default = "dev"
}
resource "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  environment     = var.environment
  baseline_source = "eks"
}
`

// fleet writes six environments that name their clusters, at a version.
func (m *module) fleet(version string) {
	for _, environment := range sixEnvironments {
		m.cluster(environment, version)
	}
}

func (m *module) cluster(environment, version string) {
	m.t.Helper()
	m.write("env-vars/"+environment+".tfvars", fmt.Sprintf("cluster_name = %q\ncluster_version = %q\n", ekstest.ClusterName(environment), version))
}

func (m *module) livePlan(more ...string) outcome {
	m.t.Helper()
	return m.terraform(append([]string{"plan", "-input=false"}, more...)...)
}

func TestGateAsksEKS(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate)
	m.fleet("1.34")
	m.livePlan().passes().warns()

	m.cluster("prod", "1.36")
	m.livePlan().stopped("prod: minor-version-skip 1.34 -> 1.36", "prod: node-group-skew blue 1.34", "prod: addon-incompatible coredns").
		says("error", "prod: minor-version-skip", "EKS (cluster shop-prod", ekstest.Account, ekstest.Region)

	// EKS knows better than a merged file: what is there is what counts.
	server.Update(func(world *ekstest.World) {
		for i := range world.Clusters {
			if world.Clusters[i].Name == "shop-prod" {
				world.Clusters[i].Version = "1.35"
			}
		}
	})
	for _, d := range m.livePlan().of("error") {
		if strings.Contains(d.Summary, "minor-version-skip") {
			t.Errorf("1.35 to 1.36 is no skip: %s", d.Summary)
		}
	}
}

// Where nobody chose EKS it is not asked, whatever the provider's configuration
// holds; nor is it to validate.
func TestNothingIsAskedWithoutNeed(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+strings.Replace(liveGate, `baseline_source = "eks"`, "", 1))
	m.fleet("1.34")
	m.livePlan().passes()
	m.write("main.tf", liveRoot(server, "")+liveGate)
	m.run("validate")
	if calls := server.Calls(); len(calls) > 0 {
		t.Errorf("%d requests were made, the first %s", len(calls), calls[0].Action)
	}
}

// The newer of two baselines counts, and a plan names both.
func TestGateWhereTheClusterWasChangedElsewhere(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate)
	m.fleet("1.34")
	m.terraform("apply", "-auto-approve", "-input=false").passes()
	runs := func(version string) {
		server.Update(func(world *ekstest.World) {
			for i := range world.Clusters {
				if world.Clusters[i].Name == "shop-dev" {
					world.Clusters[i].Version = version
				}
			}
		})
	}
	runs("1.35")
	said := m.livePlan()
	said.says("error", "dev: version-downgrade 1.35 -> 1.34", "EKS (cluster shop-dev")
	said.says("warning", "dev: two baselines, 1.34 and 1.35", "The newer counts")

	m.cluster("dev", "1.35")
	for _, d := range m.livePlan().passes().of("warning") {
		if strings.Contains(d.Summary, "two baselines") {
			t.Errorf("the file asks for what is there, and the plan says: %s", d.Summary)
		}
	}

	runs("1.33")
	said = m.livePlan()
	said.says("error", "dev: minor-version-skip 1.33 -> 1.35", "EKS (cluster shop-dev", "1.34 (the last apply)")
	said.says("warning", "dev: two baselines, 1.34 and 1.33", "A step up is judged from 1.33")
	m.cluster("dev", "1.33")
	m.livePlan().says("error", "dev: version-downgrade 1.34 -> 1.33", "1.34 (the last apply), the newer of two baselines", "give that in baseline")
}

// Each request is made once in a plan, whatever asks.
func TestGateAsksOnce(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate+`
data "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  baseline_source = "eks"
}
`)
	m.fleet("1.34")
	m.livePlan().passes()
	asked := map[string]int{}
	for _, call := range server.Calls() {
		if call.Action == "eks:DescribeCluster" {
			asked[call.Cluster]++
		}
	}
	for _, environment := range sixEnvironments {
		if count := asked[ekstest.ClusterName(environment)]; count != 1 {
			t.Errorf("%s was asked for %d times", environment, count)
		}
	}
}

func TestGateNeverPassesUnread(t *testing.T) {
	for name, test := range map[string]struct {
		fault ekstest.Fault
		says  string
	}{
		"denied":  {ekstest.Fault{Action: "eks:DescribeCluster", Cluster: "shop-prod", Effect: ekstest.AccessDenied()}, "eks:DescribeCluster"},
		"expired": {ekstest.Fault{Action: "eks:DescribeCluster", Cluster: "shop-prod", Effect: ekstest.ExpiredToken()}, "expired"},
		"broken":  {ekstest.Fault{Action: "eks:DescribeCluster", Cluster: "shop-prod", Effect: ekstest.WrongJSON()}, "eks:DescribeCluster"},
	} {
		t.Run(name, func(t *testing.T) {
			server := ekstest.New(t, ekstest.SixEnvironments())
			server.Break(test.fault)
			m := newModule(t, liveRoot(server, "max_retries = 0")+liveGate)
			m.fleet("1.34")
			m.livePlan().stopped("prod: environment-unreadable").says("error", "prod: environment-unreadable", test.says)

			m.env = []string{"EKSUPGRADE_ENFORCEMENT=off"}
			m.livePlan().passes()
		})
	}
}

// A cluster that is not there yet may start at any version, and a plan says which
// cluster was looked for, and in which account: with plain keys STS tells it.
func TestGateOfANewCluster(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate)
	m.fleet("1.34")
	m.write("env-vars/dev.tfvars", "cluster_name = \"shop-new\"\ncluster_version = \"1.35\"\n")
	m.write("env-vars/lab.tfvars", "cluster_name = \"shop-newer\"\ncluster_version = \"1.34\"\n")
	said := m.livePlan().passes().warns("dev: environment-unreadable", "lab: environment-unreadable")
	for environment, cluster := range map[string]string{"dev": "shop-new", "lab": "shop-newer"} {
		said.says("warning", environment+": environment-unreadable", "cluster "+cluster, ekstest.Account, ekstest.Region, "does not exist")
	}
	if asked := callsOf(server, "sts:GetCallerIdentity"); asked != 1 {
		t.Errorf("STS was asked %d times whose the keys are, want once", asked)
	}
}

// Without the account a plan says what it knows, and asks nobody.
func TestGateOfANewClusterWithoutAccountID(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "  skip_requesting_account_id = true")+liveGate)
	m.write("env-vars/dev.tfvars", "cluster_name = \"shop-new\"\ncluster_version = \"1.35\"\n")
	m.livePlan().passes().warns("dev: environment-unreadable").
		says("warning", "dev: environment-unreadable", "cluster shop-new", ekstest.Region, "does not exist")
	if asked := callsOf(server, "sts:GetCallerIdentity"); asked != 0 {
		t.Errorf("STS was asked %d times, and the settings say that it is not to be", asked)
	}
}

func callsOf(server *ekstest.Server, action string) int {
	count := 0
	for _, call := range server.Calls() {
		if call.Action == action {
			count++
		}
	}
	return count
}

// The provider's environments say how each cluster is reached.
func TestGateReachesOtherAccounts(t *testing.T) {
	world := ekstest.SixEnvironments()
	const other = "444455556666"
	for i := range world.Clusters {
		if world.Clusters[i].Name == "shop-prod" {
			world.Clusters[i].Account, world.Clusters[i].Region, world.Clusters[i].Name = other, "eu-central-1", "live"
		}
	}
	world.Roles = []ekstest.Role{{ARN: "arn:aws:iam::" + other + ":role/reader", ExternalID: "shop"}}
	server := ekstest.New(t, world)
	m := newModule(t, liveRoot(server, `
  environments = {
    prod = {
      region       = "eu-central-1"
      cluster_name = "live"
      assume_role = {
        role_arn    = "arn:aws:iam::`+other+`:role/reader"
        external_id = "shop"
      }
    }
  }
`)+liveGate)
	m.fleet("1.34")
	m.write("env-vars/prod.tfvars", "cluster_version = \"1.36\"\n")
	m.livePlan().says("error", "prod: minor-version-skip 1.34 -> 1.36", "cluster live", other, "eu-central-1")

	m.cluster("prod", "1.34")
	m.livePlan().passes().says("warning", "eksupgrade: two places say where EKS is to be asked", `"live"`, "shop-prod")
}

// A baseline that comes from EKS may change between plan and apply.
func TestGateAppliesWithEKS(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate+"output \"applied\" {\n  value = eksupgrade_readiness.this.applied\n}\n")
	m.fleet("1.34")
	same(t, "applied", m.outputs()["applied"], `{"dev":{"cluster_version":"1.34","node_group_versions":{}}}`)
	m.livePlan().passes().warns().changes()

	m.cluster("dev", "1.35")
	m.livePlan("-out=saved.tfplan").passes()
	server.Update(func(world *ekstest.World) {
		for i := range world.Clusters {
			if world.Clusters[i].Name == "shop-dev" {
				world.Clusters[i].Version = "1.35"
			}
		}
	})
	m.terraform("apply", "-input=false", "saved.tfplan").passes()
	same(t, "applied", m.outputs()["applied"], `{"dev":{"cluster_version":"1.35","node_group_versions":{}}}`)
}

func TestGateWithoutAccess(t *testing.T) {
	m := newModule(t, root+liveGate)
	m.cluster("dev", "1.34")
	m.livePlan().stopped("dev: environment-unreadable").says("error", "dev: environment-unreadable", "profile", "AWS_PROFILE")

	m.env = []string{"AWS_ACCESS_KEY_ID=" + ekstest.AccessKey, "AWS_SECRET_ACCESS_KEY=" + ekstest.SecretKey}
	m.livePlan().stopped("dev: environment-unreadable").says("error", "dev: environment-unreadable", "region", "AWS_REGION")

	m.write("env-vars/dev.tfvars", "cluster_version = \"1.34\"\n")
	m.livePlan().stopped("dev: environment-unreadable").
		says("error", "dev: environment-unreadable", "cluster_name in env-vars/dev.tfvars", "cluster_name in environments of the provider's configuration")
}

// The environment variables of AWS do without any configuration.
func TestGateWithEnvironmentVariables(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, root+liveGate)
	m.env = []string{
		"AWS_ACCESS_KEY_ID=" + ekstest.AccessKey, "AWS_SECRET_ACCESS_KEY=" + ekstest.SecretKey,
		"AWS_REGION=" + ekstest.Region, "AWS_ENDPOINT_URL_EKS=" + server.URL, "AWS_ENDPOINT_URL_STS=" + server.URL,
	}
	m.fleet("1.34")
	m.livePlan().passes().warns()
}

func TestGateWithConfigurationNotKnownYet(t *testing.T) {
	m := newModule(t, root+`
resource "terraform_data" "later" {
  input = "eu-west-1"
}
provider "eksupgrade" {
  region = terraform_data.later.output
}
`+liveGate)
	m.cluster("dev", "1.34")
	said := m.livePlan().passes()
	if len(said.of("warning")) == 0 || !strings.Contains(said.String(), "region") {
		t.Errorf("no warning says that EKS is asked later: %s", said)
	}
}

// The verdict as data, with EKS as the source of what is there.
func TestReadinessDataSourceAsksEKS(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+`
data "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  baseline_source = "eks"
}
output "verdict" {
  value = data.eksupgrade_readiness.this.verdict
}
output "prod" {
  value = data.eksupgrade_readiness.this.environments["prod"]
}
`)
	m.fleet("1.34")
	m.cluster("prod", "1.36")
	got := m.outputs()
	same(t, "verdict", got["verdict"], `"not_ready"`)
	same(t, "current_version", field(t, got["prod"], "current_version"), `"1.34"`)
	same(t, "next_version", field(t, got["prod"], "next_version"), `"1.35"`)
}

// No secret is in a log or in a state, whatever is logged.
func TestNoSecretIsLoggedOrStored(t *testing.T) {
	world := ekstest.SixEnvironments()
	world.Roles = []ekstest.Role{{ARN: "arn:aws:iam::" + ekstest.Account + ":role/reader"}}
	server := ekstest.New(t, world)
	m := newModule(t, liveRoot(server, `
  assume_role {
    role_arn = "arn:aws:iam::`+ekstest.Account+`:role/reader"
  }
`)+liveGate+`
data "eksupgrade_insights" "this" {
  cluster_name = "shop-dev"
}
data "eksupgrade_addon_compatibility" "this" {
  cluster_name = "shop-dev"
}
data "eksupgrade_cluster_versions" "this" {}
`)
	m.fleet("1.34")
	log := filepath.Join(t.TempDir(), "trace.log")
	m.env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + log, "AWS_SESSION_TOKEN="}
	output, status := m.run("apply", "-auto-approve", "-input=false", "-no-color")
	if status != 0 {
		t.Fatalf("apply: %s", output)
	}
	secrets := []string{ekstest.SecretKey, "X-Amz-Security-Token", "SessionToken", "Signature="}
	keys := map[string]bool{}
	for _, call := range server.Calls() {
		keys[call.AccessKey] = true
	}
	for key := range keys {
		if key != "" && key != ekstest.AccessKey {
			secrets = append(secrets, key)
		}
	}
	if len(keys) < 2 {
		t.Errorf("the role was not assumed: the server saw the keys %v", keys)
	}
	state := filepath.Join(m.dir, "terraform.tfstate")
	for _, file := range []string{log, state} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if file == log && len(text) < 10_000 {
			t.Errorf("the log has %d bytes: it is no trace", len(text))
		}
		for _, secret := range append(secrets, ekstest.AccessKey) {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds %q", filepath.Base(file), secret)
			}
		}
	}
	for _, secret := range secrets {
		if strings.Contains(output, secret) {
			t.Errorf("the output holds %q", secret)
		}
	}
}
