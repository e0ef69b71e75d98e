package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// stop is where the keyboard is.
type stop struct {
	Element string
	// Finding is the number of the finding whose line has the focus, -1 for none.
	Finding int
	// Ring tells that the focus is drawn, and InView that it is on the screen.
	Ring, InView bool
}

// mostStops bounds the way to the first finding by the Tab key.
const mostStops = 600

// testKeyboard goes to the first finding by the Tab key alone and opens it.
func testKeyboard(t *testing.T, browser context.Context, made report, look view) {
	tab := newTab(t, browser, look)
	tab.open(made.file, "")
	for range mostStops {
		tab.press(kb.Tab)
		at := ask[*stop](tab, "focus")
		if at == nil {
			t.Fatal("the Tab key leaves the page before it comes to a finding")
		}
		if !at.Ring {
			t.Errorf("the focus cannot be seen at %s", at.Element)
		}
		if !at.InView {
			t.Errorf("the focus is not on the screen at %s", at.Element)
		}
		if at.Finding >= 0 {
			testOpensByKey(t, tab, made, at.Finding)
			tab.quiet()
			return
		}
	}
	t.Fatalf("%d presses of the Tab key do not come to a finding", mostStops)
}

// testOpensByKey opens the finding that has the focus, and looks for its fix.
func testOpensByKey(t *testing.T, tab *tab, made report, number int) {
	before := squashed(ask[string](tab, "visibleText", number))
	tab.press(kb.Enter)
	tab.settle()
	opened := tab.findings()[number]
	if !opened.Open {
		t.Fatalf("the Enter key does not open finding %d, %s", number, opened)
	}
	after := squashed(ask[string](tab, "visibleText", number))
	_, fixes := made.said.of(opened)
	for _, fix := range fixes {
		if strings.Contains(after, fix) && !strings.Contains(before, fix) {
			return
		}
	}
	t.Errorf("opened, %s shows %q; expected one of the fixes %q, not seen before", opened, after, fixes)
}

// squashed drops all space, so that the layout of a text does not matter.
func squashed(text string) string { return strings.Join(strings.Fields(text), "") }
