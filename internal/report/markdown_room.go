package report

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const (
	// markdownLimit is below the 65,536 characters that code hosts take for a
	// comment, with room for what a pipeline writes around the report.
	markdownLimit = 65_000
	// omissionsRoom is kept for the lines that say how much was left out.
	omissionsRoom = 700
)

// room is how many characters may still be written.
type room int

// takes tells whether there is room for the text, and uses it if so.
func (r *room) takes(text string) bool {
	if length(text) > int(*r) {
		return false
	}
	*r -= room(length(text))
	return true
}

// length counts UTF-16 code units: no host counts more characters than that.
func length(text string) int {
	count := 0
	for _, r := range text {
		count += utf16.RuneLen(r)
	}
	return count
}

// markdownList is a list or table that is cut between its rows.
type markdownList struct {
	head string
	rows []string
	tail string
}

// within writes as many rows as fit into a share of the room that is left. The
// noun is what a row is about.
func within(left *room, share room, list markdownList, noun string) string {
	if len(list.rows) == 0 || !share.takes(list.head+list.tail) {
		return ""
	}
	var out strings.Builder
	out.WriteString(list.head)
	omitted := 0
	for _, row := range list.rows {
		if !share.takes(row) {
			omitted++
			continue
		}
		out.WriteString(row)
	}
	*left -= room(length(out.String() + list.tail))
	if omitted > 0 {
		fmt.Fprintf(&out, "\nLeft out, because this would be too long: %s.\n", wording.Count(omitted, noun))
	}
	return out.String() + list.tail
}
