package docstest

import (
	"path"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The guide shows the files of examples/ci as they are, and they are YAML where
// they say so.
func TestGuideShowsTheExamplesForCI(t *testing.T) {
	guide := read(t, "templates/guides/in-ci.md")
	examples := files(t, "examples/ci", "")
	if len(examples) < 5 {
		t.Fatalf("only %v are there", examples)
	}
	for _, file := range examples {
		text := read(t, file)
		if !strings.Contains(guide, "\n"+strings.TrimRight(text, "\n")+"\n```\n") {
			t.Errorf("templates/guides/in-ci.md does not show %s as it is", file)
		}
		if extension := path.Ext(file); extension != ".yml" && extension != ".yaml" {
			continue
		}
		var document map[string]any
		if err := yaml.Unmarshal([]byte(text), &document); err != nil || len(document) == 0 {
			t.Errorf("%s is no YAML: %v", file, err)
		}
	}
}
