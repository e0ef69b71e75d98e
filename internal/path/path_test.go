package path_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// one is an environment with one node group: what runs, and what a file asks for.
func one(runsAt, asksFor, groupRuns, groupAsks string) upgrade.Environment {
	return upgrade.Environment{Name: "prod", Clusters: []upgrade.Cluster{{
		Name: "shop", Current: runs(runsAt), Asked: asks(asksFor),
		NodeGroups: []upgrade.NodeGroup{{Name: "blue", Current: runs(groupRuns), Asked: asks(groupAsks)}},
	}}}
}

func ask(environment upgrade.Environment, target upgrade.Minor) path.Path {
	return path.Of(path.Question{Environment: environment, Target: target, Policy: upgrade.DefaultPolicy(), Catalog: facts, Run: []string{"./launch.sh prod"}})[0]
}

func titles(found path.Path) string {
	var list []string
	for _, step := range found.Steps {
		list = append(list, step.Title)
	}
	return strings.Join(list, "; ")
}

func TestWays(t *testing.T) {
	for name, test := range map[string]struct {
		environment upgrade.Environment
		target      string
		want        string
	}{
		"two minors are two rounds":       {one("1.34", "1.34", "1.34", "1.34"), "1.36", "control plane 1.34 -> 1.35; node group blue 1.34 -> 1.35; control plane 1.35 -> 1.36; node group blue 1.35 -> 1.36"},
		"a group that lags comes first":   {one("1.34", "1.34", "1.32", "1.32"), "1.35", "node group blue 1.32 -> 1.34; control plane 1.34 -> 1.35; node group blue 1.34 -> 1.35"},
		"nothing to do":                   {one("1.35", "1.35", "1.35", "1.35"), "1.35", ""},
		"all at once, as asked":           {one("1.34", "1.36", "1.34", "1.36"), "", "control plane 1.34 -> 1.35, node group blue 1.34 -> 1.35; control plane 1.35 -> 1.36, node group blue 1.35 -> 1.36"},
		"the control plane alone, asked":  {one("1.34", "1.36", "1.34", "1.34"), "", "control plane 1.34 -> 1.35; node group blue 1.34 -> 1.35; control plane 1.35 -> 1.36"},
		"a stale branch is put back":      {one("1.35", "1.34", "1.35", "1.34"), "", "control plane back to 1.35, node group blue back to 1.35"},
		"a group ahead is held back":      {one("1.34", "1.34", "1.34", "1.35"), "", "node group blue back to 1.34"},
		"a new group takes no step down":  {one("1.34", "1.35", "", "1.35"), "", "control plane 1.34 -> 1.35, node group blue to 1.35"},
		"a group that runs ahead is kept": {one("1.34", "1.34", "1.35", "1.35"), "1.35", "control plane 1.34 -> 1.35"},
	} {
		var target upgrade.Minor
		if test.target != "" {
			target = minor(t, test.target)
		}
		found := ask(test.environment, target)
		if got := titles(found); got != test.want || len(found.Problems) > 0 {
			t.Errorf("%s:\n got %s %v\nwant %s", name, got, found.Problems, test.want)
		}
	}
}

func TestWhatAStepSays(t *testing.T) {
	found := ask(one("1.34", "1.34", "1.34", "1.34"), minor(t, "1.36"))
	up, drain, last := found.Steps[0], found.Steps[1], found.Steps[3]
	if up.Kind != path.ControlPlane || drain.Kind != path.NodeGroups || up.Round != 1 || drain.Round != 1 || last.Round != 2 {
		t.Errorf("kinds and rounds: %s %d, %s %d, last %d", up.Kind, up.Round, drain.Kind, drain.Round, last.Round)
	}
	if change := up.Changes[0]; len(up.Changes) != 1 || change.Source.Position() != "env-vars/prod.tfvars:3" || change.From != "1.34" || change.To != "1.35" || !change.Edits() {
		t.Errorf("the control plane's change is %+v", up.Changes)
	}
	if !slices.Equal(up.Run, []string{"./launch.sh prod"}) || len(up.Check) == 0 || len(drain.Instead) != 3 || len(up.Instead) != 0 {
		t.Errorf("run %v, check %v, instead %v and %v", up.Run, up.Check, up.Instead, drain.Instead)
	}
	named := map[string]path.Need{}
	for _, need := range up.Needs {
		named[need.Addon] = need
	}
	if len(named) != 6 || len(drain.Needs) != 0 || !strings.Contains(named["cluster-autoscaler"].Says, "for 1.35 in the catalog of 2026") {
		t.Errorf("needs are %+v", up.Needs)
	}
}

func TestWhatKeepsAWayFromBeingTold(t *testing.T) {
	sensitive := one("1.34", "1.35", "1.34", "1.34")
	sensitive.Clusters[0].Asked[0].Sensitive = true
	unread := one("1.34", "1.35", "1.34", "1.34")
	unread.Unreadable = []upgrade.Problem{{Message: "env-vars/prod.tfvars cannot be read."}}
	noBaseline := one("1.34", "1.35", "1.34", "1.34")
	noBaseline.Clusters[0].Current = nil
	missing := one("1.34", "1.35", "1.34", "1.34")
	missing.Missing = &upgrade.Problem{Message: "There is no env-vars/prod.tfvars."}
	for name, test := range map[string]struct {
		environment upgrade.Environment
		target, say string
	}{
		"a lost zero":          {one("1.29", "1.3", "1.29", "1.29"), "", "1.3 is no EKS version"},
		"a sensitive version":  {sensitive, "", "it is sensitive"},
		"an unreadable file":   {unread, "", "cannot be read"},
		"no baseline":          {noBaseline, "", "What prod runs now is not known"},
		"no file":              {missing, "", "There is no"},
		"a group with no such": {one("1.34", "1.35", "1.34", "latest"), "", "node group blue"},
	} {
		var target upgrade.Minor
		if test.target != "" {
			target = minor(t, test.target)
		}
		found := ask(test.environment, target)
		if len(found.Steps) > 0 || len(found.Problems) == 0 || !strings.Contains(found.Problems[0].Message, test.say) || found.Problems[0].Remediation == "" && name != "an unreadable file" && name != "no file" {
			t.Errorf("%s: steps %s, problems %+v", name, titles(found), found.Problems)
		}
	}
}

func TestWhatIsNewTakesNoStep(t *testing.T) {
	found := ask(one("", "1.35", "", "1.35"), upgrade.Minor{})
	if len(found.Steps)+len(found.Problems) > 0 || len(found.Notes) != 1 || !strings.Contains(found.Notes[0], "It is new") {
		t.Errorf("%s, problems %v, notes %v", titles(found), found.Problems, found.Notes)
	}
}

func TestWhatIsBeyondTheTargetStays(t *testing.T) {
	found := ask(one("1.35", "1.35", "1.34", "1.34"), minor(t, "1.34"))
	if len(found.Steps)+len(found.Problems) > 0 || len(found.Notes) != 1 || !strings.Contains(found.Notes[0], "beyond 1.34") {
		t.Errorf("%s, problems %v, notes %v", titles(found), found.Problems, found.Notes)
	}
}

func TestAGroupWithoutAVersionIsLeftToTheReader(t *testing.T) {
	found := ask(one("1.34", "1.34", "1.34", ""), minor(t, "1.35"))
	if titles(found) != "control plane 1.34 -> 1.35" || len(found.Notes) != 1 || !strings.Contains(found.Notes[0], "blue") {
		t.Errorf("%s, notes %v", titles(found), found.Notes)
	}
}

// A baseline that tells of the control plane alone does not tell what an add-on ran.
func TestAnAddonThatIsAheadIsLeftToTheReader(t *testing.T) {
	for version, want := range map[string]int{"v1.36.0-eksbuild.1": 1, "v1.35.3-eksbuild.13": 0} {
		environment := withAddon("1.34", "1.36", "kube-proxy", version, version)
		found := ask(environment, upgrade.Minor{})
		if len(found.Notes) != want || want == 1 && !strings.Contains(found.Notes[0], "Add-on kube-proxy is set to v1.36.0-eksbuild.1, which is newer than the control plane at 1.35.") {
			t.Errorf("%s: notes %q", version, found.Notes)
		}
	}
}

// withAddon is an environment whose tfvars hold the version of one add-on.
func withAddon(from, to, addon, runsAt, asksFor string) upgrade.Environment {
	environment := one(from, to, from, to)
	environment.Clusters[0].Addons = []upgrade.Addon{{
		Name: addon, Kind: upgrade.EKSAddon, Current: addonClaim(runsAt, git), Asked: addonClaim(asksFor, file),
	}}
	return environment
}

func TestAddonsThatMove(t *testing.T) {
	for name, test := range map[string]struct {
		environment upgrade.Environment
		target      string
		// moves are the add-on's versions after each step.
		moves []string
	}{
		"the Cluster Autoscaler goes with the control plane": {withAddon("1.34", "1.34", "cluster-autoscaler", "v1.34.1", "v1.34.1"), "1.35", []string{"1.35", "1.35"}},
		"kube-proxy follows with the nodes":                  {withAddon("1.34", "1.34", "kube-proxy", "v1.34.6-eksbuild.13", "v1.34.6-eksbuild.13"), "1.35", []string{"1.34", "1.35"}},
		"kube-proxy follows in each round":                   {withAddon("1.34", "1.34", "kube-proxy", "v1.34.6-eksbuild.13", "v1.34.6-eksbuild.13"), "1.36", []string{"1.34", "1.35", "1.35", "1.36"}},
		"a kube-proxy asked for goes no further":             {withAddon("1.34", "1.36", "kube-proxy", "v1.34.6-eksbuild.13", "v1.36.0-eksbuild.1"), "", []string{"1.34", "1.36"}},
		"a chart's version is not touched":                   {withAddon("1.34", "1.34", "aws-load-balancer-controller", "1.8.1", "1.8.1"), "1.35", []string{"1.8", "1.8"}},
	} {
		var target upgrade.Minor
		if test.target != "" {
			target = minor(t, test.target)
		}
		environment := test.environment
		var moves []string
		for _, step := range ask(environment, target).Steps {
			environment = applied(step.Taken(environment, ""))
			major, number := environment.Clusters[0].Addons[0].Current.Value.MajorMinor()
			moves = append(moves, fmt.Sprintf("%d.%d", major, number))
		}
		if !slices.Equal(moves, test.moves) {
			t.Errorf("%s: %v, want %v", name, moves, test.moves)
		}
	}
}

// What no step edits is said.
func TestAddonsThatAreLeftAreNamed(t *testing.T) {
	chart := withAddon("1.34", "1.34", "cluster-autoscaler", "9.37.0", "9.37.0")
	twice := withAddon("1.34", "1.34", "kube-proxy", "", "")
	twice.Clusters[0].Addons[0].Asked = upgrade.UnknownClaim[upgrade.AddonVersion]("two places set its version", file)
	for say, environment := range map[string]upgrade.Environment{"It may be that of its chart": chart, "two places set its version": twice} {
		found := ask(environment, minor(t, "1.35"))
		if len(found.Notes) != 1 || !strings.Contains(found.Notes[0], say) || strings.Contains(titles(found), "add-on") {
			t.Errorf("want %q in a note: %v, %s", say, found.Notes, titles(found))
		}
	}
}

// An add-on that does not run on the next minor goes first, to a version that runs
// on both.
func TestAnAddonThatDoesNotFitGoesFirst(t *testing.T) {
	environment := withAddon("1.34", "1.34", "vpc-cni", "v1.19.0-eksbuild.1", "v1.19.0-eksbuild.1")
	environment.Clusters[0].Live = &upgrade.Live{AddonOffers: []upgrade.AddonOffer{
		{Addon: "vpc-cni", Kubernetes: minor(t, "1.34"), Default: "v1.20.0-eksbuild.1", Compatible: []string{"v1.21.0-eksbuild.1", "v1.20.1-eksbuild.1", "v1.20.0-eksbuild.1", "v1.19.0-eksbuild.1"}},
		{Addon: "vpc-cni", Kubernetes: minor(t, "1.35"), Default: "v1.20.1-eksbuild.1", Compatible: []string{"v1.21.0-eksbuild.1", "v1.20.1-eksbuild.1"}},
	}}
	found := ask(environment, minor(t, "1.35"))
	first := found.Steps[0]
	if first.Kind != path.Addons || titles(found) != "add-on vpc-cni v1.19.0-eksbuild.1 -> v1.20.1-eksbuild.1; control plane 1.34 -> 1.35; node group blue 1.34 -> 1.35" {
		t.Errorf("%s (%s)", titles(found), first.Kind)
	}
	if need := found.Steps[1].Needs[0]; !strings.Contains(need.Says, "EKS offers v1.20.1-eksbuild.1 as the default") || !need.Known || need.Take != "" {
		t.Errorf("need %+v", need)
	}
}

func TestPromotionOrder(t *testing.T) {
	order := []string{"lab", "dev", "prod"}
	way := func(name, from, groups string) path.Path {
		environment := one(from, from, groups, groups)
		environment.Name = name
		return ask(environment, minor(t, "1.36"))
	}
	paths := []path.Path{way("cc", "1.35", "1.35"), way("prod", "1.34", "1.34"), way("lab", "1.35", "1.35"), way("dev", "1.34", "1.32")}
	var names []string
	for _, found := range path.InOrder(paths, order) {
		names = append(names, found.Environment)
	}
	if !slices.Equal(names, []string{"lab", "dev", "prod", "cc"}) {
		t.Errorf("order %v", names)
	}
	for i, want := range [][]string{nil, {"dev"}, nil, nil} {
		if got := path.Overtaken(paths, paths[i], order); !slices.Equal(got, want) {
			t.Errorf("%s overtakes %v, want %v", paths[i].Environment, got, want)
		}
	}
}
