package main

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
)

// apiModule is the release of k8s.io/api that go.mod names: its lifecycle
// methods are the authority on what Kubernetes removes.
const apiModule = "k8s.io/api@v0.37.2"

// The methods by which a type of k8s.io/api tells its life. They are generated
// from the tags that its authors write.
type (
	deprecated interface {
		APILifecycleDeprecated() (major, minor int)
	}
	removed interface {
		APILifecycleRemoved() (major, minor int)
	}
	replaced interface {
		APILifecycleReplacement() schema.GroupVersionKind
	}
)

// lifecycleAPIs gives a row for each type that tells when it is removed.
func lifecycleAPIs() ([]row, error) {
	scheme, err := kubernetesTypes()
	if err != nil {
		return nil, err
	}
	var rows []row
	for kind := range scheme.AllKnownTypes() {
		// A list goes with what it lists.
		if strings.HasSuffix(kind.Kind, "List") {
			continue
		}
		object, err := scheme.New(kind)
		if err != nil {
			return nil, err
		}
		goes, ok := object.(removed)
		if !ok {
			continue
		}
		api := row{
			"group_version": kind.GroupVersion().String(),
			"kind":          kind.Kind,
			"component":     "k8s",
			"removed_in":    minorOf(goes.APILifecycleRemoved()),
			"source":        lifecycleSource(scheme, kind),
		}
		if fades, ok := object.(deprecated); ok {
			api["deprecated_in"] = minorOf(fades.APILifecycleDeprecated())
		}
		if next := replacement(scheme, kind, object); !next.Empty() {
			api["replacement_group_version"] = next.GroupVersion().String()
			api["replacement_kind"] = next.Kind
		}
		rows = append(rows, api)
	}
	return rows, nil
}

func minorOf(major, minor int) string { return fmt.Sprintf("%d.%d", major, minor) }

// replacement is what the type itself names, else its kind in the highest later
// version of the group; empty where there is none.
func replacement(scheme *runtime.Scheme, kind schema.GroupVersionKind, object runtime.Object) schema.GroupVersionKind {
	if next, ok := object.(replaced); ok {
		return next.APILifecycleReplacement()
	}
	highest := kind
	for _, other := range scheme.VersionsForGroupKind(kind.GroupKind()) {
		if version.CompareKubeAwareVersionStrings(other.Version, highest.Version) > 0 {
			highest = other.WithKind(kind.Kind)
		}
	}
	if highest == kind {
		return schema.GroupVersionKind{}
	}
	return highest
}

// lifecycleSource names the generated file that the methods of a type stand in.
func lifecycleSource(scheme *runtime.Scheme, kind schema.GroupVersionKind) string {
	folder := strings.TrimPrefix(scheme.AllKnownTypes()[kind].PkgPath(), "k8s.io/api/")
	return apiModule + " " + folder + "/zz_generated.prerelease-lifecycle.go"
}

// apis gives all APIs that go: those that k8s.io/api tells of, with replacements
// mended where a table says so, and those of a table, which it does not hold or
// no longer holds.
func apis() ([]row, error) {
	rows, err := lifecycleAPIs()
	if err != nil {
		return nil, err
	}
	mended, err := readTable("api_replacements.csv")
	if err != nil {
		return nil, err
	}
	for _, mend := range mended {
		i := slices.IndexFunc(rows, func(r row) bool { return sameAPI(r, mend) })
		if i < 0 {
			return nil, fmt.Errorf("api_replacements.csv: %s does not tell of %s %s", apiModule, mend["group_version"], mend["kind"])
		}
		rows[i]["replacement_group_version"] = mend["replacement_group_version"]
		rows[i]["replacement_kind"] = mend["replacement_kind"]
		rows[i]["source"] += "; replacement: " + mend["source"]
	}
	others, err := readTable("apis.csv")
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if slices.ContainsFunc(rows, func(r row) bool { return sameAPI(r, other) }) {
			return nil, fmt.Errorf("apis.csv: %s %s stands twice, or %s tells of it too", other["group_version"], other["kind"], apiModule)
		}
		rows = append(rows, other)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return strings.Compare(a["group_version"]+" "+a["kind"], b["group_version"]+" "+b["kind"])
	})
	return rows, nil
}

func sameAPI(a, b row) bool {
	return a["group_version"] == b["group_version"] && a["kind"] == b["kind"]
}
