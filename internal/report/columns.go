package report

import (
	"strings"
	"unicode"

	eastasian "golang.org/x/text/width"
)

const (
	// gutter stands between two columns.
	gutter = "  "
	// widestColumn has room for any name that EKS takes. What is longer does not
	// push the columns after it away from everything else.
	widestColumn = 100
)

// columnWidths are the widths that hold the cells of each column.
func columnWidths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			if needed := displayWidth(cell); needed <= widestColumn {
				widths[i] = max(widths[i], needed)
			}
		}
	}
	return widths
}

// rowText lines up the cells of some columns. After a cell that is wider than its
// column the row goes on in the next line.
func rowText(cells []string, columns, widths []int, paint func(column int, padded string) string) string {
	var text strings.Builder
	begin := 0
	for number, column := range columns {
		cell := cells[column]
		begin += widths[column] + len(gutter)
		missing, last := widths[column]-displayWidth(cell), number == len(columns)-1
		if missing >= 0 && !last {
			cell += strings.Repeat(" ", missing) + gutter
		}
		if paint != nil {
			cell = paint(column, cell)
		}
		text.WriteString(cell)
		if missing < 0 && !last {
			text.WriteString("\n" + strings.Repeat(" ", begin))
		}
	}
	return strings.TrimRight(text.String(), " ")
}

// displayWidth is how many columns of a terminal a text takes: none for a mark on
// the letter before it, two for a wide letter or an emoji.
func displayWidth(text string) int {
	columns := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case isWide(r):
			columns += 2
		default:
			columns++
		}
	}
	return columns
}

func isWide(r rune) bool {
	kind := eastasian.LookupRune(r).Kind()
	return kind == eastasian.EastAsianWide || kind == eastasian.EastAsianFullwidth
}
