package upgrade

import "strings"

// Kubernetes is the component that serves the APIs which are Kubernetes' own.
const Kubernetes = "k8s"

// API is one kind of object in one API version, and when Kubernetes, or another
// component, stops serving it.
type API struct {
	// GroupVersion is such as policy/v1beta1; the core group's is v1. A group
	// without a version, such as rbac.istio.io, stands for all of its versions.
	GroupVersion string
	// Kind is empty where the API version goes with all of its kinds.
	Kind string
	// Component serves the API: Kubernetes, or the add-on of this name, such as
	// cert-manager, whose versions DeprecatedIn and RemovedIn then are.
	Component string
	// DeprecatedIn and RemovedIn are the first versions in which the API is
	// deprecated and no longer served; empty where not known, or not decided.
	DeprecatedIn, RemovedIn AddonVersion
	// Replacement is empty where there is none.
	ReplacementGroupVersion string
	ReplacementKind         string
	Source                  string
}

// ResourceAPI says which API a resource type of the Kubernetes provider uses.
type ResourceAPI struct {
	ResourceType string
	GroupVersion string
	Kind         string
	// When names the condition under which the type uses this API, such as
	// WhenMetricOrBehavior; empty for always.
	When string
	// Discovered marks a type that asks the cluster which version it serves, so
	// that no version is ever removed under it.
	Discovered bool
	// Replacement is the resource type to use instead; empty where there is none.
	Replacement string
	Source      string
}

// OfKubernetes tells whether Kubernetes itself serves the API.
func (a API) OfKubernetes() bool { return a.Component == Kubernetes }

// RemovedFrom tells whether a version of the component that serves the API no
// longer does.
func (a API) RemovedFrom(version AddonVersion) bool { return reaches(version, a.RemovedIn) }

// DeprecatedFrom tells whether the API is deprecated in a version of the
// component that serves it.
func (a API) DeprecatedFrom(version AddonVersion) bool { return reaches(version, a.DeprecatedIn) }

// reaches tells whether a version is at, or past, the first of something.
func reaches(version, first AddonVersion) bool {
	return !first.IsZero() && !version.IsZero() && version.CompareCore(first) >= 0
}

// WhenMetricOrBehavior is the condition of a HorizontalPodAutoscaler whose spec
// sets metric or behavior.
const WhenMetricOrBehavior = "metric or behavior"

// APIOf finds what the catalog knows of a kind in an API version, and false
// where nothing says that it goes. What is known of the kind counts before what
// is known of all kinds of the API version or the group.
func (c Catalog) APIOf(groupVersion, kind string) (API, bool) {
	group, _, _ := strings.Cut(groupVersion, "/")
	var whole API
	for _, api := range c.APIs {
		switch {
		case api.GroupVersion != groupVersion && api.GroupVersion != group:
		case api.Kind == kind && api.GroupVersion == groupVersion:
			return api, true
		case whole == API{} && (api.Kind == "" || api.Kind == kind):
			whole = api
		}
	}
	return whole, whole != API{}
}

// ResourceAPIsOf lists the APIs that a type of the Kubernetes provider uses: the
// one that holds is the first whose condition does. It is empty for a type whose
// own attributes name the API, such as kubernetes_manifest, and for one that the
// catalog does not know.
func (c Catalog) ResourceAPIsOf(resourceType string) []ResourceAPI {
	var apis []ResourceAPI
	for _, api := range c.ResourceAPIs {
		if api.ResourceType == resourceType {
			apis = append(apis, api)
		}
	}
	return apis
}
