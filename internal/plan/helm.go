package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// helmManifest reads what a release makes of its chart. The provider writes it
// where its experiment "manifest" is on: a JSON object of all objects, by a key
// of kind, API version and name. Where it is off, a new release of version 2 of
// the provider calls it unknown.
//
// What the provider rendered bears no marks, so where the values that went into
// it do, all of it is treated as sensitive.
func (d *document) helmManifest(ch change, v value, kind upgrade.SourceKind) manifests {
	manifest := v.at("manifest")
	isShown := manifest.plainText() != ""
	if manifest.isUnknown() {
		isShown = d.config().showsManifests() || ch.Change.before().at("manifest").plainText() != ""
	}
	if !isShown {
		return manifests{hidden: true}
	}
	marks := manifest.asMarked()
	if hasSecretValues(v) && !manifest.isSensitive() {
		marks = veiled
	}
	found := d.renderedManifests(ch, manifest, kind, marks)
	namespace := v.at("namespace").plainText()
	for i := range found.objects {
		if object := &found.objects[i]; object.namespace == "" && object.livesInNamespace() {
			object.namespace = namespace
		}
	}
	return found
}

// showsManifests tells whether the experiment is on, in any configuration of the
// helm provider: a block in version 2 of the provider, an object in version 3.
func (c *configuration) showsManifests() bool {
	for key, provider := range c.providers {
		name := key[strings.LastIndexByte(key, ':')+1:]
		if provider == nil || name != "helm" && !strings.HasPrefix(name, "helm.") {
			continue
		}
		for _, leaf := range expressionsAt(provider.Expressions["experiments"], []string{"manifest"}) {
			if leaf.constant == nil || (value{data: decode([]byte(leaf.constant))}).at(pathSteps(leaf.rest)...).plainText() == "true" {
				return true
			}
		}
	}
	return false
}

func (d *document) renderedManifests(ch change, manifest value, kind upgrade.SourceKind, marks marking) manifests {
	documents, err := parseManifests(manifest.plainText())
	if manifest.isUnknown() || err != nil || len(documents) != 1 {
		return d.textManifests(ch, manifest, kind, "manifest", marks)
	}
	byKey, is := documents[0].(map[string]any)
	if _, single := byKey["kind"].(string); !is || single {
		return d.textManifests(ch, manifest, kind, "manifest", marks)
	}
	var found manifests
	from := d.manifestOrigin(ch, kind, "manifest", true)
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		if byKey[key] == nil {
			continue // a template that rendered nothing
		}
		found.add(part{value: value{data: byKey[key], sensitive: marks(byKey[key])}, from: from})
	}
	return found
}

// hasSecretValues tells whether a release is given values that are marked
// sensitive. The schema marks some that are not even set.
func hasSecretValues(v value) bool {
	return slices.ContainsFunc([]string{"values", "set", "set_list", "set_sensitive"}, func(name string) bool {
		given := v.at(name)
		return given.length() > 0 && given.isSensitive()
	})
}

// livesInNamespace tells whether the object is of a kind that rules look for in
// its namespace.
func (o kubeObject) livesInNamespace() bool {
	if _, is := workloadKind(o.group(), o.kind); is {
		return true
	}
	return o.kind == "PodDisruptionBudget" || o.kind == "HorizontalPodAutoscaler"
}

// hiddenRelease says that the plan does not show what a release holds.
func hiddenRelease(address string, v value) upgrade.Opaque {
	subject := "the chart's manifest"
	if chart := v.at("chart"); chart.plainText() != "" && !chart.isSensitive() {
		subject = fmt.Sprintf("the manifest of chart %s", chart.plainText())
	}
	return upgrade.Opaque{
		Address: address,
		Reason:  fmt.Sprintf("the plan does not hold %s; set manifest = true in the experiments of the helm provider", subject),
	}
}
