package docstest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// session is what a page tells its reader to type: a script, a session at a
// prompt, or a command inside of a sentence.
type session struct {
	line  int
	kind  sessionKind
	steps []step
	// account tells that the page says so: needsAccount stands on the line of a
	// sentence, or above a block.
	account bool
}

type sessionKind string

const (
	script    sessionKind = "script"
	atAPrompt sessionKind = "session at a prompt"
	inline    sessionKind = "command in a sentence"
)

// needsAccount marks what no test can run.
const needsAccount = "(needs an AWS account)"

// step is a command and what the page shows of its output. A script is one step.
type step struct {
	command string
	output  []string
}

var (
	anyFence = regexp.MustCompile("^ *```+ *([a-z]*)")
	span     = regexp.MustCompile("`([^`]+)`")
	// typed begins a span that is to be typed; products are those of the command
	// line, which pages name without the program.
	typed    = regexp.MustCompile(`^(?:[A-Z_]+=\S+ )*(?:make|go|git|terraform|tofu|terraform-provider-eksupgrade|\./[\w-]+\.sh)(?: |$)`)
	products = regexp.MustCompile(`^(?:analyze|check|next|rules|version) `)
)

// sessionsOf finds all that a page tells its reader to type.
func sessionsOf(page string) []session {
	var found []session
	var block *session
	language, above := "", ""
	for number, line := range strings.Split(strings.ReplaceAll(page, "\r\n", "\n"), "\n") {
		if match := anyFence.FindStringSubmatch(line); match != nil {
			if language != "" {
				language = ""
				if block != nil && len(block.steps) > 0 {
					found = append(found, *block)
				}
				block = nil
				continue
			}
			if language = match[1]; language == "" {
				language = "text"
			}
			block = newSession(language, number+1, strings.Contains(above, needsAccount))
			continue
		}
		switch {
		case block != nil:
			block.add(line)
		case language == "":
			found = append(found, inSentence(line, number+1)...)
		}
		if strings.TrimSpace(line) != "" {
			above = line
		}
	}
	return found
}

// newSession is a block that may hold commands, nil for what is none.
func newSession(language string, line int, account bool) *session {
	switch language {
	case "shell", "sh", "bash":
		return &session{line: line, kind: script, account: account}
	case "text", "console":
		return &session{line: line, kind: atAPrompt, account: account}
	default:
		return nil
	}
}

// add reads a line of a block.
func (s *session) add(line string) {
	command, prompt := strings.CutPrefix(line, "$ ")
	switch {
	case s.kind == script && len(s.steps) == 0:
		s.steps = []step{{command: line + "\n"}}
	case s.kind == script:
		s.steps[0].command += line + "\n"
	case prompt:
		s.steps = append(s.steps, step{command: command})
	case len(s.steps) > 0:
		last := &s.steps[len(s.steps)-1]
		last.output = append(last.output, line)
	}
}

func inSentence(line string, number int) []session {
	var found []session
	for _, match := range span.FindAllStringSubmatch(line, -1) {
		command := match[1]
		if products.MatchString(command) {
			command = "terraform-provider-eksupgrade " + command
		}
		if typed.MatchString(command) {
			found = append(found, session{line: number, kind: inline, steps: []step{{command: command}}, account: strings.Contains(line, needsAccount)})
		}
	}
	return found
}

var (
	commit    = regexp.MustCompile(`\b[0-9a-f]{12}\b`)
	colours   = regexp.MustCompile("\x1b\\[[0-9;]*m")
	gutter    = regexp.MustCompile(`^[╷│╵] ?`)
	leftOut   = func(line string) bool { return strings.TrimSpace(line) == "..." }
	sameLines = func(line string) string {
		return strings.TrimRight(commit.ReplaceAllString(gutter.ReplaceAllString(colours.ReplaceAllString(line, ""), ""), "COMMIT"), " ")
	}
)

// missing gives what a page shows of an output and the output does not have, nil
// where it has all. Between two lines of "..." the page shows lines as they
// follow each other.
func missing(shown []string, output string) []string {
	var printed []string
	for _, line := range strings.Split(output, "\n") {
		printed = append(printed, sameLines(line))
	}
	for len(shown) > 0 {
		end := slices.IndexFunc(shown, leftOut)
		if end < 0 {
			end = len(shown)
		}
		var part []string
		for _, line := range shown[:end] {
			part = append(part, sameLines(line))
		}
		at := -1
		for i := 0; i+len(part) <= len(printed); i++ {
			if slices.Equal(printed[i:i+len(part)], part) {
				at = i
				break
			}
		}
		if at < 0 {
			return shown[:end]
		}
		printed = printed[at+len(part):]
		shown = shown[min(end+1, len(shown)):]
	}
	return nil
}

func TestSessionsOfAPage(t *testing.T) {
	page := "Run `make all` and `terraform plan`, not `plan -target` or `git:HEAD`; `check --live x` asks " + needsAccount + ".\n\nThen:\n\n" +
		"```shell\nmake\ncp a b\n```\n\n" +
		"```text\n$ first --x\n...\nout put\n$ second\n```\n\n" +
		"```text\nno command\n```\n\n```hcl\nmake = \"`make no`\"\n```\n\n" +
		"This one " + needsAccount + ":\n\n```sh\nterraform apply\n```\n" +
		"`EKSUPGRADE_ENFORCEMENT=off terraform destroy` and `./close.sh lab` and `terraform.tfvars` and `version`\n"
	want := []session{
		{1, inline, []step{{"make all", nil}}, true},
		{1, inline, []step{{"terraform plan", nil}}, true},
		{1, inline, []step{{"terraform-provider-eksupgrade check --live x", nil}}, true},
		{5, script, []step{{"make\ncp a b\n", nil}}, false},
		{10, atAPrompt, []step{{"first --x", []string{"...", "out put"}}, {"second", nil}}, false},
		{27, script, []step{{"terraform apply\n", nil}}, true},
		{30, inline, []step{{"EKSUPGRADE_ENFORCEMENT=off terraform destroy", nil}}, false},
		{30, inline, []step{{"./close.sh lab", nil}}, false},
	}
	got := sessionsOf(page)
	if len(got) != len(want) {
		t.Fatalf("%d sessions, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		same := got[i].line == want[i].line && got[i].kind == want[i].kind && got[i].account == want[i].account && len(got[i].steps) == len(want[i].steps)
		for j := 0; same && j < len(want[i].steps); j++ {
			same = got[i].steps[j].command == want[i].steps[j].command && slices.Equal(got[i].steps[j].output, want[i].steps[j].output)
		}
		if !same {
			t.Errorf("session %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestMissingOutput(t *testing.T) {
	const output = "first\n\x1b[31m╷\x1b[0m\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1mError: \x1b[0ma\n│ \n│ at 0123456789ab here\n╵\nlast"
	for shown, want := range map[string]string{
		"first\n...\nError: a\n\nat ba9876543210 here\n...\nlast": "",
		"...":                            "",
		"":                               "",
		"Error: a\nat ba9876543210 here": "Error: a\nat ba9876543210 here",
		"last\n...\nfirst":               "first",
		"firs":                           "firs",
	} {
		var lines []string
		if shown != "" {
			lines = strings.Split(shown, "\n")
		}
		if got := strings.Join(missing(lines, output), "\n"); got != want {
			t.Errorf("%q: %q is missing, want %q", shown, got, want)
		}
	}
}
