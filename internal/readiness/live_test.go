package readiness

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const account = "111122223333"

// fakeEKS answers from a map of clusters, by name, and keeps what it was asked.
type fakeEKS struct {
	clusters map[string]upgrade.Live
	// rounds counts the calls of Read.
	rounds  int
	targets []Target
	// guesses are what was wanted before the version was known, and wants what was
	// then.
	guesses, wants map[string]Want
	// calendar answers ClusterVersions, or failed does.
	calendar []upgrade.VersionSupport
	failed   *upgrade.Problem
	// calendars counts how often the calendar was asked for.
	calendars atomic.Int32
}

func (f *fakeEKS) ClusterVersions(context.Context, Target) ([]upgrade.VersionSupport, *upgrade.Problem) {
	f.calendars.Add(1)
	return f.calendar, f.failed
}

func (f *fakeEKS) Read(_ context.Context, targets []Target, want func(Target, upgrade.Minor) Want) []upgrade.Live {
	f.rounds++
	f.targets = append(f.targets, targets...)
	answers := make([]upgrade.Live, len(targets))
	for i, target := range targets {
		live, found := f.clusters[target.Cluster]
		if !found {
			live = upgrade.Live{NotFound: true, Account: account}
		}
		current, err := upgrade.ParseMinor(live.Version)
		if err != nil {
			current = upgrade.Minor{}
		}
		if f.wants == nil {
			f.guesses, f.wants = map[string]Want{}, map[string]Want{}
		}
		f.guesses[target.Cluster] = want(target, upgrade.Minor{})
		f.wants[target.Cluster] = want(target, current)
		answers[i] = live
	}
	return answers
}

var readAt = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// running is a healthy cluster of which all was read.
func running(version string) upgrade.Live {
	return upgrade.Live{
		Account: account, Version: version, Status: "ACTIVE", ReadAt: readAt,
		NodeGroupsRead: true, AddonsRead: true, OffersRead: true, InsightsRead: true,
	}
}

// passing is a cluster whose insights for a minor pass.
func passing(version, target string) upgrade.Live {
	live := running(version)
	live.Insights = []upgrade.Insight{{
		Name: "Cluster health issues", Category: "UPGRADE_READINESS", KubernetesVersion: target, Status: "PASSING", LastRefresh: readAt,
	}}
	return live
}

// liveRequest is a request for tfvars, by environment, judged by what a fake EKS
// says.
func liveRequest(t *testing.T, eks *fakeEKS, files map[string]string) Request {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "env-vars")
	if err := os.Mkdir(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name+".tfvars"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	today, err := upgrade.ParseDate("2026-06-01")
	if err != nil {
		t.Fatal(err)
	}
	return Request{
		EnvVarsDir: dir, Policy: upgrade.DefaultPolicy(), Catalog: catalog.Embedded(), Today: today,
		Live: &LiveSource{Reader: eks, Access: Access{Region: "us-east-1"}},
	}
}

func assess(t *testing.T, request Request) Result {
	t.Helper()
	result, err := Assess(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// summaries are the findings of a report above info, each with its severity.
func summaries(report upgrade.Report) []string {
	var found []string
	for _, environment := range report.Environments {
		for _, finding := range environment.Findings {
			if finding.Severity > upgrade.Info && finding.Rule != "support-ending" && finding.Rule != "catalog-stale" {
				found = append(found, finding.Severity.String()+" "+finding.Summary())
			}
		}
	}
	return found
}

const prodVars = "cluster_name = \"prod\"\nregion = \"eu-west-1\"\ncluster_version = \"1.34\"\n"

func TestLiveBaseline(t *testing.T) {
	groups := func(live upgrade.Live, groups ...upgrade.LiveNodeGroup) upgrade.Live {
		live.NodeGroups = groups
		return live
	}
	denied := upgrade.Problem{Message: "eks:ListInsights was denied.", Remediation: "Allow it.", Source: upgrade.Source{Kind: upgrade.SourceEKS, Ref: "eks:ListInsights"}}
	partly := running("1.33")
	partly.InsightsRead, partly.Problems = false, []upgrade.Problem{denied}
	refused := upgrade.Live{Problems: []upgrade.Problem{{Message: "eks:DescribeCluster was denied.", Source: upgrade.Source{Kind: upgrade.SourceEKS, Ref: "eks:DescribeCluster"}}}}
	for name, test := range map[string]struct {
		live upgrade.Live
		// missing tells that EKS has no such cluster.
		missing bool
		vars    string
		// applied is what the state recorded, and baseline what somebody gave.
		applied, baseline string
		want              []string
		verdict           upgrade.Verdict
	}{
		"one minor up":  {live: passing("1.33", "1.34"), verdict: upgrade.Ready},
		"nothing to do": {live: running("1.34"), verdict: upgrade.Ready},
		"two minors up": {live: passing("1.32", "1.34"), want: []string{"error prod: minor-version-skip 1.32 -> 1.34"}, verdict: upgrade.NotReady},
		"the state ran ahead of EKS": {live: passing("1.32", "1.34"), applied: "1.33",
			want: []string{"error prod: minor-version-skip 1.32 -> 1.34"}, verdict: upgrade.NotReady},
		"the state ran ahead of EKS, and the same is asked again": {live: passing("1.33", "1.34"), applied: "1.34", verdict: upgrade.Ready},
		"below what the state recorded": {live: running("1.34"), applied: "1.35",
			want: []string{"error prod: version-downgrade 1.35 -> 1.34"}, verdict: upgrade.NotReady},
		"below what the state recorded, on purpose": {live: running("1.34"), applied: "1.35", baseline: "1.34", verdict: upgrade.Ready},
		"a node group without a version":            {live: groups(passing("1.33", "1.34"), upgrade.LiveNodeGroup{Name: "own-image"}), verdict: upgrade.Incomplete},
		"EKS ran ahead of the state":                {live: running("1.34"), applied: "1.32", verdict: upgrade.Ready},
		"a downgrade":                               {live: running("1.35"), want: []string{"error prod: version-downgrade 1.35 -> 1.34"}, verdict: upgrade.NotReady},
		"a node group that no file names": {live: groups(passing("1.33", "1.34"), upgrade.LiveNodeGroup{Name: "old", Version: "1.31"}),
			want: []string{"error prod: node-group-skew old 1.31, control plane 1.34"}, verdict: upgrade.NotReady},
		"a node group that is behind and stays so": {live: groups(running("1.34"), upgrade.LiveNodeGroup{Name: "old", Version: "1.31"}),
			want: []string{"warning prod: node-group-skew old 1.31, control plane 1.34"}, verdict: upgrade.Ready},
		"a node group under the module's name": {live: groups(passing("1.33", "1.34"), upgrade.LiveNodeGroup{Name: "prod-blue-20260101", Version: "1.34"}),
			vars: "node_groups = { blue = { version = \"1.33\" } }\n",
			want: []string{"error prod: node-group-downgrade blue 1.34 -> 1.33"}, verdict: upgrade.NotReady},
		"insights denied": {live: partly, want: []string{"error prod: environment-unreadable eks:ListInsights"}, verdict: upgrade.NotReady},
		"the cluster denied, whatever the state says": {live: refused, applied: "1.34",
			want: []string{"error prod: environment-unreadable eks:DescribeCluster"}, verdict: upgrade.NotReady},
		"the cluster denied": {live: refused, want: []string{"error prod: environment-unreadable eks:DescribeCluster"}, verdict: upgrade.NotReady},
		"an answer without a version": {live: upgrade.Live{Account: account},
			want: []string{"error prod: environment-unreadable EKS (cluster prod, account 111122223333, eu-west-1)"}, verdict: upgrade.NotReady},
		"a version that is none, whatever the state says": {live: running("next"), applied: "1.34",
			want: []string{"error prod: environment-unreadable EKS (cluster prod, account 111122223333, eu-west-1)"}, verdict: upgrade.NotReady},
		"a new cluster": {missing: true,
			want: []string{"warning prod: environment-unreadable EKS (cluster prod, account 111122223333, eu-west-1) does not exist"}, verdict: upgrade.Ready},
		"a cluster that is gone, and a baseline": {missing: true, applied: "1.32", baseline: "1.33",
			want: []string{"warning prod: environment-unreadable EKS (cluster prod, account 111122223333, eu-west-1) does not exist"}, verdict: upgrade.Ready},
		"a cluster that only the state knows": {missing: true, applied: "1.34",
			want: []string{"error prod: environment-unreadable EKS (cluster prod, account 111122223333, eu-west-1)"}, verdict: upgrade.NotReady},
	} {
		t.Run(name, func(t *testing.T) {
			eks := &fakeEKS{clusters: map[string]upgrade.Live{"prod": test.live}}
			if test.missing {
				eks.clusters = nil
			}
			request := liveRequest(t, eks, map[string]string{"prod": prodVars + test.vars})
			if test.applied != "" {
				request.Baselines.Applied = map[string]upgrade.Applied{"prod": {ClusterVersion: test.applied}}
			}
			if test.baseline != "" {
				request.Baselines.Explicit = map[string]upgrade.VersionClaim{"prod": upgrade.ClaimVersion(test.baseline, upgrade.Source{Kind: upgrade.SourceBaseline})}
			}
			result := assess(t, request)
			if got := summaries(result.Report); !slices.Equal(got, test.want) {
				t.Errorf("findings: got %q, want %q", got, test.want)
			}
			if result.Report.Verdict != test.verdict {
				t.Errorf("verdict: got %s, want %s: %+v", result.Report.Verdict, test.verdict, result.Report.Environments[0].NotJudged)
			}
			if len(result.New) > 0 || len(result.WithoutBaseline) > 0 {
				t.Errorf("new %v, without baseline %v; want neither, for EKS was asked", result.New, result.WithoutBaseline)
			}
		})
	}
}

// What nobody changes is not looked into.
func TestLiveAsksForWhatIsJudged(t *testing.T) {
	eks := &fakeEKS{clusters: map[string]upgrade.Live{"still": running("1.34"), "up": passing("1.33", "1.34"), "down": running("1.35")}}
	request := liveRequest(t, eks, map[string]string{
		"still": "cluster_name = \"still\"\ncluster_version = \"1.34\"\n",
		"up":    "cluster_name = \"up\"\naws_region = \"eu-north-1\"\ncluster_version = \"1.34\"\n",
		"down":  "cluster_name = \"down\"\ncluster_version = \"1.34\"\n",
		"new":   "cluster_name = \"new\"\ncluster_version = \"1.34\"\n",
	})
	assess(t, request)
	if eks.rounds != 1 || len(eks.targets) != 4 {
		t.Errorf("EKS was asked %d times for %d clusters, want once for 4", eks.rounds, len(eks.targets))
	}
	for _, target := range eks.targets {
		want := "us-east-1"
		if target.Cluster == "up" {
			want = "eu-north-1"
		}
		if target.Access.Region != want || target.Environment != target.Cluster {
			t.Errorf("%s: asked in %s for the environment %s", target.Cluster, target.Access.Region, target.Environment)
		}
	}
	for name, want := range map[string]struct {
		addons, insights bool
		minors           int
	}{"still": {false, false, 0}, "up": {true, true, 2}, "down": {true, false, 2}, "new": {true, true, 1}} {
		got := eks.wants[name]
		if !got.NodeGroups || got.Addons != want.addons || got.Insights != want.insights || len(got.AddonVersionsFor) != want.minors {
			t.Errorf("%s: asked for %+v, want %+v", name, got, want)
		}
	}
	if got := eks.wants["up"].InsightFilter.KubernetesVersions; !slices.Equal(got, []string{"1.34"}) {
		t.Errorf("insights of %v, want those of the target", got)
	}
}

// What was read on a guess, and turns out not to be needed, is neither judged nor
// missed.
func TestLiveGuess(t *testing.T) {
	problem := func(action string) upgrade.Problem {
		return upgrade.Problem{Action: action, Message: action + " was denied.", Source: upgrade.Source{Kind: upgrade.SourceEKS, Ref: "EKS"}}
	}
	live := passing("1.34", "1.34")
	live.Addons = []upgrade.LiveAddon{{Name: "some-addon", Version: "v1.0.0", Status: "DEGRADED"}}
	for _, action := range []string{"eks:ListInsights", "eks:DescribeInsight", "eks:ListAddons", "eks:DescribeAddon", "eks:DescribeAddonVersions", "eks:ListNodegroups"} {
		live.Problems = append(live.Problems, problem(action))
	}
	for name, test := range map[string]struct {
		version, applied string
		// guessed is whether insights were wanted before the version was known.
		guessed bool
		want    []string
	}{
		"nothing is known before":     {"1.34", "", true, []string{"warning prod: environment-unreadable eks:ListNodegroups of EKS"}},
		"the state has what is asked": {"1.34", "1.34", false, []string{"warning prod: environment-unreadable eks:ListNodegroups of EKS"}},
		"the state is behind":         {"1.34", "1.33", true, []string{"warning prod: environment-unreadable eks:ListNodegroups of EKS"}},
		"a downgrade needs no insight": {"1.35", "1.35", false, []string{
			"error prod: environment-unreadable eks:ListAddons of EKS", "error prod: environment-unreadable eks:DescribeAddon of EKS",
			"error prod: environment-unreadable eks:DescribeAddonVersions of EKS", "error prod: environment-unreadable eks:ListNodegroups of EKS",
			"error prod: version-downgrade 1.35 -> 1.34", "warning prod: cluster-unhealthy add-on some-addon",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			answer := live
			answer.Version = test.version
			eks := &fakeEKS{clusters: map[string]upgrade.Live{"prod": answer}}
			request := liveRequest(t, eks, map[string]string{"prod": prodVars})
			if test.applied != "" {
				request.Baselines.Applied = map[string]upgrade.Applied{"prod": {ClusterVersion: test.applied}}
			}
			if got := summaries(assess(t, request).Report); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if got := eks.guesses["prod"].Insights; got != test.guessed {
				t.Errorf("insights were wanted before the version was known: %t, want %t", got, test.guessed)
			}
		})
	}
}

func TestLiveTargets(t *testing.T) {
	entry := LiveEnvironment{Cluster: "prod-b", Region: "eu-west-3", Access: Access{Region: "us-east-1", Profile: "prod"}}
	for name, test := range map[string]struct {
		vars  string
		entry *LiveEnvironment
		// target is cluster, region and profile; empty where EKS is not asked.
		target []string
		// says is in the notes or the findings.
		says []string
	}{
		"the tfvars":               {vars: prodVars, target: []string{"prod", "eu-west-1", ""}},
		"the entry":                {vars: "cluster_version = \"1.34\"\n", entry: &entry, target: []string{"prod-b", "eu-west-3", "prod"}},
		"the entry wins":           {vars: prodVars, entry: &entry, target: []string{"prod-b", "eu-west-3", "prod"}, says: []string{`the cluster "prod-b"`, `prod.tfvars:1 says "prod"`, `the region "eu-west-3"`, `prod.tfvars:2 says "eu-west-1"`}},
		"some of both":             {vars: prodVars, entry: &LiveEnvironment{Access: Access{Profile: "p"}}, target: []string{"prod", "eu-west-1", "p"}},
		"the region of the access": {vars: "cluster_name = \"prod\"\ncluster_version = \"1.34\"\n", target: []string{"prod", "us-east-1", ""}},
		"no name":                  {vars: "cluster_version = \"1.34\"\n", says: []string{"nothing tells the name of its cluster", "Set cluster_name in", "or give it as an entry"}},
		"an entry that is not known yet": {vars: prodVars, entry: &LiveEnvironment{Unknown: "region of prod is known only after apply"},
			says: []string{"region of prod is known only after apply, and EKS is asked then"}},
	} {
		t.Run(name, func(t *testing.T) {
			eks := &fakeEKS{clusters: map[string]upgrade.Live{"prod": passing("1.33", "1.34"), "prod-b": passing("1.33", "1.34")}}
			request := liveRequest(t, eks, map[string]string{"prod": test.vars})
			request.Live.NameIn = "an entry"
			if test.entry != nil {
				request.Live.Environments = map[string]LiveEnvironment{"prod": *test.entry}
			}
			result := assess(t, request)
			var got []string
			for _, target := range eks.targets {
				got = append(got, target.Cluster, target.Access.Region, target.Access.Profile)
			}
			if !slices.Equal(got, test.target) {
				t.Errorf("asked for %q, want %q", got, test.target)
			}
			said := slices.Clone(result.Notes)
			for _, finding := range result.Report.Environments[0].Findings {
				said = append(said, finding.Message, finding.Remediation)
			}
			for _, gap := range result.Report.Environments[0].NotJudged {
				said = append(said, gap.Reason)
			}
			for _, text := range test.says {
				if !strings.Contains(strings.Join(said, "\n"), text) {
					t.Errorf("%q is not in %q", text, said)
				}
			}
			if len(test.target) == 0 && result.Report.Verdict == upgrade.Ready {
				t.Error("ready, though EKS was not asked")
			}
			if len(test.says) == 0 && len(result.Notes) > 0 {
				t.Errorf("notes: %q", result.Notes)
			}
		})
	}
}

func TestLiveOfOtherEnvironmentsThatNobodyWants(t *testing.T) {
	eks := &fakeEKS{clusters: map[string]upgrade.Live{"prod": passing("1.33", "1.34")}}
	request := liveRequest(t, eks, map[string]string{"prod": prodVars, "dev": "cluster_name = \"dev\"\ncluster_version = \"1.34\"\n"})
	request.Own, request.Policy.OtherEnvironments = "prod", upgrade.Off
	assess(t, request)
	if len(eks.targets) != 1 || eks.targets[0].Cluster != "prod" {
		t.Errorf("asked for %+v, want prod alone", eks.targets)
	}
}

// Add-ons that tfvars do not name are judged at the target by what EKS offers.
func TestLiveAddons(t *testing.T) {
	live := passing("1.33", "1.34")
	live.Addons = []upgrade.LiveAddon{
		{Name: "vpc-cni", Version: "v1.18.0-eksbuild.1", Status: "ACTIVE"},
		{Name: "coredns", Version: "v1.11.1-eksbuild.1", Status: "ACTIVE"},
		{Name: "kube-proxy", Version: "v1.29.0-eksbuild.1", Status: "ACTIVE"},
		{Name: "odd", Version: "latest", Status: "ACTIVE"},
	}
	now, then := minorOf(t, "1.33"), minorOf(t, "1.34")
	live.AddonOffers = []upgrade.AddonOffer{
		{Addon: "vpc-cni", Kubernetes: now, Compatible: []string{"v1.20.0-eksbuild.1", "v1.18.0-eksbuild.1"}},
		{Addon: "vpc-cni", Kubernetes: then, Compatible: []string{"v1.20.0-eksbuild.1", "v1.19.0-eksbuild.1"}},
		{Addon: "coredns", Kubernetes: now, Compatible: []string{"v1.11.1-eksbuild.1"}},
		{Addon: "coredns", Kubernetes: then},
	}
	request := liveRequest(t, &fakeEKS{clusters: map[string]upgrade.Live{"prod": live}}, map[string]string{"prod": prodVars})
	result := assess(t, request)
	want := []string{
		"error prod: addon-incompatible vpc-cni v1.18.0-eksbuild.1, Kubernetes 1.34",
		"error prod: addon-unavailable coredns, Kubernetes 1.34",
		"error prod: kube-proxy-skew v1.29.0-eksbuild.1, control plane 1.34",
	}
	if got := summaries(result.Report); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPairGroups(t *testing.T) {
	for name, test := range map[string]struct {
		groups, live []string
		want         map[int]int
	}{
		"equal names":               {[]string{"blue", "green"}, []string{"green", "blue"}, map[int]int{0: 1, 1: 0}},
		"a prefix and a suffix":     {[]string{"blue"}, []string{"prod-blue-20260101"}, map[int]int{0: 0}},
		"hyphens and underscores":   {[]string{"gpu_large"}, []string{"prod-gpu-large"}, map[int]int{0: 0}},
		"part of a word":            {[]string{"blue"}, []string{"prod-bluegreen"}, map[int]int{}},
		"two live ones":             {[]string{"blue"}, []string{"blue-a", "blue-b"}, map[int]int{}},
		"two that fit one":          {[]string{"blue", "prod"}, []string{"prod-blue"}, map[int]int{}},
		"an equal name comes first": {[]string{"blue"}, []string{"blue-b", "blue"}, map[int]int{0: 1}},
		"a group without a name":    {[]string{""}, []string{"blue"}, map[int]int{}},
	} {
		var groups []upgrade.NodeGroup
		for _, g := range test.groups {
			groups = append(groups, upgrade.NodeGroup{Name: g})
		}
		var live []upgrade.LiveNodeGroup
		for _, g := range test.live {
			live = append(live, upgrade.LiveNodeGroup{Name: g})
		}
		got := pairGroups(groups, live)
		if len(got) != len(test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
		for i, j := range test.want {
			if got[i] != j {
				t.Errorf("%s: got %v, want %v", name, got, test.want)
			}
		}
	}
}

// EKS is asked whether it offers a version only where the catalog does not know.
func TestLiveVersions(t *testing.T) {
	denied := &upgrade.Problem{Message: "eks:DescribeClusterVersions was denied.", Source: upgrade.Source{Kind: upgrade.SourceEKS, Ref: "eks:DescribeClusterVersions"}}
	for name, test := range map[string]struct {
		current, asked string
		calendar       []string
		failed         *upgrade.Problem
		calls          int32
		want           []string
		verdict        upgrade.Verdict
	}{
		"the catalog knows it":         {"1.33", "1.34", nil, nil, 0, nil, upgrade.Ready},
		"EKS offers it":                {"1.98", "1.99", []string{"1.98", "1.99"}, nil, 1, []string{"warning prod: version-unavailable 1.99 newer than the catalog"}, upgrade.Incomplete},
		"EKS does not offer it":        {"1.98", "1.99", []string{"1.98"}, nil, 1, []string{"error prod: version-unavailable 1.99 not offered"}, upgrade.NotReady},
		"EKS does not tell":            {"1.98", "1.99", nil, denied, 1, []string{"error prod: environment-unreadable eks:DescribeClusterVersions", "warning prod: version-unavailable 1.99 newer than the catalog"}, upgrade.NotReady},
		"a version that never was":     {"1.33", "1.3", nil, nil, 0, []string{"error prod: version-unavailable 1.3"}, upgrade.NotReady},
		"one long out of the calendar": {"1.33", "1.17", nil, nil, 0, []string{"error prod: version-downgrade 1.33 -> 1.17", "error prod: version-unavailable 1.17 no longer offered"}, upgrade.NotReady},
	} {
		t.Run(name, func(t *testing.T) {
			eks := &fakeEKS{clusters: map[string]upgrade.Live{"prod": passing(test.current, test.asked)}, failed: test.failed}
			for _, version := range test.calendar {
				eks.calendar = append(eks.calendar, upgrade.VersionSupport{Version: minorOf(t, version)})
			}
			result := assess(t, liveRequest(t, eks, map[string]string{"prod": "cluster_name = \"prod\"\ncluster_version = \"" + test.asked + "\"\n"}))
			if got := summaries(result.Report); !slices.Equal(got, test.want) || result.Report.Verdict != test.verdict {
				t.Errorf("%s %q, want %s %q", result.Report.Verdict, got, test.verdict, test.want)
			}
			if got := eks.calendars.Load(); got != test.calls {
				t.Errorf("the calendar was asked for %d times, want %d", got, test.calls)
			}
		})
	}
}
