package plan

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// orderDestruction adds what the dependencies in the state say of the steps that
// destroy.
func (g *stepGraph) orderDestruction() {
	var acrossProviders [][2]int
	connect := func(from, to *plannedStep, later, earlier int) {
		switch {
		case otherModuleInstance(from.change.Address, to.change.Address):
		case from.provider != to.provider:
			acrossProviders = append(acrossProviders, [2]int{later, earlier})
		default:
			g.connect(later, earlier)
		}
	}
	for _, address := range g.addresses() {
		step := g.changes[address]
		if step.action.Replaces() {
			made, destroyed := g.ownSteps(step)
			if step.action == upgrade.DeleteThenCreate {
				g.connect(made, destroyed)
			} else {
				g.connect(destroyed, made)
			}
		}
		for _, dependency := range step.dependencies {
			for _, other := range g.byResource[dependency] {
				if other != step {
					g.orderPair(step, other, connect)
				}
			}
		}
	}
	g.connectAcross(acrossProviders)
}

// orderPair orders the steps of an object and of one that it depends on, where
// one of the two is destroyed.
func (g *stepGraph) orderPair(step, other *plannedStep, connect func(from, to *plannedStep, later, earlier int)) {
	made, destroyed := g.ownSteps(step)
	otherMade, otherDestroyed := g.ownSteps(other)
	if step.action.Destroys() && other.action.Destroys() {
		connect(other, step, otherDestroyed, destroyed)
	}
	if other.makes() {
		switch step.action {
		case upgrade.DeleteThenCreate:
			connect(other, step, otherMade, destroyed)
		case upgrade.CreateThenDelete:
			connect(other, step, destroyed, otherMade)
		}
	}
	if step.makes() {
		switch other.action {
		case upgrade.DeleteThenCreate:
			connect(step, other, made, otherDestroyed)
		case upgrade.CreateThenDelete:
			connect(step, other, otherDestroyed, made)
		}
	}
}

// connectAcross adds edges between objects of different providers. Terraform
// leaves out those that would close a circle, which one of them being a matter
// of chance, so all that could be part of one are left out.
func (g *stepGraph) connectAcross(edges [][2]int) {
	for _, edge := range edges {
		g.connect(edge[0], edge[1])
	}
	var circular [][2]int
	for _, edge := range edges {
		if g.waitsFor(edge[1], edge[0]) {
			circular = append(circular, edge)
		}
	}
	for _, edge := range circular {
		g.waits[edge[0]] = slices.DeleteFunc(g.waits[edge[0]], func(place int) bool { return place == edge[1] })
	}
	clear(g.reached)
}

func (g *stepGraph) ownSteps(step *plannedStep) (made, destroyed int) {
	return g.node(oneMade, step.change.Address), g.node(oneDestroyed, step.change.Address)
}

// addresses lists the instances that change, in order.
func (g *stepGraph) addresses() []string {
	list := make([]string, 0, len(g.changes))
	for address := range g.changes {
		list = append(list, address)
	}
	slices.Sort(list)
	return list
}

// otherModuleInstance tells whether two addresses are in different instances of
// the same module call.
func otherModuleInstance(first, second string) bool {
	a, b := moduleSteps(first), moduleSteps(second)
	for i := range min(len(a), len(b)) {
		if a[i].name != b[i].name {
			return false
		}
		if a[i].key != b[i].key {
			return true
		}
	}
	return false
}
