package main

import (
	"fmt"
	"maps"
	"slices"
)

// addons gives the add-ons, each with what the other tables say of it.
func addons() ([]record, error) {
	facts, err := records("addons.csv", list("charts"), list("images"),
		flag("eks"), flag("essential"), flag("follows_minor"), flag("one_minor_at_a_time"))
	if err != nil {
		return nil, err
	}
	byName := map[any]record{}
	for _, addon := range facts {
		byName[addon["name"]] = addon
		if text, ok := addon["retired"]; ok {
			addon["retired"] = record{"text": text, "source": addon["retired_source"], "as_of": addon["retired_as_of"]}
			delete(addon, "retired_source")
			delete(addon, "retired_as_of")
		}
	}
	for _, part := range []struct{ table, key string }{
		{"addon_ranges.csv", "ranges"},
		{"addon_needs.csv", "needs"},
		{"addon_latest.csv", "latest"},
	} {
		rows, err := records(part.table)
		if err != nil {
			return nil, err
		}
		for _, fact := range rows {
			addon, ok := byName[fact["addon"]]
			if !ok {
				return nil, fmt.Errorf("%s: addons.csv has no %v", part.table, fact["addon"])
			}
			delete(fact, "addon")
			earlier, _ := addon[part.key].([]record)
			addon[part.key] = append(earlier, fact)
		}
	}
	return facts, addCharts(facts)
}

// addCharts gives each add-on the versions of its charts.
func addCharts(addons []record) error {
	sources, err := readTable("chart_sources.csv")
	if err != nil {
		return err
	}
	charts := map[string]record{}
	for _, source := range sources {
		charts[source["chart"]] = record{"chart": source["chart"], "source": source["source"], "versions": map[string]string{}}
	}
	rows, err := readTable("charts.csv")
	if err != nil {
		return err
	}
	for _, row := range rows {
		chart, ok := charts[row["chart"]]
		if !ok {
			return fmt.Errorf("charts.csv: chart_sources.csv has no %s", row["chart"])
		}
		chart["versions"].(map[string]string)[row["version"]] = row["app_version"]
	}
	for _, addon := range addons {
		names, _ := addon["charts"].([]string)
		var known []record
		for _, name := range names {
			if chart, ok := charts[name]; ok {
				known = append(known, chart)
				delete(charts, name)
			}
		}
		if known != nil {
			addon["chart_versions"] = known
		}
	}
	if len(charts) > 0 {
		return fmt.Errorf("addons.csv has no add-on with the charts %v", slices.Sorted(maps.Keys(charts)))
	}
	return nil
}
