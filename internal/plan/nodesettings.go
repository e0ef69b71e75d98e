package plan

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// managedSettings is how a managed node group makes and updates its nodes on one
// side of the change; nil where there is no group.
func (d *document) managedSettings(a attributes) *upgrade.NodeSettings {
	if !a.exists() {
		return nil
	}
	settings := &upgrade.NodeSettings{
		Labels:         orEmpty(claimOf(a, readLabels, "labels")),
		Taints:         orEmpty(claimOf(a, readTaints, "taint")),
		AMIType:        claimOf(a, readText, "ami_type"),
		LaunchTemplate: templateVersion(a, "id", "name", "launch_template"),
		Release:        claimOf(a, readText, "release_version"),
		InstanceTypes:  claimOf(a, readTexts, "instance_types"),
		DesiredSize:    claimOf(a, readCount, "scaling_config", "desired_size"),
		MaxUnavailable: maxUnavailable(a),
		ForceUpdate:    claimOf(a, readFlag, "force_update_version"),
		CustomAMI:      upgrade.Claim[bool]{Knowledge: upgrade.Known, Source: a.source("launch_template")},
		Image:          upgrade.NoClaim[string](a.source("launch_template")),
	}
	if settings.LaunchTemplate.Knowledge == upgrade.Absent {
		return settings
	}
	d.addTemplate(a, settings, "id", "name", "launch_template")
	if settings.AMIType.Value == "CUSTOM" && settings.CustomAMI.Knowledge == upgrade.Unknown {
		settings.CustomAMI = upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: true, Source: settings.AMIType.Source}
	}
	return settings
}

// orEmpty is a claim of something that, where nothing sets it, is empty.
func orEmpty[T any](claim upgrade.Claim[T]) upgrade.Claim[T] {
	if claim.Knowledge == upgrade.Absent {
		claim.Knowledge = upgrade.Known
	}
	return claim
}

// taintEffects are the effects in the spelling of EKS and in that of Kubernetes.
var taintEffects = map[string]string{
	"NO_SCHEDULE":        "NoSchedule",
	"NO_EXECUTE":         "NoExecute",
	"PREFER_NO_SCHEDULE": "PreferNoSchedule",
}

func readTaints(v value) ([]upgrade.Taint, string, error) {
	var taints []upgrade.Taint
	var texts []string
	for i := range v.length() {
		block := v.at(i)
		key, is := block.at("key").text()
		if !is {
			return nil, "", fmt.Errorf("a taint has a key, found %s", kindOf(block.at("key")))
		}
		taintValue, _ := block.at("value").text()
		effect, _ := block.at("effect").text()
		if known, found := taintEffects[effect]; found {
			effect = known
		}
		taints = append(taints, upgrade.Taint{Key: key, Value: taintValue, Effect: effect})
		texts = append(texts, key+"="+taintValue+":"+effect)
	}
	return taints, strings.Join(texts, ", "), nil
}

// maxUnavailable is how many nodes an update takes at once, as a number or as a
// percentage. The provider writes the one that is not set as null or as 0.
func maxUnavailable(a attributes) upgrade.Claim[upgrade.Share] {
	number := claimOf(a, readShare, "update_config", "max_unavailable")
	percent := claimOf(a, readShare, "update_config", "max_unavailable_percentage")
	if percent.IsKnown() && percent.Value.Number > 0 {
		percent.Value.Percent = true
		percent.Text += "%"
		return percent
	}
	if number.IsKnown() && number.Value.Number == 0 {
		number = upgrade.NoClaim[upgrade.Share](number.Source)
	}
	if number.Knowledge == upgrade.Absent && (percent.Knowledge == upgrade.Unknown || percent.Knowledge == upgrade.Invalid) {
		return percent
	}
	return number
}

func readShare(v value) (upgrade.Share, string, error) {
	count, text, err := readCount(v)
	return upgrade.Share{Number: count}, text, err
}
