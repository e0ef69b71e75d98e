package browser

import (
	"context"
	"strings"
	"testing"
)

// foreign is what a name would leave behind that the page did not escape.
type foreign struct {
	Hostile              string
	Scripts, Styles      int
	Attributes, Elements []string
}

// testEscapes looks for what names have done to the page, and whether the page
// shows them. Its Content-Security-Policy is off: escaping alone has to hold.
func testEscapes(t *testing.T, browser context.Context, made report, shows []string) {
	tab := newTab(t, browser, wide)
	tab.noPolicy()
	tab.open(made.file, "")
	ask[any](tab, "openAll")
	tab.settle()
	found := ask[foreign](tab, "foreign")
	if found.Hostile != "undefined" {
		t.Errorf("a script of a name has run: %s", found.Hostile)
	}
	if found.Scripts != 1 || found.Styles != 1 {
		t.Errorf("the page has %d scripts and %d styles; expected one of each", found.Scripts, found.Styles)
	}
	if len(found.Attributes) > 0 || len(found.Elements) > 0 {
		t.Errorf("the page has what only a name can have brought: %q %q", found.Attributes, found.Elements)
	}
	text := ask[string](tab, "visibleText")
	for _, name := range shows {
		// Within quotes of a message, quotes and backslashes are escaped.
		if shown := printable(name); !strings.ContainsAny(name, "\"\\") && !strings.Contains(text, shown) {
			t.Errorf("the page does not show the name %q as %q", name, shown)
		}
	}
	tab.quiet()
}
