package cli

import (
	"encoding/json"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// nextFormatVersion is that of the JSON that next prints.
const nextFormatVersion = "1.0"

type jsonNext struct {
	FormatVersion string            `json:"format_version"`
	Environments  []jsonEnvironment `json:"environments"`
	Notes         []string          `json:"notes"`
}

type jsonEnvironment struct {
	Name           string     `json:"name"`
	File           string     `json:"file"`
	State          nextState  `json:"state"`
	CurrentVersion *string    `json:"current_version"`
	TargetVersion  *string    `json:"target_version"`
	Steps          []jsonStep `json:"steps"`
	ByHand         []jsonHand `json:"by_hand"`
	// Problems are sentences: why the step is not known, waits or was not written.
	Problems []string `json:"problems"`
	// Notes are sentences too: what the step leaves to the reader.
	Notes []string `json:"notes"`
}

type jsonStep struct {
	Round   int          `json:"round"`
	Kind    string       `json:"kind"`
	Title   string       `json:"title"`
	Changes []jsonChange `json:"changes"`
	Run     []string     `json:"run"`
	Check   []string     `json:"check"`
	Needs   []jsonNeed   `json:"needs"`
	Instead []string     `json:"instead"`
}

type jsonNeed struct {
	Addon     string  `json:"addon"`
	Installed *string `json:"installed"`
	Take      *string `json:"take"`
	When      string  `json:"when"`
	Known     bool    `json:"known"`
	Says      string  `json:"says"`
}

type jsonChange struct {
	Part      string  `json:"part"`
	Name      *string `json:"name"`
	From      *string `json:"from"`
	Asked     *string `json:"asked"`
	To        string  `json:"to"`
	File      *string `json:"file"`
	Line      *int    `json:"line"`
	Attribute string  `json:"attribute"`
}

type jsonHand struct {
	Place  string `json:"place"`
	Reason string `json:"reason"`
	Remedy string `json:"remedy"`
}

// json prints for programs. Lists are never null.
func (p nextPrinter) json() error {
	written := jsonNext{FormatVersion: nextFormatVersion, Environments: []jsonEnvironment{}, Notes: append([]string{}, p.notes()...)}
	for _, command := range p.goOn() {
		written.Notes = append(written.Notes, firstStepAlone+" "+command)
	}
	for _, next := range p.result.Environments {
		written.Environments = append(written.Environments, p.jsonEnvironment(next))
	}
	encoder := json.NewEncoder(p.out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(written)
}

func (p nextPrinter) jsonEnvironment(next readiness.NextStep) jsonEnvironment {
	environment := jsonEnvironment{
		Name: next.Environment, File: next.File, State: p.stateOf(next),
		CurrentVersion: minorOrNull(next.Path.From), TargetVersion: minorOrNull(next.Path.To),
		Steps: []jsonStep{}, ByHand: []jsonHand{}, Problems: []string{}, Notes: append([]string{}, next.Path.Notes...),
	}
	for _, step := range next.Path.Steps {
		environment.Steps = append(environment.Steps, jsonStepOf(step))
	}
	for _, edit := range next.ByHand {
		environment.ByHand = append(environment.ByHand, jsonHand(edit))
	}
	for _, problem := range next.Path.Problems {
		environment.Problems = append(environment.Problems, problem.Message+" "+problem.Remediation)
	}
	for _, name := range next.Overtakes {
		environment.Problems = append(environment.Problems, "promotion_order puts "+name+" first.")
	}
	for _, finding := range next.Refused {
		environment.Problems = append(environment.Problems, finding.Message)
	}
	if err := p.failed[next.Environment]; err != nil {
		environment.Problems = append(environment.Problems, err.Error())
	}
	return environment
}

func jsonStepOf(step path.Step) jsonStep {
	written := jsonStep{
		Round: step.Round, Kind: string(step.Kind), Title: step.Title, Changes: []jsonChange{},
		Run: append([]string{}, step.Run...), Check: append([]string{}, step.Check...),
		Needs: []jsonNeed{}, Instead: append([]string{}, step.Instead...),
	}
	for _, need := range step.Needs {
		written.Needs = append(written.Needs, jsonNeed{
			Addon: need.Addon, Installed: textOrNull(need.Installed), Take: textOrNull(need.Take), When: string(need.When), Known: need.Known, Says: need.Says,
		})
	}
	for _, change := range step.Changes {
		entry := jsonChange{
			Part: string(change.Part), Name: textOrNull(change.Name), From: textOrNull(change.From), Asked: textOrNull(change.Asked),
			To: change.To, File: textOrNull(change.Source.File), Attribute: change.Source.Name(),
		}
		if change.Source.Line > 0 {
			entry.Line = &change.Source.Line
		}
		written.Changes = append(written.Changes, entry)
	}
	return written
}

func minorOrNull(version upgrade.Minor) *string {
	if version.IsZero() {
		return nil
	}
	return textOrNull(version.String())
}

func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
