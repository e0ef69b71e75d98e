package tfvars

import "testing"

func showAddons(addons []Addon) []string {
	lines := make([]string, len(addons))
	for i, addon := range addons {
		lines[i] = addon.Name + ": " + show(addon.Version)
		if !addon.Version.IsKnown() {
			lines[i] = addon.Name + ": unknown, " + addon.Version.Reason
		}
	}
	return lines
}

func TestAddons(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	const broken = "cluster_version = \"1.34\"\n"
	tests := map[string]struct {
		files files
		paths []string
		want  []string
	}{
		"none":     {prod(`cluster_version = "1.34"`), nil, nil},
		"by name":  {prod(`addons = { coredns = "v1.11.4-eksbuild.2" }`), nil, []string{"coredns: v1.11.4-eksbuild.2 addons.coredns " + file + ":1:22"}},
		"sorted":   {prod("addons = {\n  vpc-cni = \"v1.2.3\"\n  coredns = \"v1.2.4\"\n}"), nil, []string{"coredns: v1.2.4 addons.coredns " + file + ":3:13", "vpc-cni: v1.2.3 addons.vpc-cni " + file + ":2:13"}},
		"objects":  {prod(`addons = { a = { version = "v1.2.3" }, b = { addon_version = "2.0" } }`), nil, []string{"a: v1.2.3 addons.a.version " + file + ":1:28", "b: 2.0 addons.b.addon_version " + file + ":1:62"}},
		"a list":   {prod(`addons = [{ name = "kube_proxy", version = "v1.34.0-eksbuild.2" }, { version = "v1.2.3" }, "v1.2.3"]`), nil, []string{"kube-proxy: v1.34.0-eksbuild.2 addons.0.version " + file + ":1:44"}},
		"the maps": {prod("cluster-addons = { a = \"v1\" }\neks_addons = { b = { version = \"v2\" } }\naddon_versions = { c = \"v3\" }"), nil, []string{"a: v1 cluster-addons.a " + file + ":1:24", "b: v2 eks_addons.b.version " + file + ":2:32", "c: v3 addon_versions.c " + file + ":3:24"}},
		"the variables": {
			prod("vpc_cni_version = \"v1\"\ncoredns-version = \"v2\"\nkube-proxy_version = \"v3\"\ncluster_autoscaler_version = \"v4\"\nmetrics_server_version = \"v5\"\naws_load_balancer_controller_version = \"v6\"\nother_version = \"v7\""), nil,
			[]string{
				"aws-load-balancer-controller: v6 aws_load_balancer_controller_version " + file + ":6:40", "cluster-autoscaler: v4 cluster_autoscaler_version " + file + ":4:30",
				"coredns: v2 coredns-version " + file + ":2:19", "kube-proxy: v3 kube-proxy_version " + file + ":3:22", "metrics-server: v5 metrics_server_version " + file + ":5:26", "vpc-cni: v1 vpc_cni_version " + file + ":1:19",
			},
		},
		"underscores":    {prod(`addons = { vpc_cni = "v1.2.3", aws-ebs_csi_driver = { version = "v1.3.0" } }`), nil, []string{"aws-ebs-csi-driver: v1.3.0 addons.aws-ebs_csi_driver.version " + file + ":1:65", "vpc-cni: v1.2.3 addons.vpc_cni " + file + ":1:22"}},
		"JSON":           {prodJSON("{\"addons\": {\n\t\"coredns\": \"v1.2.3\"}}"), nil, []string{"coredns: v1.2.3 addons.coredns env-vars/prod.tfvars.json:2:13"}},
		"a lost zero":    {prod(`metrics_server_version = 0.70`), nil, []string{`metrics-server: 0.7 metrics_server_version ` + file + `:1:26 written without quotes, 0.70 is the number 0.7: write "0.70"`}},
		"no version":     {prod(`addons = { a = null, b = "latest", c = {}, d = { most_recent = true }, e = true, f = [], g = { version = {} }, h = { version = null }, i = { version = "" }, j = var.x }`), nil, nil},
		"with the most":  {prod(`addons = { a = { most_recent = true, version = "v1" } }`), nil, []string{"a: v1 addons.a.version " + file + ":1:48"}},
		"one of two":     {prod(`addons = { a = { addon_version = null, version = "v1" } }`), nil, []string{"a: v1 addons.a.version " + file + ":1:50"}},
		"both of two":    {prod(`addons = { a = { addon_version = "v1", version = "v1" }, b = "v2" }`), nil, []string{"a: unknown, both addons.a.version (" + file + ":1) and addons.a.addon_version (" + file + ":1) set its version", "b: v2 addons.b " + file + ":1:62"}},
		"switched off":   {prod(`addons = { a = { enabled = false, version = "v1" }, b = { create = true, version = "v2" } }`), nil, []string{"b: v2 addons.b.version " + file + ":1:84"}},
		"two places":     {prod("addons = { coredns = \"v1\" }\ncoredns_version = \"v1\"\nkube_proxy_version = \"v2\""), nil, []string{"coredns: unknown, both addons.coredns (" + file + ":1) and coredns_version (" + file + ":2) set its version", "kube-proxy: v2 kube_proxy_version " + file + ":3:22"}},
		"two spellings":  {prod(`addons = { vpc-cni = "v1", vpc_cni = "v1" }`), nil, []string{"vpc-cni: unknown, both addons.vpc-cni (" + file + ":1) and addons.vpc_cni (" + file + ":1) set its version"}},
		"not a map":      {prod("addons = \"v1\"\neks_addons = 3\ncluster_addons = var.x\naddon_versions = null"), nil, nil},
		"a module's":     {files{file: "", "v.tf": `variable "addons" { default = { coredns = "v1" } }`}, nil, []string{"coredns: v1 addons.coredns v.tf:1:43"}},
		"the file first": {files{file: `addons = { coredns = "v2" }`, "terraform.tfvars": `coredns_version = "v1"`}, nil, []string{"coredns: v2 addons.coredns " + file + ":1:22"}},
		"the type's":     {files{file: `addons = { coredns = {} }`, "v.tf": `variable "addons" { type = map(object({ version = optional(string, "v1") })) }`}, nil, []string{"coredns: v1 addons.coredns.version v.tf:1:68"}},
		"in doubt":       {files{file: broken, "terraform.tfvars": "=", "v.tf": `variable "coredns_version" { default = "v1" }`}, nil, nil},
		"no file":        {files{file: "="}, nil, nil},

		"a path":          {prod("dns_version = \"v1\"\ncoredns_version = \"v2\""), []string{"dns_version"}, []string{"dns: v1 dns_version " + file + ":1:15"}},
		"hyphens in it":   {prod(`vpc-cni-version = "v1"`), []string{"vpc-cni-version"}, []string{"vpc-cni: v1 vpc-cni-version " + file + ":1:19"}},
		"a variable":      {prod(`vpc_cni = { version = "v1" }`), []string{"vpc_cni.version"}, []string{"vpc-cni: v1 vpc_cni.version " + file + ":1:23"}},
		"deeper":          {prod(`eks = { coredns = { addon_version = "v1" }, proxy_version = "v2" }`), []string{"eks.proxy_version", "eks.coredns.addon_version"}, []string{"coredns: v1 eks.coredns.addon_version " + file + ":1:37", "proxy: v2 eks.proxy_version " + file + ":1:61"}},
		"a version":       {prod(`version = "v1"`), []string{"version"}, []string{"version: v1 version " + file + ":1:11"}},
		"any key":         {prod(`eks = { addons = { coredns = "v1", x = {} } }`), []string{"eks.addons.*"}, []string{"coredns: v1 eks.addons.coredns " + file + ":1:30"}},
		"any object":      {prod(`tools = { dns = { tag = "v1" } }`), []string{"tools.*.tag"}, []string{"dns: v1 tools.dns.tag " + file + ":1:25"}},
		"any, and deeper": {prod(`tools = { dns = { image = { tag = "v1" } } }`), []string{"tools.*.image.tag"}, []string{"dns: v1 tools.dns.image.tag " + file + ":1:35"}},
		"the last any":    {prod(`tools = { a = { dns = { tag = "v1" } } }`), []string{"tools.*.*.tag"}, []string{"dns: v1 tools.a.dns.tag " + file + ":1:31"}},
		"any of a list":   {prod(`tools = [{ name = "dns", tag = "v1" }]`), []string{"tools.*.tag"}, []string{"dns: v1 tools.0.tag " + file + ":1:32"}},
		"twice":           {prod(`addons = { dns = "v1" }`), []string{"addons.*", "addons.dns"}, []string{"dns: v1 addons.dns " + file + ":1:18"}},
		"exactly":         {prod(`addons = { dns = "v1" }`), []string{"addons.*.version", "addons.dns.version"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			names := Names{AddonVersions: test.paths}
			environment := test.files.read(t, names)
			sameLines(t, "add-ons", showAddons(environment.Addons), test.want)
			// Whatever is wrong with an add-on is no problem of the environment.
			if without := test.files.read(t, Names{AddonVersions: []string{"nothing"}}); len(environment.Problems) != len(without.Problems) {
				t.Errorf("problems: %v", messages(environment.Problems))
			}
		})
	}
}

func TestUnmatchedAddons(t *testing.T) {
	reader := prod("addons = { a = \"v1\", b = null, c = {} }\nd = null").open(t,
		Names{AddonVersions: []string{"addons.*", "addons.a", "addons.b", "addons.c", "addons.c.version", "addons.a.version", "d.version", "e"}})
	sameLines(t, "unmatched", reader.Unmatched([]string{"prod"}), []string{"addons.c.version", "addons.a.version", "e"})
	sameLines(t, "defaults", prod("addons = {}").open(t, Names{}).Unmatched([]string{"prod"}), nil)
}

func TestRealAddons(t *testing.T) {
	sameLines(t, "add-ons", showAddons(openDisk(t, "testdata/eks", Names{}).Read("prod").Addons), []string{
		"coredns: v1.10.1-eksbuild.6 addons.coredns eks/env-vars/prod.tfvars:9:16",
		"kube-proxy: v1.28.4-eksbuild.1 addons.kube-proxy eks/env-vars/prod.tfvars:10:16",
		"vpc-cni: v1.15.4-eksbuild.1 addons.vpc-cni eks/env-vars/prod.tfvars:8:16",
	})
}
