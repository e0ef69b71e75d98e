package browser

import (
	"context"
	"testing"
)

// testNoScript opens the page with JavaScript switched off: all of it is there,
// on paper too.
func testNoScript(t *testing.T, browser context.Context, made report, look view) {
	tab := newTab(t, browser, look)
	tab.noScripts()
	tab.open(made.file, "")
	tab.holds(made.said)
	if visible := tab.visible(); len(visible) != len(made.said.findings()) {
		t.Errorf("without JavaScript %d findings are visible; expected %d", len(visible), len(made.said.findings()))
	}
	tab.fits(look)
	tab.quiet()
	if look == wide {
		tab.prints(made)
	}
}
