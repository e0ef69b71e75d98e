package plan

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// deliveringKinds are kinds of objects, by group and kind, for which something in
// the cluster makes further objects from a source of its own.
var deliveringKinds = map[string]string{
	"argoproj.io/Application":                   "Argo CD",
	"argoproj.io/ApplicationSet":                "Argo CD",
	"helm.toolkit.fluxcd.io/HelmRelease":        "Flux",
	"kustomize.toolkit.fluxcd.io/Kustomization": "Flux",
}

// deliveringTypes are the resource types for such objects.
var deliveringTypes = map[string]string{
	"argocd_application":     "Argo CD",
	"argocd_application_set": "Argo CD",
}

// delivered says that further objects come with an object, which the plan never
// shows.
func (c objectChange) delivered() []upgrade.Opaque {
	if c.after == nil {
		return nil
	}
	return deliveredBy(deliveringKinds[c.after.group()+"/"+c.after.kind], c.address)
}

func deliveredBy(deliverer, address string) []upgrade.Opaque {
	if deliverer == "" {
		return nil
	}
	return []upgrade.Opaque{{Address: address, Reason: fmt.Sprintf("the plan does not hold the objects that %s makes of it", deliverer)}}
}
