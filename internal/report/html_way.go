package report

import (
	"cmp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageWay is the way of an environment from what is to what is asked.
type pageWay struct {
	Environment string
	// Cluster is the address of the cluster, where a plan tells it.
	Cluster string
	// Legs are the minors on the way, the first and the last included.
	Legs  []string
	Count string
	// Open shows the way unfolded.
	Open     bool
	Steps    []pageStep
	Problems []pageProblem
	Notes    []string
}

// pageProblem is why a way is not known.
type pageProblem struct{ Message, Remediation string }

// pageStep is one edit with its plan and apply.
type pageStep struct {
	// Round is the number of the round that begins with the step; zero for the
	// others.
	Round   int
	Title   string
	Changes []pageChange
	Needs   []pageNeed
	// Run are the commands, one a line, of which nothing runs after what failed.
	Run            string
	Check, Instead []string
}

// pageWays are the ways up.
type pageWays struct {
	Ways []pageWay
	// LeftOut says how many ways did not fit.
	LeftOut string
}

// pageNeed is an add-on to see to in a step.
type pageNeed struct {
	Title, Versions, When, Says string
	Known                       bool
}

// pageWaysOf leaves out environments that have nothing to do.
func pageWaysOf(paths []path.Path) *pageWays {
	var ways []pageWay
	for _, way := range paths {
		if len(way.Steps) > 0 || len(way.Problems) > 0 || len(way.Notes) > 0 {
			ways = append(ways, pageWayOf(way))
		}
	}
	if len(ways) == 1 {
		ways[0].Open = true
	}
	if len(ways) == 0 {
		return nil
	}
	return &pageWays{Ways: ways}
}

func pageWayOf(way path.Path) pageWay {
	written := pageWay{
		Environment: plain(way.Environment),
		Cluster:     plain(way.Cluster),
		Legs:        legsOf(way),
		Count:       "no step",
		Notes:       plainAll(way.Notes),
	}
	if count := len(way.Steps); count > 0 {
		written.Count = wording.Count(count, "step")
		if rounds := way.Steps[count-1].Round; rounds > 1 {
			written.Count += " in " + wording.Count(rounds, "round")
		}
	}
	for _, problem := range way.Problems {
		written.Problems = append(written.Problems, pageProblem{plain(problem.Message), plain(problem.Remediation)})
	}
	round := 0
	for _, taken := range way.Steps {
		step := pageStepOf(taken)
		if taken.Round != round {
			round = taken.Round
			step.Round = round
		}
		written.Steps = append(written.Steps, step)
	}
	return written
}

// legsOf lists the minors from the first to the last, both alone where a way
// between them is not known.
func legsOf(way path.Path) []string {
	if way.From.IsZero() || way.To.IsZero() {
		return nil
	}
	legs := []string{way.From.String()}
	between, err := upgrade.Path(way.From, way.To)
	if err != nil {
		return append(legs, way.To.String())
	}
	for _, minor := range between {
		legs = append(legs, minor.String())
	}
	return legs
}

func pageStepOf(taken path.Step) pageStep {
	shorter := shorterWords(taken.Changes)
	taken.Check, taken.Instead = replaceIn(taken.Check, shorter), replaceIn(taken.Instead, shorter)
	step := pageStep{
		Title:   arrows(plain(wording.Sentence(shorter.Replace(taken.Title)))),
		Run:     strings.Join(plainAll(taken.Run), " &&\n"),
		Check:   plainAll(taken.Check),
		Instead: plainAll(taken.Instead),
		Changes: pageChangesOf(taken.Changes),
	}
	for _, need := range taken.Needs {
		versions := need.Installed
		if need.Take != "" {
			versions = cmp.Or(need.Installed, "not known") + " -> " + need.Take
		}
		step.Needs = append(step.Needs, pageNeed{
			Title: plain(cmp.Or(need.Title, need.Addon)), Versions: arrows(plain(versions)),
			When: string(need.When), Says: plain(need.Says), Known: need.Known,
		})
	}
	return step
}
