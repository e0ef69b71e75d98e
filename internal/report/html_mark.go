package report

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// The kinds of marks. Each has a symbol and a colour on the page.
const (
	errorKind   = "error"
	warningKind = "warning"
	infoKind    = "info"
	// waivedKind is of findings that stop nothing, whatever their severity.
	waivedKind  = "waived"
	okKind      = "ok"
	unknownKind = "unknown"
	partlyKind  = "partly"
)

// pageMark is a word or two with their kind; an empty kind has neither symbol nor
// colour.
type pageMark struct{ Kind, Text string }

// verdictMark is a verdict in words.
func verdictMark(verdict upgrade.Verdict) pageMark {
	kind := unknownKind
	switch verdict {
	case upgrade.Ready:
		kind = okKind
	case upgrade.NotReady:
		kind = errorKind
	}
	return pageMark{kind, verdictInWords(verdict)}
}
