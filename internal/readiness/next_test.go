package readiness

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// oneFile is a request for the next step towards a version, in a folder with the
// tfvars of prod.
func oneFile(t *testing.T, target, text string) (request Request, file string) {
	t.Helper()
	request = Request{
		EnvVarsDir: t.TempDir(), ModuleDir: t.TempDir(), Catalog: catalog.Embedded(), Policy: upgrade.DefaultPolicy(), Today: today,
		Target: minorOf(t, target), Baselines: Baselines{AsAsked: true},
	}
	file = filepath.Join(request.EnvVarsDir, "prod.tfvars")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return request, file
}

func nextOf(t *testing.T, request Request) NextStep {
	t.Helper()
	result, err := Next(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return result.Environments[0]
}

func content(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Who edits the file between the reading and the writing keeps what they wrote.
func TestWriteLeavesAnEditOfSomebodyElse(t *testing.T) {
	const edited = "# a new comment\ncluster_version = \"1.34\"\n"
	for name, change := range map[string]func(file string) error{
		"edited":   func(file string) error { return os.WriteFile(file, []byte(edited), 0o600) },
		"removed":  os.Remove,
		"a folder": func(file string) error { return errorOf(os.Remove(file), os.Mkdir(file, 0o700)) },
		"a link": func(file string) error {
			elsewhere := filepath.Join(filepath.Dir(file), "elsewhere")
			return errorOf(os.Rename(file, elsewhere), os.Symlink("elsewhere", file))
		},
	} {
		request, file := oneFile(t, "1.35", "cluster_version = \"1.34\"\n")
		next := nextOf(t, request)
		if err := change(file); err != nil {
			t.Fatal(err)
		}
		if err := next.Write(); err == nil || !strings.Contains(err.Error(), "prod.tfvars") {
			t.Errorf("%s: the error is %v", name, err)
		}
		switch name {
		case "edited":
			if got := content(t, file); got != edited {
				t.Errorf("%s: %q", name, got)
			}
		case "a link":
			if got := content(t, file); got != "cluster_version = \"1.34\"\n" {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func errorOf(errors ...error) error {
	for _, err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}

// Add-ons move where they must, and keep the way in which they are written.
func TestNextMovesAddons(t *testing.T) {
	const text = `cluster_version = "<cluster>"
node_version    = "<nodes>"
addons = {
  "kube-proxy" = "<kube-proxy>" # follows the nodes
  coredns      = { version = "v1.11.1-eksbuild.1", replicas = 2 }
}
cluster_autoscaler_version = "<cluster-autoscaler>" // no "v"
`
	at := func(cluster, nodes, kubeProxy, autoscaler string) string {
		return strings.NewReplacer("<cluster>", cluster, "<nodes>", nodes, "<kube-proxy>", kubeProxy, "<cluster-autoscaler>", autoscaler).Replace(text)
	}
	newest := func(addon, minor string) string {
		facts, _ := catalog.Embedded().Addon(addon)
		return facts.Choice(minorOf(t, minor), "").Latest
	}
	plain := func(version string) string { return strings.TrimPrefix(version, "v") }
	const proxy = "v1.34.6-eksbuild.13"
	request, file := oneFile(t, "1.36", at("1.34", "1.34", proxy, "1.34.1"))
	for number, want := range []string{
		at("1.35", "1.34", proxy, plain(newest("cluster-autoscaler", "1.35"))),
		at("1.35", "1.35", newest("kube-proxy", "1.35"), plain(newest("cluster-autoscaler", "1.35"))),
		at("1.36", "1.35", newest("kube-proxy", "1.35"), plain(newest("cluster-autoscaler", "1.36"))),
		at("1.36", "1.36", newest("kube-proxy", "1.36"), plain(newest("cluster-autoscaler", "1.36"))),
	} {
		if err := nextOf(t, request).Write(); err != nil {
			t.Fatal(err)
		}
		if got := content(t, file); got != want {
			t.Fatalf("after step %d:\n%s\nwant\n%s", number+1, got, want)
		}
	}
	if _, some := nextOf(t, request).Step(); some {
		t.Error("there is a step beyond the goal")
	}
}

// A version that EKS never had is no goal, nor is one that nobody knows yet.
func TestNextRefusesGoals(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "env-vars")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "prod.tfvars"), []byte("cluster_version = \"1.34\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	newest := catalog.Embedded().Newest()
	for goal, say := range map[string]string{"1.3": "EKS never had", "1.99": "too far ahead", newest.Next().String(): ""} {
		target, err := upgrade.ParseMinor(goal)
		if err != nil {
			t.Fatal(err)
		}
		result, err := Next(t.Context(), Request{
			EnvVarsDir: dir, Target: target, Baselines: Baselines{AsAsked: true}, Policy: upgrade.DefaultPolicy(), Catalog: catalog.Embedded(),
		})
		if (err != nil) != (say != "") || err != nil && !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v, want %q", goal, err, say)
		}
		if err == nil && len(result.Environments[0].Path.Steps) != upgrade.Distance(target, result.Environments[0].Path.From) {
			t.Errorf("%s: %+v", goal, result.Environments[0].Path.Steps)
		}
	}
}

// What check would call an error is not written, whatever the file asks for.
func TestNextRefusesWhatCheckWould(t *testing.T) {
	order := upgrade.DefaultPolicy()
	order.PromotionOrder = []string{"dev", "prod"}
	order.Severities = map[string]upgrade.Severity{"environment-order": upgrade.Error}
	for name, test := range map[string]struct {
		prod   string
		policy upgrade.Policy
		rule   string
	}{
		"a new group that is too old":   {"cluster_version = \"1.34\"\nnode_groups = { old = { version = \"1.30\" } }\n", upgrade.DefaultPolicy(), "node-group-skew"},
		"before who is to go first":     {"cluster_version = \"1.35\"\n", order, "environment-order"},
		"a version that is not offered": {"cluster_version = \"1.30\"\n", upgrade.DefaultPolicy(), "version-unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "env-vars")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			was := "1.34"
			if test.rule == "version-unavailable" {
				was = "1.29"
			}
			for file, text := range map[string]string{"prod": test.prod, "dev": "cluster_version = \"1.34\"\n"} {
				if err := os.WriteFile(filepath.Join(dir, file+".tfvars"), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			result, err := Next(t.Context(), Request{
				EnvVarsDir: dir, Environments: []string{"dev", "prod"}, Policy: test.policy, Catalog: catalog.Embedded(), Today: today,
				Baselines: Baselines{Applied: map[string]upgrade.Applied{
					"prod": {ClusterVersion: was, NodeGroupVersions: map[string]string{}}, "dev": {ClusterVersion: "1.34"},
				}},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, next := range result.Environments {
				if next.Environment == "prod" && (len(next.Refused) != 1 || next.Refused[0].Rule != test.rule || next.Edits()) {
					t.Errorf("refused %+v, steps %+v", next.Refused, next.Path.Steps)
				}
			}
		})
	}
}
