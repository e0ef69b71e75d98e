package report

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageLimit is how many bytes a page has at most: browsers, mail and the artifacts
// of pipelines take that with ease.
const pageLimit = 1_000_000

// usualShare is the part of a page that one section may have, in hundredths, where
// not all fits. The findings have what is left.
const usualShare = pageLimit / 100

// pageRoom leaves out of a page what does not fit, by whole rows and findings. It
// measures them by writing them.
type pageRoom struct {
	templates *template.Template
	// err is the first error of a template.
	err error
}

// lessen makes a page that is too long short enough.
func (p *page) lessen(templates *template.Template, document Document) error {
	room := &pageRoom{templates: templates}
	all := p.Findings.Groups
	p.Findings.Groups = nil
	p.Findings.offerFilters()
	room.lessenTables(p)
	room.lessenGaps(p)
	p.Notes = room.notes(p.Notes)
	waivers := room.rows("waiver", len(p.Waivers), func(i int) any { return p.Waivers[i] }, 5*usualShare)
	p.WaiversLeftOut = leftOut(len(p.Waivers)-len(waivers), "waiver", "The policy has all.")
	p.Waivers = pick(p.Waivers, waivers)
	if len(p.Command) > usualShare {
		p.Command = plain(usualCommand(document))
	}
	p.Sections = p.sections()
	const reserve = 2000 // For what is said of the findings that are left out.
	left := pageLimit - reserve - room.size("page.html", *p)
	room.lessenFindings(&p.Findings, all, left)
	p.Findings.offerFilters()
	p.leadNowhereElse()
	return room.err
}

// size is how many bytes a template writes.
func (r *pageRoom) size(name string, data any) int {
	var out bytes.Buffer
	if err := r.templates.ExecuteTemplate(&out, name, data); err != nil && r.err == nil {
		r.err = err
	}
	return len(pageText(out.String()))
}

// rows gives the numbers of the rows that fit.
func (r *pageRoom) rows(name string, count int, row func(int) any, room int) []int {
	var fitting []int
	for i := range count {
		if size := r.size(name, row(i)); size <= room {
			room -= size
			fitting = append(fitting, i)
		}
	}
	return fitting
}

// pick gives the rows of some numbers.
func pick[T any](rows []T, numbers []int) []T {
	var picked []T
	for _, number := range numbers {
		picked = append(picked, rows[number])
	}
	return picked
}

// leftOut says how many rows did not fit and what has them; empty where all did.
func leftOut(count int, noun, elsewhere string) string {
	if count == 0 {
		return ""
	}
	return leftOutList(wording.Count(count, noun), elsewhere)
}

func leftOutList(list, elsewhere string) string {
	return fmt.Sprintf("Left out, because the page would be too long: %s. %s", list, elsewhere)
}

const inJSON = "The JSON report has all."

// lessenTables shortens what is told by environment.
func (r *pageRoom) lessenTables(p *page) {
	if matrix := p.Matrix; matrix != nil {
		rows := r.rows("matrix row", len(matrix.Rows), func(i int) any { return matrix.Rows[i] }, 20*usualShare)
		matrix.LeftOut = leftOut(len(matrix.Rows)-len(rows), "environment", inJSON)
		matrix.Rows = pick(matrix.Rows, rows)
	}
	if ways := p.Ways; ways != nil {
		rows := r.rows("way", len(ways.Ways), func(i int) any { return ways.Ways[i] }, 20*usualShare)
		ways.LeftOut = leftOut(len(ways.Ways)-len(rows), "way", "The command next tells that of each environment.")
		ways.Ways = pick(ways.Ways, rows)
	}
	if timeline := p.Timeline; timeline != nil {
		for i := range timeline.Rows {
			timeline.Rows[i].Now, timeline.Rows[i].Asked = someNames(timeline.Rows[i].Now), someNames(timeline.Rows[i].Asked)
		}
		timeline.Unplaced = someNames(timeline.Unplaced)
		if r.size("timeline.html", timeline) > 10*usualShare {
			p.Timeline = nil
			p.Notes = append(p.Notes, leftOutList("the support calendar", "Choose some environments with --environments."))
		}
	}
	if addons := p.Addons; addons != nil && r.size("addons.html", addons) > 10*usualShare {
		p.Addons = nil
		p.Notes = append(p.Notes, leftOutList("the add-ons by environment", "Choose some environments with --environments."))
	}
}

func (r *pageRoom) lessenGaps(p *page) {
	if p.Gaps == nil {
		return
	}
	omitted := 0
	for _, gaps := range []*[]pageGap{&p.Gaps.Decisive, &p.Gaps.Others} {
		for i := range *gaps {
			(*gaps)[i].Environments = someNames((*gaps)[i].Environments)
		}
		rows := r.rows("gap", len(*gaps), func(i int) any { return (*gaps)[i] }, 5*usualShare)
		omitted += len(*gaps) - len(rows)
		*gaps = pick(*gaps, rows)
	}
	p.Gaps.LeftOut = leftOut(omitted, "reason", inJSON)
}

// notes keeps the notes that fit, those that were added last leading: they say
// what is left out of the page.
func (r *pageRoom) notes(notes []string) []string {
	rows := r.rows("note", len(notes), func(i int) any { return notes[len(notes)-1-i] }, 5*usualShare)
	var kept []string
	for i := len(rows) - 1; i >= 0; i-- {
		kept = append(kept, notes[len(notes)-1-rows[i]])
	}
	if omitted := leftOut(len(notes)-len(rows), "note", inJSON); omitted != "" {
		kept = append(kept, omitted)
	}
	return kept
}

// someNames keeps the first of many names, and says how many more there are.
func someNames(names []string) []string {
	const most = usualShare / 5
	size := 0
	for i, name := range names {
		if size += len(template.HTMLEscapeString(name)) + len("<bdi></bdi>, "); size > most {
			return append(names[:i:i], fmt.Sprintf("and %d more", len(names)-i))
		}
	}
	return names
}

// leadNowhereElse leads to all findings from where the page would lead to those of
// an environment that has none left on it.
func (p *page) leadNowhereElse() {
	if p.Matrix == nil {
		return
	}
	there := map[string]bool{"findings": true, "not-judged": true, "": true}
	for _, group := range p.Findings.Groups {
		there[group.ID] = true
	}
	for i := range p.Matrix.Rows {
		row := &p.Matrix.Rows[i]
		if !there[row.Anchor] {
			row.Anchor = "findings"
		}
		for j := range row.Cells {
			if !there[row.Cells[j].Anchor] {
				row.Cells[j].Anchor = "findings"
			}
		}
	}
}

// pageText is what a page or a part of it has in the end.
func pageText(written string) string { return withoutCommands(written, "&#35;") }
