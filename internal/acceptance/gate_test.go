package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

func gate(arguments string) string { return fmt.Sprintf(stack, arguments) }

func TestEditedSkipStopsEveryPlan(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("dev")
	m.mustApply("prod")
	m.tfvars("prod", "1.36", "1.35")

	at := fmt.Sprintf("env-vars/prod.tfvars:%d", clusterLine)
	m.plan("dev").stopped("prod: minor-version-skip 1.34 -> 1.36").
		says("error", "prod: minor", at, "1.36 ("+at+")", "1.34 (git:HEAD at ", "skips 1.35", `Set cluster_version = "1.35" at `+at, "1.35, then 1.36").warns()
	m.plan("prod").stopped("prod: minor-version-skip 1.34 -> 1.36").
		says("error", "prod: minor", at, "1.34 (the last apply)")
}

func TestOtherEnvironments(t *testing.T) {
	m := newModule(t, gate(ofEnvironment+`other_environments = "warning"`))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("prod", "1.36", "1.36")
	m.plan("dev").passes().warns("prod: minor-version-skip 1.34 -> 1.36").
		says("warning", "prod: ", "It is a warning because it is about another environment than the plan's.")

	m.write("main.tf", gate(ofEnvironment+`other_environments = "off"`))
	m.plan("dev").quiet()
}

func TestAllFindingsInOnePlan(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.tfvars("prod", "1.36", "1.36")
	m.tfvars("stg", "1.33", "1.34")
	m.tfvars("lab", "1.35", "1.36")
	m.write("env-vars/cc.tfvars", "cluster_version = \"1.34\n")
	m.plan("dev").stopped(
		"prod: minor-version-skip 1.34 -> 1.36",
		"stg: version-downgrade 1.34 -> 1.33",
		"stg: node-group-newer blue 1.34 > 1.33",
		"lab: node-group-newer blue 1.36 > 1.35",
		"cc: environment-unreadable env-vars/cc.tfvars:1",
	).warns("dev: no baseline yet").
		says("error", "stg: version-downgrade", "this branch is behind", "within 7 days").
		says("error", "cc: ", "env-vars/cc.tfvars:1")
}

// Environments at different stages, each moved by legal applies in its own
// state, with its file committed: nobody is bothered.
func TestNoFalseAlarmAtDifferentStages(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	for _, environment := range sixEnvironments {
		m.mustApply(environment)
	}
	move := func(environment, cluster, nodes string) {
		t.Helper()
		m.tfvars(environment, cluster, nodes)
		m.plan(environment).passes()
		m.mustApply(environment)
		m.commit()
	}
	move("cc", "1.35", "1.35")
	move("lab", "1.35", "1.34")
	move("lab", "1.35", "1.35")
	move("dev", "1.35", "1.35")
	move("dev", "1.36", "1.36")
	move("stg", "1.35", "1.34")

	for _, environment := range sixEnvironments {
		m.plan(environment).quiet().changes()
	}
	m.tfvars("stg2", "1.36", "1.36")
	for _, environment := range sixEnvironments {
		m.plan(environment).stopped("stg2: minor-version-skip 1.34 -> 1.36")
	}
	// Merged, it is stopped where it would be applied, and bothers nobody else.
	m.commit()
	m.plan("stg2").stopped("stg2: minor-version-skip 1.34 -> 1.36")
	for _, environment := range []string{"cc", "dev", "lab", "prod", "stg"} {
		m.plan(environment).quiet()
		m.destroy(environment).passes()
	}
}

func TestBranchBehind(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.git("branch", "feature")
	m.mustApply("prod")
	m.tfvars("prod", "1.35", "1.35")
	m.mustApply("prod")
	m.commit()
	m.git("checkout", "-q", "feature")

	m.plan("prod").stopped("prod: version-downgrade 1.35 -> 1.34", "prod: node-group-downgrade blue 1.35 -> 1.34").
		says("error", "prod: version-downgrade", "1.35 (the last apply)", "this branch is behind: merge or rebase first")
	m.plan("dev").passes().warns("dev: no baseline yet")

	// Against the main branch the merge base counts, not what main holds by now.
	m.write("main.tf", gate(ofEnvironment+`baseline_source = "git:main"`))
	m.plan("dev").quiet()
}

func TestLabClosedAndLaunchedAnew(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("lab")
	m.destroy("lab").passes()
	m.tfvars("lab", "1.36", "1.36")
	m.commit()
	m.plan("lab").passes().warns("lab: no baseline yet")
	m.mustApply("lab")
	m.plan("lab").quiet().changes()
	m.wantApplied("lab", `{"lab":{"cluster_version":"1.36","node_group_versions":{"blue":"1.36"}}}`)
}

func TestFirstApplyOfANewEnvironment(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("stg3", "1.36", "1.36")
	m.plan("dev").passes().warns("eksupgrade: new since git:HEAD at ").says("warning", "eksupgrade: new since", "right for a new environment")
	m.apply("stg3").passes()
	m.plan("stg3").quiet().changes()
}

func TestNodesThreeBehindFromBefore(t *testing.T) {
	m := newModule(t, gate(ofEnvironment))
	m.tfvars("dev", "1.35", "1.32")
	m.tfvars("prod", "1.35", "1.35")
	m.commit()
	m.plan("dev").stopped("dev: node-group-skew blue 1.32, control plane 1.35")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warning"}
	m.mustApply("dev")
	m.env = nil

	m.plan("dev").passes().warns("dev: node-group-skew blue 1.32, control plane 1.35")
	m.plan("prod").passes().warns("dev: node-group-skew blue", "prod: no baseline yet")
	m.tfvars("dev", "1.35", "1.33")
	m.plan("dev").passes().warns("dev: node-group-skew blue 1.33, control plane 1.35").
		says("warning", "dev: node-group-skew", "max_node_group_skew allows 1 (EKS itself allows 3)")
	m.tfvars("dev", "1.36", "1.32")
	m.plan("dev").stopped("dev: node-group-skew blue 1.32, control plane 1.36").
		says("error", "dev: node-group-skew", "4 minors apart", "leave the control plane at 1.35")
	m.tfvars("dev", "1.35", "1.32")
	m.destroy("dev").passes()
}

func TestStateBaselineForAll(t *testing.T) {
	m := newModule(t, gate(""))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.plan("dev").passes().warns("dev, prod: no baseline yet")
	m.mustApply("dev")
	m.plan("dev").quiet().changes()

	m.tfvars("prod", "1.36", "1.36")
	m.plan("dev").stopped("prod: minor-version-skip 1.34 -> 1.36")
	m.plan("dev", "-refresh=false").stopped("prod: minor-version-skip 1.34 -> 1.36")
	m.tfvars("prod", "1.35", "1.35")
	m.plan("dev").quiet().changes("eksupgrade_readiness.this")
	m.mustApply("dev")
	m.wantApplied("dev", `{"dev":{"cluster_version":"1.34","node_group_versions":{"blue":"1.34"}},"prod":{"cluster_version":"1.35","node_group_versions":{"blue":"1.35"}}}`)
	m.plan("dev").quiet().changes()
	m.tfvars("prod", "1.36", "1.36")
	m.plan("dev").quiet()
	m.mustApply("dev")
	m.plan("dev").quiet().changes()
}

func TestWhatEKSWouldRefuseIsNeverRecorded(t *testing.T) {
	m := newModule(t, gate(withVersions+`enforcement = "warning"`))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	const recorded = `{"dev":{"cluster_version":"1.34","node_group_versions":{"blue":"1.34"}}}`
	m.wantApplied("dev", recorded)
	for name, versions := range map[string][2]string{"skip": {"1.36", "1.34"}, "downgrade": {"1.33", "1.34"}, "newer node group": {"1.34", "1.35"}, "never a version": {"1.3", "1.34"}} {
		t.Run(name, func(t *testing.T) {
			m.tfvars("dev", versions[0], versions[1])
			if result := m.apply("dev").passes(); len(result.of("warning")) < 2 {
				t.Errorf("too few warnings: %s", result)
			}
			m.wantApplied("dev", recorded)
		})
	}
	m.write("main.tf", gate(withVersions))
	m.tfvars("dev", "1.36", "1.34")
	m.plan("dev").stopped("dev: minor-version-skip 1.34 -> 1.36", "dev: node-group-skew")
}

func TestSavedPlanAppliesAfterAnotherFileWasEdited(t *testing.T) {
	for name, arguments := range map[string]string{"one state for each": withVersions, "files alone": ofEnvironment, "one state": ""} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, gate(arguments))
			m.tfvars("dev", "1.34", "1.34")
			m.tfvars("prod", "1.34", "1.34")
			m.commit()
			m.mustApply("dev")
			m.tfvars("dev", "1.35", "1.35")
			m.plan("dev", "-out=dev.tfplan").passes()
			m.tfvars("prod", "1.35", "1.35")
			m.terraform("apply", "-state=dev.tfstate", "dev.tfplan").passes()
			if got := m.applied("dev"); !strings.Contains(got, `"dev":{"cluster_version":"1.35"`) {
				t.Errorf("applied is %s", got)
			}
		})
	}
}

func TestSavedPlanNeedsItsFolder(t *testing.T) {
	m := newModule(t, gate(ofEnvironment))
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev", "-out=dev.tfplan").passes()
	m.remove("env-vars")
	m.terraform("apply", "-state=dev.tfstate", "dev.tfplan").stopped("Nothing could be judged: env_vars_dir").
		says("error", "Nothing could be judged", "does not exist", "beside the plan")
}

func TestDestroy(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("dev")
	m.mustApply("lab")
	m.mustApply("stg")
	m.destroy("dev").passes()

	m.tfvars("prod", "1.36", "1.36")
	m.destroy("lab").stopped("prod: minor-version-skip")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=off"}
	m.destroy("lab").passes()
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warning"}
	m.destroy("stg").passes()
}

func TestBreakGlassWithBrokenFolder(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.write("dev.tfvars", "environment = \"dev\"\ncluster_version = \"1.34\"\n")
	m.remove("env-vars")
	destroy := []string{"destroy", "-auto-approve", "-var-file=dev.tfvars", "-state=dev.tfstate"}
	m.terraform(destroy...).stopped("Nothing could be judged: env_vars_dir")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=off"}
	m.terraform(destroy...).passes()
}

func TestEnforcementMakesNoDiffAndSaysSo(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	for _, level := range []string{"warning", "off"} {
		m.env = []string{"EKSUPGRADE_ENFORCEMENT=" + level}
		m.plan("dev").passes().warns("eksupgrade: enforcement is "+level).changes().
			says("warning", "eksupgrade", "the environment variable EKSUPGRADE_ENFORCEMENT")
	}
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warn"}
	m.plan("dev").find("error", "Unknown value of EKSUPGRADE_ENFORCEMENT")
}

func TestFailedApplyThenTheNextMinor(t *testing.T) {
	breaks := strings.Replace(gate(withVersions), `input = var.cluster_version`, `input = var.cluster_version
  provisioner "local-exec" {
    command = "false"
  }
  triggers_replace = var.cluster_version`, 1)
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.write("main.tf", breaks)
	m.tfvars("dev", "1.35", "1.35")
	if result := m.apply("dev"); result.status == 0 {
		t.Fatalf("the apply was to fail: %s", result)
	}
	m.wantApplied("dev", `{"dev":{"cluster_version":"1.34","node_group_versions":{"blue":"1.34"}}}`)
	m.write("main.tf", gate(withVersions))
	m.tfvars("dev", "1.36", "1.36")
	m.plan("dev").stopped("dev: minor-version-skip 1.34 -> 1.36")
	m.tfvars("dev", "1.35", "1.35")
	m.plan("dev").passes()
}
