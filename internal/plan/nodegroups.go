package plan

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// managedGroup is a node group that EKS manages.
func (d *document) managedGroup(ch change) upgrade.NodeGroup {
	now, left := d.now(ch), d.left(ch)
	told := left
	if !left.exists() {
		told = now
	}
	group := upgrade.NodeGroup{
		Address:    ch.Address,
		Name:       groupName(told),
		Action:     d.actionOf(ch),
		ReplacedBy: replacedBy(ch.Change.ReplacePaths),
		Deposed:    ch.Deposed != "",
		Before:     d.managedSettings(now),
		After:      d.managedSettings(left),
		Current:    []upgrade.VersionClaim{d.currentVersion(ch)},
		Asked:      []upgrade.VersionClaim{d.askedVersion(ch)},
	}
	group.ReleaseVersion = upgrade.NoClaim[string](left.source("release_version"))
	if left.exists() && left.pinned("release_version") {
		group.ReleaseVersion = claimOf(left, readText, "release_version")
	}
	d.versionsFromImages(ch, &group)
	return group
}

// groupName is the name of a node group, or what its name begins with where EKS
// completes it.
func groupName(told attributes) string {
	if name := told.shown("node_group_name"); name != "" {
		return name
	}
	return told.shown("node_group_name_prefix")
}

// versionsFromImages takes versions from what chooses the image of a group where
// its version does not: from a pinned release, and from an image of its own in
// the launch template.
func (d *document) versionsFromImages(ch change, group *upgrade.NodeGroup) {
	if group.Before != nil {
		if version, told := imageVersion(*group.Before); told {
			group.Current = []upgrade.VersionClaim{version}
		}
	}
	if group.After == nil || ch.Reason != "" {
		return
	}
	versionSet := d.config().resource(ch) == nil || d.config().sets(ch, "version")
	if release := group.ReleaseVersion; release.IsKnown() && (!versionSet || !group.Asked[0].IsKnown()) {
		if minor, told := upgrade.ReleaseMinor(release.Value); told {
			version := upgrade.ClaimVersion(minor.String(), release.Source)
			version.Note, version.Sensitive = "taken from the release version "+upgrade.Quote(release.Shown()), release.Sensitive
			group.Asked = []upgrade.VersionClaim{version}
		}
	}
	if version, told := imageVersion(*group.After); told {
		group.Asked = []upgrade.VersionClaim{version}
	} else if imageMoves(group) {
		group.Asked = []upgrade.VersionClaim{upgrade.UnknownClaim[upgrade.Minor](
			"the launch template names another image, and the plan does not tell the Kubernetes version of it", group.After.Image.Source)}
	}
}

// imageVersion is the Kubernetes version that the name of a group's own image
// tells; false where the group has none, or its name tells nothing.
func imageVersion(settings upgrade.NodeSettings) (upgrade.VersionClaim, bool) {
	image := settings.Image
	if !settings.CustomAMI.Value || !image.IsKnown() {
		return upgrade.VersionClaim{}, false
	}
	minor, told := upgrade.ImageMinor(image.Value)
	if !told {
		return upgrade.VersionClaim{}, false
	}
	version := upgrade.ClaimVersion(minor.String(), image.Source)
	version.Note, version.Sensitive = "taken from the image "+upgrade.Quote(image.Shown()), image.Sensitive
	return version, true
}

// imageMoves tells whether a group that has an image of its own gets another one,
// or may.
func imageMoves(group *upgrade.NodeGroup) bool {
	if group.Before == nil || group.Action != upgrade.Update || !group.After.CustomAMI.Value {
		return false
	}
	before, after := group.Before.Image, group.After.Image
	return before.Knowledge != after.Knowledge || before.Text != after.Text || after.Text == ""
}
