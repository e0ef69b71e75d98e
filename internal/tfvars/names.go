package tfvars

import (
	"fmt"
	"slices"
	"strings"
)

// Names says where the tfvars keep things. Each is the name of a variable or a
// path into one, such as eks.version; an empty one means the documented default
// names.
type Names struct {
	ClusterVersion, ClusterName, Region string
	// NodeGroupVersions are paths such as blue.version or
	// node_groups.*.version.
	NodeGroupVersions []string
	// AddonVersions are paths such as coredns_version, eks.coredns.version,
	// addons.*.version or addons.*. The add-on's name is the key that the last *
	// stands for, and without one the last segment that is a name.
	AddonVersions []string
}

// DefaultClusterVersions are the variables in which a cluster's version is
// looked for where Names says nothing.
func DefaultClusterVersions() []string { return slices.Clone(defaultClusterVersions) }

var (
	defaultClusterVersions   = []string{"cluster_version", "kubernetes_version", "eks_cluster_version", "eks_version", "k8s_version"}
	defaultClusterNames      = []string{"cluster_name", "eks_cluster_name"}
	defaultRegions           = []string{"region", "aws_region"}
	defaultNodeGroupVersions = []string{
		"node_group_version", "nodegroup_version", "node_version",
		"node_groups.*.version", "eks_managed_node_groups.*.version", "managed_node_groups.*.version", "nodegroups.*.version",
	}
	defaultAddonVersions = []string{
		"addons.*", "addons.*.version", "addons.*.addon_version",
		"cluster_addons.*", "cluster_addons.*.version", "cluster_addons.*.addon_version",
		"eks_addons.*", "eks_addons.*.version", "eks_addons.*.addon_version",
		"addon_versions.*", "addon_versions.*.version", "addon_versions.*.addon_version",
		"vpc_cni_version", "coredns_version", "kube_proxy_version",
		"cluster_autoscaler_version", "metrics_server_version", "aws_load_balancer_controller_version",
	}
)

// Validate tells which path is malformed, and how.
func (n Names) Validate() error {
	_, err := n.targets()
	return err
}

// target is one path to look at.
type target struct {
	path keyPath
	// fallback marks a default name: hyphens and underscores are alike in the
	// variable's name, and finding nothing there is no mistake.
	fallback bool
}

// targets are the paths to look at for each thing.
type targets struct {
	clusterVersion, clusterName, region, nodeGroups, addons []target
}

func (n Names) targets() (targets, error) {
	var (
		found targets
		err   error
	)
	one := func(field, text string, defaults []string) []target {
		if text == "" {
			return fallbacks(defaults)
		}
		return explicit(field, []string{text}, false, &err)
	}
	found.clusterVersion = one("cluster_version", n.ClusterVersion, defaultClusterVersions)
	found.clusterName = one("cluster_name", n.ClusterName, defaultClusterNames)
	found.region = one("region", n.Region, defaultRegions)
	if len(n.NodeGroupVersions) == 0 {
		found.nodeGroups = fallbacks(defaultNodeGroupVersions)
	} else {
		found.nodeGroups = explicit("node_group_versions", n.NodeGroupVersions, false, &err)
	}
	if len(n.AddonVersions) == 0 {
		found.addons = fallbacks(defaultAddonVersions)
	} else {
		found.addons = explicit("addon_versions", n.AddonVersions, true, &err)
	}
	return found, err
}

// explicit keeps the first error, which names the field.
func explicit(field string, texts []string, anyLast bool, err *error) []target {
	targets := make([]target, 0, len(texts))
	for _, text := range texts {
		parsed, mistake := parsePath(text, anyLast)
		if mistake != nil {
			if *err == nil {
				*err = fmt.Errorf("%s: the path %q %w", field, text, mistake)
			}
			continue
		}
		targets = append(targets, target{path: parsed})
	}
	return targets
}

func fallbacks(names []string) []target {
	targets := make([]target, len(names))
	for i, name := range names {
		targets[i] = target{path: strings.Split(name, "."), fallback: true}
	}
	return targets
}

// alike is the form in which two variable names are the same default name.
func alike(variable string) string { return strings.ReplaceAll(variable, "-", "_") }
