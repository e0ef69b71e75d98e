package plan

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// fargateProfile reads an aws_eks_fargate_profile.
func (d *document) fargateProfile(ch change) upgrade.FargateProfile {
	told := d.left(ch)
	if !told.exists() {
		told = d.now(ch)
	}
	profile := upgrade.FargateProfile{Address: ch.Address, Name: told.shown("fargate_profile_name"), Action: d.actionOf(ch)}
	selectors := told.at("selector")
	for i := range selectors.length() {
		selector := selectors.at(i)
		namespace, _ := selector.at("namespace").text()
		labels, _, err := readLabels(selector.at("labels"))
		if namespace == "" || err != nil || selector.hasUnknown() {
			continue
		}
		profile.Selectors = append(profile.Selectors, upgrade.FargateSelector{Namespace: namespace, Labels: labels})
	}
	return profile
}
