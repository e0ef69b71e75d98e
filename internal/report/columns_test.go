package report

import (
	"strings"
	"testing"
)

func TestDisplayWidth(t *testing.T) {
	for text, want := range map[string]int{
		"":               0,
		"prod":           4,
		"über":           4,
		"u\u0308ber":     4,
		"環境":             4,
		"ｆｕｌｌ":           8,
		"😀 x":            4,
		"שלום":           4,
		"no\u00a0break":  8,
		"❤\ufe0f":        1,
		"Z\u0351\u036ba": 2,
	} {
		if got := displayWidth(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

// A cell that is too wide stays whole, and what follows it keeps its column.
func TestRowText(t *testing.T) {
	wide := strings.Repeat("n", widestColumn+1)
	rows := [][]string{{"name", "version"}, {"prod", "1.35"}, {wide, "1.36"}, {"last", wide}}
	widths := columnWidths(rows)
	var lines []string
	for _, row := range rows {
		lines = append(lines, rowText(row, allColumns(2), widths, nil))
	}
	want := []string{"name  version", "prod  1.35", wide + "\n      1.36", "last  " + wide}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}
