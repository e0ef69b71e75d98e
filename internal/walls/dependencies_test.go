package walls

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// contributing has a table of the modules that the binary holds: a row for each
// that the project imports itself, with what it is for, and what it brings along.
const contributing = "../../.github/CONTRIBUTING.md"

// dependency is a row of the table.
type dependency struct {
	why string
	// brings are modules; one that ends in /... is all below it.
	brings []string
}

var code = regexp.MustCompile("`([^`]+)`")

// dependencyTable reads the rows below the heading "Dependencies".
func dependencyTable(page string) map[string]dependency {
	_, section, _ := strings.Cut(page, "\n## Dependencies\n")
	section, _, _ = strings.Cut(section, "\n## ")
	rows := map[string]dependency{}
	for _, line := range strings.Split(section, "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 {
			continue
		}
		row := dependency{why: strings.TrimSpace(cells[1])}
		for _, match := range code.FindAllStringSubmatch(cells[2], -1) {
			row.brings = append(row.brings, match[1])
		}
		for _, match := range code.FindAllStringSubmatch(cells[0], -1) {
			rows[match[1]] = row
		}
	}
	return rows
}

// Every module of the binary has a reason to be there, and every reason a module.
func TestDependenciesAreExplained(t *testing.T) {
	page, err := os.ReadFile(contributing)
	if err != nil {
		t.Fatal(err)
	}
	packages, whole := linkedPackages(t)
	problems := explain(dependencyTable(string(page)), graphOf(packages), whole)
	for _, problem := range problems {
		t.Errorf("the table of dependencies in .github/CONTRIBUTING.md: %s", problem)
	}
}

// graph is what the binary's modules are to each other.
type graph struct {
	// direct are the modules that the project imports itself.
	direct map[string]bool
	// reaches are, by direct module, the modules that come with it.
	reaches map[string]map[string]bool
}

// graphOf follows imports from the packages that the project imports itself.
func graphOf(packages map[string]linkedPackage) graph {
	found := graph{direct: map[string]bool{}, reaches: map[string]map[string]bool{}}
	for _, one := range packages {
		if !one.isOurs() {
			continue
		}
		for _, path := range one.Imports {
			imported, ok := packages[path]
			if !ok || imported.isOurs() {
				continue
			}
			direct := imported.Module.Path
			found.direct[direct] = true
			if found.reaches[direct] == nil {
				found.reaches[direct] = map[string]bool{}
			}
			follow(packages, path, map[string]bool{}, found.reaches[direct])
		}
	}
	return found
}

func follow(packages map[string]linkedPackage, path string, seen, modules map[string]bool) {
	one, ok := packages[path]
	if !ok || seen[path] {
		return
	}
	seen[path] = true
	modules[one.Module.Path] = true
	for _, next := range one.Imports {
		if mapped, ok := one.ImportMap[next]; ok {
			next = mapped
		}
		follow(packages, next, seen, modules)
	}
}

// explain says where the table and the binary differ. Rows without a module are no
// problem where not all modules are on this machine.
func explain(table map[string]dependency, modules graph, whole bool) []string {
	var problems []string
	for direct := range modules.direct {
		row, ok := table[direct]
		if !ok {
			problems = append(problems, direct+" is in the binary and has no row")
		} else if len(strings.Fields(row.why)) < 3 {
			problems = append(problems, direct+" has no sentence that says why")
		}
	}
	indirect := map[string]bool{}
	for _, reached := range modules.reaches {
		maps.Copy(indirect, reached)
	}
	for name := range indirect {
		if modules.direct[name] {
			continue
		}
		explained := slices.ContainsFunc(slices.Collect(maps.Keys(modules.direct)), func(direct string) bool {
			return modules.reaches[direct][name] && slices.ContainsFunc(table[direct].brings, func(pattern string) bool { return covers(pattern, name) })
		})
		if !explained {
			problems = append(problems, name+" is in the binary, and no row of a module that brings it names it")
		}
	}
	if whole {
		problems = append(problems, stale(table, modules)...)
	}
	slices.Sort(problems)
	return problems
}

// stale are the names in the table that stand for nothing in the binary.
func stale(table map[string]dependency, modules graph) []string {
	var problems []string
	for direct, row := range table {
		if !modules.direct[direct] {
			problems = append(problems, direct+" has a row, and the project does not import it")
			continue
		}
		for _, pattern := range row.brings {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(modules.reaches[direct])), func(name string) bool {
				return !modules.direct[name] && covers(pattern, name)
			}) {
				problems = append(problems, direct+" does not bring "+pattern)
			}
		}
	}
	return problems
}

func covers(pattern, name string) bool {
	if folder, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == folder || strings.HasPrefix(name, folder+"/")
	}
	return pattern == name
}

// The test is worth what it finds.
func TestWhatIsExplained(t *testing.T) {
	modules := graph{
		direct:  map[string]bool{"example.com/a": true, "example.com/b": true},
		reaches: map[string]map[string]bool{"example.com/a": {"example.com/a": true, "example.com/x/y": true}, "example.com/b": {"example.com/b": true}},
	}
	page := func(rows string) map[string]dependency {
		return dependencyTable("# P\n\n## Dependencies\n\n| module | why | brings |\n|---|---|---|\n" + rows + "\n## Next\n\n| `example.com/z` | it is in another table | |\n")
	}
	const b = "| `example.com/b` | it does this thing | |\n"
	for name, test := range map[string]struct {
		rows  string
		whole bool
		want  string
	}{
		"all there":        {"| `example.com/a` | it does that thing | `example.com/x/...` |\n" + b, true, ""},
		"two in a row":     {"| `example.com/a`, `example.com/b` | they do that thing | `example.com/x/y` |\n", false, ""},
		"no row":           {"| `example.com/a` | it does that thing | `example.com/x/...` |\n", true, "example.com/b is in the binary and has no row"},
		"no sentence":      {"| `example.com/a` | needed | `example.com/x/...` |\n" + b, true, "example.com/a has no sentence that says why"},
		"not brought":      {"| `example.com/a` | it does that thing | |\n" + b, true, "example.com/x/y is in the binary, and no row of a module that brings it names it"},
		"by another":       {"| `example.com/a` | it does that thing | |\n| `example.com/b` | it does this thing | `example.com/x/y` |\n", false, "example.com/x/y is in the binary, and no row of a module that brings it names it"},
		"brings nothing":   {"| `example.com/a` | it does that thing | `example.com/x/y`, `example.com/w` |\n" + b, true, "example.com/a does not bring example.com/w"},
		"no module":        {"| `example.com/a` | it does that thing | `example.com/x/y` |\n| `example.com/c` | it did that thing | |\n" + b, true, "example.com/c has a row, and the project does not import it"},
		"perhaps a module": {"| `example.com/a` | it does that thing | `example.com/x/y` |\n| `example.com/c` | it did that thing | |\n" + b, false, ""},
	} {
		if got := strings.Join(explain(page(test.rows), modules, test.whole), "; "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
