package browser

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// filters is what is chosen; "" chooses all.
type filters struct{ environment, severity, rule, text string }

func (f filters) accept(finding finding) bool {
	return (f.environment == "" || f.environment == finding.Environment) &&
		(f.severity == "" || f.severity == finding.Severity) &&
		(f.rule == "" || f.rule == finding.Rule) &&
		strings.Contains(strings.ToLower(finding.Text), strings.ToLower(f.text))
}

// choose sets a control as a reader does.
func (tab *tab) choose(control, value string) {
	tab.Helper()
	if !ask[bool](tab, "choose", control, value) {
		tab.Fatalf("#%s cannot be set to %q; it has %q", control, value, ask[[]string](tab, "choices", control))
	}
}

func (tab *tab) filter(by filters) {
	tab.Helper()
	tab.choose("filter-environment", by.environment)
	tab.choose("filter-severity", by.severity)
	tab.choose("filter-rule", by.rule)
	tab.choose("filter-text", by.text)
}

var firstNumber = regexp.MustCompile(`\d+`)

// shows fails the test where the reader sees other findings than those that the
// filters accept, or is told another count.
func (tab *tab) shows(all []finding, by filters) {
	tab.Helper()
	expected := []int{}
	for number, finding := range all {
		if by.accept(finding) {
			expected = append(expected, number)
		}
	}
	var visible []int
	var told string
	// The page may wait for the end of the typing.
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); tab.settle() {
		visible, told = tab.visible(), ask[string](tab, "shown")
		if slices.Equal(visible, expected) && firstNumber.FindString(told) == strconv.Itoa(len(expected)) {
			return
		}
	}
	tab.Errorf("filtered by %+v, %d findings are visible and %q is told; expected %d\nvisible:  %.500s\nexpected: %.500s",
		by, len(visible), told, len(expected), names(pick(all, visible)), names(pick(all, expected)))
}

// pick gives the findings of some numbers.
func pick(all []finding, numbers []int) []finding {
	var picked []finding
	for _, number := range numbers {
		picked = append(picked, all[number])
	}
	return picked
}

// testFilters chooses each value of each filter, some together, and none.
func testFilters(t *testing.T, browser context.Context, made report, look view) {
	tab := newTab(t, browser, look)
	tab.open(made.file, "")
	all := tab.findings()
	tab.shows(all, filters{})
	last := all[len(all)-1]
	tried := []filters{}
	for _, value := range values(all, func(f finding) string { return f.Environment }) {
		tried = append(tried, filters{environment: value})
	}
	for _, value := range values(all, func(f finding) string { return f.Severity }) {
		tried = append(tried, filters{severity: value})
	}
	for _, value := range values(all, func(f finding) string { return f.Rule }) {
		tried = append(tried, filters{rule: value})
	}
	tried = append(tried,
		filters{text: last.Rule},
		filters{text: strings.ToUpper(last.Rule)},
		filters{text: "no finding holds this"},
		filters{environment: last.Environment, severity: last.Severity},
		filters{environment: last.Environment, severity: all[0].Severity, rule: all[0].Rule, text: all[0].Rule},
		filters{},
	)
	for _, by := range tried {
		tab.filter(by)
		tab.shows(all, by)
	}
	tab.choose("filter-environment", "")
	tab.run(chromedp.Focus("#filter-text", chromedp.ByQuery))
	tab.press(last.Rule)
	tab.shows(all, filters{text: last.Rule})
	tab.quiet()
}

// values lists what findings have, each once.
func values(findings []finding, of func(finding) string) []string {
	var listed []string
	for _, finding := range findings {
		listed = append(listed, of(finding))
	}
	slices.Sort(listed)
	return slices.Compact(listed)
}

// testFragment checks that an address brings the filters back, after a reload and
// in another tab.
func testFragment(t *testing.T, browser context.Context, made report, look view) {
	tab := newTab(t, browser, look)
	tab.open(made.file, "")
	all := tab.findings()
	chosen := []filters{
		{environment: all[0].Environment, severity: all[0].Severity, rule: all[0].Rule, text: all[0].Rule},
		{text: `100% & "more"=#<b>+ é`},
	}
	for _, by := range chosen {
		tab.filter(by)
		tab.shows(all, by)
		address := evaluate[string](tab, "location.href")
		if !strings.Contains(address, "#") {
			t.Fatalf("filtered by %+v, the address has no fragment: %s", by, address)
		}
		tab.run(chromedp.Reload())
		tab.settle()
		tab.shows(all, by)
		_, fragment, _ := strings.Cut(address, "#")
		tab.open(made.file, fragment)
		tab.shows(all, by)
	}
	tab.quiet()
}

// testBrokenFragment opens addresses that no page writes: all findings are shown.
func testBrokenFragment(t *testing.T, browser context.Context, made report) {
	tab := newTab(t, browser, wide)
	tab.open(made.file, "")
	all := tab.findings()
	for _, fragment := range garbage {
		tab.open(made.file, fragment)
		tab.shows(all, filters{})
		tab.quiet()
	}
}

// garbage are fragments that no page writes. They choose nothing that there is.
var garbage = []string{
	"%", "%E0%A4%A", "%00", "&&&===", "=", "environment", "environment=",
	"environment=%ZZ&severity=%", "environment=nowhere&severity=dire&rule=no-such-rule",
	"__proto__=1&constructor=2&toString=3", "environment=__proto__", "theme=<script>window.hostile=1</script>",
	url.PathEscape(`"><img src=x onerror=window.hostile=1>`), strings.Repeat("x", 50_000), "%F0%9F%92%A9", "!/[]{}\\",
}
