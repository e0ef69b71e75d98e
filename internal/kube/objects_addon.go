package kube

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addonsOf are the add-ons that a workload runs: by the images of its containers,
// wherever they come from, or by the labels of the workload where its image has
// another name. Init containers are none: that of the VPC CNI is its second image.
func addonsOf(kind upgrade.WorkloadKind, meta *objectMeta, template *podTemplate, catalog upgrade.Catalog, source upgrade.Source) []upgrade.KubeAddon {
	if meta == nil || template == nil {
		return nil
	}
	containers := podContainers(&template.Spec, "spec.template.spec.")
	var found []upgrade.KubeAddon
	has := func(addon string) bool {
		return slices.ContainsFunc(found, func(a upgrade.KubeAddon) bool { return a.Name == addon })
	}
	add := func(addon string, image upgrade.Claim[string], version upgrade.AddonClaim) {
		found = append(found, upgrade.KubeAddon{
			Name: addon, Kind: kind, Namespace: upgrade.Namespaced(meta.Namespace), Workload: meta.Name,
			Image: image.Value, Version: version,
		})
	}
	var others []placedContainer
	for _, container := range containers {
		facts, known := catalog.AddonOfImage(container.Image)
		switch {
		case !known:
			others = append(others, container)
		case !has(facts.Name):
			image := textClaim(container.Image, atPath(source, container.path+".image"))
			add(facts.Name, image, upgrade.ImageVersion(image))
		}
	}
	if told, is := addonByLabel(catalog, meta.Labels, template.Labels); is && !has(told.facts.Name) {
		if container, is := told.container(others, len(containers)); is {
			image := textClaim(container.Image, atPath(source, container.path+".image"))
			add(told.facts.Name, image, told.version(image))
		}
	}
	return found
}
