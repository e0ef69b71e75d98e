package kube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addonLabels are the labels by which charts and manifests name what a workload
// runs.
var addonLabels = []string{"app.kubernetes.io/name", "k8s-app", "app"}

// labelNames are the values of those labels, as the charts and manifests have
// them, that are no name of an add-on, its chart or its workload in the catalog.
var labelNames = map[string]string{
	"alb-ingress-controller": "aws-load-balancer-controller",
	"kube-dns":               "coredns",
	"aws-cluster-autoscaler": "cluster-autoscaler",
	"ebs-csi-controller":     "aws-ebs-csi-driver",
	"ebs-csi-node":           "aws-ebs-csi-driver",
	"efs-csi-controller":     "aws-efs-csi-driver",
	"efs-csi-node":           "aws-efs-csi-driver",
}

// containerNames are what charts and manifests call the container of an add-on,
// where that is no other name of it.
var containerNames = map[string][]string{
	"appmesh-controller":           {"controller"},
	"argo-cd":                      {"server"},
	"aws-ebs-csi-driver":           {"ebs-plugin"},
	"aws-efs-csi-driver":           {"efs-plugin"},
	"aws-load-balancer-controller": {"controller"},
	"cert-manager":                 {"cert-manager-controller"},
	"ingress-nginx":                {"controller"},
	"karpenter":                    {"controller"},
}

// labelledAddon is an add-on that a label tells.
type labelledAddon struct {
	facts upgrade.AddonFacts
	// label and value are those that tell it.
	label, value string
	// alone tells that no label of the workload says that it is something else,
	// such as the part of an add-on's chart that is not the add-on itself.
	alone bool
}

// addonByLabel finds the add-on that the labels of a workload or of its pods tell.
// Only add-ons that the catalog knows by their images count: of the others it has
// no version to compare with.
func addonByLabel(catalog upgrade.Catalog, labels ...map[string]string) (labelledAddon, bool) {
	told := labelledAddon{alone: true}
	for _, set := range labels {
		for _, label := range addonLabels {
			value, has := set[label]
			if !has {
				continue
			}
			facts, known := addonOfLabel(catalog, value)
			switch {
			case known && told.label == "":
				told.facts, told.label, told.value = facts, label, value
			case !known || facts.Name != told.facts.Name:
				told.alone = false
			}
		}
		if component, has := set["app.kubernetes.io/component"]; has && component != "controller" {
			told.alone = false
		}
	}
	return told, told.label != ""
}

func addonOfLabel(catalog upgrade.Catalog, value string) (upgrade.AddonFacts, bool) {
	if name, other := labelNames[value]; other {
		value = name
	}
	i := slices.IndexFunc(catalog.Addons, func(a upgrade.AddonFacts) bool {
		return value != "" && len(a.Images) > 0 && (a.Name == value || a.Workload == value || slices.Contains(a.Charts, value))
	})
	if i < 0 {
		return upgrade.AddonFacts{}, false
	}
	return catalog.Addons[i], true
}

// container finds the one that runs the add-on among those whose images are of
// none: the one that has its name, or the only one of the pod.
func (l labelledAddon) container(others []placedContainer, all int) (placedContainer, bool) {
	names := append([]string{l.value, l.facts.Name, l.facts.Workload}, containerNames[l.facts.Name]...)
	i := slices.IndexFunc(others, func(c placedContainer) bool { return slices.Contains(names, c.Name) })
	switch {
	case i >= 0:
		return others[i], true
	case len(others) == 1 && all == 1 && l.alone:
		return others[0], true
	default:
		return placedContainer{}, false
	}
}

// version claims the version that the tag of the renamed image names. Whoever has
// renamed the image may number it in a way of their own, so that the tag has to
// look like a version of the add-on.
func (l labelledAddon) version(image upgrade.Claim[string]) upgrade.AddonClaim {
	version := upgrade.ImageVersion(image)
	if !version.IsKnown() {
		return version
	}
	_, isMinor := version.Value.Kubernetes()
	if !strings.Contains(version.Text, ".") || l.facts.FollowsMinor && !isMinor {
		reason := fmt.Sprintf("the label %s tells the add-on, and the tag %q of its renamed image is none of its versions", l.label, version.Text)
		return upgrade.UnknownClaim[upgrade.AddonVersion](reason, version.Source)
	}
	version.Note = fmt.Sprintf("the label %s tells the add-on, and the tag of its renamed image the version", l.label)
	return version
}
