package browser

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// testPrint prints the page of a reader who likes it dark, with all findings
// closed: the paper is white and holds every one of them.
func testPrint(t *testing.T, browser context.Context, made report) {
	tab := newTab(t, browser, wide.dark())
	tab.open(made.file, "")
	tab.useTheme("light")
	tab.useTheme("dark")
	tab.run(emulation.SetEmulatedMedia().WithMedia("print"))
	tab.settle()
	if lightness := ask[float64](tab, "lightness"); lightness < 0.95 {
		t.Errorf("in print the lightness of the page is %.2f; expected white", lightness)
	}
	tab.run(emulation.SetEmulatedMedia().WithMedia(""))
	tab.settle()
	tab.prints(made)
	tab.settle()
	for _, finding := range tab.findings() {
		if finding.Open {
			t.Fatalf("printed, %s stays open", finding)
		}
	}
	tab.quiet()
}

// prints fails the test where the printed page is not all there.
func (tab *tab) prints(made report) {
	tab.Helper()
	var data []byte
	tab.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		data, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	printed := readPDF(tab.T, data)
	if printed.pages < 2 {
		tab.Errorf("the PDF has %d pages; expected more than one", printed.pages)
	}
	// The text of a PDF is in the order of its glyphs: one from right to left reads
	// backwards.
	all := slices.DeleteFunc(tab.findings(), func(f finding) bool { return strings.ContainsFunc(f.Environment, rightToLeft) })
	for _, number := range []int{0, len(all) / 2, len(all) - 1} {
		messages, fixes := made.said.of(all[number])
		if !containsOne(printed.text, messages) {
			tab.Errorf("the PDF does not hold the message of %s: %q", all[number], messages)
		}
		if !containsOne(printed.text, fixes) {
			tab.Errorf("the PDF does not hold the fix of %s: %q", all[number], fixes)
		}
	}
}

func rightToLeft(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }

func containsOne(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
