package plan

import (
	"reflect"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// placed is what the plan holds of Kubernetes besides nodes, by the address of
// the aws_eks_cluster instance that it belongs to; "" where the plan does not
// tell that, or does not hold the cluster. An object that is destroyed uses no
// API any more and is not among the API objects.
func (d *document) placed(options Options) map[string]*upgrade.Placed {
	found := map[string]*upgrade.Placed{}
	clusters := d.clusterInstances()
	hidden := newHiddenNames()
	for _, ch := range d.objectChanges() {
		address := d.clusterOfObjects(ch, clusters)
		if found[address] == nil {
			found[address] = &upgrade.Placed{}
		}
		d.addObjects(ch, options.Catalog, found[address], hidden)
	}
	for _, placed := range found {
		hidden.hide(placed)
	}
	return found
}

// holdsObjects tells whether resources of a type are, or hold, objects of
// Kubernetes.
func holdsObjects(resourceType string) bool {
	_, manifest := manifestTypes[resourceType]
	return manifest || deliveringTypes[resourceType] != "" || strings.HasPrefix(resourceType, "kubernetes_")
}

// addObjects reads the objects of one change.
func (d *document) addObjects(ch change, catalog upgrade.Catalog, placed *upgrade.Placed, hidden *hiddenNames) {
	values := objectValues{change: ch, before: ch.Change.before(), after: ch.Change.after()}
	values.action = values.settledAction()
	before := d.objectsOf(values, catalog, values.before, upgrade.SourcePrior)
	after := d.objectsOf(values, catalog, values.after, upgrade.SourcePlan)
	switch {
	case values.action == upgrade.Forget:
		after = before
	case after.opaque != "" && len(after.objects) == 0:
		after.objects = before.notKnownAnyMore()
	}
	var addons []upgrade.Addon
	for _, object := range values.pairs(before.objects, after.objects) {
		hidden.note(object)
		object.addTo(placed)
		addons = append(addons, object.addons(catalog)...)
		placed.Opaque = append(placed.Opaque, object.delivered()...)
	}
	if !values.after.isNull() {
		placed.Opaque = append(placed.Opaque, deliveredBy(deliveringTypes[ch.Type], ch.Address)...)
	}
	if ch.Type == "helm_release" {
		addons = d.releaseAddons(values, catalog, addons)
	}
	placed.Addons = append(placed.Addons, addons...)
	if after.hidden {
		placed.Opaque = append(placed.Opaque, hiddenRelease(ch.Address, values.either()))
	}
	if after.opaque != "" {
		placed.Opaque = append(placed.Opaque, upgrade.Opaque{Address: ch.Address, Reason: after.opaque, Decides: true})
	}
}

// objectValues are the values of a change of a resource that is, or holds,
// objects of Kubernetes.
type objectValues struct {
	change
	before, after value
	// action is what the apply does to the objects.
	action upgrade.Action
}

// settledAction is what the apply does to the objects. The kubectl provider
// leaves an object alone that it was told to apply only.
func (v objectValues) settledAction() upgrade.Action {
	action := v.Change.action()
	if action == upgrade.Delete && v.Type == "kubectl_manifest" && v.before.at("apply_only").plainText() == "true" {
		return upgrade.Forget
	}
	return action
}

// either are the values after the apply, or before it where nothing is left.
func (v objectValues) either() value {
	if v.after.isNull() {
		return v.before
	}
	return v.after
}

// objectsOf reads the objects that a change has before or after the apply. Of
// types whose values are not kept it is only known that there is one.
func (d *document) objectsOf(values objectValues, catalog upgrade.Catalog, v value, kind upgrade.SourceKind) manifests {
	ch := values.change
	isThere := kind == upgrade.SourcePrior && values.action != upgrade.Create ||
		kind == upgrade.SourcePlan && values.action != upgrade.Delete && values.action != upgrade.Forget
	if v.isNull() && !(isThere && bareTypes[ch.Type]) {
		return manifests{}
	}
	if read, is := manifestTypes[ch.Type]; is {
		return read(d, ch, v, kind)
	}
	if api, known := d.resourceAPI(catalog, ch, v); known {
		return manifests{objects: []kubeObject{d.typedObject(ch, v, kind, api)}}
	}
	if v.at("api_version").isNull() || v.at("kind").isNull() {
		return manifests{}
	}
	return manifests{objects: []kubeObject{d.attributeObject(ch, v, kind)}}
}

// pairs joins what is there before to what is there after the apply. A single
// object of a kind on both sides is the same one, whatever its name.
func (v objectValues) pairs(before, after []kubeObject) []objectChange {
	waits := v.waitsForRollout()
	if len(before) <= 1 && len(after) <= 1 && (len(before) == 0 || len(after) == 0 || before[0].kind == after[0].kind) {
		pair := objectChange{address: v.Address, action: v.action, waits: waits}
		if len(before) == 1 {
			pair.before = &before[0]
		}
		if len(after) == 1 {
			pair.after = &after[0]
		}
		return []objectChange{pair}
	}
	var pairs []objectChange
	for i := range after {
		pair := objectChange{address: v.Address, after: &after[i], action: upgrade.Create, waits: waits}
		if j := slices.IndexFunc(before, func(o kubeObject) bool { return o.key() == after[i].key() }); j >= 0 {
			pair.before = &before[j]
			pair.action = pairAction(v.action, before[j], after[i])
		}
		pairs = append(pairs, pair)
	}
	for i := range before {
		if !slices.ContainsFunc(after, func(o kubeObject) bool { return o.key() == before[i].key() }) {
			pairs = append(pairs, objectChange{address: v.Address, before: &before[i], action: upgrade.Delete, waits: waits})
		}
	}
	return pairs
}

// pairAction is what an update of the resource does to one of its objects.
func pairAction(action upgrade.Action, before, after kubeObject) upgrade.Action {
	if action == upgrade.Update && !after.hasUnknown() && reflect.DeepEqual(before.data, after.data) {
		return upgrade.NoAction
	}
	return action
}

// waitsForRollout tells whether Terraform goes on only when the new pods run.
func (v objectValues) waitsForRollout() bool {
	given := v.either()
	switch v.Type {
	case "kubernetes_manifest":
		return given.at("wait", 0, "rollout").plainText() == "true" || given.at("wait", "rollout").plainText() == "true"
	case "kustomization_resource":
		return given.at("wait").plainText() == "true"
	case "helm_release":
		return given.at("wait").plainText() != "false"
	default:
		return given.at("wait_for_rollout").plainText() != "false"
	}
}
