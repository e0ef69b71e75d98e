package kube

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Workloads with the images and labels that the charts and manifests of add-ons
// have, and what each is told to run.
type addonCase struct {
	Case   string          `json:"case"`
	Object json.RawMessage `json:"object"`
	Want   []struct {
		Addon   string `json:"addon"`
		Version string `json:"version"`
		Reason  string `json:"reason"`
		// At is where the image stands.
		At string `json:"at"`
		// Label tells the add-on where its image does not.
		Label string `json:"label"`
	} `json:"want"`
}

func addonCases(t testing.TB) []addonCase {
	t.Helper()
	data, err := os.ReadFile("testdata/addons.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []addonCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// addonsIn maps a workload of whatever kind, and its add-ons.
func addonsIn(t *testing.T, object string, facts upgrade.Catalog) (upgrade.Workload, []upgrade.KubeAddon) {
	t.Helper()
	switch kind := decoded[struct{ Kind upgrade.WorkloadKind }](t, object).Kind; kind {
	case upgrade.Deployment:
		d := decoded[deployment](t, object)
		return deploymentOf(d, testSource), addonsOf(kind, &d.objectMeta, &d.Spec.Template, facts, testSource)
	case upgrade.DaemonSet:
		d := decoded[daemonSet](t, object)
		return daemonSetOf(d, testSource), addonsOf(kind, &d.objectMeta, &d.Spec.Template, facts, testSource)
	case upgrade.StatefulSet:
		d := decoded[statefulSet](t, object)
		return statefulSetOf(d, testSource), addonsOf(kind, &d.objectMeta, &d.Spec.Template, facts, testSource)
	default:
		t.Fatalf("no workload: %s", object)
		return upgrade.Workload{}, nil
	}
}

func TestAddons(t *testing.T) {
	facts := catalog.Embedded()
	for _, test := range addonCases(t) {
		t.Run(test.Case, func(t *testing.T) {
			workload, found := addonsIn(t, string(test.Object), facts)
			if len(found) != len(test.Want) {
				t.Fatalf("found %+v, want %+v", found, test.Want)
			}
			for i, want := range test.Want {
				got := found[i]
				if got.Name != want.Addon || got.Version.Value.String() != want.Version || got.Version.Reason != want.Reason || got.Version.IsKnown() != (want.Version != "") {
					t.Errorf("got %s %+v, want %+v", got.Name, got.Version, want)
				}
				if got.Version.Source.Attribute != want.At || got.Version.Source.Ref != testSource.Ref {
					t.Errorf("from %+v, want %s", got.Version.Source, want.At)
				}
				if got.Kind != workload.Kind || got.Namespace != workload.Namespace || got.Workload != workload.Name || got.Workload == "" {
					t.Errorf("run by %s %s/%s, want %s", got.Kind, got.Namespace, got.Workload, workload.Address)
				}
				if !strings.Contains(string(test.Object), `"image":"`+got.Image+`"`) || got.Image == "" {
					t.Errorf("image %q is none of the workload's", got.Image)
				}
				if told := strings.Contains(got.Version.Note, "label "+want.Label+" tells the add-on"); got.Version.IsKnown() && told != (want.Label != "") {
					t.Errorf("note %q, label %q", got.Version.Note, want.Label)
				}
			}
		})
	}
}

// Every add-on whose images the catalog knows is found behind each of them,
// whatever stands before.
func TestAddonsOfCatalog(t *testing.T) {
	facts := catalog.Embedded()
	for _, addon := range facts.Addons {
		for _, image := range addon.Images {
			for _, before := range []string{"", "registry.corp.example:5000/", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/dockerhub-cache/registry.k8s.io/any/path/"} {
				var workload deployment
				workload.Spec.Template.Spec.Containers = []container{{Name: "main", Image: before + image + ":v1.30.2"}}
				found := addonsOf(upgrade.Deployment, &workload.objectMeta, &workload.Spec.Template, facts, testSource)
				if len(found) != 1 || found[0].Name != addon.Name || found[0].Version.Text != "v1.30.2" {
					t.Errorf("%s%s: got %+v, want %s", before, image, found, addon.Name)
				}
			}
		}
	}
}

// The table of labels and containers names only add-ons of the catalog.
func TestLabelTables(t *testing.T) {
	facts := catalog.Embedded()
	for label, name := range labelNames {
		if addon, known := addonOfLabel(facts, label); !known || addon.Name != name {
			t.Errorf("label %s: got %q, want %s", label, addon.Name, name)
		}
		if slices.ContainsFunc(facts.Addons, func(a upgrade.AddonFacts) bool { return a.Name == label }) {
			t.Errorf("label %s is an add-on's own name", label)
		}
	}
	for name := range containerNames {
		if _, known := facts.Addon(name); !known {
			t.Errorf("no add-on %s", name)
		}
	}
	nameless := upgrade.Catalog{Addons: []upgrade.AddonFacts{{Name: "of a file", Images: []string{"x"}}}}
	if addon, known := addonOfLabel(nameless, ""); known {
		t.Errorf("an empty label is %s", addon.Name)
	}
}

// The same add-on, installed twice, is there twice.
func TestAddonTwice(t *testing.T) {
	facts := catalog.Embedded()
	count := map[string]int{}
	for _, test := range addonCases(t) {
		_, found := addonsIn(t, string(test.Object), facts)
		for _, addon := range found {
			count[addon.Name+" "+addon.Version.Text]++
		}
	}
	if count["coredns v1.11.4-eksbuild.24"] != 1 || count["coredns 1.12.1"] != 1 {
		t.Errorf("%v", count)
	}
}
