package upgrade

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
)

// printed gives what was recorded in one line: "1.35 blue=1.34".
func printed(applied Applied) string {
	parts := []string{applied.ClusterVersion}
	for _, name := range []string{"blue", "green"} {
		if version, ok := applied.NodeGroupVersions[name]; ok {
			parts = append(parts, name+"="+version)
		}
	}
	return strings.Join(parts, " ")
}

func prior(cluster string, groups map[string]string) *Applied {
	return &Applied{ClusterVersion: cluster, NodeGroupVersions: groups}
}

func TestRecord(t *testing.T) {
	blue := func(current, asked VersionClaim) NodeGroup { return groupOf("blue", current, asked) }
	before := prior("1.34", map[string]string{"blue": "1.33"})
	for name, test := range map[string]struct {
		cluster Cluster
		prior   *Applied
		want    string
	}{
		"first apply":                     {clusterOf(unclear(Source{}), asks("1.34"), blue(unclear(Source{}), asks("1.33"))), nil, "1.34 blue=1.33"},
		"first apply, as merged":          {clusterOf(git("1.34"), asks("1.34")), nil, "1.34"},
		"as merged, the state is behind":  {Cluster{Asked: claims(asks("1.35")), Current: claims(state("1.34"), git("1.35"))}, before, "1.35"},
		"not set":                         {clusterOf(state("1.34"), unset(tfvarsSource)), before, "1.34"},
		"a new cluster":                   {clusterOf(unset(gitSource), asks("1.34")), nil, "1.34"},
		"one up":                          {clusterOf(state("1.34"), asks("1.35"), blue(state("1.33"), asks("1.34"))), before, "1.35 blue=1.34"},
		"no step":                         {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("1.33"))), before, "1.34 blue=1.33"},
		"both at once":                    {clusterOf(state("1.34"), asks("1.35"), blue(state("1.34"), asks("1.35"))), before, "1.35 blue=1.35"},
		"a skip":                          {clusterOf(state("1.34"), asks("1.36"), blue(state("1.33"), asks("1.33"))), before, "1.34 blue=1.33"},
		"a skip, node group up":           {clusterOf(state("1.34"), asks("1.36"), blue(state("1.33"), asks("1.34"))), before, "1.34 blue=1.34"},
		"a skip, node group with it":      {clusterOf(state("1.34"), asks("1.36"), blue(state("1.33"), asks("1.36"))), before, "1.34 blue=1.33"},
		"a downgrade":                     {clusterOf(state("1.34"), asks("1.33"), blue(state("1.33"), asks("1.33"))), before, "1.34 blue=1.33"},
		"a node group newer":              {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("1.35"))), before, "1.34 blue=1.33"},
		"a new node group newer":          {clusterOf(state("1.34"), asks("1.34"), groupOf("green", unset(stateSource), asks("1.35"))), before, "1.34"},
		"a node group at its plane":       {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("1.34"))), before, "1.34 blue=1.34"},
		"a node group down":               {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("1.32"))), before, "1.34 blue=1.33"},
		"a node group of no version":      {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("x"))), before, "1.34 blue=1.33"},
		"a node group not known":          {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), unclear(tfvarsSource))), before, "1.34 blue=1.33"},
		"a node group not known, new":     {clusterOf(state("1.34"), asks("1.34"), groupOf("green", unset(stateSource), unclear(tfvarsSource))), before, "1.34"},
		"a node group not known, first":   {clusterOf(unclear(Source{}), asks("1.34"), blue(unclear(Source{}), unclear(tfvarsSource))), nil, "1.34"},
		"a node group without a version":  {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), unset(tfvarsSource))), before, "1.34"},
		"a node group that is gone":       {clusterOf(state("1.34"), asks("1.35")), before, "1.35"},
		"a second node group":             {clusterOf(state("1.34"), asks("1.34"), blue(state("1.33"), asks("1.33")), groupOf("green", unset(stateSource), asks("1.34"))), before, "1.34 blue=1.33 green=1.34"},
		"a text that is no version":       {clusterOf(state("1.34"), asks("latest")), before, "1.34"},
		"never a version of EKS":          {clusterOf(unclear(Source{}), asks("1.3")), nil, ""},
		"the last that never was":         {clusterOf(unclear(Source{}), asks("1.9")), nil, ""},
		"the first that was":              {clusterOf(unclear(Source{}), asks("1.10")), nil, "1.10"},
		"not known":                       {clusterOf(state("1.34"), unclear(tfvarsSource)), before, "1.34"},
		"not known, first":                {clusterOf(unclear(Source{}), unclear(tfvarsSource)), nil, ""},
		"not set, first":                  {clusterOf(unclear(Source{}), unset(tfvarsSource)), nil, ""},
		"a skip, first, by a baseline":    {clusterOf(baseline("1.34"), asks("1.36")), nil, ""},
		"a downgrade, first, by git":      {clusterOf(git("1.34"), asks("1.33")), nil, ""},
		"a baseline that is no version":   {clusterOf(baseline("x"), asks("1.36")), nil, "1.36"},
		"a state that holds no version":   {clusterOf(state("x"), unclear(tfvarsSource), blue(state("1.33"), asks("1.33"))), prior("x", map[string]string{"blue": "1.33"}), "x"},
		"no version, new node group":      {clusterOf(state("x"), unclear(tfvarsSource), groupOf("green", unset(stateSource), asks("1.33"))), prior("x", nil), "x"},
		"the state is behind, a step up":  {Cluster{Asked: claims(asks("1.36")), Current: claims(state("1.34"), git("1.35"))}, before, "1.36"},
		"the state is behind, a skip":     {Cluster{Asked: claims(asks("1.37")), Current: claims(state("1.34"), git("1.35"))}, before, "1.34"},
		"a kept node group, newer":        {Cluster{Asked: claims(asks("1.34")), Current: claims(baseline("1.33")), NodeGroups: []NodeGroup{blue(state("1.35"), unclear(tfvarsSource))}}, prior("1.35", map[string]string{"blue": "1.35"}), "1.34"},
		"the end of all versions":         {clusterOf(state("1.99"), asks("1.99")), prior("1.99", nil), "1.99"},
		"a refused node group, no prior":  {clusterOf(unclear(Source{}), asks("1.34"), blue(unclear(Source{}), asks("1.35"))), nil, "1.34"},
		"a refused node group, not there": {clusterOf(state("1.34"), asks("1.34"), groupOf("green", state("1.34"), asks("1.33"))), before, "1.34"},
	} {
		got, recorded := test.cluster.Record(test.prior)
		if recorded != (test.want != "") || printed(got) != test.want {
			t.Errorf("%s: got %q, recorded %t; want %q", name, printed(got), recorded, test.want)
		}
		if recorded && got.NodeGroupVersions == nil {
			t.Errorf("%s: the node groups are nil, want a map", name)
		}
	}
}

func TestRecordKeepsPriorAsItWas(t *testing.T) {
	groups := map[string]string{"blue": "1.33", "green": "1.33"}
	before := prior("1.34", maps.Clone(groups))
	cluster := clusterOf(state("1.34"), asks("1.35"), groupOf("blue", state("1.33"), asks("1.34")))
	got, _ := cluster.Record(before)
	got.NodeGroupVersions["new"] = "1.35"
	if want := prior("1.34", groups); !reflect.DeepEqual(before, want) {
		t.Errorf("prior became %+v, want %+v", before, want)
	}
}

// What is recorded after an apply is never what EKS would have refused, seen
// from what was recorded before.
func TestRecordHoldsNothingThatEKSRefuses(t *testing.T) {
	const low, high = 31, 36
	text := func(number int) string { return fmt.Sprintf("1.%d", number) }
	for current := low; current <= high; current++ {
		for nodes := low; nodes <= current; nodes++ {
			before := prior(text(current), map[string]string{"blue": text(nodes)})
			for asked := low - 1; asked <= high+1; asked++ {
				for nodesAsked := low - 1; nodesAsked <= high+2; nodesAsked++ {
					cluster := clusterOf(state(text(current)), asks(text(asked)), groupOf("blue", state(text(nodes)), asks(text(nodesAsked))))
					got, _ := cluster.Record(before)
					wantCluster, wantNodes := current, nodes
					if asked == current+1 {
						wantCluster = asked
					}
					if nodesAsked > nodes && nodesAsked <= wantCluster {
						wantNodes = nodesAsked
					}
					if want := text(wantCluster) + " blue=" + text(wantNodes); printed(got) != want {
						t.Errorf("from %s, blue %s asking %s, blue %s: recorded %q, want %q",
							text(current), text(nodes), text(asked), text(nodesAsked), printed(got), want)
					}
				}
			}
		}
	}
}
