package browser

import (
	"context"
	"testing"
)

// TestReport opens each kind of report in each view, and uses it.
func TestReport(t *testing.T) {
	browser := startChromium(t)
	binary := build(t)
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			made := kind.make(t, binary)
			for _, look := range kind.views {
				t.Run(look.name, func(t *testing.T) {
					t.Run("opens", func(t *testing.T) { testOpens(t, browser, made, look, kind.everyState) })
					t.Run("theme", func(t *testing.T) { testTheme(t, browser, made, look, kind.everyState) })
					t.Run("keyboard", func(t *testing.T) { testKeyboard(t, browser, made, look) })
					t.Run("filters", func(t *testing.T) { testFilters(t, browser, made, look) })
					t.Run("fragment", func(t *testing.T) { testFragment(t, browser, made, look) })
					t.Run("no JavaScript", func(t *testing.T) { testNoScript(t, browser, made, look) })
				})
			}
			t.Run("print", func(t *testing.T) { testPrint(t, browser, made) })
			t.Run("broken fragment", func(t *testing.T) { testBrokenFragment(t, browser, made) })
			t.Run("escapes", func(t *testing.T) { testEscapes(t, browser, made, kind.shows) })
		})
	}
}

// testOpens looks at the page as it opens, with all findings open, and filtered.
func testOpens(t *testing.T, browser context.Context, made report, look view, everyState bool) {
	tab := newTab(t, browser, look)
	tab.open(made.file, "")
	tab.holds(made.said)
	tab.fits(look)
	tab.quiet()
	tab.lessen()
	if everyState {
		tab.accessible("as it opens")
	}

	ask[any](tab, "openAll")
	tab.settle()
	tab.fits(look)
	tab.quiet()
	tab.accessible("with all findings open")

	tab.filter(filters{severity: tab.findings()[0].Severity, text: "a"})
	tab.settle()
	tab.fits(look)
	tab.quiet()
	if everyState {
		tab.accessible("filtered")
	}
}

// mostForAxe are as many findings as axe-core looks through in seconds.
const mostForAxe = 500

// lessen filters a page of more findings than axe-core can take, so that those of
// one environment are left. All are laid out alike.
func (tab *tab) lessen() {
	tab.Helper()
	if all := tab.findings(); len(all) > mostForAxe {
		tab.filter(filters{environment: all[0].Environment})
		tab.settle()
	}
}

// holds fails the test where the page's findings are not those of the JSON report.
func (tab *tab) holds(said said) {
	tab.Helper()
	count := map[string]int{}
	for _, name := range names(said.findings()) {
		count[name]++
	}
	for _, name := range names(tab.findings()) {
		count[name]--
	}
	for name, missing := range count {
		switch {
		case missing > 0:
			tab.Errorf("the page lacks %d findings that the JSON report has: %.300q", missing, name)
		case missing < 0:
			tab.Errorf("the page has %d findings that the JSON report lacks: %.300q", -missing, name)
		}
	}
}

// fits fails the test where the page scrolls sideways, or is laid out wider than
// the screen.
func (tab *tab) fits(look view) {
	tab.Helper()
	type size struct{ Inner, Scroll, Body int64 }
	if found := ask[size](tab, "size"); found.Inner != look.width || found.Scroll > look.width || found.Body > look.width {
		tab.Errorf("the page is %d wide on a screen of %d, and its body %d; the window says %d", found.Scroll, look.width, found.Body, found.Inner)
	}
}

// testTheme opens the page in the other colours and switches it to those of the
// view.
func testTheme(t *testing.T, browser context.Context, made report, look view, everyState bool) {
	tab := newTab(t, browser, look.other())
	tab.open(made.file, "")
	before := ask[float64](tab, "lightness")
	tab.useTheme(look.scheme)
	after := ask[float64](tab, "lightness")
	if dark := look.scheme == "dark"; dark != (after < before) || dark != (after < 0.5) {
		t.Errorf("switched to %s, the lightness of the page goes from %.2f to %.2f", look.scheme, before, after)
	}
	if everyState {
		ask[any](tab, "openAll")
		tab.settle()
		tab.accessible("switched to " + look.scheme)
	}
	tab.quiet()
}
