package browser

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "the folder that TestScreenshot writes the pictures into (default: one that is removed)")

// fleet judges the six plans that make demo shows: one environment is ready, and
// each other has something in its way.
func fleet(t *testing.T, binary string) report {
	t.Helper()
	folder, err := filepath.Abs(plansOf)
	if err != nil {
		t.Fatal(err)
	}
	return judge(t, binary, folder, "analyze", "--today", plansToday,
		"cc=b00-noop.json.gz", "dev=c20-ng-126-to-128.json.gz", "lab=b09-app-to-missing-green.json.gz",
		"prod=b02-cp-130-skip.json.gz", "stg=b14-pdb-min-eq-replicas.json.gz", "stg2=b22-instance-type-replace.json.gz")
}

// mostBytes keeps a picture fit for a README.
const mostBytes = 300_000

// TestScreenshot takes pictures of the top of a report. report.png is the one that
// the README shows.
func TestScreenshot(t *testing.T) {
	if *screenshots != "" && findChromium(t) == "" {
		t.Fatal("pictures are asked for, and there is no Chromium: put one on the PATH, or name it in CHROME_PATH")
	}
	browser := startChromium(t)
	made := fleet(t, build(t))
	folder := *screenshots
	if folder == "" {
		folder = t.TempDir()
	}
	for name, look := range map[string]view{"report.png": wide, "report-dark.png": wide.dark(), "report-narrow.png": narrow} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t, browser, look)
			tab.open(made.file, "")
			var picture []byte
			tab.run(chromedp.CaptureScreenshot(&picture))
			drawn, err := png.Decode(bytes.NewReader(picture))
			if err != nil {
				t.Fatal(err)
			}
			if size := drawn.Bounds().Size(); int64(size.X) != look.width || int64(size.Y) != look.height {
				t.Errorf("the picture is %v; expected %d by %d", size, look.width, look.height)
			}
			if len(picture) > mostBytes {
				t.Errorf("the picture has %d bytes; expected at most %d", len(picture), mostBytes)
			}
			if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
