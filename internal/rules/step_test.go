package rules

import (
	"fmt"
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// versionRules are the rules that judge where versions go.
var versionRules = []string{
	"minor-version-skip", "version-downgrade", "version-unavailable",
	"node-group-newer", "node-group-skew", "node-group-downgrade",
}

// move is one apply: what is there, what is asked, and how far apart a team
// lets its node group be.
type move struct {
	current, asked upgrade.Pair
	setting        int
}

func (m move) String() string {
	return fmt.Sprintf("from %s with nodes at %s to %s with nodes at %s, max_node_group_skew %d",
		m.current.ControlPlane, m.current.NodeGroup, m.asked.ControlPlane, m.asked.NodeGroup, m.setting)
}

func (m move) cluster() upgrade.Cluster {
	state := func(version upgrade.Minor) []upgrade.VersionClaim {
		return []upgrade.VersionClaim{upgrade.ClaimVersion(version.String(), upgrade.Source{Kind: upgrade.SourceState})}
	}
	file := func(version upgrade.Minor, attribute string) []upgrade.VersionClaim {
		source := upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3, Attribute: attribute}
		return []upgrade.VersionClaim{upgrade.ClaimVersion(version.String(), source)}
	}
	return upgrade.Cluster{
		Asked: file(m.asked.ControlPlane, "cluster_version"), Current: state(m.current.ControlPlane),
		NodeGroups: []upgrade.NodeGroup{{Name: "blue", Asked: file(m.asked.NodeGroup, "blue.version"), Current: state(m.current.NodeGroup)}},
	}
}

// errors names the version rules that refuse the move.
func (m move) errors(rules []upgrade.Rule, catalog upgrade.Catalog) []string {
	policy := upgrade.DefaultPolicy()
	policy.MaxNodeGroupSkew = m.setting
	report := upgrade.Evaluate(rules, upgrade.Fleet{
		Environments: []upgrade.Environment{{Name: "prod", Clusters: []upgrade.Cluster{m.cluster()}}},
		Policy:       policy, Catalog: catalog, Today: catalog.Date,
	})
	var names []string
	for _, finding := range report.Environments[0].Findings {
		if finding.Severity == upgrade.Error {
			names = append(names, finding.Rule)
		}
	}
	slices.Sort(names)
	return names
}

func rulesNamed(t *testing.T, names []string) []upgrade.Rule {
	t.Helper()
	var found []upgrade.Rule
	for _, name := range names {
		rule, ok := Find(name)
		if !ok {
			t.Fatalf("there is no rule %s", name)
		}
		found = append(found, rule)
	}
	return found
}

// walk makes one apply after another, each judged from what the one before
// recorded, and tells what refused each.
type walk struct {
	t       *testing.T
	rules   []upgrade.Rule
	catalog upgrade.Catalog
	setting int
	applied upgrade.Applied
}

func (w *walk) at() upgrade.Pair {
	return upgrade.Pair{ControlPlane: minor(w.t, w.applied.ClusterVersion), NodeGroup: minor(w.t, w.applied.NodeGroupVersions["blue"])}
}

// apply asks for a pair. The skew rule alone may refuse it, and only where the
// nodes end up too far behind without having come nearer.
func (w *walk) apply(asked upgrade.Pair) {
	w.t.Helper()
	step := move{current: w.at(), asked: asked, setting: w.setting}
	lag := func(pair upgrade.Pair) int { return upgrade.Distance(pair.ControlPlane, pair.NodeGroup) }
	var want []string
	if step.asked != step.current && lag(step.asked) > w.setting && lag(step.asked) >= lag(step.current) {
		want = []string{"node-group-skew"}
	}
	got := step.errors(w.rules, w.catalog)
	eksRefuses := lag(step.asked) > lag(step.current) && tooOld(step.asked)
	if !slices.Equal(got, want) && !(eksRefuses && slices.Equal(got, []string{"node-group-skew"})) {
		w.t.Errorf("%s: refused by %v, want %v", step, got, want)
	}
	recorded, ok := step.cluster().Record(&w.applied)
	if !ok {
		w.t.Fatalf("%s: nothing was recorded", step)
	}
	w.applied = recorded
	if w.at() != asked {
		w.t.Fatalf("%s: recorded %+v", step, recorded)
	}
}

// oldestKubelet is the oldest kubelet that EKS lets meet a control plane (EKS
// user guide: two behind below 1.25, else three).
var oldestKubelet = map[string]string{
	"1.21": "1.19", "1.22": "1.20", "1.23": "1.21", "1.24": "1.22", "1.25": "1.23", "1.26": "1.24", "1.27": "1.25", "1.28": "1.25",
	"1.29": "1.26", "1.30": "1.27", "1.31": "1.28", "1.32": "1.29", "1.33": "1.30", "1.34": "1.31", "1.35": "1.32", "1.36": "1.33", "1.37": "1.34",
}

func tooOld(pair upgrade.Pair) bool {
	return slices.Index(calendar, pair.NodeGroup.String()) < slices.Index(calendar, oldestKubelet[pair.ControlPlane.String()])
}

// calendar lists the minors in their order.
var calendar = []string{
	"1.18", "1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28",
	"1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37",
}

// The path that upgrade_path gives passes every version rule: control plane
// first, then its nodes, in two applies for each minor.
func TestUpgradePathPassesEveryVersionRule(t *testing.T) {
	rules, catalog := rulesNamed(t, versionRules), everythingOffered(t, "2026-06-01")
	const first, last = 21, 37
	for from := first; from <= last; from++ {
		for to := from; to <= last; to++ {
			path, err := upgrade.Path(at(t, from), at(t, to))
			if err != nil {
				t.Fatal(err)
			}
			for lag := 0; lag <= 3; lag++ {
				for setting := 0; setting <= 3; setting++ {
					w := &walk{t: t, rules: rules, catalog: catalog, setting: setting, applied: upgrade.Applied{
						ClusterVersion:    at(t, from).String(),
						NodeGroupVersions: map[string]string{"blue": at(t, from-lag).String()},
					}}
					w.apply(w.at())
					for _, step := range path {
						w.apply(upgrade.Pair{ControlPlane: step, NodeGroup: w.at().NodeGroup})
						w.apply(upgrade.Pair{ControlPlane: step, NodeGroup: step})
					}
					if end := at(t, to); len(path) > 0 && w.at() != (upgrade.Pair{ControlPlane: end, NodeGroup: end}) {
						t.Errorf("the walk from %d to %d ended at %+v", from, to, w.at())
					}
				}
			}
		}
	}
}

// fakeEKS refuses what the EKS API refuses, call by call, in the order in which
// Terraform makes the calls. It knows a calendar and a table, and nothing of how
// the rules compare versions.
type fakeEKS struct {
	controlPlane, nodes string
	refused             []string
}

func (e *fakeEKS) refuse(rule string) {
	if !slices.Contains(e.refused, rule) {
		e.refused = append(e.refused, rule)
	}
}

// updateControlPlane goes on after a refusal, so that what follows is told too.
func (e *fakeEKS) updateControlPlane(to string, nodesFollow bool) {
	from := slices.Index(calendar, e.controlPlane)
	switch {
	case e.controlPlane == to:
		return
	case slices.Contains(calendar[:from], to):
		e.refuse("version-downgrade")
	case calendar[from+1] != to:
		e.refuse("minor-version-skip")
	}
	goesUp := slices.Contains(calendar[from:], to)
	e.controlPlane = to
	if nodesFollow && goesUp && e.nodesAreTooOld() {
		e.refuse("node-group-skew")
	}
}

func (e *fakeEKS) updateNodes(to string) {
	if slices.Contains(calendar[:slices.Index(calendar, e.nodes)], to) {
		e.refuse("node-group-downgrade")
	}
	e.nodes = to
	if e.nodesAreNewer() {
		e.refuse("node-group-newer")
	}
}

func (e *fakeEKS) nodesAreNewer() bool {
	return !slices.Contains(calendar[:slices.Index(calendar, e.controlPlane)+1], e.nodes)
}

func (e *fakeEKS) nodesAreTooOld() bool {
	return slices.Contains(calendar[:slices.Index(calendar, oldestKubelet[e.controlPlane])], e.nodes)
}

// behind is how far the nodes are behind.
func (e *fakeEKS) behind() int {
	return slices.Index(calendar, e.controlPlane) - slices.Index(calendar, e.nodes)
}

// refusals names the rules that are to refuse a move: by what EKS refuses on the
// way, and by what a team does not want in the end.
func refusals(m move) []string {
	eks := &fakeEKS{controlPlane: m.current.ControlPlane.String(), nodes: m.current.NodeGroup.String()}
	before := eks.behind()
	eks.updateControlPlane(m.asked.ControlPlane.String(), m.current.NodeGroup != m.asked.NodeGroup)
	eks.updateNodes(m.asked.NodeGroup.String())
	tooFar := eks.behind() > m.setting || eks.nodesAreTooOld()
	if tooFar && m.asked != m.current && eks.behind() >= before {
		eks.refuse("node-group-skew")
	}
	slices.Sort(eks.refused)
	return eks.refused
}

// Every move that is not legal is refused, by the rules that it breaks, and no
// other is.
func TestEveryMoveThatIsNotLegalIsReported(t *testing.T) {
	rules, catalog := rulesNamed(t, versionRules), everythingOffered(t, "2026-06-01")
	const first, last = 22, 29
	judged, legal := 0, 0
	for current := first; current <= last; current++ {
		for nodes := current - 3; nodes <= current; nodes++ {
			start := upgrade.Pair{ControlPlane: at(t, current), NodeGroup: at(t, nodes)}
			if tooOld(start) {
				continue
			}
			for asked := first - 1; asked <= last+2; asked++ {
				for nodesAsked := first - 4; nodesAsked <= last+3; nodesAsked++ {
					for setting := 0; setting <= 3; setting++ {
						m := move{start, upgrade.Pair{ControlPlane: at(t, asked), NodeGroup: at(t, nodesAsked)}, setting}
						want := refusals(m)
						if got := m.errors(rules, catalog); !slices.Equal(got, want) {
							t.Errorf("%s: refused by %v, want %v", m, got, want)
						}
						judged++
						if len(want) == 0 {
							legal++
						}
					}
				}
			}
		}
	}
	if legal < 100 || judged-legal < 1000 {
		t.Errorf("only %d legal moves of %d were judged", legal, judged)
	}
}
