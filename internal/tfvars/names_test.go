package tfvars

import "testing"

func TestValidate(t *testing.T) {
	tests := []struct {
		names Names
		want  string // "" is valid
	}{
		{Names{}, ""},
		{Names{ClusterVersion: "cluster-version", ClusterName: "eks.name", Region: "größe.日本.region", NodeGroupVersions: []string{"blue.version", "a.*.*.version", "l.0.version"}}, ""},
		{Names{NodeGroupVersions: []string{"groups.us/east@1:b+c.version"}}, ""},
		{Names{AddonVersions: []string{"addons.*", "addons.*.version", "coredns_version", "a.*.*"}}, ""},
		{Names{AddonVersions: []string{"addons", "*"}}, `addon_versions: the path "*" has "*" as its first segment: it stands for the keys of a variable, as in addons.*`},
		{Names{AddonVersions: []string{"*.version"}}, `addon_versions: the path "*.version" has "*" as its first segment: it stands for the keys of a variable, as in addons.*`},
		{Names{AddonVersions: []string{"addons."}}, `addon_versions: the path "addons." has an empty segment: write one name between two dots, and none before the first or after the last`},
		{Names{ClusterVersion: "eks..version"}, `cluster_version: the path "eks..version" has an empty segment: write one name between two dots, and none before the first or after the last`},
		{Names{ClusterName: "eks."}, `cluster_name: the path "eks." has an empty segment: write one name between two dots, and none before the first or after the last`},
		{Names{Region: ".region"}, `region: the path ".region" has an empty segment: write one name between two dots, and none before the first or after the last`},
		{Names{NodeGroupVersions: []string{"blue.version", ""}}, `node_group_versions: the path "" is empty: write the name of a variable, or a path into one such as blue.version`},
		{Names{NodeGroupVersions: []string{"*.version"}}, `node_group_versions: the path "*.version" has "*" as its first or last segment: it stands for the keys in between, as in node_groups.*.version`},
		{Names{NodeGroupVersions: []string{"blue.*"}}, `node_group_versions: the path "blue.*" has "*" as its first or last segment: it stands for the keys in between, as in node_groups.*.version`},
		{Names{Region: "*"}, `region: the path "*" has "*" as its first or last segment: it stands for the keys in between, as in node_groups.*.version`},
		{Names{Region: "1a.region"}, `region: the path "1a.region" begins with "1a", which is no name of a variable`},
		{Names{Region: "a b"}, `region: the path "a b" begins with "a b", which is no name of a variable`},
		{Names{ClusterVersion: "a.b c"}, `cluster_version: the path "a.b c" has the segment "b c": a segment is a key, a list index or "*", without spaces, quotes or brackets`},
		{Names{ClusterVersion: "a.b[0]"}, `cluster_version: the path "a.b[0]" has the segment "b[0]": a segment is a key, a list index or "*", without spaces, quotes or brackets`},
		{Names{ClusterVersion: "a.b*"}, `cluster_version: the path "a.b*" has the segment "b*": a segment is a key, a list index or "*", without spaces, quotes or brackets`},
		{Names{ClusterVersion: "a.\xff"}, `cluster_version: the path "a.\xff" has the segment "\xff": a segment is a key, a list index or "*", without spaces, quotes or brackets`},
		// The first mistake is told.
		{Names{ClusterVersion: "a.", Region: "b."}, `cluster_version: the path "a." has an empty segment: write one name between two dots, and none before the first or after the last`},
	}
	for _, test := range tests {
		got := ""
		if err := test.names.Validate(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%+v: %s\nwant %s", test.names, got, test.want)
		}
	}
}

func TestUnmatched(t *testing.T) {
	names := func(paths ...string) Names { return Names{NodeGroupVersions: paths} }
	module := func(dev, prod string) files { return files{"env-vars/dev.tfvars": dev, "env-vars/prod.tfvars": prod} }
	tests := map[string]struct {
		files files
		names Names
		want  []string
	}{
		"defaults":                      {module("", ""), Names{}, nil},
		"all of them":                   {module("a = {}", "b = 1"), Names{ClusterVersion: "eks.version", ClusterName: "eks.name", Region: "where", NodeGroupVersions: []string{"blue.version", "red"}}, []string{"eks.version", "eks.name", "where", "blue.version", "red"}},
		"one environment has it":        {module("", "eks = { version = \"1.34\" }\nred = 1"), Names{ClusterVersion: "eks.version", NodeGroupVersions: []string{"red"}}, nil},
		"the same path twice":           {module("", ""), Names{ClusterName: "a.name", Region: "a.name"}, []string{"a.name"}},
		"a typo at the end":             {module("", `blue = { version = "1.34" }`), names("blue.verison"), []string{"blue.verison"}},
		"a typo on the way":             {module("", `workers = { blue = { version = "1.34" } }`), names("workers.bleu.version"), []string{"workers.bleu.version"}},
		"nothing under the *":           {module("", `workers = { blue = "1.34" }`), names("workers.*.version"), []string{"workers.*.version"}},
		"the sibling":                   {module("", `blue = { release_version = "1.34.1-20260101" }`), names("blue.version"), nil},
		"a switched off group":          {module("", `blue = { enabled = false }`), names("blue.version"), nil},
		"null":                          {module("", "blue = null\neks = { version = null }"), Names{ClusterVersion: "eks.version", NodeGroupVersions: []string{"blue.version"}}, nil},
		"a problem":                     {module("", "blue = 1\neks = []\nred = \"\""), Names{ClusterVersion: "eks.version", NodeGroupVersions: []string{"blue.version", "red.a.version"}}, []string{"eks.version"}},
		"declared by the type":          {files{"env-vars/prod.tfvars": `blue = {}`, "v.tf": `variable "blue" { type = object({ version = optional(string) }) }`}, names("blue.version"), nil},
		"a variable's default":          {files{"env-vars/prod.tfvars": ``, "v.tf": `variable "blue" { default = { version = "1.34" } }`}, names("blue.version"), nil},
		"a broken file may have it":     {files{"env-vars/prod.tfvars": ``, "v.tf": `=`}, Names{Region: "where", NodeGroupVersions: []string{"blue.version"}}, nil},
		"one environment is unreadable": {module("=", ""), names("blue.version"), []string{"blue.version"}},
		"all are unreadable":            {module("=", "="), names("blue.version"), nil},
		"there are none":                {files{}, names("blue.version"), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			reader := test.files.open(t, test.names)
			sameLines(t, "unmatched", reader.Unmatched([]string{"prod", "dev", "gone"}), test.want)
		})
	}
}
