package release

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The workflow of a release: everything that can go wrong does so while the
// release is a draft, of which the registry knows nothing.
func TestWorkflow(t *testing.T) {
	var workflow struct {
		Permissions map[string]string
		Jobs        map[string]struct {
			Permissions map[string]string
			Steps       []step
		}
	}
	if err := yaml.Unmarshal(read(t, ".github/workflows/release.yml"), &workflow); err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"contents": "read"}; !maps.Equal(workflow.Permissions, want) {
		t.Errorf("the workflow has the permissions %v, want %v", workflow.Permissions, want)
	}
	job := workflow.Jobs["release"]
	if want := map[string]string{"contents": "write", "id-token": "write", "attestations": "write"}; !maps.Equal(job.Permissions, want) {
		t.Errorf("the job has the permissions %v, want %v", job.Permissions, want)
	}
	var order []string
	for _, step := range job.Steps {
		for _, part := range []string{"actions/setup-go@", "download-syft@", "ghaction-import-gpg@", "goreleaser-action@", "make release-check", "actions/attest@", "--draft=false"} {
			if strings.Contains(step.Uses+step.Run, part) {
				order = append(order, part)
			}
		}
		switch {
		case strings.Contains(step.Uses, "actions/setup-go@"):
			checkGo(t, step.With["go-version"])
		case strings.Contains(step.Uses, "actions/attest@"):
			checkSubjects(t, strings.Fields(step.With["subject-path"]))
		}
	}
	if want := []string{"actions/setup-go@", "download-syft@", "ghaction-import-gpg@", "goreleaser-action@", "make release-check", "actions/attest@", "--draft=false"}; !slices.Equal(order, want) {
		t.Errorf("its steps are %v, want %v", order, want)
	}
	var config struct {
		Release struct{ Draft bool }
	}
	if err := yaml.Unmarshal(read(t, ".goreleaser.yml"), &config); err != nil || !config.Release.Draft {
		t.Errorf("GoReleaser makes no draft (%v): it would publish what is not checked", err)
	}
}

type step struct {
	Uses, Run string
	With      map[string]string
}

var goDirective = regexp.MustCompile(`(?m)^go (\d+\.\d+)`)

// checkGo wants the newest patch of the Go that go.mod names.
func checkGo(t *testing.T, got string) {
	t.Helper()
	match := goDirective.FindSubmatch(read(t, "go.mod"))
	if match == nil || got != string(match[1])+".x" {
		t.Errorf("it builds with Go %s; go.mod has %q", got, match)
	}
}

// checkSubjects wants each file of a release to be attested.
func checkSubjects(t *testing.T, patterns []string) {
	t.Helper()
	for _, name := range append(example.summed(), example.Sums(), example.SBOM(here)) {
		matches := func(pattern string) bool {
			suffix, ok := strings.CutPrefix(pattern, "dist/*")
			return ok && strings.HasSuffix(name, suffix)
		}
		if !slices.ContainsFunc(patterns, matches) {
			t.Errorf("%s is not attested: %v", name, patterns)
		}
	}
}
