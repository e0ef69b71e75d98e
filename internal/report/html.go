package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// programName is what the page was made with.
const programName = "terraform-provider-eksupgrade"

//go:embed html
var pageFiles embed.FS

// pageTemplates are parsed when the first page is written: most runs write none.
var pageTemplates = sync.OnceValues(func() (*template.Template, error) {
	return template.ParseFS(pageFiles, "html/*.html")
})

// page is what the templates show. All texts in it that come from a source went
// through plain; html/template escapes them for the place where they land.
type page struct {
	// ContentPolicy lets a browser apply the style and run the script of the page,
	// and nothing else: a name that got through as markup could do nothing.
	ContentPolicy string
	Style         template.CSS
	Script        template.JS
	Tool          string
	Sections      []pageSection
	pageSummary
	Matrix   *pageMatrix
	Ways     *pageWays
	Timeline *pageTimeline
	Addons   *pageAddons
	Findings pageFindings
	Gaps     *pageGaps
	Notes    []string
	Waivers  []pageWaiver
	// WaiversLeftOut says how many waivers did not fit.
	WaiversLeftOut string
	Command        string
}

// pageSection is an entry of the navigation.
type pageSection struct{ ID, Name string }

// writeHTML writes one page for a browser, which needs nothing but itself:
// neither a network nor JavaScript. A page that would be longer than pageLimit is
// made shorter: files are named without their folder, and then whole rows and
// findings are left out.
func writeHTML(w io.Writer, document Document) error {
	templates, err := pageTemplates()
	if err != nil {
		return err
	}
	written, text, err := writtenPage(templates, document)
	if err == nil && len(text) > pageLimit {
		written, text, err = writtenPage(templates, withShortFiles(document))
	}
	if err == nil && len(text) > pageLimit {
		if err = written.lessen(templates, document); err == nil {
			text, err = written.text(templates)
		}
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

func writtenPage(templates *template.Template, document Document) (page, string, error) {
	written, err := pageOf(document)
	if err != nil {
		return page{}, "", err
	}
	text, err := written.text(templates)
	return written, text, err
}

func (p page) text(templates *template.Template) (string, error) {
	var out bytes.Buffer
	err := templates.ExecuteTemplate(&out, "page.html", p)
	return pageText(out.String()), err
}

func pageOf(document Document) (page, error) {
	style, err := pageAsset("style.css")
	if err != nil {
		return page{}, err
	}
	script, err := pageAsset("script.js")
	if err != nil {
		return page{}, err
	}
	anchors := anchorsOf(document.Report)
	written := page{
		ContentPolicy: "default-src 'none'; style-src " + sourceHash(style) + "; script-src " + sourceHash(script) + "; base-uri 'none'; form-action 'none'",
		Style:         template.CSS(style), // An embedded file, no data.
		Script:        template.JS(script), // As above.
		Tool:          plain(strings.TrimSpace(programName + " " + document.ToolVersion)),
		pageSummary:   pageSummaryOf(document),
		Matrix:        pageMatrixOf(document, anchors),
		Ways:          pageWaysOf(document.Paths),
		Timeline:      pageTimelineOf(document),
		Addons:        pageAddonsOf(document),
		Findings:      pageFindingsOf(document, anchors),
		Gaps:          pageGapsOf(document.Report),
		Notes:         plainAll(document.Notes),
		Waivers:       pageWaiversOf(document),
		Command:       plain(cmp.Or(document.Command, usualCommand(document))),
	}
	written.Sections = written.sections()
	return written, nil
}

// sections lists the sections that the page has, in their order.
func (p page) sections() []pageSection {
	var sections []pageSection
	for _, section := range []struct {
		there bool
		pageSection
	}{
		{p.Matrix != nil, pageSection{"environments", "Environments"}},
		{p.Ways != nil, pageSection{"way-up", "The way up"}},
		{p.Timeline != nil, pageSection{"support", "Support"}},
		{p.Addons != nil, pageSection{"add-ons", "Add-ons"}},
		{true, pageSection{"findings", "Findings"}},
		{p.Gaps != nil, pageSection{"not-judged", "Not judged"}},
		{len(p.Notes) > 0, pageSection{"notes", "Notes"}},
		{len(p.Waivers) > 0, pageSection{"waivers", "Waivers"}},
	} {
		if section.there {
			sections = append(sections, section.pageSection)
		}
	}
	return sections
}

// pageAsset reads an embedded file with the line ends that a browser reads, for
// the hash of it must be that of what the browser sees.
func pageAsset(name string) (string, error) {
	text, err := pageFiles.ReadFile("html/" + name)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}

// sourceHash names an inline style or script in a Content-Security-Policy.
func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// usualCommand makes a page like this one.
func usualCommand(document Document) string {
	if document.Plans {
		return programName + " analyze --format html PLAN..."
	}
	return programName + " check --format html ENV_VARS_DIR"
}

// plain shows what a browser would not show: characters that turn the direction
// of a text, or that nobody sees.
func plain(text string) string { return wording.Plain(text) }

func plainAll(texts []string) []string {
	shown := make([]string, 0, len(texts))
	for _, text := range texts {
		shown = append(shown, plain(text))
	}
	return shown
}
