package path_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// journeys is every way of a control plane between two minors of the catalog, with
// node groups up to three minors behind it, for each setting of the policy.
func journeys(t *testing.T, check func(name string, environment upgrade.Environment, from, to upgrade.Minor, policy upgrade.Policy)) {
	t.Helper()
	versions := facts.Versions
	for i, from := range versions {
		for _, to := range versions[i:] {
			for skew := range upgrade.MaxNodeGroupSkewSetting + 1 {
				policy := upgrade.DefaultPolicy()
				policy.MaxNodeGroupSkew = skew
				for lag := range 4 {
					environment, ok := behind(from.Version, lag)
					if !ok {
						continue
					}
					name := fmt.Sprintf("%s to %s, node group %d behind, %d allowed", from.Version, to.Version, lag, skew)
					check(name, environment, from.Version, to.Version, policy)
				}
			}
		}
	}
}

// behind is an environment at rest with one node group at its control plane's
// minor and one so many minors behind it; false where Kubernetes allows no such.
func behind(controlPlane upgrade.Minor, lag int) (upgrade.Environment, bool) {
	group := controlPlane
	for range lag {
		group = group.Previous()
	}
	if group.Older(upgrade.FirstEKSMinor) || lag > upgrade.KubeletLimit(group) {
		return upgrade.Environment{}, false
	}
	at := func(name string, version upgrade.Minor) upgrade.NodeGroup {
		return upgrade.NodeGroup{Name: name, Current: runs(version.String()), Asked: asks(version.String())}
	}
	return upgrade.Environment{Name: "prod", Clusters: []upgrade.Cluster{{
		Name: "shop", Current: runs(controlPlane.String()), Asked: asks(controlPlane.String()),
		NodeGroups: []upgrade.NodeGroup{at("blue", controlPlane), at("green", group)},
	}}}, true
}

// standing are rules on the calendar: a minor whose support is over is refused
// however it is reached.
var standing = map[string]bool{"version-unavailable": true, "support-ending": true}

// judgedStates are the states that were judged before: many ways share them.
type judgedStates struct{ seen sync.Map }

var judged judgedStates

// first tells whether a state, with where it is taken from, is met for the first
// time.
func (j *judgedStates) first(policy upgrade.Policy, taking upgrade.Environment) bool {
	cluster := taking.Clusters[0]
	key := fmt.Sprint(policy.MaxNodeGroupSkew, cluster.CurrentVersion().Value, cluster.AskedVersion().Value)
	for _, group := range cluster.NodeGroups {
		key += fmt.Sprint(" ", group.CurrentVersion().Value, group.AskedVersion().Value)
	}
	_, seen := j.seen.LoadOrStore(key, true)
	return !seen
}

// follow takes each step of a path, and judges the state of affairs while it is
// taken by all rules.
func follow(t *testing.T, name string, environment upgrade.Environment, policy upgrade.Policy, steps []path.Step) upgrade.Environment {
	t.Helper()
	for number, step := range steps {
		taking := step.Taken(environment, "")
		if !judged.first(policy, taking) {
			environment = applied(taking)
			continue
		}
		for _, finding := range errorsOf(taking, policy) {
			if !standing[finding.Rule] {
				t.Errorf("%s: step %d (%s): %s: %s", name, number+1, step.Title, finding.Summary(), finding.Message)
			}
		}
		environment = applied(taking)
	}
	return environment
}

// Every way to a target, one thing at a time, is legal in every state, and ends
// with the control plane and all node groups at the target.
func TestEveryWayToATargetIsLegal(t *testing.T) {
	t.Parallel()
	journeys(t, func(name string, environment upgrade.Environment, from, to upgrade.Minor, policy upgrade.Policy) {
		found := path.Of(path.Question{Environment: environment, Target: to, Policy: policy, Catalog: facts})[0]
		arrived := follow(t, name, environment, policy, found.Steps).Clusters[0]
		if len(found.Problems) > 0 || arrived.CurrentVersion().Value != to {
			t.Fatalf("%s: the control plane ends at %s (problems %v)", name, arrived.CurrentVersion().Value, found.Problems)
		}
		for _, group := range arrived.NodeGroups {
			if group.CurrentVersion().Value != to {
				t.Errorf("%s: node group %s ends at %s", name, group.Name, group.CurrentVersion().Value)
			}
		}
		ups := 0
		for _, step := range found.Steps {
			if step.Kind == path.ControlPlane {
				ups++
			}
		}
		if ups != upgrade.Distance(from, to) {
			t.Errorf("%s: the control plane goes up %d times", name, ups)
		}
	})
}

// So is every way to what a file asks for at once.
func TestEveryWayToWhatIsAskedIsLegal(t *testing.T) {
	t.Parallel()
	journeys(t, func(name string, environment upgrade.Environment, _, to upgrade.Minor, policy upgrade.Policy) {
		cluster := &environment.Clusters[0]
		cluster.Asked = asks(to.String())
		for i := range cluster.NodeGroups {
			cluster.NodeGroups[i].Asked = asks(to.String())
		}
		found := path.Of(path.Question{Environment: environment, Policy: policy, Catalog: facts})[0]
		arrived := follow(t, name, environment, policy, found.Steps).Clusters[0]
		if arrived.CurrentVersion().Value != to || arrived.NodeGroups[0].CurrentVersion().Value != to || arrived.NodeGroups[1].CurrentVersion().Value != to {
			t.Errorf("%s: ends at %s, %s, %s", name, arrived.CurrentVersion().Value, arrived.NodeGroups[0].CurrentVersion().Value, arrived.NodeGroups[1].CurrentVersion().Value)
		}
	})
}

// What is legal already is taken as it is asked for, and nothing else is edited.
func TestALegalStepIsLeftAlone(t *testing.T) {
	t.Parallel()
	journeys(t, func(name string, environment upgrade.Environment, from, to upgrade.Minor, policy upgrade.Policy) {
		if upgrade.Distance(from, to) > 3 {
			return // a skip of two minors is as illegal as one of ten
		}
		cluster := &environment.Clusters[0]
		for _, groups := range [][2]string{
			{from.String(), cluster.NodeGroups[1].CurrentVersion().Value.String()}, {from.String(), from.String()}, {to.String(), to.String()}, {to.String(), from.String()},
		} {
			cluster.Asked = asks(to.String())
			for i := range cluster.NodeGroups {
				cluster.NodeGroups[i].Asked = asks(groups[i])
			}
			found := path.Of(path.Question{Environment: environment, Policy: policy, Catalog: facts})[0]
			legal := true
			for _, finding := range errorsOf(environment, policy) {
				legal = legal && standing[finding.Rule]
			}
			edits := 0
			if len(found.Steps) > 0 {
				for _, change := range found.Steps[0].Changes {
					if change.Edits() {
						edits++
					}
				}
			}
			if legal != (edits == 0) {
				t.Errorf("%s, asked %s with %v: legal %t, %d edits: %+v", name, to, groups, legal, edits, found.Steps)
			}
		}
	})
}
