package upgrade

import "testing"

func TestMovesAndPending(t *testing.T) {
	for name, test := range map[string]struct {
		current, asked VersionClaim
		want           bool
	}{
		"the same":                             {state("1.34"), asks("1.34"), false},
		"up":                                   {state("1.34"), asks("1.35"), true},
		"down":                                 {state("1.34"), asks("1.33"), true},
		"no baseline":                          {unclear(Source{}), asks("1.34"), true},
		"not there yet":                        {unset(gitSource), asks("1.34"), true},
		"asked not known":                      {state("1.34"), unclear(tfvarsSource), true},
		"neither known":                        {unclear(stateSource), unclear(tfvarsSource), true},
		"the same text that is no version":     {git("1.3.4"), asks("1.3.4"), false},
		"another text that is no version":      {git("1.3.4"), asks("latest"), true},
		"an empty text, no baseline":           {unclear(Source{}), asks(""), true},
		"an empty baseline, asked not known":   {git(""), unclear(tfvarsSource), true},
		"a version that replaces a wrong text": {git("latest"), asks("1.34"), true},
		"a wrong text that replaces a version": {state("1.34"), asks("latest"), true},
	} {
		cluster := clusterOf(test.current, test.asked)
		if got := cluster.Moves(); got != test.want {
			t.Errorf("%s: cluster moves: got %t, want %t", name, got, test.want)
		}
		group := groupOf("blue", test.current, test.asked)
		if got := group.Moves(); got != test.want {
			t.Errorf("%s: node group moves: got %t, want %t", name, got, test.want)
		}
		settled := clusterOf(state("1.34"), asks("1.34"))
		for holder, environment := range map[string]Environment{
			"cluster":             {Clusters: []Cluster{cluster}},
			"second cluster":      {Clusters: []Cluster{settled, cluster}},
			"node group":          {Clusters: []Cluster{clusterOf(state("1.34"), asks("1.34"), group)}},
			"second node group":   {Clusters: []Cluster{clusterOf(state("1.34"), asks("1.34"), groupOf("a", state("1.34"), asks("1.34")), group)}},
			"group, 2nd cluster":  {Clusters: []Cluster{settled, clusterOf(state("1.34"), asks("1.34"), group)}},
			"cluster before rest": {Clusters: []Cluster{cluster, settled}},
		} {
			if got := environment.Pending(); got != test.want {
				t.Errorf("%s: environment with it as %s: pending %t, want %t", name, holder, got, test.want)
			}
		}
	}
}

func TestNodeGroupWithoutVersionIsAskedNothing(t *testing.T) {
	for name, current := range map[string][]VersionClaim{
		"no baseline": nil, "new": claims(unset(stateSource)), "known": claims(state("1.34")), "not known": claims(unclear(gitSource)),
	} {
		group := NodeGroup{Name: "blue", Asked: claims(unset(tfvarsSource)), Current: current}
		if group.Moves() {
			t.Errorf("%s: a node group without a version moves", name)
		}
		if cluster := clusterOf(state("1.34"), asks("1.34"), group); cluster.Pending() {
			t.Errorf("%s: a node group without a version makes its cluster pending", name)
		}
	}
}

func TestPendingWhereNothingIsCertain(t *testing.T) {
	settled := []Cluster{clusterOf(state("1.34"), asks("1.34"))}
	for name, test := range map[string]struct {
		environment Environment
		want        bool
	}{
		"settled":    {Environment{Clusters: settled}, false},
		"no cluster": {Environment{}, true},
		"missing":    {Environment{Clusters: settled, Missing: &Problem{}}, true},
		"unreadable": {Environment{Clusters: settled, Unreadable: []Problem{{}}}, true},
	} {
		if got := test.environment.Pending(); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}

// Nobody knows the version of many nodes that EKS does not update. They move
// where what they start from does.
func TestSelfManagedNodesMoveWithTheirLaunchTemplate(t *testing.T) {
	template := func(claim Claim[string]) *NodeSettings { return &NodeSettings{LaunchTemplate: claim} }
	one, two := template(ClaimText("lt-1 1", Source{})), template(ClaimText("lt-1 2", Source{}))
	unknown, none := template(UnknownClaim[string]("decided at apply", Source{})), template(NoClaim[string](Source{}))
	for name, test := range map[string]struct {
		group NodeGroup
		want  bool
	}{
		"nothing happens":              {NodeGroup{SelfManaged: true, Before: unknown, After: unknown}, false},
		"the same template":            {NodeGroup{SelfManaged: true, Action: Update, Before: one, After: one}, false},
		"another template":             {NodeGroup{SelfManaged: true, Action: Update, Before: one, After: two}, true},
		"a template that is not known": {NodeGroup{SelfManaged: true, Action: Update, Before: one, After: unknown}, true},
		"no template":                  {NodeGroup{SelfManaged: true, Action: Update, Before: none, After: none}, true},
		"new":                          {NodeGroup{SelfManaged: true, Action: Create, After: one}, true},
		"updated by EKS":               {NodeGroup{Before: one, After: one}, true},
	} {
		test.group.Asked, test.group.Current = claims(unclear(Source{})), claims(unclear(Source{}))
		if got := test.group.Moves(); got != test.want {
			t.Errorf("%s: moves: got %t, want %t", name, got, test.want)
		}
	}
	known := NodeGroup{SelfManaged: true, Before: one, After: one, Asked: claims(asks("1.35")), Current: claims(state("1.34"))}
	if !known.Moves() {
		t.Error("known versions that differ do not count")
	}
}
