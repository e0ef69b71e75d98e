package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestFactsAreWhatTheGeneratorMakes(t *testing.T) {
	want, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../facts.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("facts.json is not what the generator makes: run make generate")
	}
}

func TestGenerateIsStable(t *testing.T) {
	first, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := generate()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("two runs differ")
		}
	}
}

func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facts.json")
	if err := run([]string{path}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !json.Valid(data) {
		t.Errorf("wrote no JSON: %v", err)
	}
	if err := run(nil); err == nil || !strings.Contains(err.Error(), "expected the file to write") {
		t.Errorf("got %v without an argument", err)
	}
}

// readCSV reads a table of testdata, which was gathered apart from the tables
// that the generator reads.
func readCSV(t *testing.T, name string) []row {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range lines[1:] {
		cells := row{}
		for i, column := range lines[0] {
			cells[column] = line[i]
		}
		rows = append(rows, cells)
	}
	return rows
}

func TestAPIsAreExact(t *testing.T) {
	rows, err := apis()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]row{}
	for _, api := range rows {
		got[api["group_version"]+" "+api["kind"]] = api
	}
	want := readCSV(t, "removed_apis.csv")
	for _, api := range want {
		name := api["group_version"] + " " + api["kind"]
		found, ok := got[name]
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		for _, column := range []string{"component", "deprecated_in", "removed_in", "replacement_group_version", "replacement_kind"} {
			if found[column] != api[column] {
				t.Errorf("%s: %s is %q, want %q", name, column, found[column], api[column])
			}
		}
		if found["source"] == "" {
			t.Errorf("%s has no source", name)
		}
	}
	if len(got) != 146 || len(want) != len(got) {
		t.Errorf("%d APIs, want the %d of the table, which are 146", len(got), len(want))
	}
}

func TestResourceAPIsAreExact(t *testing.T) {
	facts, err := records("resource_apis.csv", flag("discovered"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]record{}
	for _, fact := range facts {
		got[fact["resource_type"].(string)] = append(got[fact["resource_type"].(string)], fact)
	}
	for _, want := range readCSV(t, "tf_k8s_gvk.csv") {
		name, apis := want["resource_type"], strings.Split(want["group_version"], " | ")
		found := got[name]
		delete(got, name)
		switch want["selection"] {
		case "static":
			if len(found) != 1 || found[0]["group_version"] != apis[0] || found[0]["kind"] != want["kind"] || found[0]["when"] != nil || found[0]["discovered"] != nil {
				t.Errorf("%s: got %v, want %s %s", name, found, apis[0], want["kind"])
			}
		case "conditional":
			if len(found) != 2 || found[0]["group_version"] != apis[1] || found[0]["when"] == nil || found[1]["group_version"] != apis[0] || found[1]["when"] != nil {
				t.Errorf("%s: got %v, want %v", name, found, apis)
			}
		case "discovery":
			if len(found) != 1 || found[0]["group_version"] != apis[0] || found[0]["discovered"] != true {
				t.Errorf("%s: got %v, want %s, discovered", name, found, apis[0])
			}
		default:
			if len(found) != 0 {
				t.Errorf("%s: got %v; its attributes name the API", name, found)
			}
		}
		if len(found) > 0 && want["replacement_resource_type"] != "" && found[0]["replacement"] != want["replacement_resource_type"] {
			t.Errorf("%s: replacement is %v, want %s", name, found[0]["replacement"], want["replacement_resource_type"])
		}
	}
	if len(got) != 0 {
		t.Errorf("the table does not hold %v", got)
	}
}

// A new release of k8s.io/api may bring groups that kubernetesTypes leaves out.
func TestEveryGroupVersionIsAsked(t *testing.T) {
	output, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .GoFiles \",\"}}", "k8s.io/api/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	scheme, err := kubernetesTypes()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, kind := range scheme.AllKnownTypes() {
		asked[kind.PkgPath()] = true
	}
	groups := 0
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		path, files, _ := strings.Cut(line, " ")
		if !strings.Contains(files, "register.go") {
			continue
		}
		groups++
		if !asked[path] {
			t.Errorf("kubernetesTypes leaves out %s", path)
		}
	}
	if groups == 0 {
		t.Fatalf("go list shows no group of k8s.io/api: %s", output)
	}
}

func TestAPIModuleIsTheOneOfGoMod(t *testing.T) {
	output, err := exec.Command("go", "list", "-m", "-f", "{{.Path}}@{{.Version}}", "k8s.io/api").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	if got := strings.TrimSpace(string(output)); got != apiModule {
		t.Errorf("go.mod has %s and apiModule is %s", got, apiModule)
	}
}

func TestRecord(t *testing.T) {
	columns := []column{list("signs"), flag("eks")}
	fact, err := row{"name": "x", "signs": "a;b", "eks": "yes", "note": ""}.record(columns...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(fact)
	if want := `{"eks":true,"name":"x","signs":["a","b"]}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
	if _, err := (row{"eks": "true"}).record(columns...); err == nil || !strings.Contains(err.Error(), `eks is "true"; expected yes or nothing`) {
		t.Errorf("got %v of a flag that is not one", err)
	}
}

func TestReadTableNamesTheFile(t *testing.T) {
	if _, err := readTable("none.csv"); err == nil || !strings.Contains(err.Error(), "none.csv") {
		t.Errorf("got %v", err)
	}
}
