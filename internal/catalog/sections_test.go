package catalog

import (
	"strings"
	"testing"
)

// calendar is the least that a catalog holds, without the closing brace.
const calendar = `{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[{"version":"1.34","release":"2025-10-02","source":"s","as_of":"2026-01-01"}]`

func TestCalendarAloneKeepsTheOtherFacts(t *testing.T) {
	catalog, err := Parse([]byte(calendar + `}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(catalog.Versions) != 1 || catalog.Date != day(t, "2026-01-01") {
		t.Errorf("the calendar is not the file's: %v of %s", catalog.Versions, catalog.Date)
	}
	base := Embedded()
	if len(catalog.APIs) != len(base.APIs) || len(catalog.ResourceAPIs) != len(base.ResourceAPIs) ||
		len(catalog.Addons) != len(base.Addons) || len(catalog.AMIs) != len(base.AMIs) || len(catalog.Notes) != len(base.Notes) {
		t.Error("other facts are not the embedded ones")
	}
}

func TestSectionsReplaceTheEmbeddedOnes(t *testing.T) {
	catalog, err := Parse([]byte(calendar + `,
		"apis": [{"group_version": "x/v1", "kind": "Y", "component": "k8s", "removed_in": "1.40", "source": "s"}],
		"addons": [{"name": "x", "title": "X", "images": ["x"], "charts": ["x"], "source": "s",
			"ranges": [{"from": "1.2", "newest": "1.34", "tested": "newest", "source": "s"}],
			"needs": [{"kubernetes": "1.30", "at_least": "1.3", "why": "w", "severity": "warning", "source": "s"}],
			"latest": [{"kubernetes": "1.30", "version": "v1.3.1", "source": "s"}],
			"chart_versions": [{"chart": "x", "versions": {"2.0.0": "1.3.0"}, "source": "s"}],
			"retired": {"text": "It ended.", "source": "s", "as_of": "2026-01-01"}}],
		"notes": []}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(catalog.APIs) != 1 || !catalog.APIs[0].RemovedFrom(addonVersion(t, "1.40")) {
		t.Errorf("the APIs are %v", catalog.APIs)
	}
	if catalog.Notes == nil || len(catalog.Notes) != 0 {
		t.Errorf("an empty section leaves %d notes", len(catalog.Notes))
	}
	if len(catalog.ResourceAPIs) == 0 || len(catalog.AMIs) == 0 {
		t.Error("sections that are left out are empty")
	}
	addon, ok := catalog.AddonOfImage("x")
	if app, known := addon.AppOfChart("x", "2.0.0"); !ok || len(catalog.Addons) != 1 || !known || app.String() != "1.3.0" ||
		!addon.Ranges[0].TestedNewest || addon.Ranges[0].TestedOldest || addon.Retired.Text != "It ended." {
		t.Errorf("the add-on is %+v", addon)
	}
}

func TestParseRefusesFacts(t *testing.T) {
	for name, test := range map[string]struct{ section, want string }{
		"unknown section":    {`"api": []`, `unknown field "api"`},
		"unknown key":        {`"apis": [{"groupversion": "x"}]`, `unknown field "groupversion"`},
		"no list":            {`"apis": {}`, "expected the JSON form"},
		"api without group":  {`"apis": [{"component": "k8s", "removed_in": "1.40", "source": "s"}]`, "apis[0]: group_version is missing"},
		"api of nobody":      {`"apis": [{"group_version": "x/v1", "removed_in": "1.40", "source": "s"}]`, "component is missing; write k8s"},
		"api that stays":     {`"apis": [{"group_version": "x/v1", "component": "k8s", "source": "s"}]`, "one is needed"},
		"api, odd version":   {`"apis": [{"group_version": "x/v1", "component": "k8s", "removed_in": "soon", "source": "s"}]`, `removed_in is "soon"; expected a version`},
		"api, odd start":     {`"apis": [{"group_version": "x/v1", "component": "k8s", "deprecated_in": "soon", "source": "s"}]`, `deprecated_in is "soon"`},
		"api, no source":     {`"apis": [{"group_version": "x/v1", "component": "k8s", "removed_in": "1.40"}]`, "no source"},
		"type without kind":  {`"resource_apis": [{"resource_type": "x", "group_version": "v1", "source": "s"}]`, "resource_apis[0]: resource_type, group_version and kind"},
		"type, odd when":     {`"resource_apis": [{"resource_type": "x", "group_version": "v1", "kind": "Y", "when": "z", "source": "s"}]`, `when is "z"`},
		"type, no source":    {`"resource_apis": [{"resource_type": "x", "group_version": "v1", "kind": "Y"}]`, "no source"},
		"ami, odd minor":     {`"amis": [{"prefix": "AL2_", "title": "x", "last": "1.032", "source": "s"}]`, "amis[0]: last:"},
		"ami, no prefix":     {`"amis": [{"title": "x", "last": "1.32", "source": "s"}]`, "prefix and title"},
		"ami, no source":     {`"amis": [{"prefix": "AL2_", "title": "x", "last": "1.32"}]`, "no source"},
		"note, odd look":     {`"notes": [{"name": "x", "signs": ["s"], "says": "a", "do": "b", "looks": "stars", "source": "s"}]`, `looks is "stars"`},
		"note, no signs":     {`"notes": [{"name": "x", "says": "a", "do": "b", "looks": "volumes", "source": "s"}]`, "name, signs, says and do"},
		"note, odd minor":    {`"notes": [{"name": "x", "kubernetes": "2"}]`, "notes[0]: kubernetes:"},
		"note, odd severity": {`"notes": [{"name": "x", "severity": "fatal"}]`, `severity is "fatal"`},
		"note, no source":    {`"notes": [{"name": "x", "signs": ["s"], "says": "a", "do": "b", "looks": "volumes"}]`, "no source"},
		"addon, no name":     {`"addons": [{"title": "x"}]`, "addons[0]: name and title"},
		"addon, no source":   {`"addons": [{"name": "x", "title": "X"}]`, "addons[0]: x: it has no source"},
		"range, odd start":   {addonWith(`"ranges": [{"from": "x"}]`), `addons[0]: x: ranges[0]: from is "x"`},
		"range, odd end":     {addonWith(`"ranges": [{"before": "x"}]`), `before is "x"`},
		"range, odd oldest":  {addonWith(`"ranges": [{"oldest": "x"}]`), "oldest:"},
		"range, odd newest":  {addonWith(`"ranges": [{"newest": "x"}]`), "newest:"},
		"range, odd tested":  {addonWith(`"ranges": [{"tested": "yes", "source": "s"}]`), `tested is "yes"`},
		"range, no source":   {addonWith(`"ranges": [{"from": "1.2"}]`), "no source"},
		"need, no version":   {addonWith(`"needs": [{"kubernetes": "1.30", "why": "w", "source": "s"}]`), "at_least and why"},
		"need, odd version":  {addonWith(`"needs": [{"kubernetes": "1.30", "at_least": "x", "why": "w", "source": "s"}]`), `at_least is "x"`},
		"need, odd minor":    {addonWith(`"needs": [{"kubernetes": "x"}]`), `needs[0]: "x" is not a Kubernetes minor`},
		"need, odd severity": {addonWith(`"needs": [{"severity": "off"}]`), `severity is "off"`},
		"need, no source":    {addonWith(`"needs": [{"kubernetes": "1.30", "at_least": "1.3", "why": "w"}]`), "no source"},
		"latest, no minor":   {addonWith(`"latest": [{"version": "1.3", "source": "s"}]`), "latest[0]:"},
		"latest, no version": {addonWith(`"latest": [{"kubernetes": "1.30", "source": "s"}]`), "version is missing"},
		"latest, no source":  {addonWith(`"latest": [{"kubernetes": "1.30", "version": "1.3"}]`), "no source"},
		"chart, no name":     {addonWith(`"chart_versions": [{"source": "s"}]`), "chart is missing"},
		"chart, no source":   {addonWith(`"chart_versions": [{"chart": "x"}]`), "no source"},
		"chart, odd version": {addonWith(`"chart_versions": [{"chart": "x", "versions": {"1.0.0": "latest"}, "source": "s"}]`), `version 1.0.0 holds "latest"`},
		"chart, odd from":    {addonWith(`"chart_is_app_from": "x"`), `chart_is_app_from is "x"`},
		"retired, no source": {addonWith(`"retired": {"text": "It ended."}`), "retired: it has no source"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(calendar + "," + test.section + "}"))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// addonWith is a section of one add-on that is right but for what is given.
func addonWith(part string) string {
	return `"addons": [{"name": "x", "title": "X", "source": "s", ` + part + `}]`
}
