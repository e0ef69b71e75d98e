package tfvars

import (
	"fmt"
	"testing"
)

func TestOptionalDefaults(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	variable := func(text, kind string) files {
		return files{file: text, "v.tf": fmt.Sprintf("variable \"blue\" {\n  type = %s\n}", kind)}
	}
	const object = `object({ enabled = optional(bool, true), version = optional(string, "1.33") })`
	runGroupTests(t, map[string]groupTest{
		"absent":                       {variable(`blue = {}`, object), []string{"blue.version"}, []string{"blue: 1.33 blue.version v.tf:2:78"}, nil},
		"null":                         {variable(`blue = { version = null }`, object), []string{"blue.version"}, []string{"blue: 1.33 blue.version v.tf:2:78"}, nil},
		"set":                          {variable(`blue = { version = "1.34" }`, object), []string{"blue.version"}, []string{"blue: 1.34 blue.version " + file + ":1:20"}, nil},
		"the whole null":               {variable(`blue = null`, object), []string{"blue.version"}, nil, nil},
		"off by default":               {variable(`blue = { version = "1.34" }`, `object({ enabled = optional(bool, false), version = string })`), []string{"blue.version"}, nil, nil},
		"on all the same":              {variable(`blue = { enabled = true, version = "1.34" }`, `object({ enabled = optional(bool, false), version = string })`), []string{"blue.version"}, []string{"blue: 1.34 blue.version " + file + ":1:36"}, nil},
		"no default":                   {variable(`blue = {}`, `object({ version = optional(string) })`), []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
		"a default of null":            {variable(`blue = {}`, `object({ version = optional(string, null) })`), []string{"blue.version"}, []string{"blue: absent blue.version v.tf:2:46"}, nil},
		"a default that loses a digit": {variable(`blue = {}`, `object({ version = optional(string, 1.30) })`), []string{"blue.version"}, []string{`blue: 1.3 blue.version v.tf:2:46 written without quotes, 1.30 is the number 1.3: write "1.30"`}, nil},
		"in a map":                     {variable(`blue = { a = {}, b = { version = "1.32" } }`, `map(`+object+`)`), []string{"blue.*.version"}, []string{"a: 1.33 blue.a.version v.tf:2:82", "b: 1.32 blue.b.version " + file + ":1:34"}, nil},
		"in a list":                    {variable(`blue = [{ name = "a" }]`, `list(`+object+`)`), []string{"blue.*.version"}, []string{"a: 1.33 blue.0.version v.tf:2:83"}, nil},
		"in a set":                     {variable(`blue = [{}]`, `set(`+object+`)`), []string{"blue.*.version"}, []string{"0: 1.33 blue.0.version v.tf:2:82"}, nil},
		"in a tuple":                   {variable(`blue = ["x", {}, {}]`, `tuple([string, `+object+`])`), []string{"blue.1.version", "blue.2.version"}, []string{"1: 1.33 blue.1.version v.tf:2:93", "2: absent blue.2.version " + file + ":1:18"}, nil},
		"nested":                       {variable(`blue = {}`, `object({ nodes = optional(object({ version = optional(string, "1.33") }), {}) })`), []string{"blue.nodes.version"}, []string{"nodes: 1.33 blue.nodes.version v.tf:2:72"}, nil},
		"nested, set":                  {variable(`blue = { nodes = {} }`, `object({ nodes = optional(object({ version = optional(string, "1.33") })) })`), []string{"blue.nodes.version"}, []string{"nodes: 1.33 blue.nodes.version v.tf:2:72"}, nil},
		"nested, absent":               {variable(`blue = {}`, `object({ nodes = optional(object({ version = optional(string, "1.33") })) })`), []string{"blue.nodes.version"}, nil, nil},
		"a whole default":              {variable(`blue = {}`, `object({ nodes = optional(map(object({ version = string })), { a = { version = "1.33" } }) })`), []string{"blue.nodes.*.version"}, []string{"a: 1.33 blue.nodes.a.version v.tf:2:89"}, nil},
		"a map's keys":                 {variable(`blue = { a = {} }`, `map(map(string))`), []string{"blue.*.version"}, []string{"a: absent blue.a.version " + file + ":1:14"}, nil},
		"another value":                {variable(`blue = "x"`, object), []string{"blue.version"}, nil, []string{file + ":1: blue is a string, where an object with version is expected."}},
		"no type":                      {variable(`blue = {}`, `objekt({ version = optional(string, "1.33") })`), []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
		"half a type":                  {variable(`blue = {}`, `object({ version = optional(), a = object(), b = map })`), []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
		"the variable's default":       {files{file: "", "v.tf": "variable \"blue\" {\n  default = {}\n  type = " + object + "\n}"}, []string{"blue.version"}, []string{"blue: 1.33 blue.version v.tf:3:78"}, nil},
		"the type by an override":      {files{file: "blue = {}", "v.tf": "variable \"blue\" {\n  type = " + object + "\n}", "override.tf": "variable \"blue\" { type = object({ version = optional(string, \"1.32\") }) }"}, []string{"blue.version"}, []string{"blue: 1.32 blue.version override.tf:1:62"}, nil},
		"the default by an override":   {files{file: "", "v.tf": "variable \"blue\" {\n  type = " + object + "\n}", "v_override.tf": "variable \"blue\" {\n  default = {}\n}"}, []string{"blue.version"}, []string{"blue: 1.33 blue.version v.tf:2:78"}, nil},
		"in JSON, at the type":         {files{file: "blue = {}", "v.tf.json": "{\"variable\": {\"blue\": {\n\t\"type\": \"object({ version = optional(string, \\\"1.33\\\") })\"}}}"}, []string{"blue.version"}, []string{"blue: 1.33 blue.version v.tf.json:2:10"}, nil},
		"in JSON, nested":              {files{file: "blue = {}", "v.tf.json": "{\"variable\": {\"blue\": {\n\"type\": \"object({ a = optional(map(map(string)), { b = { version = 1.30 } }) })\"}}}"}, []string{"blue.a.*.version"}, []string{"b: 1.3 blue.a.b.version v.tf.json:2:9"}, nil},
		// Byte 37 of the file has nothing to do with byte 37 of the type.
		"in JSON, no note":     {files{file: "blue = {}", "v.tf.json": `{"//":` + repeat(" ", 31) + `9.90, "variable": {"blue": {"type": "object({ version = optional(string, 1.30) })"}}}`}, []string{"blue.version"}, []string{"blue: 1.3 blue.version v.tf.json:1:74"}, nil},
		"in JSON, a key twice": {files{file: "blue = {}", "v.tf.json": `{"variable": {"blue": {"type": "object({ a = optional(map(string), { k8s = 1, k8s = 1.31 }) })"}}}`}, []string{"blue.a.k8s"}, []string{"a: 1.31 blue.a.k8s v.tf.json:1:32"}, nil},
		"in JSON, no text":     {files{file: "blue = {}", "v.tf.json": `{"variable": {"blue": {"type": 3}}}`}, []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
		"in JSON, no type":     {files{file: "blue = {}", "v.tf.json": `{"variable": {"blue": {"type": "object("}}}`}, []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
		"in JSON, too deep":    {files{file: "blue = {}", "v.tf.json": `{"variable": {"blue": {"type": "` + repeat("(", 100_000) + `"}}}`}, []string{"blue.version"}, []string{"blue: absent blue.version " + file + ":1:8"}, nil},
	})
}

// The example is the root module that the project's plans come from.
func TestRealModule(t *testing.T) {
	reader := openDisk(t, "testdata/eks", Names{NodeGroupVersions: []string{"blue.version", "green.version"}})
	sameLines(t, "environments", reader.Environments(), []string{"cc", "dev", "lab", "prod", "stg", "stg2"})
	for _, name := range reader.Environments() {
		environment := reader.Read(name)
		sameLines(t, "problems", messages(environment.Problems), nil)
		file := "eks/env-vars/" + name + ".tfvars"
		same(t, "file", environment.File, file)
		same(t, "cluster version", show(environment.ClusterVersion), "1.28 cluster_version "+file+":2:19")
		same(t, "region", show(environment.Region), "ap-northeast-1 region eks/variables.tf:3:13")
		same(t, "cluster name", show(environment.ClusterName), "absent cluster_name "+file+":0:0")
		sameLines(t, "node groups", showGroups(environment.NodeGroups), []string{"blue: 1.28 blue.version " + file + ":4:21"})
	}
	sameLines(t, "unmatched", reader.Unmatched(reader.Environments()), nil)
}
