package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// view is how a reader looks at the page.
type view struct {
	name          string
	width, height int64
	// scheme is what prefers-color-scheme says.
	scheme string
}

// A desk and a telephone, by day and by night.
var (
	wide   = view{name: "1440 light", width: 1440, height: 1000, scheme: "light"}
	narrow = view{name: "390 light", width: 390, height: 844, scheme: "light"}
	views  = []view{wide, wide.dark(), narrow, narrow.dark()}
)

func (v view) dark() view {
	v.name, v.scheme = strings.Replace(v.name, "light", "dark", 1), "dark"
	return v
}

// other is the view with the other colours.
func (v view) other() view {
	if v.scheme == "dark" {
		v.scheme = "light"
		return v
	}
	v.scheme = "dark"
	return v
}

// tab is one tab of the browser, with one page in it.
type tab struct {
	*testing.T
	ctx     context.Context
	journal *journal
	// file is the report that is open.
	file string
	// scripts tells that JavaScript is on.
	scripts bool
}

// newTab opens a tab that is looked at in some way.
func newTab(t *testing.T, browser context.Context, look view) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("no new tab: %v", err)
	}
	limited, cancel := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	opened := &tab{T: t, ctx: limited, journal: keep(limited), scripts: true}
	// A tab in the background draws nothing and has no focus.
	opened.run(log.Enable(), network.Enable(), audits.Enable(), page.BringToFront(), emulation.SetFocusEmulationEnabled(true))
	opened.look(look)
	return opened
}

// look changes the size of the window and the colours that the reader prefers. A
// telephone is emulated as one, so that a page without a viewport of its own, or
// one that is too wide, is laid out wider than the screen.
func (tab *tab) look(look view) {
	tab.Helper()
	tab.run(
		emulation.SetDeviceMetricsOverride(look.width, look.height, 1, look.width == narrow.width),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: look.scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}),
	)
}

// open loads a report, with a fragment or "".
func (tab *tab) open(file, fragment string) {
	tab.Helper()
	tab.file = file
	address := (&url.URL{Scheme: "file", Path: file}).String()
	if fragment != "" {
		address += "#" + fragment
	}
	// A page that differs in its fragment alone would not be loaded again.
	tab.run(chromedp.Navigate("about:blank"))
	tab.journal.forget()
	tab.run(chromedp.Navigate(address))
	tab.settle()
}

func (tab *tab) run(actions ...chromedp.Action) {
	tab.Helper()
	if err := chromedp.Run(tab.ctx, actions...); err != nil {
		tab.Fatal(err)
	}
}

// settle waits until the page has drawn what it was told to. Where JavaScript is
// off nothing would call back, and nothing changes after the page is loaded.
func (tab *tab) settle() {
	tab.Helper()
	if !tab.scripts {
		return
	}
	evaluate[any](tab, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
}

//go:embed probe.js
var probe string

// ask calls one of the functions of probe.js with arguments.
func ask[T any](tab *tab, function string, arguments ...any) T {
	tab.Helper()
	var written []string
	for _, argument := range arguments {
		encoded, err := json.Marshal(argument)
		if err != nil {
			tab.Fatal(err)
		}
		written = append(written, string(encoded))
	}
	return evaluate[T](tab, fmt.Sprintf("%s.%s(%s)", strings.TrimSpace(probe), function, strings.Join(written, ", ")))
}

// evaluate gives the value of a JavaScript expression, also of a promise.
func evaluate[T any](tab *tab, expression string) T {
	tab.Helper()
	var value T
	awaited := func(parameters *runtime.EvaluateParams) *runtime.EvaluateParams {
		return parameters.WithAwaitPromise(true).WithReturnByValue(true)
	}
	if err := chromedp.Run(tab.ctx, chromedp.Evaluate(expression, &value, awaited)); err != nil {
		tab.Fatalf("%v in %.300s", err, expression[max(0, len(expression)-300):])
	}
	return value
}

// finding is one finding as the page has it.
type finding struct {
	Environment, Severity, Rule string
	// Text is all of it, also what is folded away.
	Text string
	Open bool
}

func (f finding) String() string {
	return strings.Join([]string{f.Environment, f.Severity, f.Rule}, " ")
}

func (tab *tab) findings() []finding {
	tab.Helper()
	return ask[[]finding](tab, "findings")
}

// visible gives the numbers of the findings that a reader sees.
func (tab *tab) visible() []int {
	tab.Helper()
	return ask[[]int](tab, "visible")
}

func names(findings []finding) []string {
	listed := []string{}
	for _, finding := range findings {
		listed = append(listed, finding.String())
	}
	return listed
}

// press presses a key, such as kb.Tab, or types a text.
func (tab *tab) press(keys string) {
	tab.Helper()
	tab.run(chromedp.KeyEvent(keys))
}

// useTheme presses the theme button until the page has the colours asked for.
func (tab *tab) useTheme(scheme string) {
	tab.Helper()
	for range 3 {
		tab.run(chromedp.Click("#theme", chromedp.ByQuery))
		if ask[string](tab, "theme") == scheme {
			tab.settle()
			return
		}
	}
	tab.Fatalf("three presses of the theme button do not make the page %s: data-theme is %q", scheme, ask[string](tab, "theme"))
}

// quiet fails the test where the page did more than to read its file.
func (tab *tab) quiet() {
	tab.Helper()
	tab.journal.quiet(tab.T, tab.file)
}

// noScripts switches JavaScript off, for the pages that are opened from now on.
func (tab *tab) noScripts() {
	tab.Helper()
	tab.scripts = false
	tab.run(emulation.SetScriptExecutionDisabled(true))
}

// noPolicy switches the Content-Security-Policy off, for the pages that are opened
// from now on.
func (tab *tab) noPolicy() {
	tab.Helper()
	tab.run(page.SetBypassCSP(true))
}
