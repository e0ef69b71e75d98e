package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// podController reads what a workload says of its pods.
func (o kubeObject) podController(kind upgrade.WorkloadKind) *upgrade.PodController {
	template := o.template(kind)
	strategy := o.strategy(kind)
	pod := template.at("spec")
	return &upgrade.PodController{
		Replicas:       o.replicas(kind),
		Strategy:       claim(strategy.at("type"), textPart),
		MaxUnavailable: claim(strategy.at("rollingUpdate", "maxUnavailable"), sharePart),
		PodLabels:      claim(template.at("metadata", "labels"), textsPart),
		NodeSelector:   claim(pod.at("nodeSelector"), textsPart),
		RequiredNodes:  claim(pod.at("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"), nodeTermsPart),
		OtherAffinity:  otherAffinity(pod.at("affinity")),
		Tolerations:    claim(pod.at("tolerations"), tolerationsPart),
		Containers:     containers(pod),
		Annotations:    claim(template.at("metadata", "annotations"), textsPart),
		VolumeKinds:    volumeKinds(pod.at("volumes")),
	}
}

// otherAffinity writes out what an affinity holds besides the nodes that it
// requires. What is empty is left out: the server, or the provider, may add it.
func otherAffinity(affinity part) string {
	var rest []any
	for _, p := range []part{
		affinity.at("nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution"),
		affinity.at("podAffinity"), affinity.at("podAntiAffinity"),
	} {
		switch {
		case p.filledIn():
		case p.hasUnknown():
			rest = append(rest, p.path, "unknown")
		default:
			if set := withoutEmpty(p.data); set != nil {
				rest = append(rest, p.path, set)
			}
		}
	}
	if rest == nil {
		return ""
	}
	written, err := json.Marshal(rest)
	if err != nil {
		return ""
	}
	return string(written)
}

// withoutEmpty is data without its nulls, empty texts, lists and objects; nil
// where nothing is left.
func withoutEmpty(data any) any {
	switch data := data.(type) {
	case string:
		if data == "" {
			return nil
		}
	case []any:
		var kept []any
		for _, element := range data {
			if set := withoutEmpty(element); set != nil {
				kept = append(kept, set)
			}
		}
		if kept == nil {
			return nil
		}
		return kept
	case map[string]any:
		kept := map[string]any{}
		for key, element := range data {
			if set := withoutEmpty(element); set != nil {
				kept[key] = set
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	}
	return data
}

// template is where a workload holds its pods' metadata and spec.
func (o kubeObject) template(kind upgrade.WorkloadKind) part {
	switch kind {
	case upgrade.Pod:
		return o.part
	case upgrade.CronJob:
		return o.at("spec", "jobTemplate", "spec", "template")
	default:
		return o.at("spec", "template")
	}
}

func (o kubeObject) strategy(kind upgrade.WorkloadKind) part {
	field := "strategy"
	if kind == upgrade.StatefulSet || kind == upgrade.DaemonSet {
		field = "updateStrategy"
	}
	return o.at("spec", field)
}

// replicas is absent for the kinds that have none.
func (o kubeObject) replicas(kind upgrade.WorkloadKind) upgrade.Claim[int] {
	replicas := o.at("spec", "replicas")
	switch kind {
	case upgrade.Deployment, upgrade.StatefulSet, upgrade.ReplicaSet, upgrade.ReplicationController:
		return claim(replicas, wholePart)
	default:
		return upgrade.NoClaim[int](replicas.source())
	}
}

// containers reads the containers of a pod, and the init containers that go on
// running beside them.
func containers(pod part) upgrade.Claim[[]upgrade.Container] {
	main, initial := pod.at("containers"), pod.at("initContainers")
	for _, list := range []part{main, initial} {
		if list.isUnknown() && !list.filledIn() {
			return upgrade.UnknownClaim[[]upgrade.Container](list.from.why(list.path), list.source())
		}
	}
	var found []upgrade.Container
	for _, item := range main.items() {
		found = append(found, container(item, len(found)+1))
	}
	for _, item := range initial.items() {
		if item.at("restartPolicy").plain() == "Always" {
			found = append(found, container(item, len(found)+1))
		}
	}
	if len(found) == 0 {
		return upgrade.NoClaim[[]upgrade.Container](main.source())
	}
	return upgrade.Claim[[]upgrade.Container]{Knowledge: upgrade.Known, Value: found, Source: main.source(), Sensitive: main.sensitive == true}
}

// container reads the container of a number, which stands for a name that is
// marked sensitive.
func container(p part, number int) upgrade.Container {
	name := p.at("name").plain()
	if p.at("name").isSensitive() {
		name = fmt.Sprintf("(sensitive %d)", number)
	}
	return upgrade.Container{
		Name:      name,
		Image:     claim(p.at("image"), textPart),
		Readiness: presence(p.at("readinessProbe")),
		Liveness:  presence(p.at("livenessProbe")),
	}
}

// presence claims whether there is something, whatever is in it.
func presence(p part) upgrade.Claim[bool] {
	if p.isUnknown() && !p.filledIn() {
		return upgrade.UnknownClaim[bool](p.from.why(p.path), p.source())
	}
	present := p.data != nil || p.hasUnknown() && !p.isUnknown()
	text := "false"
	if present {
		text = "true"
	}
	return upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: present, Text: text, Source: p.source(), Sensitive: p.sensitive == true}
}

// volumeKinds lists the kinds of the volumes that are known.
func volumeKinds(volumes part) []string {
	found := map[string]bool{}
	for _, volume := range volumes.items() {
		fields, _ := volume.data.(map[string]any)
		for field, data := range fields {
			if field != "name" && data != nil {
				found[field] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

var (
	nodeTermsPart   = parser[[]upgrade.NodeTerm]{"list of node selector terms", parseNodeTerms}
	tolerationsPart = parser[[]upgrade.Toleration]{"list of tolerations", parseTolerations}
	selectorPart    = parser[upgrade.LabelSelector]{"label selector", parseSelector}
)

func parseNodeTerms(p part) ([]upgrade.NodeTerm, string, upgrade.Knowledge) {
	if _, is := p.data.([]any); !is {
		return nil, "", upgrade.Invalid
	}
	var terms []upgrade.NodeTerm
	var shown []string
	for _, item := range p.items() {
		term := upgrade.NodeTerm{
			Requirements: requirements(item.at("matchExpressions")),
			Fields:       item.at("matchFields").length() > 0,
		}
		terms = append(terms, term)
		shown = append(shown, upgrade.DescribeRequirements(term.Requirements))
	}
	if len(terms) == 0 {
		return nil, "", upgrade.Absent
	}
	return terms, strings.Join(shown, " or "), upgrade.Known
}

func requirements(p part) []upgrade.Requirement {
	var found []upgrade.Requirement
	for _, item := range p.items() {
		requirement := upgrade.Requirement{Key: item.at("key").plain(), Operator: item.at("operator").plain()}
		for _, element := range item.at("values").items() {
			requirement.Values = append(requirement.Values, element.plain())
		}
		found = append(found, requirement)
	}
	return found
}

func parseTolerations(p part) ([]upgrade.Toleration, string, upgrade.Knowledge) {
	if _, is := p.data.([]any); !is {
		return nil, "", upgrade.Invalid
	}
	var tolerations []upgrade.Toleration
	for _, item := range p.items() {
		tolerations = append(tolerations, upgrade.Toleration{
			Key:      item.at("key").plain(),
			Operator: item.at("operator").plain(),
			Value:    item.at("value").plain(),
			Effect:   item.at("effect").plain(),
		})
	}
	if len(tolerations) == 0 {
		return nil, "", upgrade.Absent
	}
	return tolerations, "", upgrade.Known
}

// parseSelector reads a label selector. One that is there and empty is known.
func parseSelector(p part) (upgrade.LabelSelector, string, upgrade.Knowledge) {
	if _, is := p.data.(map[string]any); !is {
		return upgrade.LabelSelector{}, "", upgrade.Invalid
	}
	labels, knowledge := map[string]string(nil), upgrade.Absent
	if matchLabels := p.at("matchLabels"); !matchLabels.isNull() {
		labels, _, knowledge = parseTexts(matchLabels)
	}
	if knowledge == upgrade.Invalid {
		return upgrade.LabelSelector{}, "", upgrade.Invalid
	}
	selector := upgrade.LabelSelector{MatchLabels: labels, Requirements: requirements(p.at("matchExpressions"))}
	return selector, selector.String(), upgrade.Known
}
