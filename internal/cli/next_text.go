package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// nextPrinter prints the next steps.
type nextPrinter struct {
	out     io.Writer
	result  readiness.NextResult
	request readiness.Request
	write   bool
	path    bool
	// patchFolder is the folder of the tfvars as diffs name it.
	patchFolder string
	// terminal tells that a person sees the text as it is, and color that it may be
	// coloured.
	terminal, color bool
	// failed says by environment why its file was not written.
	failed map[string]error
}

// text prints for a person: a few lines on each environment, and its edit as a
// diff that patch and git apply take.
func (p nextPrinter) text() error {
	var out strings.Builder
	for _, next := range p.result.Environments {
		p.environment(&out, next)
	}
	for _, note := range p.notes() {
		wrapped(&out, "", note)
	}
	if commands := p.goOn(); len(commands) > 0 {
		wrapped(&out, "", firstStepAlone)
		for _, command := range commands {
			fmt.Fprintln(&out, "  "+wording.Plain(command)) // in one piece, to be copied
		}
	}
	_, err := io.WriteString(p.out, out.String())
	return err
}

func (p nextPrinter) environment(out *strings.Builder, next readiness.NextStep) {
	step, _ := next.Step()
	heading := func(text string) {
		fmt.Fprintln(out, p.paint("1", wording.Plain(next.Environment+": "+text)))
	}
	switch p.stateOf(next) {
	case notKnown:
		heading("the next step is not known")
		for _, problem := range next.Path.Problems {
			wrapped(out, "  ", problem.Message+" "+problem.Remediation)
		}
	case nothingToDo:
		heading(strings.TrimSuffix("nothing to do, it runs "+next.Path.From.String(), ", it runs none"))
	case toWait:
		heading(step.Title + ", which has to wait")
		wrapped(out, "  ", fmt.Sprintf("promotion_order puts %s first, which would be left behind.", strings.Join(next.Overtakes, " and ")))
	case notLegal:
		heading(step.Title + ", which is not edited")
		for _, finding := range next.Refused {
			wrapped(out, "  ", fmt.Sprintf("%s: %s %s", finding.Rule, finding.Message, finding.Remediation))
		}
	case byHand:
		heading(step.Title + ", to be edited by hand")
		for _, edit := range next.ByHand {
			wrapped(out, "  ", strings.TrimPrefix(strings.TrimSpace(edit.Place+": "+edit.Reason+" "+edit.Remedy), ": "))
		}
	case toApply:
		heading(step.Title + ", and " + next.File + " asks for just that")
	case notWritten:
		heading(step.Title + ", which was not written")
		wrapped(out, "  ", p.failed[next.Environment].Error()+".")
	case written:
		heading(step.Title + ", written to " + next.File)
		p.diff(out, next)
	case toEdit:
		heading(step.Title)
		p.diff(out, next)
	}
	p.rest(out, next)
	fmt.Fprintln(out)
}

// rest says what to run, and what comes after the step.
func (p nextPrinter) rest(out *strings.Builder, next readiness.NextStep) {
	for _, note := range next.Path.Notes {
		wrapped(out, "  ", note)
	}
	step, some := next.Step()
	if !some {
		return
	}
	if p.path {
		p.way(out, next.Path)
		return
	}
	if step.Kind != path.PutBack && p.goes(next) {
		runs(out, "  ", step.Run)
	}
	if rest := next.Path.Steps[1:]; len(rest) > 0 {
		var titles []string
		for _, later := range rest {
			titles = append(titles, later.Title)
		}
		wrapped(out, "  ", "Then: "+strings.Join(titles, "; "))
	}
}

// way prints the whole way.
func (p nextPrinter) way(out *strings.Builder, way path.Path) {
	round := 0
	for number, step := range way.Steps {
		if step.Round != round {
			round = step.Round
			fmt.Fprintf(out, "  Round %d\n", round)
		}
		for _, line := range wording.Lines("  ", fmt.Sprintf("%d. %s", number+1, step.Title)) {
			fmt.Fprintln(out, p.paint("1", line))
		}
		for _, change := range step.Changes {
			if change.Edits() {
				wrapped(out, "     ", fmt.Sprintf("Edit: %s = %q at %s", change.Source.Name(), change.To, change.Source.Position()))
			}
		}
		for _, need := range step.Needs {
			wrapped(out, "     ", needInWords(need))
		}
		runs(out, "     ", step.Run)
		for _, check := range step.Check {
			wrapped(out, "     ", "Check: "+check)
		}
		if len(step.Instead) > 0 {
			wrapped(out, "     ", "Instead, in applies of their own: "+strings.Join(step.Instead, " "))
		}
	}
}

// runs prints each command whole on a line, to be copied. They are joined so that
// nothing runs after what failed: an apply would take the plan of another day.
func runs(out *strings.Builder, indent string, commands []string) {
	lead := "Run: "
	for i, command := range commands {
		line := indent + lead + wording.Plain(command)
		if i < len(commands)-1 {
			line += " &&"
		}
		fmt.Fprintln(out, line)
		lead = strings.Repeat(" ", len(lead))
	}
}

// needInWords is a line on one add-on.
func needInWords(need path.Need) string {
	line := "Add-on: " + need.Title
	if need.Installed != "" {
		line += " " + need.Installed
	}
	if need.Take != "" {
		line += fmt.Sprintf(", take %s %s", need.Take, need.When)
	}
	return line + ". " + need.Says
}

// notes are said below all environments.
func (p nextPrinter) notes() []string {
	var notes []string
	if names := p.toBeApplied(); len(names) > 0 && len(p.request.Policy.PromotionOrder) > 0 {
		notes = append(notes, "Apply in this order: "+strings.Join(names, ", ")+".")
	}
	if told := p.told(); p.request.Baselines.AsAsked && len(p.toBeApplied()) > 0 {
		notes = append(notes, "The tfvars were taken as what runs now. Apply this step in an environment before you run next for it again.")
	} else if !p.request.Baselines.AsAsked && len(told) > 0 {
		notes = append(notes, "What runs now was told by "+strings.Join(told, " and ")+".")
	}
	if len(p.result.LeftOut) > 0 {
		notes = append(notes, "Left out, because they set no cluster version: "+strings.Join(p.result.LeftOut, ", ")+".")
	}
	return slices.Concat(notes, p.result.Unmatched, p.result.Notes)
}

// goes tells whether an environment takes its step, once it is edited.
func (p nextPrinter) goes(next readiness.NextStep) bool {
	return slices.Contains([]nextState{toEdit, written, toApply, byHand}, p.stateOf(next))
}

func (p nextPrinter) toBeApplied() []string {
	var names []string
	for _, next := range p.result.Environments {
		if p.goes(next) {
			names = append(names, next.Environment)
		}
	}
	return names
}

// told names what told which versions run.
func (p nextPrinter) told() []string {
	var sources []string
	for _, next := range p.result.Environments {
		source := next.Told.Ref
		switch {
		case next.Path.From.IsZero():
			continue
		case next.Told.Kind == upgrade.SourceEKS:
			source = "EKS"
		case source == "":
			source = next.Told.String()
		}
		if !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	}
	return sources
}

const firstStepAlone = "The files that are edited back ask for the first step alone. To go on after the apply:"

// goOn are the commands that go on to what the files asked for before they were
// edited back, one for each goal.
func (p nextPrinter) goOn() []string {
	if !p.request.Target.IsZero() {
		return nil
	}
	var goals []upgrade.Minor
	names := map[upgrade.Minor][]string{}
	for _, next := range p.result.Environments {
		goal := next.Path.To
		if state := p.stateOf(next); state != written && state != toEdit || len(next.Path.Steps) == 1 {
			continue
		}
		if !slices.Contains(goals, goal) {
			goals = append(goals, goal)
		}
		names[goal] = append(names[goal], next.Environment)
	}
	var commands []string
	for _, goal := range goals {
		commands = append(commands, fmt.Sprintf("terraform-provider-eksupgrade next --target-version %s --environments %s %s",
			goal, readiness.ShellWord(strings.Join(names[goal], ",")), readiness.ShellWord(readiness.Shown(p.request.EnvVarsDir))))
	}
	return commands
}

func (p nextPrinter) paint(code, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func wrapped(out *strings.Builder, indent, text string) {
	for _, line := range wording.Lines(indent, text) {
		fmt.Fprintln(out, line)
	}
}
