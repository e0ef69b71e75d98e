package tfvars

import "testing"

type groupTest struct {
	files    files
	paths    []string
	want     []string
	problems []string
}

func runGroupTests(t *testing.T, tests map[string]groupTest) {
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			environment := test.files.read(t, Names{NodeGroupVersions: test.paths})
			sentences(t, environment.Problems)
			sameLines(t, "problems", messages(environment.Problems), test.problems)
			sameLines(t, "node groups", showGroups(environment.NodeGroups), test.want)
		})
	}
}

func TestDefaultNodeGroups(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	conflict := func(one, other string) []string {
		return []string{one + " and " + other + ": each of them is taken for the version of the node groups, so which one counts is not known."}
	}
	runGroupTests(t, map[string]groupTest{
		"node_group_version": {prod(`node_group_version = "1.33"`), nil, []string{"node_group_version: 1.33 node_group_version " + file + ":1:22"}, nil},
		"nodegroup_version":  {prod(`nodegroup_version = "1.33"`), nil, []string{"nodegroup_version: 1.33 nodegroup_version " + file + ":1:21"}, nil},
		"node-version":       {prod(`node-version = "1.33"`), nil, []string{"node-version: 1.33 node-version " + file + ":1:16"}, nil},
		"null":               {prod(`node_version = null`), nil, nil, nil},
		"a map": {prod("node_groups = {\n  green = {}\n  blue = { version = \"1.33\" }\n}"), nil,
			[]string{"blue: 1.33 node_groups.blue.version " + file + ":3:22", "green: absent node_groups.green.version " + file + ":2:11"}, nil},
		"a map in JSON": {prodJSON("{\"eks-managed-node-groups\": {\n  \"blue\": { \"version\": \"1.33\" }}}"), nil,
			[]string{"blue: 1.33 eks-managed-node-groups.blue.version env-vars/prod.tfvars.json:2:24"}, nil},
		"managed_node_groups": {prod(`managed_node_groups = { blue = { version = "1.33" } }`), nil, []string{"blue: 1.33 managed_node_groups.blue.version " + file + ":1:44"}, nil},
		"nodegroups":          {prod(`nodegroups = { blue = { version = "1.33" } }`), nil, []string{"blue: 1.33 nodegroups.blue.version " + file + ":1:35"}, nil},
		"a list": {prod(`node_groups = [{ name = "blue", version = "1.33" }, { version = "1.32" }, { name = 1, version = "1.31" }]`), nil,
			[]string{"1: 1.32 node_groups.1.version " + file + ":1:65", "2: 1.31 node_groups.2.version " + file + ":1:97", "blue: 1.33 node_groups.0.version " + file + ":1:43"}, nil},
		"a list with one name twice": {prod(`node_groups = [{ name = "a", version = "1.33" }, { name = "a", version = "1.32" }]`), nil,
			[]string{"node_groups.0: 1.33 node_groups.0.version " + file + ":1:40", "node_groups.1: 1.32 node_groups.1.version " + file + ":1:74"}, nil},
		"name in a map is no name": {prod(`node_groups = { blue = { name = "x", version = "1.33" } }`), nil, []string{"blue: 1.33 node_groups.blue.version " + file + ":1:48"}, nil},
		"what is no group": {prod("node_groups = { a = null, b = { version = \"1.33\", enabled = false }, c = { create = \"false\" }\n" +
			"d = { max_size = 0 }, e = { max_size = \"0\" }, f = \"1.33\", g = [], h = 1 }"), nil, nil, nil},
		"what is one": {prod(`node_groups = { a = { enabled = true }, b = { enabled = null }, c = { create = "no" }, d = { max_size = 3 }, e = { min_size = 0 } }`), nil,
			[]string{
				"a: absent node_groups.a.version " + file + ":1:21", "b: absent node_groups.b.version " + file + ":1:45", "c: absent node_groups.c.version " + file + ":1:69",
				"d: absent node_groups.d.version " + file + ":1:92", "e: absent node_groups.e.version " + file + ":1:114",
			}, nil},
		"another thing of that name": {prod("node_groups = \"many\"\nnodegroups = 3\nmanaged_node_groups = [1]"), nil, nil, nil},
		"a version that is null":     {prod(`node_groups = { a = { version = null } }`), nil, []string{"a: absent node_groups.a.version " + file + ":1:33"}, nil},
		"a number":                   {prod(`node_groups = { a = { version = 1.30 } }`), nil, []string{`a: 1.3 node_groups.a.version ` + file + `:1:33 written without quotes, 1.30 is the number 1.3: write "1.30"`}, nil},
		"no version":                 {prod(`node_groups = { a = { version = "latest" } }`), nil, []string{`a: invalid "latest" node_groups.a.version ` + file + `:1:33`}, nil},
		"a bad group hides nothing": {prod("node_groups = { a = { version = [] }\nb = { version = \"1.33\" } }\ncluster_version = \"1.34\""), nil,
			[]string{"a: unknown: " + file + `:1: node_groups.a.version is a list, where a version such as "1.34" is expected.`, "b: 1.33 node_groups.b.version " + file + ":2:17"},
			[]string{file + `:1: node_groups.a.version is a list, where a version such as "1.34" is expected.`}},
		"a switch that is a reference": {prod("node_groups = {\na = { enabled = var.on, version = \"1.33\" } }"), nil,
			[]string{"a: 1.33 node_groups.a.version " + file + ":2:35"},
			[]string{file + ":2: node_groups.a.enabled: Variables not allowed: Variables may not be used here."}},
		"groups that are a reference": {prod("node_groups = local.groups"), nil, nil,
			[]string{file + ":1: node_groups: Variables not allowed: Variables may not be used here."}},
		"a group that is a reference": {prod("node_groups = { a = local.a }"), nil, nil,
			[]string{file + ":1: node_groups.a: Variables not allowed: Variables may not be used here."}},

		"two scalars":                      {prod("node_version = \"1.33\"\nnodegroup_version = \"1.33\""), nil, nil, conflict(file+":2 sets nodegroup_version", file+":1 sets node_version")},
		"two spellings":                    {prod("node_version = \"1.33\"\nnode-version = \"1.33\""), nil, nil, conflict(file+":2 sets node-version", file+":1 sets node_version")},
		"a scalar and a map":               {prod("node_groups = { a = {}, b = { release_version = \"1.33.1-20260101\" } }\nnode_version = \"1.33\""), nil, nil, conflict(file+":2 sets node_version", file+":1 sets node_groups.b.release_version")},
		"a scalar and a map without":       {prod("node_groups = { a = {} }\nnode_version = \"1.33\""), nil, []string{"node_version: 1.33 node_version " + file + ":2:16"}, nil},
		"a map, and a scalar that is null": {prod("node_groups = { a = { version = \"1.33\" } }\nnode_version = null"), nil, []string{"a: 1.33 node_groups.a.version " + file + ":1:33"}, nil},
		"two maps without":                 {prod("node_groups = { a = {} }\nnodegroups = { a = {} }"), nil, []string{"node_groups.a: absent node_groups.a.version " + file + ":1:21", "nodegroups.a: absent nodegroups.a.version " + file + ":2:20"}, nil},
		"the own file wins": {files{file: `node_version = "1.33"`, "terraform.tfvars": `node_groups = { a = { version = "1.32" } }`}, nil,
			[]string{"node_version: 1.33 node_version " + file + ":1:16"}, nil},
		"one below": {files{file: "", "terraform.tfvars": `node_groups = { a = { version = "1.32" } }`}, nil,
			[]string{"a: 1.32 node_groups.a.version terraform.tfvars:1:33"}, nil},
		"two below": {files{file: "", "terraform.tfvars": `node_groups = { a = { version = "1.32" } }`, "v.tf": `variable "node_version" { default = "1.32" }`}, nil, nil,
			conflict("v.tf:1 sets node_version", "terraform.tfvars:1 sets node_groups.a.version")},
		"a default of the type is below": {files{file: `node_groups = { a = { version = "1.33" }, b = {} }`, "v.tf": `variable "node_groups" { type = map(object({ version = optional(string, "1.30") })) }`}, nil,
			[]string{"a: 1.33 node_groups.a.version " + file + ":1:33", "b: 1.30 node_groups.b.version v.tf:1:73"}, nil},
		"the own file wins over another name, with a default of its own": {files{file: `node_groups = { a = {}, b = { version = "1.33" } }`, "terraform.tfvars": `node_version = "1.32"`, "v.tf": `variable "node_groups" { type = map(object({ version = optional(string, "1.30") })) }`}, nil,
			[]string{"a: 1.30 node_groups.a.version v.tf:1:73", "b: 1.33 node_groups.b.version " + file + ":1:41"}, nil},
		"a null under a broken file":      {files{file: "node_groups = { a = { version = null } }\ncluster_version = \"1.34\"", "v.tf": "="}, nil, []string{"a: unknown: v.tf:1: Argument or block definition required: An argument or block definition is required here."}, []string{"v.tf:1: Argument or block definition required: An argument or block definition is required here."}},
		"a broken file below":             {files{file: `node_groups = { a = { version = "1.33" } }` + "\ncluster_version = \"1.34\"", "v.tf": "="}, nil, []string{"a: 1.33 node_groups.a.version " + file + ":1:33"}, nil},
		"a broken file may have a type":   {files{file: "node_groups = { a = {} }\ncluster_version = \"1.34\"", "v.tf": "="}, nil, []string{"a: unknown: v.tf:1: Argument or block definition required: An argument or block definition is required here."}, []string{"v.tf:1: Argument or block definition required: An argument or block definition is required here."}},
		"a broken file may have them":     {files{file: "cluster_version = \"1.34\"", "v.tf": "="}, nil, nil, []string{"v.tf:1: Argument or block definition required: An argument or block definition is required here."}},
		"a broken file above the default": {files{file: "cluster_version = \"1.34\"", "terraform.tfvars": "=", "v.tf": `variable "node_version" { default = "1.32" }`}, nil, []string{"node_version: unknown: terraform.tfvars:1: Argument or block definition required: An argument or block definition is required here."}, []string{"terraform.tfvars:1: Argument or block definition required: An argument or block definition is required here."}},
	})
}

func TestExplicitNodeGroups(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	runGroupTests(t, map[string]groupTest{
		"a path":          {prod(`blue = { version = "1.33" }`), []string{"blue.version"}, []string{"blue: 1.33 blue.version " + file + ":1:20"}, nil},
		"a scalar":        {prod(`workers = "1.33"`), []string{"workers"}, []string{"workers: 1.33 workers " + file + ":1:11"}, nil},
		"two paths":       {prod("blue = { version = \"1.33\" }\ngreen = { enabled = false }\nred = {}"), []string{"red.version", "green.version", "blue.version", "gone.version"}, []string{"blue: 1.33 blue.version " + file + ":1:20", "red: absent red.version " + file + ":3:7"}, nil},
		"another key":     {prod(`blue = { k8s = "1.33", version = 4, release_version = 5 }`), []string{"blue.k8s"}, []string{"blue: 1.33 blue.k8s " + file + ":1:16"}, nil},
		"another, absent": {prod(`blue = {}`), []string{"blue.k8s"}, []string{"blue: absent blue.k8s " + file + ":1:8"}, nil},
		"any key":         {prod(`workers = { eu = { blue = { version = "1.33" } }, us = { red = { version = "1.32" } } }`), []string{"workers.*.*.version"}, []string{"blue: 1.33 workers.eu.blue.version " + file + ":1:39", "red: 1.32 workers.us.red.version " + file + ":1:76"}, nil},
		"a list index":    {prod(`workers = [{ version = "1.33" }, { version = "1.32" }]`), []string{"workers.1.version"}, []string{"1: 1.32 workers.1.version " + file + ":1:46"}, nil},
		"the same name":   {prod("a = { blue = { version = \"1.33\" } }\nb = { blue = { version = \"1.32\" }, red = { version = \"1.31\" } }"), []string{"a.blue.version", "b.*.version"}, []string{"a.blue: 1.33 a.blue.version " + file + ":1:26", "b.blue: 1.32 b.blue.version " + file + ":2:26", "red: 1.31 b.red.version " + file + ":2:54"}, nil},
		"the same entry":  {prod(`a = { blue = { version = "1.33", release_version = "1.33.2-20260101" } }`), []string{"a.blue.version", "a.*.version", "a.blue.release_version"}, []string{"blue: 1.33 a.blue.version " + file + ":1:26; release 1.33.2-20260101 a.blue.release_version " + file + ":1:52"}, nil},
		"an entry in two ways": {prod(`blue = { version = "1.33", k8s = "1.32" }`), []string{"blue.version", "blue.k8s"},
			[]string{"blue: unknown: " + file + ":1 sets blue.version and " + file + ":1 sets blue.k8s: each of them is taken for the version of one node group, so which one counts is not known."},
			[]string{file + ":1 sets blue.version and " + file + ":1 sets blue.k8s: each of them is taken for the version of one node group, so which one counts is not known."}},
		"hyphens are other keys": {prod(`blue = { "k8s-version" = "1.33" }`), []string{"blue.k8s_version"}, []string{"blue: absent blue.k8s_version " + file + ":1:8"}, nil},
		"null":                   {prod("blue = null\nred = { a = null }"), []string{"blue.version", "red.a.version"}, nil, nil},
		"a text for an entry":    {prod(`blue = "1.33"`), []string{"blue.version"}, nil, []string{file + ":1: blue is a string, where an object with version is expected."}},
		"a list for an entry":    {prod(`blue = ["1.33"]`), []string{"blue.version"}, nil, []string{file + ":1: blue is a list, where an object with version is expected."}},
		"a text on the way":      {prod(`workers = true`), []string{"workers.*.version"}, nil, []string{file + ":1: workers is a bool, where an object with * is expected."}},
		"other things beside":    {prod(`workers = { on = true, blue = { version = "1.33" } }`), []string{"workers.*.version"}, []string{"blue: 1.33 workers.blue.version " + file + ":1:43"}, nil},
		"a scalar that is none":  {prod(`workers = {}`), []string{"workers"}, []string{"workers: unknown: " + file + `:1: workers is an object, where a version such as "1.34" is expected.`}, []string{file + `:1: workers is an object, where a version such as "1.34" is expected.`}},
		"not in a broken file": {files{file: `cluster_version = "1.34"`, "v.tf": "="}, []string{"blue.version"}, nil, []string{
			"v.tf:1: Argument or block definition required: An argument or block definition is required here."}},
		"defaults are not tried": {prod(`node_version = "1.33"`), []string{"blue.version"}, nil, nil},
	})
}

func TestReleaseVersion(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	const from = ` taken from the release version "1.33.2-20260101"`
	runGroupTests(t, map[string]groupTest{
		"both": {prod(`node_groups = { a = { version = "1.32", release_version = "1.33.2-20260101" } }`), nil,
			[]string{"a: 1.32 node_groups.a.version " + file + ":1:33; release 1.33.2-20260101 node_groups.a.release_version " + file + ":1:59"}, nil},
		"the release alone": {prod(`node_groups = { a = { release_version = "1.33.2-20260101" } }`), nil,
			[]string{"a: 1.33 node_groups.a.release_version " + file + ":1:41" + from + "; release 1.33.2-20260101 node_groups.a.release_version " + file + ":1:41"}, nil},
		"the version null": {prod(`node_groups = { a = { version = null, release_version = "1.33.2-20260101" } }`), nil,
			[]string{"a: 1.33 node_groups.a.release_version " + file + ":1:57" + from + "; release 1.33.2-20260101 node_groups.a.release_version " + file + ":1:57"}, nil},
		"explicit": {prod(`blue = { release_version = "1.33.2-20260101" }`), []string{"blue.release_version"},
			[]string{"blue: 1.33 blue.release_version " + file + ":1:28" + from + "; release 1.33.2-20260101 blue.release_version " + file + ":1:28"}, nil},
		"the sibling of an explicit version": {prod(`blue = { release_version = "1.33.2-20260101" }`), []string{"blue.version"},
			[]string{"blue: 1.33 blue.release_version " + file + ":1:28" + from + "; release 1.33.2-20260101 blue.release_version " + file + ":1:28"}, nil},
		"the sibling of an explicit release": {prod(`blue = { version = "1.32" }`), []string{"blue.release_version"},
			[]string{"blue: 1.32 blue.version " + file + ":1:20"}, nil},
		"a variable": {prod(`release_version = "1.33.2-20260101"`), []string{"release_version"},
			[]string{"release_version: 1.33 release_version " + file + ":1:19" + from + "; release 1.33.2-20260101 release_version " + file + ":1:19"}, nil},
		"Bottlerocket's form": {prod(`blue = { release_version = "1.19.2-29cc92cc" }`), []string{"blue.version"},
			[]string{"blue: absent blue.version " + file + ":1:8; release 1.19.2-29cc92cc blue.release_version " + file + ":1:28"}, nil},
		"Bottlerocket by its AMI type": {prod(`blue = { ami_type = "BOTTLEROCKET_ARM_64", release_version = "1.19.2-20260101" }`), []string{"blue.version"},
			[]string{"blue: absent blue.version " + file + ":1:8; release 1.19.2-20260101 blue.release_version " + file + ":1:62"}, nil},
		"another AMI type": {prod(`blue = { ami_type = "AL2023_x86_64_STANDARD", release_version = "1.33.2-20260101" }`), []string{"blue.version"},
			[]string{"blue: 1.33 blue.release_version " + file + ":1:65" + from + "; release 1.33.2-20260101 blue.release_version " + file + ":1:65"}, nil},
		"no minor": {prod(`blue = { release_version = "1.033.2-20260101" }`), []string{"blue.version"},
			[]string{"blue: absent blue.version " + file + ":1:8; release 1.033.2-20260101 blue.release_version " + file + ":1:28"}, nil},
		"a list": {prod(`blue = { release_version = [] }`), []string{"blue.version"},
			[]string{"blue: absent blue.version " + file + ":1:8; release unknown: " + file + `:1: blue.release_version is a list, where an AMI release such as "1.34.1-20260101" is expected.`},
			[]string{file + `:1: blue.release_version is a list, where an AMI release such as "1.34.1-20260101" is expected.`}},
	})
}
