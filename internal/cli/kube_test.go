package cli

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// kubeconfig is a file with a context for each server, by its name, that the
// command line finds as kubectl would.
func kubeconfig(t *testing.T, servers map[string]*kubetest.Server) {
	t.Helper()
	var clusters, contexts strings.Builder
	for name, server := range servers {
		fmt.Fprintf(&clusters, "- name: %s\n  cluster: {server: %q, certificate-authority-data: %s}\n", name, server.URL, base64.StdEncoding.EncodeToString([]byte(server.CA)))
		fmt.Fprintf(&contexts, "- name: %s\n  context: {cluster: %s, user: ci}\n", name, name)
	}
	text := "apiVersion: v1\nkind: Config\nclusters:\n" + clusters.String() + "contexts:\n" + contexts.String() +
		"users:\n- name: ci\n  user: {token: " + kubetest.Token + "}\n"
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECONFIG", file)
}

// kubeFolder is the tfvars of clusters that ask for 1.35 with node groups blue and
// green, by environment.
func kubeFolder(t *testing.T, environments ...string) *folder {
	t.Helper()
	f := newFolder(t, nil)
	for _, environment := range environments {
		f.write("env-vars/"+environment+".tfvars", "cluster_version = \"1.35\"\nnode_groups = {\n  blue = { version = \"1.35\" }\n  green = { version = \"1.34\" }\n}\n")
	}
	return f
}

// blueNode is a node of the node group blue.
const blueNode = `apiVersion: v1
kind: Node
metadata: {name: a, labels: {eks.amazonaws.com/nodegroup: blue}}
status: {nodeInfo: {kubeletVersion: v1.34.1-eks-113cf36}}
`

// pdbDenied takes the list of budgets away from the account.
func pdbDenied() kubetest.Fault {
	return kubetest.Fault{Resource: "poddisruptionbudgets", Effect: kubetest.Forbidden()}
}

func TestCheckKube(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	kubeconfig(t, map[string]*kubetest.Server{"admin@prod": server})
	folder := kubeFolder(t, "prod")
	got := command("check", "--kube-context", "admin@prod", folder.envVars())
	got.want(t, 2, "prod 1.34 1.35 blue 1.35, green 1.34",
		"cluster-autoscaler-minor v1.33.1, Kubernetes 1.35", "Deployment cluster-autoscaler/autoscaler-aws-cluster-autoscaler",
		"pdb-blocks-drain cart", "The nodes of StatefulSet shop/cart are replaced in this upgrade",
		"webhook-fails-closed pods.policies.example.com", "in Kubernetes (admin@prod)",
		"metrics-server: no version in the image reference")
	if calls := server.Calls(); len(calls) == 0 || strings.Contains(got.stdout+got.stderr, kubetest.Token) {
		t.Errorf("%d calls; the report holds the token: %s", len(calls), got.stdout)
	}
	for _, call := range server.Calls() {
		if call.Method != "GET" || !strings.HasPrefix(call.UserAgent, "terraform-provider-eksupgrade/1.2.3") {
			t.Errorf("the server was asked %+v", call)
		}
	}
	command("check", "--kube-context", "prod=admin@prod", "--format", "json", folder.envVars()).want(t, 2, `"rule": "pdb-blocks-drain"`, `"current_version": "1.34"`)
}

// A run that does not ask the API says no more than before.
func TestCheckWithoutKube(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	kubeconfig(t, map[string]*kubetest.Server{"admin@prod": server})
	got := command("check", "--baseline", "prod=1.34", kubeFolder(t, "prod").envVars())
	got.want(t, 0, "EKS was not asked")
	if strings.Contains(got.stdout, "Kubernetes API") || len(server.Calls()) > 0 {
		t.Errorf("the Kubernetes API was not to be asked: %s", got.stdout)
	}
}

// With EKS and without the API, one line says that the API was not asked.
func TestCheckLiveWithoutKube(t *testing.T) {
	liveAWS(t, ekstest.SixEnvironments())
	command("check", "--live", "--baseline", "prod=1.34", liveFolder(t, "prod").envVars()).want(t, 0,
		"the Kubernetes API was not asked what runs in the cluster: kubelet-skew, deprecated-api-used, eviction-blocked-now, webhook-fails-closed for prod (does not affect the verdict)")
}

// behindEKS is a world of AWS whose cluster prod has its API at the server.
func behindEKS(t *testing.T, server *kubetest.Server) *ekstest.Server {
	t.Helper()
	cluster := ekstest.ReadyCluster("shop-prod")
	cluster.Endpoint, cluster.CA = server.URL, server.CA
	return liveAWS(t, ekstest.World{Clusters: []ekstest.Cluster{cluster}, Offers: ekstest.Offers(), Versions: ekstest.Versions()})
}

// signedByEKS trusts who shows a token as EKS takes it.
func signedByEKS(world kubetest.World) kubetest.World {
	world.Authenticate = func(token string) (string, bool) { return "ci", strings.HasPrefix(token, "k8s-aws-v1.") }
	return world
}

func TestCheckKubeThroughEKS(t *testing.T) {
	server := kubetest.New(t, signedByEKS(kubetest.SixAddons()))
	aws := behindEKS(t, server)
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "none"))
	command("check", "--kube", liveFolder(t, "prod").envVars()).want(t, 2, "cluster-autoscaler-minor", "EKS was not asked, for there is no live source")
	both := command("check", "--live", "--kube", liveFolder(t, "prod").envVars())
	both.want(t, 2, "cluster-autoscaler-minor")
	if strings.Contains(both.stdout, "not asked") {
		t.Errorf("both were asked: %s", both.stdout)
	}
	aws.Update(func(world *ekstest.World) { world.Clusters = nil })
	command("check", "--kube", liveFolder(t, "prod").envVars()).want(t, 1, "environment-unreadable", "shop-prod")
	command("check", "--live", "--kube", liveFolder(t, "prod").envVars()).want(t, 0, "about to be created")
}

// What an account may not list is named, and nothing that needs it is called fine.
func TestCheckKubeDenied(t *testing.T) {
	server := kubetest.New(t, kubetest.World{Objects: kubetest.MustObjects(blueNode), Faults: []kubetest.Fault{pdbDenied()}})
	kubeconfig(t, map[string]*kubetest.Server{"admin@prod": server})
	folder := kubeFolder(t, "prod")
	command("check", "--kube-context", "admin@prod", folder.envVars()).want(t, 3, "needs list on poddisruptionbudgets", kubetest.User, "pdb-blocks-drain, eviction-blocked-now, pdb-missing for prod")
	command("check", "--kube-context", "admin@prod", "--allow-incomplete", folder.envVars()).want(t, 0)
}

// An API server that cannot be reached is no cluster without findings.
func TestCheckKubeUnreachable(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	kubeconfig(t, map[string]*kubetest.Server{"admin@prod": server})
	server.Break(kubetest.Fault{Effect: kubetest.Unauthorized()})
	got := command("check", "--kube-context", "admin@prod", kubeFolder(t, "prod").envVars())
	got.want(t, 1, "environment-unreadable", "admin@prod")
	if !strings.Contains(got.stderr, "Error: ") || strings.Contains(got.stdout+got.stderr, kubetest.Token) {
		t.Errorf("standard error is %q", got.stderr)
	}
	command("check", "--kube-context", "nobody", kubeFolder(t, "prod").envVars()).want(t, 1, "nobody")
}

func TestKubeContextsAreRefused(t *testing.T) {
	folder := kubeFolder(t, "dev", "prod")
	kubeconfig(t, nil)
	for name, test := range map[string]struct {
		arguments []string
		want      string
	}{
		"one for two":             {[]string{"--kube-context", "admin"}, "--kube-context admin would stand for the clusters of dev, prod"},
		"two without environment": {[]string{"--kube-context", "a", "--kube-context", "b"}, "--kube-context is given twice without an environment"},
		"one environment twice":   {[]string{"--kube-context", "dev=a", "--kube-context", "dev=b"}, "--kube-context names dev twice"},
		"no context":              {[]string{"--kube-context", "dev="}, `--kube-context is "dev="`},
		"no environment":          {[]string{"--kube-context", "=a"}, `--kube-context is "=a"`},
		"nothing":                 {[]string{"--kube-context", ""}, `--kube-context is ""`},
		"another environment":     {[]string{"--kube-context", "qa=a"}, `"qa", which is no environment here`},
	} {
		t.Run(name, func(t *testing.T) {
			command(append(append([]string{"check"}, test.arguments...), folder.envVars())...).want(t, 1, test.want)
		})
	}
}

func TestContextOf(t *testing.T) {
	for entry, want := range map[string][2]string{
		"admin":          {"", "admin"},
		"prod=admin":     {"prod", "admin"},
		"prod=a=b":       {"prod", "a=b"},
		"me@prod=x":      {"", "me@prod=x"},
		"arn:aws:eks:eu": {"", "arn:aws:eks:eu"},
		"prod=arn:aws:eks:eu-west-1:111122223333:cluster/shop": {"prod", "arn:aws:eks:eu-west-1:111122223333:cluster/shop"},
	} {
		environment, context, err := contextOf(entry)
		if err != nil || environment != want[0] || context != want[1] {
			t.Errorf("%s: got %q, %q, %v", entry, environment, context, err)
		}
	}
}

// Findings of a plan and of its cluster are one report.
func TestAnalyzeKube(t *testing.T) {
	world := kubetest.SixAddons()
	world.Version = "v1.28.15-eks-a737599"
	server := kubetest.New(t, world)
	kubeconfig(t, map[string]*kubetest.Server{"admin@stg": server})
	command("analyze", "--kube-context", "stg=admin@stg", "stg="+planFile("b01-cp-129")).want(t, 2,
		"aws_eks_cluster.this 1.28 -> 1.29", "Kubernetes (admin@stg)", "kubelet-skew blue 1.34, control plane 1.29", "may not be newer than the API server",
		"cluster-differs (12)", `kubernetes_deployment.system["metrics-server"]: Deployment kube-system/metrics-server: 2, cluster 1`)
	command("analyze", "stg="+planFile("b00-noop")).want(t, 0)
	command("analyze", "--kube-context", "qa=admin@stg", "stg="+planFile("b01-cp-129")).want(t, 1, `"qa", which is no environment here`)
}
