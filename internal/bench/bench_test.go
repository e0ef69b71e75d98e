package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/plan"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestGeneratedInputIsValid(t *testing.T) {
	folder := t.TempDir()
	if err := generate(folder, 25, newest()); err != nil {
		t.Fatal(err)
	}
	facts := catalog.Embedded()
	result, err := readiness.Assess(t.Context(), readiness.Request{
		EnvVarsDir: filepath.Join(folder, envVars),
		Policy:     upgrade.DefaultPolicy(),
		Catalog:    facts,
		Today:      facts.Date,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.LeftOut) > 0 || len(result.Report.Environments) != 25 {
		t.Fatalf("expected 25 environments and none left out, found %d and %q", len(result.Report.Environments), result.LeftOut)
	}
	for i, environment := range result.Report.Environments {
		if want := fmt.Sprintf("env%04d", i); environment.Environment.Name != want {
			t.Errorf("expected %s, found %s", want, environment.Environment.Name)
		}
		if environment.Verdict != upgrade.Ready || len(environment.Findings) > 0 {
			t.Errorf("%s: expected it ready without a finding, found %s and %d findings", environment.Environment.Name, environment.Verdict, len(environment.Findings))
		}
		for _, cluster := range environment.Environment.Clusters {
			if found := cluster.AskedVersion().Value.String(); found != newest() || len(cluster.NodeGroups) != 1 {
				t.Errorf("%s: expected %s and one node group, found %s and %d", environment.Environment.Name, newest(), found, len(cluster.NodeGroups))
			}
		}
	}
}

func TestCompareTakesRatiosPairByPair(t *testing.T) {
	second := func(values ...int) []time.Duration {
		var series []time.Duration
		for _, value := range values {
			series = append(series, time.Duration(value)*time.Second)
		}
		return series
	}
	// The machine was busy in the last pair; the ratio of medians would be 1.5.
	found := compare("a", "b", second(2, 3, 40), second(1, 2, 20), ratioWithin(1.2))
	want := line{"a", "3000 ms", "b", "2000 ms", "2.00", "1.50", "2.00", "within 1.2: missed"}
	if found != want {
		t.Errorf("expected %q, found %q", want, found)
	}
	if found := compare("a", "b", second(3), second(2), ratioOver(1.4))[7]; found != "over 1.4: met" {
		t.Errorf("expected the aim to be met, found %q", found)
	}
	if found := median([]float64{4, 1, 3, 2}); found != 2.5 {
		t.Errorf("median of four: expected 2.5, found %v", found)
	}
}

func TestTableLinesUp(t *testing.T) {
	lines := strings.Split(table([]line{heading, {"plan, wall", "1 ms", "bare", "1 ms", "1.00", "1.00", "1.00", ""}}), "\n")
	if i, j := strings.Index(lines[0], "ratio"), strings.Index(lines[1], "1.00"); i != j || i < 0 {
		t.Errorf("expected the ratio under its heading, found it at %d and %d", i, j)
	}
	if slices.ContainsFunc(lines, func(l string) bool { return strings.HasSuffix(l, " ") }) {
		t.Error("expected no line to end with a space")
	}
}

func TestGeneratedPlanIsRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.json")
	for _, resources := range []string{"400", "1000"} {
		if err := choose(t.Context(), []string{"-generate", file, resources}); err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		environment, err := plan.Read(in, plan.Options{Name: "bench", Catalog: catalog.Embedded()})
		if err != nil {
			t.Fatal(err)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		if len(environment.Plan.Partial) > 0 || len(environment.Clusters) != 1 {
			t.Fatalf("expected a whole plan of one cluster, found %q and %d clusters", environment.Plan.Partial, len(environment.Clusters))
		}
		cluster := environment.Clusters[0]
		if groups, workloads := len(cluster.NodeGroups), len(cluster.Workloads); groups != 9 || workloads != relevantResources-10 {
			t.Errorf("expected 9 node groups and %d workloads, found %d and %d", relevantResources-10, groups, workloads)
		}
	}
}

// What is timed is whole: three pages of each list, and nothing of it lost.
func TestPagedClustersAreRead(t *testing.T) {
	world := pagedWorld()
	world.Latency = 0
	read, err := readClusters(t.Context(), world, 0)
	if err != nil {
		t.Fatal(err)
	}
	// The cluster, three lists of three pages, a request for each member; and two
	// lists of what EKS offers, which all clusters share.
	const pages = paged / onePage
	if want := fewClusters*(1+3*pages+3*paged) + 2*pages; read.served != want {
		t.Errorf("expected %d requests, found %d", want, read.served)
	}
	live := upgrade.Live{Version: "1.34", NodeGroupsRead: true, AddonsRead: true, InsightsRead: true}
	if complete(live, ekstest.Cluster{Version: "1.34"}) == nil {
		t.Error("a cluster without what EKS offers of its add-ons: expected an error")
	}
}
