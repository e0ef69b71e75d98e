package plan

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var updateClusters = flag.Bool("update-clusters", false, "write testdata/clusters.golden")

func readTestPlan(t *testing.T, file string) upgrade.Environment {
	t.Helper()
	plan, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer plan.Close()
	environment, err := Read(plan, Options{Name: "test", Source: filepath.Base(file)})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return environment
}

// What the real plans hold of clusters, node groups and EKS add-ons, in all of
// them as in testdata/clusters.golden.
func TestClustersOfRealPlans(t *testing.T) {
	files, err := filepath.Glob("testdata/plans/*.json.gz")
	if err != nil || len(files) == 0 {
		t.Fatalf("no plans: %v", err)
	}
	var text strings.Builder
	for _, file := range files {
		environment := readTestPlan(t, file)
		fmt.Fprintf(&text, "%s: errored %t, has a cluster %t\n", strings.TrimSuffix(filepath.Base(file), ".json.gz"),
			environment.Plan.Errored, environment.Plan.HasCluster)
		for _, line := range described(environment) {
			fmt.Fprintf(&text, "\t%s\n", line)
		}
	}
	const golden = "testdata/clusters.golden"
	if *updateClusters {
		if err := os.WriteFile(golden, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, strings.Split(text.String(), "\n"), strings.Split(string(want), "\n"))
}

func TestUnknownVersionsOfRealPlansSayWhy(t *testing.T) {
	for _, name := range []string{"a04-fresh-unknown-version", "b31-unknown-version"} {
		cluster := theOnly(t, readTestPlan(t, "testdata/plans/"+name+".json.gz").Clusters)
		asked := cluster.AskedVersion()
		if asked.Knowledge != upgrade.Unknown || !strings.Contains(asked.Reason, "terraform_data") {
			t.Errorf("%s: got %+v, want an unknown version that names where it comes from", name, asked)
		}
	}
}

func TestSettingsOfARealNodeGroup(t *testing.T) {
	cluster := theOnly(t, readTestPlan(t, "testdata/plans/b22-instance-type-replace.json.gz").Clusters)
	group := theOnly(t, cluster.NodeGroups)
	before, after := group.Before, group.After
	if before == nil || after == nil {
		t.Fatalf("got %+v, want settings before and after", group)
	}
	for what, got := range map[string]string{
		"labels before":          describedClaim(before.Labels),
		"labels after":           describedClaim(after.Labels),
		"image type before":      describedClaim(before.AMIType),
		"instance types before":  describedClaim(before.InstanceTypes),
		"instance types after":   describedClaim(after.InstanceTypes),
		"size after":             describedClaim(after.DesiredSize),
		"max unavailable before": describedClaim(before.MaxUnavailable),
	} {
		want := map[string]string{
			"labels before": "nodegroup=blue", "labels after": "nodegroup=blue", "image type before": "AL2_x86_64",
			"instance types before": "m6i.large", "instance types after": "m6i.xlarge", "size after": "3", "max unavailable before": "1",
		}[what]
		if got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	if after.AMIType.Knowledge != upgrade.Absent {
		t.Errorf("image type of the new group: got %+v, want absent: EKS chooses it", after.AMIType)
	}
	if group.ReleaseVersion.Knowledge != upgrade.Absent {
		t.Errorf("release: got %+v, want absent: nothing pins it", group.ReleaseVersion)
	}
}
