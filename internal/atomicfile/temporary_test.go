package atomicfile

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTemporaryNames(t *testing.T) {
	random := strings.Repeat("A", randomLength)
	long := strings.Repeat("é", 127)
	for _, test := range []struct {
		name, candidate string
		want            bool
	}{
		{"prod.tfvars", ".prod.tfvars." + random + ".eksupgrade.tmp", true},
		{"prod.tfvars", temporaryPrefix("prod.tfvars") + rand.Text() + temporarySuffix, true},
		{long, temporaryPrefix(long) + rand.Text() + temporarySuffix, true},
		{long, temporaryPrefix(long+"x") + rand.Text() + temporarySuffix, false},
		{"prod.tfvars", ".dev.tfvars." + random + ".eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars." + random[1:] + ".eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars." + random[1:] + "a.eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars.json." + random + ".eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars." + random + "..eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars.eksupgrade.tmp", false},
		{"prod.tfvars", ".prod.tfvars.swp", false},
		{"prod.tfvars", "prod.tfvars", false},
		{"prod.tfvars", "", false},
	} {
		if got := isTemporaryFor(test.name, test.candidate); got != test.want {
			t.Errorf("isTemporaryFor(%q, %q) is %t", test.name, test.candidate, got)
		}
		if test.want && (len(test.candidate) > 255 || strings.HasSuffix(test.candidate, ".tfvars") || strings.HasSuffix(test.candidate, ".json")) {
			t.Errorf("%q is no good name", test.candidate)
		}
	}
}

func TestRests(t *testing.T) {
	for name, test := range map[string]struct {
		age  time.Duration
		busy bool
	}{
		"just now":              {0, true},
		"half a minute ago":     {30 * time.Second, true},
		"over a minute ago":     {61 * time.Second, false},
		"last year":             {365 * 24 * time.Hour, false},
		"in half a minute":      {-30 * time.Second, true},
		"before the clock went": {-time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderWith(t, file, "a")
			left := rest(t, dir, file, test.age)
			err := Replace(dir, file, to("b"))
			if !test.busy {
				must(t, err)
				holds(t, filepath.Join(dir, file), "b")
				names(t, dir, file)
				return
			}
			says(t, err, dir, "DIR/prod.tfvars was not changed: another run is writing it, or was stopped less than a minute ago: "+
				"its temporary file DIR/"+left+" is there; run this again in a minute")
			holds(t, filepath.Join(dir, file), "a")
			names(t, dir, left, file)
		})
	}
}

// Only what this package made is removed; what is young, of another file, is left to
// the run that may still be writing it.
func TestOthersFilesStay(t *testing.T) {
	dir := folderWith(t, file, "a")
	other := rest(t, dir, "dev.tfvars", 0)
	rest(t, dir, "lab.tfvars", time.Hour)
	write(t, filepath.Join(dir, ".prod.tfvars.swp"), "")
	must(t, Replace(dir, file, to("b")))
	names(t, dir, other, ".prod.tfvars.swp", file)
}

// A run that slept so long that another took its temporary file for a rest fails.
func TestTakenForARest(t *testing.T) {
	dir := folderWith(t, file, "a")
	root, err := os.OpenRoot(dir)
	must(t, err)
	defer root.Close()
	slept := target{root: root, dir: dir, name: file}
	before, err := slept.read()
	must(t, err)
	own, err := slept.createTemporary()
	must(t, err)
	must(t, slept.claim(own))
	must(t, own.fill([]byte("mine"), before.info))
	hourAgo := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(filepath.Join(dir, own.name), hourAgo, hourAgo))

	must(t, Replace(dir, file, to("theirs")))
	if err := root.Rename(own.name, file); err == nil {
		t.Error("the run that slept could still rename")
	}
	holds(t, filepath.Join(dir, file), "theirs")
	if err := own.discard(errEdit); err != errEdit {
		t.Errorf("discard gave %v", err)
	}
}
