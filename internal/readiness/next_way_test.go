package readiness

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// setting is one of the versions that the files of these tests set.
type setting int

const (
	clusterSetting setting = iota
	blueSetting
	greenSetting
	settings
)

var subjects = [settings]string{"control plane", "node group blue", "node group green"}

// versions are those of the control plane and of two node groups. A third group
// has none.
type versions [settings]upgrade.Minor

// after gives the versions that a step leaves.
func (v versions) after(t *testing.T, step path.Step) versions {
	t.Helper()
	for _, change := range step.Changes {
		known := false
		for i, subject := range subjects {
			if change.Subject() == subject {
				v[i], known = minorOf(t, change.To), true
			}
		}
		if !known {
			t.Fatalf("no file sets the version of %s", change.Subject())
		}
	}
	return v
}

func (v versions) applied() upgrade.Applied {
	return upgrade.Applied{
		ClusterVersion:    v[clusterSetting].String(),
		NodeGroupVersions: map[string]string{"blue": v[blueSetting].String(), "green": v[greenSetting].String()},
	}
}

// style is a way to write the three versions. <cluster> is what the file sets, and
// <was cluster> something beside it that no edit may touch.
type style struct {
	suffix, text string
	// numbers tells that the versions are written without quotes where they can be.
	numbers bool
}

var styles = []style{
	{".tfvars", `# Ask the platform team before you edit this: it was "<was cluster>" once.
region = "eu-central-1"
cluster_version    =    "<cluster>"   # one minor at a time, "<was cluster>" at first

/* node_groups = { blue = { version = "<was blue>" } } */
node_groups = {
  blue  = { version = "<blue>", max_size = 3 } // web, "<was blue>" at first
  green = {
    min_size = 1
      version	= "<green>"# batch
    labels   = { version = "<was green>" }
  }
  "red" = { max_size = 4 }   # follows the control plane
}
`, false},
	{".tfvars", "\xEF\xBB\xBFcluster_version=\"<cluster>\"\r\n" +
		"node_groups = {blue={version=(\"<blue>\")},green={version=\"<green>\"},red={}} # <was green>\r\n\r\ntags = { version = \"<was cluster>\" }", false},
	{".tfvars.json", `{"//": "<was cluster>", "cluster_version"	: "<cluster>",
    "node_groups":{ "red": {}, "green":{"version":"<green>","labels":{"version":"<was green>"}}
  , "blue": {
	"version": "<blue>"}},
 "tags": { "blue": "<was blue>" } }`, false},
	{".tfvars", "node_groups = { red = {}\n  green = { version =  <green> } # <was green>\n\n  blue = { version = <blue> }\n}\n\n\n" +
		"cluster_version = <cluster>\nlegacy = \"<was cluster>\"\n", true},
}

// upgrading is an environment on its way to a goal.
type upgrading struct {
	name  string
	style style
	goal  upgrade.Minor
	// first is what the file set at first, sets what it sets now, and runs what was
	// applied last.
	first, sets, runs versions
	// quoted tells of each setting that it is no number any more: 1.30 is not 1.3.
	quoted [settings]bool
	// edits counts the edits of each setting, and applies the steps that were taken.
	edits   [settings]int
	applies int
	arrived bool
}

func (e *upgrading) file() string { return e.name + e.style.suffix }

// text is the file as it is to be, written by nothing of the product.
func (e *upgrading) text() string {
	var pairs []string
	for i, word := range [settings]string{"cluster", "blue", "green"} {
		version := e.sets[i].String()
		e.quoted[i] = e.quoted[i] || strings.HasSuffix(version, "0")
		if e.style.numbers && e.quoted[i] {
			version = `"` + version + `"`
		}
		pairs = append(pairs, "<"+word+">", version, "<was "+word+">", e.first[i].String())
	}
	return strings.NewReplacer(pairs...).Replace(e.style.text)
}

// upgradingFleet is a folder of environments that go their ways together.
type upgradingFleet struct {
	t       *testing.T
	request Request
	all     map[string]*upgrading
	// written counts the edits.
	written int
}

func newUpgradingFleet(t *testing.T, environments []*upgrading) *upgradingFleet {
	t.Helper()
	f := &upgradingFleet{t: t, all: map[string]*upgrading{}}
	f.request = Request{
		EnvVarsDir: t.TempDir(), ModuleDir: t.TempDir(), Policy: upgrade.DefaultPolicy(),
		Catalog: catalog.Embedded(), Today: today,
	}
	// The files set no add-on, and to look all of them up takes half of the time.
	f.request.Catalog.Addons = nil
	for _, each := range environments {
		f.all[each.name] = each
		f.save(each)
	}
	return f
}

// save writes a file as a person would.
func (f *upgradingFleet) save(e *upgrading) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.request.EnvVarsDir, e.file()), []byte(e.text()), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// recorded is the baseline that follows each apply.
func (f *upgradingFleet) recorded() Baselines {
	applied := map[string]upgrade.Applied{}
	for name, each := range f.all {
		applied[name] = each.runs.applied()
	}
	return Baselines{Applied: applied}
}

// judge says of the environments that are not ready why, with what was applied last
// as the baseline.
func (f *upgradingFleet) judge() map[string]string {
	f.t.Helper()
	request := f.request
	request.Baselines = f.recorded()
	result, err := Assess(f.t.Context(), request)
	if err != nil {
		f.t.Fatal(err)
	}
	wrong := map[string]string{}
	for _, environment := range result.Report.Environments {
		if environment.Verdict == upgrade.Ready {
			continue
		}
		said := string(environment.Verdict)
		for _, finding := range environment.Findings {
			if finding.Severity == upgrade.Error {
				said += "; " + finding.Rule + ": " + finding.Message
			}
		}
		wrong[environment.Environment.Name] = said
	}
	return wrong
}

func (f *upgradingFleet) next(goal upgrade.Minor, baselines Baselines) []NextStep {
	f.t.Helper()
	request := f.request
	request.Target, request.Baselines = goal, baselines
	result, err := Next(f.t.Context(), request)
	if err != nil {
		f.t.Fatal(err)
	}
	if len(result.Environments) != len(f.all) {
		f.t.Fatalf("%d environments of %d", len(result.Environments), len(f.all))
	}
	return result.Environments
}

// round has next edit all files, and applies them. It is false where no file has a
// step left.
func (f *upgradingFleet) round(goal upgrade.Minor, baselines Baselines) bool {
	f.t.Helper()
	var wrong map[string]string
	if goal.IsZero() {
		wrong = f.judge()
	}
	some := false
	for _, next := range f.next(goal, baselines) {
		e := f.all[next.Environment]
		if len(next.ByHand)+len(next.Refused)+len(next.Path.Problems)+len(next.Overtakes) > 0 {
			f.t.Fatalf("%s: by hand %+v, refused %+v, problems %+v", e.name, next.ByHand, next.Refused, next.Path.Problems)
		}
		step, ok := next.Step()
		if !ok {
			e.arrived = true
			continue
		}
		if e.arrived {
			f.t.Fatalf("%s had arrived and goes on: %s", e.name, step.Title)
		}
		if next.Edits() && goal.IsZero() && wrong[e.name] == "" {
			f.t.Errorf("%s asks for what is legal, and is edited: %s", e.name, step.Title)
		}
		some = true
		f.take(e, next, step)
	}
	f.apply()
	return some
}

// take has next make the edit of one file, and compares the file with what it is to
// be, byte for byte.
func (f *upgradingFleet) take(e *upgrading, next NextStep, step path.Step) {
	f.t.Helper()
	before := e.sets
	e.sets = e.sets.after(f.t, step)
	e.applies++
	for i := range e.sets {
		if e.sets[i] != before[i] {
			e.edits[i]++
		}
	}
	if next.Edits() != (e.sets != before) {
		f.t.Errorf("%s: edits %t, from %v to %v", e.name, next.Edits(), before, e.sets)
	}
	f.write(next)
	got, err := os.ReadFile(filepath.Join(f.request.EnvVarsDir, e.file()))
	if err != nil {
		f.t.Fatal(err)
	}
	if want := e.text(); !bytes.Equal(got, []byte(want)) {
		f.t.Fatalf("%s, after %s:\n%q\nwant\n%q", e.name, step.Title, got, want)
	}
}

// oneIn is how many edits there are for each that is written by the product: that
// waits for the disk, which for all of them takes minutes.
const oneIn = 40

func (f *upgradingFleet) write(next NextStep) {
	f.t.Helper()
	f.written++
	var err error
	switch {
	case f.written%oneIn == 1:
		err = next.Write()
	case next.Edits():
		err = os.WriteFile(filepath.Join(next.folder, next.name), next.After, 0o600)
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// apply judges what the files ask for, and takes it as what runs.
func (f *upgradingFleet) apply() {
	f.t.Helper()
	for name, said := range f.judge() {
		f.t.Errorf("%s, from %v to %v: %s", name, f.all[name].runs, f.all[name].sets, said)
	}
	for _, each := range f.all {
		each.runs = each.sets
	}
}

// mostRounds is more than any way of these tests has.
const mostRounds = 80

// arrived tells what is wrong at the end of a way. The control plane goes up once a
// minor; a group that is too far behind catches up in a step of its own before.
func (f *upgradingFleet) arrived(mostApplies func(ups int) int) {
	f.t.Helper()
	for _, e := range f.all {
		if !e.arrived || e.sets != (versions{e.goal, e.goal, e.goal}) {
			f.t.Errorf("%s ends at %v", e.name, e.sets)
		}
		if ups := upgrade.Distance(e.first[clusterSetting], e.goal); e.applies > mostApplies(ups) {
			f.t.Errorf("%s goes up %d minors in %d applies", e.name, ups, e.applies)
		}
	}
}

// sparing tells which files were edited more often than they need.
func (f *upgradingFleet) sparing() {
	f.t.Helper()
	for _, e := range f.all {
		ups := upgrade.Distance(e.first[clusterSetting], e.goal)
		if e.edits[clusterSetting] != ups || e.edits[blueSetting] > ups || e.edits[greenSetting] > ups+1 {
			f.t.Errorf("%s goes up %d minors with %v edits", e.name, ups, e.edits)
		}
	}
}

// upgradingTo are environments at each of some versions up to a goal, with a node
// group up to three minors behind.
func upgradingTo(goal upgrade.Minor, versionsAtFirst []upgrade.Minor) []*upgrading {
	var all []*upgrading
	for _, from := range versionsAtFirst {
		group := from
		for lag := 0; lag <= upgrade.MaxNodeGroupSkewSetting && !from.Newer(goal); lag++ {
			if group.Older(upgrade.FirstEKSMinor) || lag > upgrade.KubeletLimit(group) {
				break
			}
			at := versions{from, from, group}
			all = append(all, &upgrading{
				name: fmt.Sprintf("from-%s-to-%s-%d-behind", from, goal, lag), style: styles[len(all)%len(styles)],
				goal: goal, first: at, sets: at, runs: at,
			})
			group = group.Previous()
		}
	}
	return all
}

// every are the minors of the catalog. EKS offers the older of them no more: who
// goes between them leaves the calendar's rules out.
func every() []upgrade.Minor {
	var all []upgrade.Minor
	for _, version := range catalog.Embedded().Versions {
		all = append(all, version.Version)
	}
	return all
}

var (
	today       = upgrade.DateOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	calendarOff = map[string]upgrade.Severity{"version-unavailable": upgrade.Off, "support-ending": upgrade.Off}
)

// Towards a goal, where nothing but the files tells what runs.
func TestNextTowardsATarget(t *testing.T) {
	t.Parallel()
	for _, goal := range every() {
		t.Run(goal.String(), func(t *testing.T) {
			t.Parallel()
			f := newUpgradingFleet(t, upgradingTo(goal, every()))
			f.request.Policy.Severities = calendarOff
			for range mostRounds {
				if !f.round(goal, Baselines{AsAsked: true}) {
					break
				}
			}
			f.arrived(func(ups int) int { return 2*ups + 1 })
			f.sparing()
		})
	}
}

// Towards a goal, where each apply is recorded, among the versions that EKS offers,
// by all rules. A second run before the apply has nothing to edit.
func TestNextTowardsATargetWithABaseline(t *testing.T) {
	t.Parallel()
	offered := catalog.Embedded().Offered(today)
	for _, goal := range offered {
		for _, skew := range []int{0, 1, upgrade.MaxNodeGroupSkewSetting} {
			t.Run(fmt.Sprintf("%s, %d behind allowed", goal, skew), func(t *testing.T) {
				t.Parallel()
				f := newUpgradingFleet(t, upgradingTo(goal, offered))
				f.request.Policy.MaxNodeGroupSkew = skew
				for range mostRounds {
					recorded := f.recorded()
					some := f.round(goal, recorded)
					for _, next := range f.next(goal, recorded) {
						if next.Edits() {
							f.t.Errorf("%s is edited again before its apply", next.Environment)
						}
					}
					if !some {
						break
					}
				}
				f.arrived(func(ups int) int { return 2*ups + 1 })
				f.sparing()
			})
		}
	}
}

// The files ask for the goal at once, and do again after each apply.
func TestNextBackFromTheGoal(t *testing.T) {
	t.Parallel()
	for _, goal := range every() {
		t.Run(goal.String(), func(t *testing.T) {
			t.Parallel()
			f := newUpgradingFleet(t, upgradingTo(goal, every()))
			f.request.Policy.Severities = calendarOff
			for range mostRounds {
				for _, each := range f.all {
					each.sets = versions{goal, goal, goal}
					f.save(each)
				}
				if !f.round(upgrade.Minor{}, f.recorded()) {
					break
				}
			}
			f.arrived(func(ups int) int { return ups + 1 })
		})
	}
}
