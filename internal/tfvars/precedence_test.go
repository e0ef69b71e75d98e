package tfvars

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestPrecedence(t *testing.T) {
	// From the lowest on: each file wins over those before it.
	layers := []struct{ file, text, want string }{
		{"a_variables.tf", "variable \"cluster_version\" {\n  default = \"1.20\"\n}", "1.20 cluster_version a_variables.tf:2:13"},
		{"b_variables.tf.json", `{"variable": {"cluster_version": {"default": "1.21"}}}`, "1.21 cluster_version b_variables.tf.json:1:46"},
		{"a_override.tf", `variable "cluster_version" { default = "1.22" }`, "1.22 cluster_version a_override.tf:1:40"},
		{"override.tf.json", `{"variable": {"cluster_version": [{"default": "1.23"}]}}`, "1.23 cluster_version override.tf.json:1:47"},
		{"terraform.tfvars", `cluster_version = "1.24"`, "1.24 cluster_version terraform.tfvars:1:19"},
		{"terraform.tfvars.json", `{"cluster_version": "1.25"}`, "1.25 cluster_version terraform.tfvars.json:1:21"},
		{".hidden.auto.tfvars", `cluster_version = "1.26"`, "1.26 cluster_version .hidden.auto.tfvars:1:19"},
		{"a.auto.tfvars", `cluster_version = "1.27"`, "1.27 cluster_version a.auto.tfvars:1:19"},
		{"a.auto.tfvars.json", `{"cluster_version": "1.28"}`, "1.28 cluster_version a.auto.tfvars.json:1:21"},
		{"b.auto.tfvars", `cluster_version = "1.29"`, "1.29 cluster_version b.auto.tfvars:1:19"},
		{"env-vars/prod.tfvars", `cluster_version = "1.30"`, "1.30 cluster_version env-vars/prod.tfvars:1:19"},
	}
	module := files{
		"env-vars/prod.tfvars": "", "other.tfvars": `cluster_version = "1.99"`, ".ignored.tf": `variable "cluster_version" { default = "1.99" }`,
		"variables.tf~": `variable "cluster_version" { default = "1.99" }`, "#v.tf#": "{", "notes.txt": "{",
	}
	for i, layer := range layers {
		module[layer.file] = layer.text
		environment := module.read(t, Names{})
		same(t, "with "+layer.file, show(environment.ClusterVersion), layer.want)
		sameLines(t, "problems with "+layer.file, messages(environment.Problems), nil)
		if got, want := environment.SetsClusterVersion, i == len(layers)-1; got != want {
			t.Errorf("with %s: sets the cluster version is %t, want %t", layer.file, got, want)
		}
	}
}

func TestLayers(t *testing.T) {
	tests := map[string]struct {
		files    files
		names    Names
		want     string
		sets     bool
		problems []string
	}{
		"the own name wins over another below": {
			files{"env-vars/prod.tfvars": `k8s_version = "1.34"`, "terraform.tfvars": "cluster_version = \"1.33\"\neks_version = \"1.33\""},
			Names{}, "1.34 k8s_version env-vars/prod.tfvars:1:15", true, nil,
		},
		"two names below": {
			files{"env-vars/prod.tfvars": "", "terraform.tfvars": `cluster_version = "1.33"`, "v.tf": `variable "eks_version" { default = "1.33" }`},
			Names{}, "", false,
			[]string{`terraform.tfvars:1 sets cluster_version and v.tf:1 sets eks_version: each of them is taken for the cluster's version, so which one counts is not known.`},
		},
		"hyphens below": {
			files{"env-vars/prod.tfvars": "", "v.tf": `variable "cluster-version" { default = "1.33" }`},
			Names{}, "1.33 cluster-version v.tf:1:40", false, nil,
		},
		"a declared name without a default": {
			files{"env-vars/prod.tfvars": "", "v.tf": `variable "cluster_version" { type = string }`},
			Names{}, "absent cluster_version env-vars/prod.tfvars:0:0", false, nil,
		},
		"a value replaces one below whole": {
			files{"env-vars/prod.tfvars": `eks = { name = "prod" }`, "terraform.tfvars": `eks = { version = "1.33" }`},
			Names{ClusterVersion: "eks.version"}, "absent eks.version env-vars/prod.tfvars:0:0", false, nil,
		},
		"null replaces a value": {
			files{"env-vars/prod.tfvars": `cluster_version = null`, "v.tf": `variable "cluster_version" { default = "1.33" }`},
			Names{}, "absent cluster_version env-vars/prod.tfvars:1:19", false, nil,
		},
		"null means the default where it is not nullable": {
			files{"env-vars/prod.tfvars": `cluster_version = null`, "terraform.tfvars": `cluster_version = "1.32"`,
				"v.tf": "variable \"cluster_version\" {\n nullable = false\n default = \"1.33\"\n}"},
			Names{}, "1.33 cluster_version v.tf:3:12", false, nil,
		},
		"null where it is not nullable, without a default": {
			files{"env-vars/prod.tfvars": `cluster_version = null`, "v.tf": `variable "cluster_version" { nullable = false }`},
			Names{}, "absent cluster_version env-vars/prod.tfvars:1:19", false, nil,
		},
		"nullable by an override": {
			files{"env-vars/prod.tfvars": `cluster_version = null`, "v.tf": `variable "cluster_version" { default = "1.33" }`,
				"v_override.tf": `variable "cluster_version" { nullable = false }`},
			Names{}, "1.33 cluster_version v.tf:1:40", false, nil,
		},
		"a default that loses a digit": {
			files{"env-vars/prod.tfvars": "", "v.tf": `variable "cluster_version" { default = 1.30 }`},
			Names{}, `1.3 cluster_version v.tf:1:40 written without quotes, 1.30 is the number 1.3: write "1.30"`, false, nil,
		},
		"a default that is a reference": {
			files{"env-vars/prod.tfvars": "", "v.tf": `variable "cluster_version" { default = local.v }`},
			Names{}, "", false, []string{`v.tf:1: cluster_version: Variables not allowed: Variables may not be used here.`},
		},
		"a broken module file that is not needed": {
			files{"env-vars/prod.tfvars": "cluster_version = \"1.34\"\nnode_version = \"1.34\"", "v.tf": `variable {`},
			Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil,
		},
		"a broken module file that is needed": {
			files{"env-vars/prod.tfvars": `node_version = "1.34"`, "v.tf": "\nvariable \"x\" {\n"},
			Names{}, "", false,
			[]string{`v.tf:2: Unclosed configuration block: There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.`},
		},
		"a variable block without a name": {
			files{"env-vars/prod.tfvars": `node_version = "1.34"`, "v.tf": "variable {\n}\n"},
			Names{}, "", false,
			[]string{`v.tf:1: Missing name for variable: All variable blocks must have 1 labels (name).`},
		},
		"a broken file of values that is not needed": {
			files{"env-vars/prod.tfvars": "cluster_version = \"1.34\"\nnode_version = \"1.34\"", "terraform.tfvars": `=`},
			Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil,
		},
		"a broken file of values above the default": {
			files{"env-vars/prod.tfvars": `node_version = "1.34"`, "terraform.tfvars": `=`, "v.tf": `variable "cluster_version" { default = "1.33" }`},
			Names{}, "", false,
			[]string{`terraform.tfvars:1: Argument or block definition required: An argument or block definition is required here.`},
		},
		"a broken file below the value": {
			files{"env-vars/prod.tfvars": `node_version = "1.34"`, "terraform.tfvars": `=`, "a.auto.tfvars": `cluster_version = "1.33"`},
			Names{}, "1.33 cluster_version a.auto.tfvars:1:19", false, nil,
		},
		"a broken module file, and a variable of another": {
			files{"env-vars/prod.tfvars": "node_version = \"1.34\"\neks = {}", "v.tf": "variable \"eks\" {\n}", "x.tf": `=`},
			Names{ClusterVersion: "eks.version"}, "absent eks.version env-vars/prod.tfvars:0:0", false, nil,
		},
		"a broken module file that may make null the default": {
			files{"env-vars/prod.tfvars": "node_version = \"1.34\"\ncluster_version = null", "x.tf": `=`},
			Names{}, "", false,
			[]string{`x.tf:1: Argument or block definition required: An argument or block definition is required here.`},
		},
		"a broken module file that may make a null in an object the default": {
			files{"env-vars/prod.tfvars": "node_version = \"1.34\"\neks = { version = null }", "x.tf": `=`},
			Names{ClusterVersion: "eks.version"}, "", false,
			[]string{`x.tf:1: Argument or block definition required: An argument or block definition is required here.`},
		},
		"a broken module file that may have the type": {
			files{"env-vars/prod.tfvars": "node_version = \"1.34\"\neks = {}", "x.tf": `=`},
			Names{ClusterVersion: "eks.version"}, "", false,
			[]string{`x.tf:1: Argument or block definition required: An argument or block definition is required here.`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			environment := test.files.read(t, test.names)
			sentences(t, environment.Problems)
			sameLines(t, "problems", messages(environment.Problems), test.problems)
			want := test.want
			if want == "" {
				want = "unknown: " + test.problems[0]
			}
			same(t, "cluster version", show(environment.ClusterVersion), want)
			if environment.SetsClusterVersion != test.sets {
				t.Errorf("sets the cluster version: %t, want %t", environment.SetsClusterVersion, test.sets)
			}
		})
	}
}

// A file that could not be read may set a name that only helps: the claim is
// unknown, and the environment has no problem for it.
func TestGuessBelowABrokenFile(t *testing.T) {
	environment := files{
		"env-vars/prod.tfvars": "cluster_version = \"1.34\"\nnode_version = \"1.34\"", "terraform.tfvars": "=",
	}.read(t, Names{})
	same(t, "region", show(environment.Region), "unknown: terraform.tfvars:1: Argument or block definition required: An argument or block definition is required here.")
	sameLines(t, "problems", messages(environment.Problems), nil)
}

func TestModuleFolderThatCannotBeListed(t *testing.T) {
	env := mustSub(t, files{"env-vars/prod.tfvars": "", "env-vars/dev.tfvars": "cluster_version = \"1.34\"\nnode_version=\"1.34\""}.fs(), "env-vars")
	reader, err := Open(Folder{EnvVars: env, EnvVarsPath: "eks/env-vars", Module: mustSub(t, fstest.MapFS{}, "nothing"), ModulePath: "eks"}, Names{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "eks: The folder of the root module could not be read: file does not exist."
	sameLines(t, "problems of prod", messages(reader.Read("prod").Problems), []string{want})
	same(t, "version of prod", show(reader.Read("prod").ClusterVersion), "unknown: "+want)
	sameLines(t, "problems of dev", messages(reader.Read("dev").Problems), nil)
	same(t, "version of dev", show(reader.Read("dev").ClusterVersion), "1.34 cluster_version eks/env-vars/dev.tfvars:1:19")
}

func TestNoModule(t *testing.T) {
	reader, err := Open(Folder{EnvVars: fstest.MapFS{"prod.tfvars": {}}}, Names{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "cluster version", show(reader.Read("prod").ClusterVersion), "absent cluster_version prod.tfvars:0:0")
}

func TestOpenErrors(t *testing.T) {
	_, err := Open(Folder{EnvVars: mustSub(t, fstest.MapFS{}, "nothing"), EnvVarsPath: "eks/env-vars"}, Names{})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	same(t, "no folder", err.Error(), "cannot list the folder of tfvars eks/env-vars: open .: file does not exist")
	if _, err := Open(Folder{}, Names{}); err == nil {
		t.Error("a nil folder was opened")
	}
	if _, err := Open(Folder{EnvVars: fstest.MapFS{}}, Names{Region: "a."}); err == nil {
		t.Error("bad names were taken")
	}
}
