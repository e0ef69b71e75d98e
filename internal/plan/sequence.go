package plan

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// stepGraph is the graph by which Terraform orders the steps of an apply, as far
// as the plan file tells it. Tried on Terraform 1.11.4 with "terraform graph
// -type=apply", whose edges are the truth of the tests:
//
//   - A step that makes or changes an object waits for all instances of every
//     resource that its own resource refers to, through modules, data sources and
//     resources that do not change. depends_on of a resource or a module, count,
//     for_each, provisioners and the provider's configuration count as references.
//   - An output is waited for by itself, a module in depends_on as a whole.
//   - What goes is destroyed after the objects that depended on it, by the
//     dependencies that the state holds.
//   - An object that is destroyed and then made anew is destroyed before what it
//     depended on changes, and before what depended on it changes.
//   - With create_before_destroy the old object goes last: after what it depended
//     on, after the new one, and after all that depended on it.
//   - An object is destroyed after what its provider's configuration refers to.
//   - Instances of one resource, and objects in different instances of one module
//     call that are destroyed, are in no order.
//
// Whether an object that only goes has create_before_destroy is not in the file,
// and a newer Terraform orders updates before such a destruction, so nothing is
// said of the two. An update does not wait for what it depended on before and
// does no more.
type stepGraph struct {
	config *configuration
	// nodes are numbered; places finds a node's number.
	nodes  []stepNode
	places map[stepNode]int
	waits  [][]int
	built  []bool
	// changes are the instances that change, by address, and byResource by the
	// address of their resource.
	changes    map[string]*plannedStep
	byResource map[string][]*plannedStep
	reached    map[int][]uint64
}

// stepNode is one point of an apply.
type stepNode struct {
	kind    stepKind
	address string
}

type stepKind int

const (
	// allMade is when all instances of a resource are as the plan wants them.
	allMade stepKind = iota
	// oneMade is the step that makes or changes an instance.
	oneMade
	// oneDestroyed is the step that destroys an instance.
	oneDestroyed
)

// plannedStep is an instance that changes.
type plannedStep struct {
	change   change
	resource string
	action   upgrade.Action
	// dependencies are those that the state holds.
	dependencies []string
	provider     string
	// deposed tells that an object besides this one is destroyed at the address.
	deposed bool
}

func (s *plannedStep) makes() bool { return s.action.Changes() && s.action != upgrade.Delete }

// sequence is the order that the apply keeps. It is worked out when it is asked
// for.
func (d *document) sequence() upgrade.Sequence {
	if len(d.configuration) == 0 {
		return nil
	}
	return lazySequence{d}
}

type lazySequence struct{ document *document }

// Relation says which of two steps comes first; Either where that is not
// certain.
func (s lazySequence) Relation(first, second upgrade.Step) upgrade.Relation {
	if s.document.stepOrder == nil {
		s.document.stepOrder = newStepGraph(s.document)
	}
	return s.document.stepOrder.relation(first, second)
}

func newStepGraph(d *document) *stepGraph {
	g := &stepGraph{
		config: d.config(), places: map[stepNode]int{}, reached: map[int][]uint64{},
		changes: map[string]*plannedStep{}, byResource: map[string][]*plannedStep{},
	}
	dependencies := map[string][]string{}
	for _, object := range d.prior {
		if object.DeposedKey == "" {
			dependencies[object.Address] = object.DependsOn
		}
	}
	deposed := map[string]bool{}
	for _, ch := range d.changes {
		if ch.Deposed != "" && ch.Change.action() == upgrade.Delete {
			deposed[ch.Address] = true
		}
	}
	for _, ch := range d.changes {
		step := &plannedStep{change: ch, resource: configAddress(ch.Address), action: ch.Change.action(), deposed: deposed[ch.Address]}
		if ch.Deposed != "" || ch.Mode == "data" || !step.action.Changes() {
			continue
		}
		step.dependencies = dependencies[ch.Address]
		step.provider = ch.ProviderName
		if resource := g.config.lookup(step.resource); resource != nil {
			step.provider += " " + resource.Provider
		}
		g.changes[ch.Address] = step
		g.byResource[step.resource] = append(g.byResource[step.resource], step)
	}
	g.orderDestruction()
	return g
}

// relation is Before or After where one step waits for the other, and Either
// where neither does, or where both do as far as the file tells.
func (g *stepGraph) relation(first, second upgrade.Step) upgrade.Relation {
	from, known := g.step(first)
	to, alsoKnown := g.step(second)
	if !known || !alsoKnown || from == to {
		return upgrade.Either
	}
	later, earlier := g.waitsFor(to, from), g.waitsFor(from, to)
	switch {
	case later == earlier:
		return upgrade.Either
	case later:
		return upgrade.Before
	default:
		return upgrade.After
	}
}

// step finds the node of a step that the apply takes. Where two objects are
// destroyed at one address, it is not told which of them is meant.
func (g *stepGraph) step(step upgrade.Step) (int, bool) {
	planned := g.changes[step.Address]
	switch {
	case planned == nil:
		return 0, false
	case step.Destroys:
		return g.node(oneDestroyed, step.Address), planned.action.Destroys() && !planned.deposed
	default:
		return g.node(oneMade, step.Address), planned.makes()
	}
}

func (g *stepGraph) node(kind stepKind, address string) int {
	key := stepNode{kind, address}
	place, found := g.places[key]
	if !found {
		place = len(g.nodes)
		g.places[key] = place
		g.nodes = append(g.nodes, key)
		g.waits = append(g.waits, nil)
		g.built = append(g.built, false)
	}
	return place
}

func (g *stepGraph) connect(from, to int) {
	if !slices.Contains(g.waits[from], to) {
		g.waits[from] = append(g.waits[from], to)
	}
}

// next lists what a node waits for.
func (g *stepGraph) next(place int) []int {
	if g.built[place] {
		return g.waits[place]
	}
	g.built[place] = true
	node := g.nodes[place]
	switch node.kind {
	case allMade:
		for _, address := range g.config.dependsOn(node.address) {
			g.connect(place, g.node(allMade, address))
		}
		for _, step := range g.byResource[node.address] {
			if step.makes() {
				g.connect(place, g.node(oneMade, step.change.Address))
			}
		}
	case oneMade:
		for _, address := range g.config.dependsOn(configAddress(node.address)) {
			g.connect(place, g.node(allMade, address))
		}
	case oneDestroyed:
		for _, address := range g.providerWaits(node.address) {
			g.connect(place, g.node(allMade, address))
		}
	}
	return g.waits[place]
}

// providerWaits lists the resources that the provider's configuration of an
// instance refers to.
func (g *stepGraph) providerWaits(address string) []string {
	if resource := g.config.lookup(configAddress(address)); resource != nil {
		return g.config.providerOrigins(resource).resources
	}
	if step := g.changes[address]; step != nil {
		return g.config.anyProvider(step.change.ProviderName)
	}
	return nil
}

// maxReached bounds what is remembered, as the memory it takes grows with the
// square of the plan. Rules ask for one object after the other.
const maxReached = 64

// waitsFor tells whether a node waits for another, in any number of steps.
func (g *stepGraph) waitsFor(from, to int) bool {
	bits, done := g.reached[from]
	if !done {
		if len(g.reached) >= maxReached {
			clear(g.reached)
		}
		bits = g.reach(from)
		g.reached[from] = bits
	}
	return to/64 < len(bits) && bits[to/64]&(1<<(to%64)) != 0
}

func (g *stepGraph) reach(from int) []uint64 {
	var bits []uint64
	queue := []int{from}
	for len(queue) > 0 {
		place := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, next := range g.next(place) {
			for next/64 >= len(bits) {
				bits = append(bits, 0)
			}
			if bits[next/64]&(1<<(next%64)) == 0 {
				bits[next/64] |= 1 << (next % 64)
				queue = append(queue, next)
			}
		}
	}
	return bits
}
