package browser

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// kind is one kind of report that the tests open.
type kind struct {
	name  string
	make  func(t *testing.T, binary string) report
	views []view
	// everyState has axe-core look at the page in every state, and not only with
	// all findings open: the states are laid out alike on all pages.
	everyState bool
	// shows are names that the page must show as they are written.
	shows []string
}

var kinds = []kind{
	{name: "quickstart", make: quickstart, views: views, everyState: true},
	{name: "plans", make: plans, views: []view{wide, narrow.dark()}},
	{name: "big", make: big, views: []view{wide, narrow.dark()}},
	{name: "hostile tfvars", make: hostileTfvars, views: []view{wide.dark(), narrow}, shows: hostileNames},
	{name: "hostile plans", make: hostilePlans, views: []view{wide, narrow.dark()}, shows: hostileNames},
}

// environments are those of the examples.
var environments = []string{"cc", "dev", "lab", "prod", "stg", "stg2"}

// quickstart judges the tfvars of the quickstart, where prod skips a minor, and so
// does stg2, which a waiver lets through.
func quickstart(t *testing.T, binary string) report {
	t.Helper()
	checkout := t.TempDir()
	copyFolder(t, filepath.Join(root, "examples/quickstart/eks/env-vars"), filepath.Join(checkout, "env-vars"))
	write(t, checkout, ".eksupgrade.hcl", `
policy {
  promotion_order = ["lab", "cc", "dev", "stg", "stg2", "prod"]
}

waiver {
  rule        = "minor-version-skip"
  environment = "stg2"
  reason      = "made anew on Sunday"
  until       = "2026-12-31"
}
`)
	commit(t, checkout)
	for _, name := range []string{"prod", "stg2"} {
		edit(t, filepath.Join(checkout, "env-vars", name+".tfvars"), `cluster_version = "1.34"`, `cluster_version = "1.36"`)
	}
	edit(t, filepath.Join(checkout, "env-vars/dev.tfvars"), `cluster_version = "1.34"`, `cluster_version = "1.35"`)
	return judge(t, binary, checkout, "check", "--today", "2026-11-22", "env-vars")
}

// plansOf is where the real plans are, and plansToday the day of their versions.
const (
	plansOf    = root + "/internal/plan/testdata/plans"
	plansToday = "2024-10-15"
)

// plans judges all real plans that come with the project: as many environments as
// a matrix will ever have to hold.
func plans(t *testing.T, binary string) report {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(plansOf, "*.json.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no plans in %s: %v", plansOf, err)
	}
	arguments := []string{"analyze", "--today", plansToday}
	for _, file := range files {
		absolute, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, absolute)
	}
	return judge(t, binary, t.TempDir(), arguments...)
}

// big judges six plans of some 300 findings each.
func big(t *testing.T, binary string) report {
	t.Helper()
	folder := t.TempDir()
	plan := readPlan(t, "e00-deprecated-238")
	plan.repeat(43, func(number int) string { return "copy-" + strconv.Itoa(number) })
	plan.write(t, folder, "plan.json")
	arguments := []string{"analyze", "--today", plansToday, "--target-version", "1.31"}
	for _, name := range environments {
		arguments = append(arguments, name+"=plan.json")
	}
	return judge(t, binary, folder, arguments...)
}

// hostileTfvars judges tfvars whose file names, node groups and waivers have
// hostile names.
func hostileTfvars(t *testing.T, binary string) report {
	t.Helper()
	checkout := t.TempDir()
	var waivers strings.Builder
	for number, name := range hostileNames {
		var tfvars strings.Builder
		fmt.Fprintf(&tfvars, "cluster_version = \"1.33\"\n\nnode_groups = {\n")
		for _, group := range hostileNames {
			fmt.Fprintf(&tfvars, "  %s = { version = \"1.33\" }\n", quoted(group))
		}
		tfvars.WriteString("}\n")
		// A file name has no slash, and no more than 255 bytes.
		environment := strings.ReplaceAll(name, "/", "")
		environment = environment[:min(len(environment), 200)]
		write(t, checkout, filepath.Join("env-vars", environment+".tfvars"), tfvars.String())
		if number%3 == 0 {
			fmt.Fprintf(&waivers, "waiver {\n  rule   = \"minor-version-skip\"\n  environment = %s\n  reason = %s\n  until  = \"2026-12-31\"\n}\n",
				quoted(environment), quoted(name))
		}
	}
	write(t, checkout, ".eksupgrade.hcl", waivers.String())
	commit(t, checkout)
	files, err := os.ReadDir(filepath.Join(checkout, "env-vars"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		edit(t, filepath.Join(checkout, "env-vars", file.Name()), `cluster_version = "1.33"`, `cluster_version = "1.35"`)
	}
	return judge(t, binary, checkout, "check", "--today", "2026-11-22", "env-vars")
}

// hostilePlans judges plans whose resources and objects have hostile names, as the
// environments of the command line have.
func hostilePlans(t *testing.T, binary string) report {
	t.Helper()
	folder := t.TempDir()
	plan := readPlan(t, "e00-deprecated-238")
	plan.repeat(len(hostileNames), func(number int) string { return hostileNames[number] })
	plan.write(t, folder, "plan.json")
	arguments := []string{"analyze", "--today", plansToday, "--target-version", "1.31", "--"}
	for _, name := range []string{`<script>window.hostile="plan"<script>`, `"><svg onload=window.hostile="plan">`, strings.Repeat("W", 300)} {
		// On the command line an environment ends at "=".
		arguments = append(arguments, strings.ReplaceAll(name, "=", "")+"=plan.json")
	}
	return judge(t, binary, folder, arguments...)
}

// plan is a plan as JSON.
type plan map[string]any

func readPlan(t *testing.T, name string) plan {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(plansOf, name+".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	read := plan{}
	if err := json.NewDecoder(unpacked).Decode(&read); err != nil {
		t.Fatal(err)
	}
	return read
}

// repeat makes each change of the plan a number of times, as for_each does, with
// the key as the name of the object too.
func (p plan) repeat(times int, key func(number int) string) {
	changes, _ := p["resource_changes"].([]any)
	var repeated []any
	for _, one := range changes {
		for number := range times {
			change := clone(one.(map[string]any))
			change["address"] = fmt.Sprintf("%s[%q]", change["address"], key(number))
			change["index"] = key(number)
			after, _ := change["change"].(map[string]any)["after"].(map[string]any)
			for _, metadata := range after["metadata"].([]any) {
				metadata.(map[string]any)["name"] = key(number)
			}
			repeated = append(repeated, change)
		}
	}
	p["resource_changes"] = repeated
}

// clone copies an object of JSON and all in it.
func clone(object map[string]any) map[string]any {
	data, _ := json.Marshal(object)
	copied := map[string]any{}
	_ = json.Unmarshal(data, &copied)
	return copied
}

func (p plan) write(t *testing.T, folder, name string) {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, name, string(data))
}

// quoted writes a text as HCL does.
func quoted(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.QuoteToGraphic(text))
}

func write(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func edit(t *testing.T, path, old, changed string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %s", path, old)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(old), []byte(changed), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// commit makes a checkout of a folder, which nothing on the machine configures.
func commit(t *testing.T, folder string) {
	t.Helper()
	for _, arguments := range [][]string{
		{"init", "--quiet"},
		{"add", "--all"},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "as applied"},
	} {
		command := exec.Command("git", arguments...)
		command.Dir = folder
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", arguments, err, output)
		}
	}
}
