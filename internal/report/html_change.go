package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
)

// pageChange is a value that a step changes, or several that change alike. Set
// tells that it is written there already.
type pageChange struct {
	Part, Name, From, To, Where string
	Set                         bool
	// Alike are the values where there are many; empty for one.
	Alike []pageAlike
}

// pageAlike is one of many values that change alike, and where it stands: after
// the file that all stand in, where there is one.
type pageAlike struct{ Name, Where string }

// fewAlike is how many values that change alike have a row each.
const fewAlike = 8

func pageChangesOf(changes []path.Change) []pageChange {
	var rows []pageChange
	for _, alike := range changesInRows(changes) {
		rows = append(rows, pageChangeOf(alike))
	}
	return rows
}

// changesInRows puts changes together that one row tells.
func changesInRows(changes []path.Change) [][]path.Change {
	var rows [][]path.Change
	for len(changes) > 0 {
		alike := changesAlikeAtFront(changes)
		if alike <= fewAlike {
			alike = 1
		}
		rows = append(rows, changes[:alike])
		changes = changes[alike:]
	}
	return rows
}

// shorterWords gives the values that one row tells a name in the sentences of
// their step, which would list them all again.
func shorterWords(changes []path.Change) *strings.Replacer {
	var pairs []string
	for _, alike := range changesInRows(changes) {
		if len(alike) == 1 {
			continue
		}
		var subjects, names []string
		for _, change := range alike {
			subjects = append(subjects, fmt.Sprintf("%s %s -> %s", change.Subject(), change.From, change.To))
			names = append(names, change.Name)
		}
		together := fmt.Sprintf("%d %ss", len(alike), alike[0].Part)
		pairs = append(pairs, strings.Join(subjects, ", "), fmt.Sprintf("%s %s -> %s", together, alike[0].From, alike[0].To),
			strings.Join(names, ", "), "the "+together)
	}
	return strings.NewReplacer(pairs...)
}

func replaceIn(texts []string, words *strings.Replacer) []string {
	var replaced []string
	for _, text := range texts {
		replaced = append(replaced, words.Replace(text))
	}
	return replaced
}

// changesAlikeAtFront counts the changes at the front that differ in nothing but
// their names and places.
func changesAlikeAtFront(changes []path.Change) int {
	first, count := changes[0], 1
	for count < len(changes) {
		next := changes[count]
		if next.Part != first.Part || next.From != first.From || next.To != first.To || next.Edits() != first.Edits() {
			break
		}
		count++
	}
	return count
}

// pageChangeOf is the row of changes that are alike.
func pageChangeOf(changes []path.Change) pageChange {
	first := changes[0]
	row := pageChange{
		Part: string(first.Part), From: plain(cmp.Or(first.From, "not known")), To: plain(first.To), Set: !first.Edits(),
	}
	if len(changes) == 1 {
		row.Name, row.Where = plain(first.Name), plain(cmp.Or(first.Source.Position(), first.Address))
		return row
	}
	row.Part += "s"
	row.Where = plain(sharedFile(changes))
	for _, change := range changes {
		where := cmp.Or(change.Source.Position(), change.Address)
		if row.Where == "" && where != "" {
			where = " " + where
		} else if row.Where != "" {
			where = ":" + strconv.Itoa(change.Source.Line)
		}
		row.Alike = append(row.Alike, pageAlike{plain(change.Name), plain(where)})
	}
	return row
}

// sharedFile is the file that all changes have a line in; empty where there is
// none.
func sharedFile(changes []path.Change) string {
	for _, change := range changes {
		if change.Source.File != changes[0].Source.File || change.Source.Line == 0 {
			return ""
		}
	}
	return changes[0].Source.File
}
