package path

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// step tells of the way from one state at rest to the next. asked is what the
// tfvars ask for before the edit.
func (j journey) step(from, asked, to state) Step {
	step := Step{
		Round:        max(1, upgrade.Distance(j.start.controlPlane, to.controlPlane)),
		ControlPlane: to.controlPlane,
		Changes:      j.changes(from, asked, to),
		Run:          j.question.Run,
	}
	switch {
	case to.equals(from):
		step.Kind = PutBack
	case to.controlPlane != from.controlPlane:
		step.Kind = ControlPlane
		step.Needs = j.needs(from, to)
	case anyMoves(step.Changes, NodeGroupPart):
		step.Kind = NodeGroups
		step.Instead = j.greenGroup(step.Changes)
	default:
		step.Kind = Addons
	}
	step.Title = title(step)
	step.Check = j.checks(step)
	return step
}

// changes lists what an edit sets or an apply moves: the control plane, the node
// groups, the add-ons.
func (j journey) changes(from, asked, to state) []Change {
	var changes []Change
	add := func(change Change, claim upgrade.Source) {
		change.Source = claim
		if change.Edits() || change.Moves() {
			changes = append(changes, change)
		}
	}
	add(Change{
		Part: ControlPlanePart, Address: j.cluster.Address,
		From: from.controlPlane.String(), Asked: asked.controlPlane.String(), To: to.controlPlane.String(),
	}, j.cluster.AskedVersion().Source)
	for i, group := range j.groups {
		add(Change{
			Part: NodeGroupPart, Name: group.Name, Address: group.Address,
			From: versionText(from.groups[i]), Asked: versionText(asked.groups[i]), To: versionText(to.groups[i]),
		}, group.AskedVersion().Source)
	}
	for i, addon := range j.addons {
		add(Change{
			Part: AddonPart, Name: addon.Name, Address: addon.Address,
			From: from.addons[i], Asked: asked.addons[i], To: to.addons[i],
		}, addon.Asked.Source)
	}
	return changes
}

// versionText is a version as a text, empty where it is not known.
func versionText(version upgrade.Minor) string {
	if version.IsZero() {
		return ""
	}
	return version.String()
}

func anyMoves(changes []Change, part Part) bool {
	for _, change := range changes {
		if change.Part == part && change.Moves() {
			return true
		}
	}
	return false
}

// title says what moves, or what is put back.
func title(step Step) string {
	var parts []string
	for _, change := range step.Changes {
		switch {
		case change.Moves() && change.From == "":
			parts = append(parts, fmt.Sprintf("%s to %s", change.Subject(), change.To))
		case change.Moves():
			parts = append(parts, fmt.Sprintf("%s %s -> %s", change.Subject(), change.From, change.To))
		case step.Kind == PutBack:
			parts = append(parts, fmt.Sprintf("%s back to %s", change.Subject(), change.To))
		}
	}
	return strings.Join(parts, ", ")
}

// checks are what to look at after a step and before the next.
func (j journey) checks(step Step) []string {
	var checks []string
	name := j.cluster.Name
	if name == "" {
		name = "the cluster"
	}
	if anyMoves(step.Changes, ControlPlanePart) {
		checks = append(checks,
			fmt.Sprintf("Before the apply: no upgrade insight of %s for %s is failing (check --live, or the EKS console).", name, step.ControlPlane),
			fmt.Sprintf("EKS shows %s as ACTIVE at %s.", name, step.ControlPlane),
			"The add-ons are ACTIVE, and their pods run.",
		)
	}
	if anyMoves(step.Changes, NodeGroupPart) {
		checks = append(checks,
			"Before the apply: no PodDisruptionBudget blocks the drain (analyze the plan).",
			fmt.Sprintf("All nodes of %s are Ready at their new version (kubectl get nodes).", listed(step.Changes, NodeGroupPart)),
			"No pod stays Pending (kubectl get pods --all-namespaces --field-selector status.phase=Pending).",
		)
	}
	if anyMoves(step.Changes, AddonPart) {
		checks = append(checks, fmt.Sprintf("%s: the pods run, and the add-on is ACTIVE.", listed(step.Changes, AddonPart)))
	}
	return checks
}

// listed names what moves of one part.
func listed(changes []Change, part Part) string {
	var names []string
	for _, change := range changes {
		if change.Part == part && change.Moves() {
			names = append(names, change.Name)
		}
	}
	return strings.Join(names, ", ")
}

// greenGroup tells how to do without an update in place: with a second node group,
// in three applies. In one apply Terraform may remove the old group before the
// pods have moved.
func (j journey) greenGroup(changes []Change) []string {
	var moving []Change
	for _, change := range changes {
		if change.Part == NodeGroupPart && change.Moves() {
			moving = append(moving, change)
		}
	}
	if len(moving) == 0 {
		return nil
	}
	old, to := listed(moving, NodeGroupPart), moving[0].To
	return []string{
		fmt.Sprintf("Add a second node group at %s for each of %s, with labels of its own, and apply.", to, old),
		"Move the workloads: change their nodeSelector to the new labels, and apply. Wait until the pods run there.",
		fmt.Sprintf("Remove %s, and apply.", old),
	}
}
