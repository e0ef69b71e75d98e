package provider

import (
	"maps"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// kubeReach is how to ask Kubernetes APIs, by the provider's configuration.
type kubeReach struct {
	// reader is made when something is first asked, and is one for the plan. It is
	// nil before the provider is configured.
	reader func() *readiness.Kube
	// top are the settings that hold for the clusters without any of their own.
	top kubernetesSettings
	// environments are how to reach the clusters of environments that have settings
	// of their own, and environmentsUndecided tells that not even their names are
	// known yet.
	environments          map[string]readiness.KubeEnvironment
	environmentsUndecided bool
}

// given tells whether somebody wants Kubernetes APIs to be asked.
func (k kubeReach) given() bool {
	return k.top.given || len(k.environments) > 0 || k.environmentsUndecided
}

// kubeSource are the Kubernetes APIs as the source of what runs, for a gate of an
// environment; "" is all of them. Where they are the baseline, clusters without
// settings are reached through EKS; otherwise only where kubernetes says so.
func (s settings) kubeSource(own string, baseline bool) *readiness.KubeSource {
	source := &readiness.KubeSource{
		Environments: maps.Clone(s.kube.environments), EKS: s.live.source(),
		AccessName: "kubernetes in the provider's configuration",
	}
	if s.kube.reader != nil {
		source.Reader = s.kube.reader()
	}
	top := s.kube.top
	_, entry := source.Environments[own]
	switch {
	case s.kube.environmentsUndecided:
		source.Unknown = onlyAfterApply("environments")
	case top.unknown != "" && own == "":
		source.Unknown = top.unknown
	case top.unknown != "" && !entry:
		// What the entries say of other environments counts all the same.
		if source.Environments == nil {
			source.Environments = map[string]readiness.KubeEnvironment{}
		}
		source.Environments[own] = readiness.KubeEnvironment{Unknown: top.unknown}
	case top.unknown != "":
	case top.server:
		source.Access = &top.access
	case top.given || baseline:
		source.Gate = top.through(readiness.GateThrough(s.live.eks))
	}
	return source
}
