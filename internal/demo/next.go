package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// mendCulprit has the product edit the skip back to the legal step: it shows the
// edit, and then makes it.
func mendCulprit(ctx context.Context, s *scene) (expectation, error) {
	legal, err := raised(s.fleet.committed[culprit], 1)
	if err != nil {
		return expectation{}, fmt.Errorf("%s: %w", shown(culprit), err)
	}
	before, err := readFiles(s.box.Module)
	if err != nil {
		return expectation{}, err
	}
	edits := changedLines(before[shown(culprit)], legal)
	result, err := s.next(ctx, before)
	if err != nil {
		return expectation{}, err
	}
	block := blockOf(result.Stdout, culprit)
	if err := showsEdits(block, edits); err != nil {
		return expectation{}, fmt.Errorf("%s: %w", result.Command, err)
	}
	s.screen.print("\nWhat next env-vars says of %s:\n\n%s\n", culprit, painted(s.screen, block))
	if _, err := s.next(ctx, before.with(shown(culprit), legal), "--write"); err != nil {
		return expectation{}, err
	}
	s.screen.step("next --write: changed %d lines of %s, and no other file", len(edits), shown(culprit))
	return expectation{plan: passes, seen: "passes"}, nil
}

// next runs the product's next and makes sure of what it leaves in the module. The
// commit of the copy tells it what runs now.
func (s *scene) next(ctx context.Context, left files, flags ...string) (sandbox.Result, error) {
	arguments := append(append([]string{"next"}, flags...), "env-vars")
	result, err := sandbox.Succeed(ctx, s.box.Module, s.box.Environ, s.box.Binary, arguments...)
	if err != nil {
		return result, err
	}
	if err := left.expect(s.box.Module); err != nil {
		return result, fmt.Errorf("%s: %w", result.Command, err)
	}
	return result, nil
}

// lineEdit is one line of a file before and after an edit.
type lineEdit struct{ old, new string }

// changedLines compares two texts that have the same number of lines.
func changedLines(before, after string) []lineEdit {
	var changed []lineEdit
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range min(len(old), len(now)) {
		if old[i] != now[i] {
			changed = append(changed, lineEdit{old: old[i], new: now[i]})
		}
	}
	return changed
}

// blockOf is what next prints of one environment: the lines from its name to the
// next empty line.
func blockOf(printed, environment string) string {
	for block := range strings.SplitSeq(printed, "\n\n") {
		if strings.HasPrefix(block, environment+": ") {
			return strings.TrimRight(block, "\n") + "\n"
		}
	}
	return ""
}

// showsEdits says what is wrong with a diff that is to make these edits and no
// other.
func showsEdits(block string, edits []lineEdit) error {
	var wanted, found []string
	for _, edit := range edits {
		wanted = append(wanted, "-"+edit.old, "+"+edit.new)
	}
	for line := range strings.Lines(block) {
		if isDiffLine(line) {
			found = append(found, strings.TrimSuffix(line, "\n"))
		}
	}
	if len(wanted) == 0 || !slices.Equal(found, wanted) {
		return fmt.Errorf("expected the edits\n%s\nfound\n%s", strings.Join(wanted, "\n"), block)
	}
	return nil
}

// isDiffLine tells whether a line of a diff is taken out or put in.
func isDiffLine(line string) bool {
	return strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "---") ||
		strings.HasPrefix(line, "+") && !strings.HasPrefix(line, "+++")
}

// painted gives a diff the colours that it has in a terminal.
func painted(screen *screen, block string) string {
	var text strings.Builder
	for line := range strings.Lines(block) {
		content := strings.TrimSuffix(line, "\n")
		if isDiffLine(line) {
			color := green
			if strings.HasPrefix(line, "-") {
				color = red
			}
			content = screen.with(color, content)
		}
		text.WriteString(content + "\n")
	}
	return text.String()
}
