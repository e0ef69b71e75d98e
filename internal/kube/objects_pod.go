package kube

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const requiredNodesPath = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"

// requiredNodes claims the terms of the node affinity that is required.
func requiredNodes(affinity *affinity, source upgrade.Source) upgrade.Claim[[]upgrade.NodeTerm] {
	if affinity == nil || affinity.NodeAffinity == nil {
		return upgrade.NoClaim[[]upgrade.NodeTerm](source)
	}
	required := affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	if required == nil || len(required.NodeSelectorTerms) == 0 {
		return upgrade.NoClaim[[]upgrade.NodeTerm](source)
	}
	var terms []upgrade.NodeTerm
	var shown []string
	for _, given := range required.NodeSelectorTerms {
		term := upgrade.NodeTerm{Fields: len(given.MatchFields) > 0}
		for _, r := range given.MatchExpressions {
			term.Requirements = append(term.Requirements, upgrade.Requirement{Key: r.Key, Operator: string(r.Operator), Values: r.Values})
		}
		terms = append(terms, term)
		shown = append(shown, upgrade.DescribeRequirements(term.Requirements))
	}
	return upgrade.Claim[[]upgrade.NodeTerm]{Knowledge: upgrade.Known, Value: terms, Text: strings.Join(shown, " or "), Source: source}
}

// otherAffinity writes out what an affinity holds besides the nodes that it
// requires.
func otherAffinity(affinity *affinity) string {
	if affinity == nil {
		return ""
	}
	rest := map[string]any{}
	if node := affinity.NodeAffinity; node != nil && len(node.PreferredDuringSchedulingIgnoredDuringExecution) > 0 {
		rest["nodeAffinity"] = node.PreferredDuringSchedulingIgnoredDuringExecution
	}
	if near := affinity.PodAffinity; len(near) > 0 {
		rest["podAffinity"] = near
	}
	if apart := affinity.PodAntiAffinity; len(apart) > 0 {
		rest["podAntiAffinity"] = apart
	}
	if len(rest) == 0 {
		return ""
	}
	written, err := json.Marshal(rest)
	if err != nil {
		return ""
	}
	return string(written)
}

func tolerationsClaim(tolerations []toleration, source upgrade.Source) upgrade.Claim[[]upgrade.Toleration] {
	if len(tolerations) == 0 {
		return upgrade.NoClaim[[]upgrade.Toleration](source)
	}
	found := make([]upgrade.Toleration, 0, len(tolerations))
	for _, t := range tolerations {
		found = append(found, upgrade.Toleration{Key: t.Key, Operator: t.Operator, Value: t.Value, Effect: t.Effect})
	}
	return upgrade.Claim[[]upgrade.Toleration]{Knowledge: upgrade.Known, Value: found, Source: source}
}

// placedContainer is a container and where it stands in its object.
type placedContainer struct {
	*container
	path string
}

// podContainers are the containers of a pod, and the init containers that go on
// running beside them. Before is the path of the pod's spec, with a dot behind.
func podContainers(pod *podSpec, before string) []placedContainer {
	var found []placedContainer
	for i := range pod.Containers {
		found = append(found, placedContainer{&pod.Containers[i], fmt.Sprintf("%scontainers[%d]", before, i)})
	}
	for i := range pod.InitContainers {
		policy := pod.InitContainers[i].RestartPolicy
		if policy != nil && *policy == "Always" {
			found = append(found, placedContainer{&pod.InitContainers[i], fmt.Sprintf("%sinitContainers[%d]", before, i)})
		}
	}
	return found
}

func containersClaim(pod *podSpec, before string, source upgrade.Source) upgrade.Claim[[]upgrade.Container] {
	place := atPath(source, before+"containers")
	var found []upgrade.Container
	for _, c := range podContainers(pod, before) {
		found = append(found, upgrade.Container{
			Name:      c.Name,
			Image:     textClaim(c.Image, atPath(source, c.path+".image")),
			Readiness: flagClaim(c.ReadinessProbe != nil, atPath(source, c.path+".readinessProbe")),
			Liveness:  flagClaim(c.LivenessProbe != nil, atPath(source, c.path+".livenessProbe")),
		})
	}
	if found == nil {
		return upgrade.NoClaim[[]upgrade.Container](place)
	}
	return upgrade.Claim[[]upgrade.Container]{Knowledge: upgrade.Known, Value: found, Source: place}
}

// volumeKinds lists the kinds of volumes, in the names that Kubernetes' JSON gives
// them. Each volume has one besides its name; ones that are newer than this release
// are told as well.
func volumeKinds(volumes []map[string]json.RawMessage) []string {
	found := map[string]bool{}
	for _, volume := range volumes {
		for member, value := range volume {
			if member != "name" && string(value) != "null" {
				found[member] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
