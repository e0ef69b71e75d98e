package acceptance

import (
	"os"
	"path/filepath"
	"testing"
)

func TestGitBaseline(t *testing.T) {
	m := newModule(t, gate(`baseline_source = "git:main"`))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.commit()
	m.git("checkout", "-q", "-b", "feature")
	m.tfvars("prod", "1.36", "1.36")
	m.commit()
	m.plan("dev").stopped("prod: minor-version-skip 1.34 -> 1.36").says("error", "prod", "git:main at ")
	m.tfvars("prod", "1.35", "1.35")
	m.plan("dev").quiet()
}

func TestNewerOfTwoBaselinesCounts(t *testing.T) {
	m := newModule(t, gate(withVersions+`baseline_source = "git:HEAD"`))
	m.tfvars("dev", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("dev", "1.35", "1.35")
	m.mustApply("dev")
	m.tfvars("dev", "1.37", "1.37")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warning"}
	m.plan("dev").says("warning", "dev: minor-version-skip 1.35 -> 1.37", "1.35 (the last apply), the newer of two baselines: the other is 1.34 (git:HEAD at ")
}

// Two upgrades that were merged and not applied look like one made outside of
// Terraform; the plan says so.
func TestBaselineNewerThanWhatWasAppliedIsSaid(t *testing.T) {
	m := newModule(t, gate(withVersions+`baseline_source = "git:HEAD"`))
	m.tfvars("dev", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("dev", "1.36", "1.36")
	m.commit()
	m.plan("dev").passes().warns("dev: two baselines, 1.34 and 1.36").
		says("warning", "dev: two baselines", "The last apply says 1.34, but git:HEAD at ", "says 1.36. The newer counts.")
}

func TestExplicitBaselineWins(t *testing.T) {
	m := newModule(t, gate(withVersions+`baseline = { dev = "1.35" }`))
	m.tfvars("dev", "1.34", "1.34")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warning"}
	m.mustApply("dev")
	m.env = nil
	m.tfvars("dev", "1.36", "1.35")
	m.plan("dev").quiet()
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev").find("error", "dev: version-downgrade 1.35 -> 1.34")
}

// Each of these is told apart, and none looks as if there were no baseline.
func TestGitThatCannotTell(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		arrange   func(m *module)
		says      []string
	}{
		"no such ref":  {`baseline_source = "git:nowhere"`, func(m *module) { m.commit() }, []string{"nowhere"}},
		"no checkout":  {`baseline_source = "git:main"`, func(*module) {}, []string{"is not inside the work tree of a git checkout"}},
		"no commits":   {`baseline_source = "git:HEAD"`, func(m *module) { m.git("init", "-q") }, []string{"commit"}},
		"another file": {`baseline_source = "git:main"`, func(m *module) { m.remove("env-vars/prod.tfvars"); m.commit(); m.tfvars("prod", "1.34", "1.34") }, []string{"There is no file for prod at git:main at ", "If the environment is new"}},
		"ignored file": {`baseline_source = "git:main"`, func(m *module) {
			m.remove("env-vars/prod.tfvars")
			m.commit()
			m.write(".gitignore", "prod.tfvars\n*.tfstate\n")
			m.tfvars("prod", "1.34", "1.34")
		}, []string{"Git ignores env-vars/prod.tfvars"}},
		"another owner": {`baseline_source = "git:main"`, func(m *module) {
			m.commit()
			m.env = append(m.env, "GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
		}, []string{"safe.directory"}},
		"no git": {`baseline_source = "git:main"`, func(m *module) {
			m.commit()
			m.env = append(m.env, "PATH="+m.t.TempDir())
		}, []string{"no git program was found on PATH"}},
		"broken there": {`baseline_source = "git:main"`, func(m *module) {
			m.write("env-vars/prod.tfvars", "cluster_version = \n")
			m.commit()
			m.tfvars("prod", "1.34", "1.34")
		}, []string{"git:main at ", "env-vars/prod.tfvars:1"}},
		"other name there": {`baseline_source = "git:main"`, func(m *module) {
			m.write("env-vars/prod.tfvars", "eks = \"1.34\"\n")
			m.commit()
			m.tfvars("prod", "1.34", "1.34")
		}, []string{"nothing sets the cluster version of prod"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, gate(test.arguments))
			m.tfvars("dev", "1.34", "1.34")
			m.tfvars("prod", "1.34", "1.34")
			test.arrange(m)
			m.plan("dev").says("error", "prod: environment-unreadable git:", test.says...)
		})
	}
}

func TestRefThatBeginsWithADash(t *testing.T) {
	m := newModule(t, gate(`baseline_source = "git:--upload-pack=x"`))
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev").says("error", "Invalid value", "a ref does not begin with a dash")
}

func TestShallowClone(t *testing.T) {
	origin := newModule(t, gate(`baseline_source = "git:origin/main"`))
	origin.tfvars("dev", "1.34", "1.34")
	origin.commit()
	origin.git("checkout", "-q", "-b", "feature")
	origin.commit()
	clone := &module{t: t, dir: filepath.Join(t.TempDir(), "clone")}
	origin.git("clone", "-q", "--depth", "1", "--branch", "feature", "file://"+origin.dir, clone.dir)
	clone.plan("dev").says("error", "dev: environment-unreadable git:origin/main", "fetch-depth: 0")
}

// By default nobody asked for git, so that git that cannot tell is said, and
// stops nobody.
func TestDefaultGitThatCannotTellIsAWarning(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.env = []string{"GIT_TEST_ASSUME_DIFFERENT_OWNER=1"}
	m.plan("dev").passes().warns("prod: environment-unreadable git:HEAD").says("warning", "prod: ", "safe.directory")
	m.env = nil
	// A checkout whose git data is out of reach is not the same as none.
	if err := os.Rename(filepath.Join(m.dir, ".git", "HEAD"), filepath.Join(m.dir, "HEAD")); err != nil {
		t.Fatal(err)
	}
	m.plan("dev").passes().warns("prod: environment-unreadable git:HEAD")
	if err := os.RemoveAll(filepath.Join(m.dir, ".git")); err != nil {
		t.Fatal(err)
	}
	m.plan("dev").quiet()
}
