package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzRead looks for an input that crashes, that is refused without a name, or
// that reads otherwise when its keys are sorted.
func FuzzRead(f *testing.F) {
	for _, file := range planFiles(f) {
		text := planText(f, file)
		if len(text) > maxSeed {
			text = trimmed(f, text)
		}
		f.Add(text)
	}
	for _, input := range []string{
		"", "{}", "[", smallPlan, smallPlan + smallPlan, inGzip(smallPlan), "\ufeff" + smallPlan, "[1] " + smallPlan, "PK\x03\x04", "<html>",
		`{"@level":"info"}`, `{"version":4,"lineage":"x"}`, `{"format_version":"2.0","planned_values":{}}`,
		`{"format_version":"1.2","deferred_changes":[{"reason":"x","resource_change":{"address":"aws_eks_cluster.a"}}],"planned_values":{}}`,
	} {
		f.Add([]byte(input))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		if _, err := Read(bytes.NewReader(input), Options{Name: "fuzz"}); err != nil {
			var named *InputError
			if !errors.As(err, &named) || named.Message == "" || named.Remediation == "" {
				t.Fatalf("the error has no name: %v", err)
			}
			return
		}
		want, err := read(bytes.NewReader(input), readOptions{})
		if err != nil {
			t.Fatalf("the second time it is no plan: %v", err)
		}
		sorted, single := withSortedKeys(input)
		if !single {
			return
		}
		got, err := read(bytes.NewReader(sorted), readOptions{})
		if err != nil {
			t.Fatalf("it is no plan with its keys sorted: %v\n%s", err, sorted)
		}
		if !reflect.DeepEqual(comparable(t, got), comparable(t, want)) {
			t.Fatalf("it reads otherwise with its keys sorted:\n%s", sorted)
		}
	})
}

// maxSeed is how long a plan may be that the fuzzer begins with: it takes long to
// vary a long one.
const maxSeed = 12 << 10

// trimmed is the beginning of a plan: a few changes without the rest.
func trimmed(t testing.TB, text []byte) []byte {
	t.Helper()
	var plan map[string]any
	if err := json.Unmarshal(text, &plan); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"planned_values", "checks", "prior_state", "configuration", "relevant_attributes", "output_changes"} {
		delete(plan, key)
	}
	changes, _ := plan["resource_changes"].([]any)
	plan["resource_changes"] = changes[:min(len(changes), 3)]
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// withSortedKeys writes one JSON value with its keys sorted; false for what is
// no such value, or where a key comes twice.
func withSortedKeys(input []byte) ([]byte, bool) {
	if !jsontext.Value(input).IsValid() {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(input))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || decoder.More() {
		return nil, false
	}
	return inOrder(nil, value, func([]string) {}), true
}
