package rules

import (
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// planned is the move as a plan tells it, with the order that it has.
func (m move) planned(order orderCase) upgrade.Environment {
	cluster := m.cluster()
	cluster.Address, cluster.Action = "cluster", upgrade.Update
	group := &cluster.NodeGroups[0]
	group.Address, group.Action = "group", upgrade.Update
	return upgrade.Environment{
		Name: "prod", Clusters: []upgrade.Cluster{cluster},
		Plan: &upgrade.Plan{HasCluster: true, Sequence: order},
	}
}

// Where a plan puts the control plane first, it is judged as the gate judges the
// same step. Where it does not, the nodes may be found to be too new on the way
// besides, which is a warning.
func TestAPlanIsJudgedAsTheGate(t *testing.T) {
	rules, catalog := rulesNamed(t, versionRules), everythingOffered(t, "2026-06-01")
	judge := func(environment upgrade.Environment, severity upgrade.Severity) []string {
		report := upgrade.Evaluate(rules, upgrade.Fleet{
			Environments: []upgrade.Environment{environment}, Policy: upgrade.DefaultPolicy(), Catalog: catalog, Today: catalog.Date,
		})
		var names []string
		for _, finding := range report.Environments[0].Findings {
			if finding.Severity == severity {
				names = append(names, finding.Rule)
			}
		}
		slices.Sort(names)
		return names
	}
	const first, last = 24, 28
	newerOnTheWay := 0
	for current := first; current <= last; current++ {
		for nodes := current - 3; nodes <= current; nodes++ {
			for asked := first - 1; asked <= last+2; asked++ {
				for nodesAsked := first - 3; nodesAsked <= last+2; nodesAsked++ {
					m := move{
						current: upgrade.Pair{ControlPlane: at(t, current), NodeGroup: at(t, nodes)},
						asked:   upgrade.Pair{ControlPlane: at(t, asked), NodeGroup: at(t, nodesAsked)}, setting: 1,
					}
					gate := m.errors(rules, catalog)
					if got := judge(m.planned(orderOf("cluster", "group")), upgrade.Error); !slices.Equal(got, gate) {
						t.Errorf("%s, in a plan: errors of %v, want %v", m, got, gate)
					}
					legal := len(gate) == 0 && current < asked && nodes < nodesAsked
					if legal && nodesAsked > current {
						newerOnTheWay++
						if got := judge(m.planned(orderCase{}), upgrade.Warning); !slices.Contains(got, "node-group-newer") {
							t.Errorf("%s, in a plan without an order: warnings of %v, want node-group-newer", m, got)
						}
						if got := judge(m.planned(orderOf("group", "cluster")), upgrade.Error); !slices.Contains(got, "node-group-newer") {
							t.Errorf("%s, in a plan that puts the nodes first: errors of %v, want node-group-newer", m, got)
						}
					}
				}
			}
		}
	}
	if newerOnTheWay == 0 {
		t.Error("no legal step has nodes that would be too new on the way")
	}
}
