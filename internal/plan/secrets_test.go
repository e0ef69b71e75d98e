package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestSecrets(t *testing.T) {
	raw := func(text string) jsontext.Value { return jsontext.Value(text) }
	d := &document{
		changes: []change{{Change: changeValues{
			Before:          raw(`{"version": "1.28", "name": "open", "tags": {"a": "tag-before"}}`),
			BeforeSensitive: raw(`{"tags": {"a": true}}`),
			After:           raw(`{"version": "1.29", "set": [{"name": "open", "value": "in-a-list"}, {"value": "open"}], "all": {"b": {"c": "below"}}, "n": 12345}`),
			AfterSensitive:  raw(`{"version": true, "set": [{"value": true}, {}], "all": true, "n": true}`),
		}}},
		drift:     []change{{Change: changeValues{After: raw(`"drifted"`), AfterSensitive: raw(`true`)}}},
		prior:     []instance{{Values: raw(`{"manifest": "a: b", "short": "abc", "flag": "true"}`), SensitiveValues: raw(`{"manifest": true, "short": true, "flag": true}`)}},
		variables: map[string]jsontext.Value{"password": raw(`{"value": "given"}`), "region": raw(`{"value": "eu-central-1"}`)},
		configuration: raw(`{"root_module": {"variables": {
			"password": {"sensitive": true, "default": "default-password"}, "region": {}}}}`),
	}
	want := []string{"1.29", "a: b", "below", "default-password", "drifted", "given", "in-a-list", "tag-before"}
	if got := d.secrets(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A whole manifest is in no message, and is not kept to look for it.
func TestSecretsThatAreTooLongToBePrinted(t *testing.T) {
	long := strings.Repeat("x", longestSecret+1)
	d := &document{changes: []change{{Change: changeValues{
		After: jsontext.Value(`{"a": "` + long + `", "b": "` + long[1:] + `"}`), AfterSensitive: jsontext.Value(`true`),
	}}}}
	if got := d.secrets(); !slices.Equal(got, []string{long[1:]}) {
		t.Errorf("got %d secrets", len(got))
	}
}

func TestNoSecretsWithoutMarks(t *testing.T) {
	d := &document{changes: []change{{Change: changeValues{
		After: jsontext.Value(`{"version": "1.29"}`), AfterSensitive: jsontext.Value(`{"tags": {}}`),
	}}}}
	if got := d.secrets(); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
