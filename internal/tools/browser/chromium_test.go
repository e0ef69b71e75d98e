package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// chromiumNames are looked up on the PATH, in this order.
var chromiumNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// findChromium gives the path of Chromium, "" where there is none. One that
// CHROME_PATH names must be there: a typing error would skip all tests.
func findChromium(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("CHROME_PATH"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			t.Fatalf("CHROME_PATH names no program: %v", err)
		}
		return path
	}
	for _, name := range chromiumNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// startChromium starts a headless Chromium for one test, and skips the test
// where there is none. Tabs are made from the context that it gives.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path := findChromium(t)
	if path == "" {
		t.Skip("no Chromium on the PATH, and CHROME_PATH is not set: the HTML report is not tested in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// A scrollbar that takes room would make a page of 390 pixels narrower.
		chromedp.Flag("hide-scrollbars", true),
	)
	if os.Geteuid() == 0 {
		// Chromium refuses to make a sandbox for root, as in most containers.
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	browser, stop := chromedp.NewContext(allocator, chromedp.WithErrorf(t.Logf))
	t.Cleanup(func() {
		stop()
		stopAllocator()
	})
	if err := chromedp.Run(browser); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return browser
}
