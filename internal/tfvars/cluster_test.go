package tfvars

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestClusterVersion(t *testing.T) {
	explicit := func(path string) Names { return Names{ClusterVersion: path} }
	tests := map[string]struct {
		files    files
		names    Names
		want     string
		sets     bool
		problems []string
	}{
		"quoted":               {prod("env = \"prod\"\ncluster_version = \"1.34\"\n"), Names{}, "1.34 cluster_version env-vars/prod.tfvars:2:19", true, nil},
		"comment before":       {prod("# c\n/* d\n*/ cluster_version = \"1.34\" // e"), Names{}, "1.34 cluster_version env-vars/prod.tfvars:3:22", true, nil},
		"CRLF and BOM":         {prod("\xEF\xBB\xBFenv = \"prod\"\r\n  cluster_version = \"1.34\"\r\n"), Names{}, "1.34 cluster_version env-vars/prod.tfvars:2:21", true, nil},
		"BOM on the same line": {prod("\xEF\xBB\xBFcluster_version = \"1.34\""), Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil},
		"JSON":                 {prodJSON("{\n  \"cluster_version\": \"1.34\"\n}"), Names{}, "1.34 cluster_version env-vars/prod.tfvars.json:2:22", true, nil},
		"JSON with tabs, CRLF": {prodJSON("\xEF\xBB\xBF{\r\n\t\"cluster_version\":\t\"1.34\"\r\n}"), Names{}, "1.34 cluster_version env-vars/prod.tfvars.json:2:21", true, nil},
		"kubernetes_version":   {prod(`kubernetes_version = "1.34"`), Names{}, "1.34 kubernetes_version env-vars/prod.tfvars:1:22", true, nil},
		"eks_cluster_version":  {prod(`eks_cluster_version = "1.34"`), Names{}, "1.34 eks_cluster_version env-vars/prod.tfvars:1:23", true, nil},
		"eks_version":          {prod(`eks_version = "1.34"`), Names{}, "1.34 eks_version env-vars/prod.tfvars:1:15", true, nil},
		"k8s_version":          {prod(`k8s_version = "1.34"`), Names{}, "1.34 k8s_version env-vars/prod.tfvars:1:15", true, nil},
		"hyphens":              {prod(`eks-cluster_version = "1.34"`), Names{}, "1.34 eks-cluster_version env-vars/prod.tfvars:1:23", true, nil},
		"explicit, a variable": {prod(`my-version = "1.34"`), explicit("my-version"), "1.34 my-version env-vars/prod.tfvars:1:14", true, nil},
		"explicit, exactly":    {prod(`my_version = "1.34"`), explicit("my-version"), "absent my-version env-vars/prod.tfvars:0:0", false, nil},
		"explicit, no default": {prod(`cluster_version = "1.34"`), explicit("version"), "absent version env-vars/prod.tfvars:0:0", false, nil},
		"explicit, a path":     {prod(`eks = { "version" = "1.34" }`), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars:1:21", true, nil},
		"a path in JSON":       {prodJSON(`{"eks": {"version": "1.34"}}`), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars.json:1:21", true, nil},
		"an index":             {prod(`eks = [{}, { version = "1.34" }]`), explicit("eks.1.version"), "1.34 eks.1.version env-vars/prod.tfvars:1:24", true, nil},
		"non-ASCII keys":       {prod(`größe = { "日本" = { "é́" = 1, version = "1.34" } }`), explicit("größe.日本.version"), "1.34 größe.日本.version env-vars/prod.tfvars:1:39", true, nil},
		"a decomposed key":     {prod("eks = { \"e\u0301\" = \"1.34\" }"), explicit("eks.é"), "1.34 eks.é env-vars/prod.tfvars:1:15", true, nil},
		"any key":              {prod(`eks = { main = { version = "1.34" } }`), explicit("eks.*.version"), "1.34 eks.main.version env-vars/prod.tfvars:1:28", true, nil},
		"parentheses":          {prod(`eks = ({ version = ("1.34") })`), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars:1:20", true, nil},
		"last of two keys":     {prod(`eks = { version = "1.33", version = "1.34" }`), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars:1:37", true, nil},
		"key in parentheses":   {prod(`eks = { ("version") = "1.34" }`), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars:1:23", true, nil},
		"heredoc":              {prod("cluster_version = <<EOT\n1.34\nEOT\n"), Names{}, `invalid "1.34\n" cluster_version env-vars/prod.tfvars:1:19`, true, nil},
		"template":             {prod(`cluster_version = "1.${30 + 4}"`), Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil},
		"condition":            {prod(`cluster_version = true ? "1.34" : "1.33"`), Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil},
		"number":               {prod(`cluster_version = 1.34`), Names{}, "1.34 cluster_version env-vars/prod.tfvars:1:19", true, nil},
		"number that loses":    {prod(`cluster_version = 1.30`), Names{}, `1.3 cluster_version env-vars/prod.tfvars:1:19 written without quotes, 1.30 is the number 1.3: write "1.30"`, true, nil},
		"number in a template": {prod(`cluster_version = "${(1.30)}"`), Names{}, `1.3 cluster_version env-vars/prod.tfvars:1:19 written without quotes, 1.30 is the number 1.3: write "1.30"`, true, nil},
		"JSON number":          {prodJSON(`{"cluster_version": 1.30}`), Names{}, `1.3 cluster_version env-vars/prod.tfvars.json:1:21 written without quotes, 1.30 is the number 1.3: write "1.30"`, true, nil},
		"computed number":      {prod(`cluster_version = 2 - 0.75`), Names{}, `1.25 cluster_version env-vars/prod.tfvars:1:19`, true, nil},
		"no version":           {prod(`cluster_version = "v1.34"`), Names{}, `invalid "v1.34" cluster_version env-vars/prod.tfvars:1:19`, true, nil},
		"JSON is no template":  {prodJSON(`{"cluster_version": "${1.34}"}`), Names{}, `invalid "${1.34}" cluster_version env-vars/prod.tfvars.json:1:21`, true, nil},
		"null":                 {prod(`cluster_version = null`), Names{}, "absent cluster_version env-vars/prod.tfvars:1:19", false, nil},
		"null in JSON":         {prodJSON(`{"cluster_version": null}`), Names{}, "absent cluster_version env-vars/prod.tfvars.json:1:21", false, nil},
		"null on the way":      {prod(`eks = null`), explicit("eks.version"), "absent eks env-vars/prod.tfvars:1:7", false, nil},
		"a null and a version": {prod("cluster_version = null\nk8s_version = \"1.34\""), Names{}, "1.34 k8s_version env-vars/prod.tfvars:2:15", true, nil},
		"nothing":              {prod(``), Names{}, "absent cluster_version env-vars/prod.tfvars:0:0", false, nil},
		"JSON comment":         {prodJSON(`{"//": "cluster_version"}`), Names{}, "absent cluster_version env-vars/prod.tfvars.json:0:0", false, nil},
		"a list": {prod(`cluster_version = ["1.34"]`), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1: cluster_version is a list, where a version such as "1.34" is expected.`}},
		"an object in JSON": {prodJSON("{\"cluster_version\":\n{}}"), Names{}, "", true,
			[]string{`env-vars/prod.tfvars.json:2: cluster_version is an object, where a version such as "1.34" is expected.`}},
		"a bool": {prod(`cluster_version = true`), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1: cluster_version is a bool, where a version such as "1.34" is expected.`}},
		"a computed list": {prod(`cluster_version = [for v in ["1.34"]: v]`), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1: cluster_version is a list, where a version such as "1.34" is expected.`}},
		"a text on the way": {prod(`eks = "1.34"`), explicit("eks.cluster.version"), "", false,
			[]string{`env-vars/prod.tfvars:1: eks is a string, where an object with cluster.version is expected.`}},
		"a computed object": {prod(`eks = { for k in ["version"] : k => "1.34" }`), explicit("eks.version"), "", false,
			[]string{`env-vars/prod.tfvars:1: eks is computed by an expression, and what is in it has no line of its own.`}},
		"a reference": {prod(`cluster_version = var.v`), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1: cluster_version: Variables not allowed: Variables may not be used here.`}},
		"a function": {prod(`cluster_version = upper("1.34")`), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1: cluster_version: Function calls not allowed: Functions may not be called here.`}},
		"a key that is no text": {prod("eks = {\n (null) = 1\n version = \"1.34\" }"), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars:3:12", true,
			[]string{`env-vars/prod.tfvars:2: A key of eks is no text.`}},
		"a key that is a reference": {prod("eks = {\n a.b = 1 }"), explicit("eks.version"), "", false,
			[]string{`env-vars/prod.tfvars:2: eks: Ambiguous attribute key: If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.`}},
		"two keys in JSON": {prodJSON("{\"eks\": {\"version\": \"1.34\",\n\"version\": \"1.33\"}}"), explicit("eks.version"), "1.34 eks.version env-vars/prod.tfvars.json:1:21", true,
			[]string{`env-vars/prod.tfvars.json:2: eks has the key "version" twice.`}},
		"two names": {prod("cluster_version = \"1.34\"\nkubernetes_version = \"1.34\""), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1 sets cluster_version and env-vars/prod.tfvars:2 sets kubernetes_version: each of them is taken for the cluster's version, so which one counts is not known.`}},
		"two spellings": {prod("cluster_version = \"1.34\"\n\ncluster-version = \"1.33\""), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:3 sets cluster-version and env-vars/prod.tfvars:1 sets cluster_version: each of them is taken for the cluster's version, so which one counts is not known.`}},
		"three names": {prod("cluster_version = \"1\"\neks_version = 2\nk8s_version = []"), Names{}, "", true,
			[]string{`env-vars/prod.tfvars:1 sets cluster_version, env-vars/prod.tfvars:2 sets eks_version and env-vars/prod.tfvars:3 sets k8s_version: each of them is taken for the cluster's version, so which one counts is not known.`}},
		"a key of two lines": {prod(`eks = { "a\nb" = { version = [] } }`), explicit("eks.*.version"), "", true,
			[]string{`env-vars/prod.tfvars:1: eks.a b.version is a list, where a version such as "1.34" is expected.`}},
		"any key, twice": {prod(`eks = { a = { version = "1.34" }, b = { version = "1.34" } }`), explicit("eks.*.version"), "", true,
			[]string{`env-vars/prod.tfvars:1 sets eks.a.version and env-vars/prod.tfvars:1 sets eks.b.version: each of them is taken for the cluster's version, so which one counts is not known.`}},
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
			if !environment.Exists {
				t.Error("does not exist")
			}
		})
	}
}

func TestClusterNameAndRegion(t *testing.T) {
	tests := map[string]struct {
		text         string
		names        Names
		name, region string
		problems     []string
	}{
		"defaults": {"cluster_name = \"prod\"\nregion = \"eu-central-1\"", Names{},
			"prod cluster_name env-vars/prod.tfvars:1:16", "eu-central-1 region env-vars/prod.tfvars:2:10", nil},
		"other defaults": {"eks-cluster-name = \"prod\"\naws_region = \"eu-central-1\"", Names{},
			"prod eks-cluster-name env-vars/prod.tfvars:1:20", "eu-central-1 aws_region env-vars/prod.tfvars:2:14", nil},
		"the first wins": {"aws_region = \"b\"\nregion = \"a\"\neks_cluster_name = \"d\"\ncluster_name = \"c\"", Names{},
			"c cluster_name env-vars/prod.tfvars:4:16", "a region env-vars/prod.tfvars:2:10", nil},
		"explicit": {"eks = { name = \"prod\", where = { region = \"eu\" } }\nregion = \"us\"", Names{ClusterName: "eks.name", Region: "eks.where.region"},
			"prod eks.name env-vars/prod.tfvars:1:16", "eu eks.where.region env-vars/prod.tfvars:1:43", nil},
		"a number": {"cluster_name = 10.0", Names{},
			`10 cluster_name env-vars/prod.tfvars:1:16 written without quotes, 10.0 is the number 10: write "10.0"`, "absent region env-vars/prod.tfvars:0:0", nil},
		"a guess that is something else": {"cluster_name = { a = 1 }\nregion = [\"eu\"]", Names{},
			`unknown: env-vars/prod.tfvars:1: cluster_name is an object, where the cluster's name in quotes is expected.`,
			`unknown: env-vars/prod.tfvars:2: region is a list, where a region such as "eu-central-1" is expected.`, nil},
		"explicit that is something else": {"region = [\"eu\"]", Names{Region: "region"},
			"absent cluster_name env-vars/prod.tfvars:0:0",
			`unknown: env-vars/prod.tfvars:1: region is a list, where a region such as "eu-central-1" is expected.`,
			[]string{`env-vars/prod.tfvars:1: region is a list, where a region such as "eu-central-1" is expected.`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			environment := prod(test.text).read(t, test.names)
			same(t, "cluster name", show(environment.ClusterName), test.name)
			same(t, "region", show(environment.Region), test.region)
			sameLines(t, "problems", messages(environment.Problems), test.problems)
		})
	}
}

// What is not asked for is never shown, not even where it is what is wrong.
func TestNoValueThatIsNotAskedFor(t *testing.T) {
	const secret = "hunter2"
	for name, files := range map[string]files{
		"native": prod("cluster_version = [\"1.34\", \"hunter2\"]\npassword = \"hunter2\"\nregion = { hunter = \"hunter2\" }"),
		"syntax": prod("password = \"hunter2\" hunter2\n"),
		"JSON":   prodJSON("{\"cluster_version\": \"1.34\", \"password\": hunter2}"),
		"module": {"env-vars/prod.tfvars": "", "secret.tf": `variable "p" { default = "hunter2" hunter2 }`},
	} {
		t.Run(name, func(t *testing.T) {
			environment := files.read(t, Names{})
			if len(environment.Problems) == 0 {
				t.Fatal("no problem to look at")
			}
			for _, problem := range environment.Problems {
				if strings.Contains(problem.Message+problem.Remediation, secret) {
					t.Errorf("shows the secret: %s", problem.Message)
				}
			}
		})
	}
}

func TestSourceTemplate(t *testing.T) {
	fsys := prod("cluster_version = \"1.34\"\nnode_version = []")
	reader, err := Open(Folder{
		EnvVars: mustSub(t, fsys.fs(), "env-vars"), EnvVarsPath: "./eks/env-vars",
		Source: upgrade.Source{Kind: upgrade.SourceGit, Ref: "git:main at 3f2a1c9"},
	}, Names{})
	if err != nil {
		t.Fatal(err)
	}
	environment := reader.Read("prod")
	want := upgrade.Source{Kind: upgrade.SourceGit, Ref: "git:main at 3f2a1c9", File: "eks/env-vars/prod.tfvars", Line: 1, Column: 19, Attribute: "cluster_version"}
	if environment.ClusterVersion.Source != want {
		t.Errorf("got %+v, want %+v", environment.ClusterVersion.Source, want)
	}
	sameLines(t, "problems", messages(environment.Problems),
		[]string{`git:main at 3f2a1c9, eks/env-vars/prod.tfvars:2: node_version is a list, where a version such as "1.34" is expected.`})
}
