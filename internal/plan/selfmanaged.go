package plan

import (
	"regexp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clusterTagPattern is a tag that says which cluster the nodes of an Auto Scaling
// group join: the one that the AWS cloud provider of Kubernetes asks for, and the
// ones that autoscalers look for.
var clusterTagPattern = regexp.MustCompile(`^(?:kubernetes\.io/cluster/|k8s\.io/cluster-autoscaler/|k8s\.io/cluster/)(.+)$`)

// clusterTags are the names of clusters in the tags of an Auto Scaling group;
// false where no tag speaks of a cluster.
func clusterTags(a attributes) ([]string, bool) {
	var names []string
	speaks := false
	for _, attribute := range []string{"tag", "tags"} {
		tags := a.at(attribute)
		for i := range tags.length() {
			key, _ := tags.at(i).at("key").text()
			text, _ := tags.at(i).at("value").text()
			name, is := clusterNameOfTag(key, text)
			speaks = speaks || is
			if name != "" {
				names = append(names, name)
			}
		}
	}
	return names, speaks
}

// clusterNameOfTag is the name of the cluster in a tag; empty where the tag
// speaks of a cluster without its name.
func clusterNameOfTag(key, text string) (string, bool) {
	switch key {
	case "k8s.io/cluster-autoscaler/enabled", "k8s.io/cluster-autoscaler/node-template":
		return "", true
	case "eks:cluster-name", "aws:eks:cluster-name", "alpha.eksctl.io/cluster-name", "KubernetesCluster":
		return text, true
	}
	match := clusterTagPattern.FindStringSubmatch(key)
	if match == nil || strings.HasPrefix(match[1], "node-template/") {
		return "", match != nil
	}
	return match[1], true
}

// selfManagedGroup is an Auto Scaling group of nodes that EKS does not update.
// The version of its nodes is that of the image they start from.
func (d *document) selfManagedGroup(ch change) upgrade.NodeGroup {
	now, left := d.now(ch), d.left(ch)
	told := left
	if !left.exists() {
		told = now
	}
	group := upgrade.NodeGroup{
		Address:        ch.Address,
		Name:           told.shown("name"),
		SelfManaged:    true,
		Deposed:        ch.Deposed != "",
		Action:         d.actionOf(ch),
		ReplacedBy:     replacedBy(ch.Change.ReplacePaths),
		ReleaseVersion: upgrade.NoClaim[string](told.source("release_version")),
		Before:         d.selfManagedSettings(now),
		After:          d.selfManagedSettings(left),
	}
	if group.Name == "" {
		group.Name = told.shown("name_prefix")
	}
	group.Current = []upgrade.VersionClaim{nodesVersion(group.Before, now)}
	group.Asked = []upgrade.VersionClaim{nodesVersion(group.After, left)}
	if ch.Reason != "" {
		group.Asked = []upgrade.VersionClaim{upgrade.UnknownClaim[upgrade.Minor](d.resolver().why(ch, "launch_template"), left.source("launch_template"))}
	}
	return group
}

// nodesVersion is the version of self-managed nodes; absent where there are none.
func nodesVersion(settings *upgrade.NodeSettings, a attributes) upgrade.VersionClaim {
	if settings == nil {
		return upgrade.NoClaim[upgrade.Minor](a.source("launch_template"))
	}
	if version, told := imageVersion(*settings); told {
		return version
	}
	reason := settings.Image.Reason
	switch settings.Image.Knowledge {
	case upgrade.Known:
		reason = "the image " + upgrade.Quote(settings.Image.Shown()) + " does not tell its Kubernetes version"
	case upgrade.Absent:
		reason = "the launch template names no image"
	}
	return upgrade.UnknownClaim[upgrade.Minor](reason, settings.Image.Source)
}

// selfManagedSettings is what an Auto Scaling group tells of its nodes on one
// side of the change; nil where there is no group.
func (d *document) selfManagedSettings(a attributes) *upgrade.NodeSettings {
	if !a.exists() {
		return nil
	}
	const (
		unseen  = "the labels and taints of self-managed nodes are in their user data"
		noImage = "the plan does not tell which image these nodes start from"
	)
	source := a.source("launch_template")
	settings := &upgrade.NodeSettings{
		Labels:         upgrade.UnknownClaim[map[string]string](unseen, source),
		Taints:         upgrade.UnknownClaim[[]upgrade.Taint](unseen, source),
		AMIType:        upgrade.NoClaim[string](source),
		CustomAMI:      upgrade.UnknownClaim[bool](noImage, source),
		Image:          upgrade.UnknownClaim[string](noImage, source),
		InstanceTypes:  upgrade.NoClaim[[]string](source),
		DesiredSize:    claimOf(a, readCount, "desired_capacity"),
		MaxUnavailable: upgrade.NoClaim[upgrade.Share](source),
		ForceUpdate:    upgrade.NoClaim[bool](source),
	}
	if !d.addConfiguredNodes(a, settings) {
		mixed := []string{"mixed_instances_policy", "launch_template", "launch_template_specification"}
		id, name, block := "id", "name", []string{"launch_template"}
		if !only(a.at("mixed_instances_policy")).isNull() {
			id, name, block = "launch_template_id", "launch_template_name", mixed
		}
		settings.LaunchTemplate = templateVersion(a, id, name, block...)
		if settings.LaunchTemplate.Knowledge != upgrade.Absent {
			d.addTemplate(a, settings, id, name, block...)
		}
	}
	return settings
}

// addConfiguredNodes adds what a launch configuration tells, the forerunner of
// the launch template; false where the group has none.
func (d *document) addConfiguredNodes(a attributes, settings *upgrade.NodeSettings) bool {
	attribute := a.at("launch_configuration")
	name, _ := attribute.text()
	if name == "" && !attribute.isUnknown() || attribute.isUnknown() && a.leftAlone("launch_configuration") {
		return false
	}
	settings.LaunchTemplate = claimOf(a, readText, "launch_configuration")
	for _, ch := range d.managed("aws_launch_configuration") {
		used := d.left(ch)
		if a.kind == upgrade.SourcePrior {
			used = d.now(ch)
		}
		beside := name == "" && moduleOf(ch.Address) == moduleOf(a.change.Address) && string(ch.Index) == string(a.change.Index)
		if used.exists() && ch.Deposed == "" && (beside || name != "" && (name == used.named("name") || name == used.named("id"))) {
			d.addNodes(used, settings)
			return true
		}
	}
	settings.Image = upgrade.UnknownClaim[string]("the plan does not hold the launch configuration", a.source("launch_configuration"))
	return true
}
