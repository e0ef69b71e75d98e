package upgrade

// API is one kind of object in one API version, and when Kubernetes, or another
// component, stops serving it.
type API struct {
	// GroupVersion is such as policy/v1beta1; the core group's is v1.
	GroupVersion string
	Kind         string
	// Component serves the API: "k8s" for Kubernetes itself, else such as
	// cert-manager, whose versions Deprecated and Removed then are.
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
	// When names the condition under which the type uses this API; empty for
	// always. The only one is "metric or behavior".
	When string
	// Discovered marks a type that asks the cluster which version it serves, so
	// that no version is ever removed under it.
	Discovered bool
	// Replacement is the resource type to use instead; empty where there is none.
	Replacement string
	Source      string
}

// APIOf finds what the catalog knows of a kind in an API version, and false
// where nothing says that it goes.
func (c Catalog) APIOf(groupVersion, kind string) (API, bool) {
	for _, api := range c.APIs {
		if api.GroupVersion == groupVersion && api.Kind == kind {
			return api, true
		}
	}
	return API{}, false
}
