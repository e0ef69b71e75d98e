package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Cells say what the other formats say, and lead to what they count.
func TestHTMLMatrix(t *testing.T) {
	document := whole(t)
	rows := elements(elements(withClass(parsed(t, document), "matrix")[0], "tbody")[0], "tr")
	prod := rows[1]
	var cells []string
	for _, cell := range elements(prod, "td") {
		cells = append(cells, textIn(cell))
	}
	want := []string{"not ready", "1.34", "1.36", "blue 1.34 \u2192 1.36", "1 error", "1 waived", "partly", "2 errors", "1 warning", "ok", "1.35 first"}
	if !slices.Equal(cells, want) {
		t.Errorf("got %q, want %q", cells, want)
	}
	var led []string
	for _, link := range elements(prod, "a") {
		led = append(led, strings.Join([]string{
			attribute(link, "href"), attribute(link, "data-environment"), attribute(link, "data-part"), attribute(link, "data-severity"), attribute(link, "data-state"),
		}, " "))
	}
	want = []string{
		"#environment-2 prod   ", "#environment-2 prod versions error open", "#environment-2 prod nodes  waived", "#not-judged    ",
		"#environment-2 prod APIs error open", "#environment-2 prod workloads warning open",
	}
	if !slices.Equal(led, want) {
		t.Errorf("the cells lead to %q, want %q", led, want)
	}
}

func TestHTMLFoldsManyNodeGroups(t *testing.T) {
	for count, want := range map[int][2]int{0: {0, 0}, 4: {4, 0}, 5: {3, 2}, 30: {3, 27}} {
		var groups []pageNodeGroup
		for i := range count {
			groups = append(groups, pageNodeGroup{Name: fmt.Sprint(i)})
		}
		open, folded := fold(groups)
		if got := [2]int{len(open), len(folded)}; got != want {
			t.Errorf("%d groups: got %v, want %v", count, got, want)
		}
	}
}

func TestPageNodeGroupOf(t *testing.T) {
	absent := []upgrade.VersionClaim{{Knowledge: upgrade.Absent}}
	secret := version("1.35", "", 0)
	secret.Sensitive = true
	for name, test := range map[string]struct {
		group upgrade.NodeGroup
		want  pageNodeGroup
	}{
		"moves":               {upgrade.NodeGroup{Name: "a", Current: []upgrade.VersionClaim{version("1.34", "", 0)}, Asked: []upgrade.VersionClaim{version("1.35", "", 0)}}, pageNodeGroup{"a", "1.34 \u2192 1.35", true}},
		"stays":               {upgrade.NodeGroup{Name: "a", Current: []upgrade.VersionClaim{version("1.34", "", 0)}, Asked: []upgrade.VersionClaim{version("1.34", "", 0)}}, pageNodeGroup{"a", "1.34", false}},
		"follows":             {upgrade.NodeGroup{Address: "aws_eks_node_group.a", Current: absent, Asked: absent}, pageNodeGroup{"aws_eks_node_group.a", "", false}},
		"without a name":      {upgrade.NodeGroup{Current: absent, Asked: absent}, pageNodeGroup{"without a name", "", false}},
		"goes":                {upgrade.NodeGroup{Name: "a", Action: upgrade.Delete, Current: []upgrade.VersionClaim{version("1.34", "", 0)}, Asked: absent}, pageNodeGroup{"a", "1.34 \u2192 deleted", true}},
		"a version is secret": {upgrade.NodeGroup{Name: "a", Current: []upgrade.VersionClaim{version("1.34", "", 0)}, Asked: []upgrade.VersionClaim{secret}}, pageNodeGroup{"a", "1.34 \u2192 (sensitive)", true}},
	} {
		if got := pageNodeGroupOf(test.group); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestHTMLAddons(t *testing.T) {
	document := whole(t)
	dev := &document.Report.Environments[0].Environment.Clusters[0]
	dev.Addons = append(dev.Addons, upgrade.Addon{Name: "coredns", Current: addonClaim("v1.11.1"), Asked: addonClaim("v1.11.1")})
	dev.Live = &upgrade.Live{Addons: []upgrade.LiveAddon{{Name: "coredns", Version: "v9.9.9"}, {Name: "adot", Version: "v0.1.0"}}}
	document.Report.Environments[2].Environment.Unplaced.Addons = []upgrade.Addon{{Name: "coredns", Current: upgrade.AddonClaim{Knowledge: upgrade.Absent}, Asked: addonClaim("v1.12.0")}}
	addons := pageAddonsOf(document)
	var got []string
	for _, row := range addons.Rows {
		line := row.Name + ":"
		for _, cell := range row.Cells {
			line += fmt.Sprintf(" %v", cell.Versions)
			if cell.Mark != nil {
				line += " " + cell.Mark.Text
			}
		}
		got = append(got, line)
	}
	want := []string{
		"adot: [{v0.1.0 }] [] []",
		"coredns: [{v1.11.1 }] [] [{new v1.12.0}]",
		"vpc-cni: [{v1.15.4-eksbuild.1 v1.20.4-eksbuild.1}] [{v1.15.4-eksbuild.1 v1.20.4-eksbuild.1}] not judged [{v1.15.4-eksbuild.1 v1.20.4-eksbuild.1}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if pageAddonsOf(plans(t)) != nil {
		t.Error("there is a table of add-ons without an add-on")
	}
}

func TestPageAddonVersionOf(t *testing.T) {
	old, absent, unknown, secret := addonClaim("v1.0.0"), upgrade.AddonClaim{Knowledge: upgrade.Absent}, upgrade.AddonClaim{}, addonClaim("v2.0.0")
	secret.Sensitive = true
	for name, test := range map[string]struct {
		addon upgrade.Addon
		want  pageAddonVersion
	}{
		"stays":                   {upgrade.Addon{Current: old, Asked: old}, pageAddonVersion{"v1.0.0", ""}},
		"moves":                   {upgrade.Addon{Current: old, Asked: addonClaim("v1.1.0")}, pageAddonVersion{"v1.0.0", "v1.1.0"}},
		"is new":                  {upgrade.Addon{Current: absent, Asked: old}, pageAddonVersion{"new", "v1.0.0"}},
		"is new, without version": {upgrade.Addon{Current: absent, Asked: absent}, pageAddonVersion{"new", "EKS chooses"}},
		"keeps what it has":       {upgrade.Addon{Current: old, Asked: absent}, pageAddonVersion{"v1.0.0", ""}},
		"goes":                    {upgrade.Addon{Current: old, Asked: absent, Action: upgrade.Delete}, pageAddonVersion{"v1.0.0", "removed"}},
		"is chosen at apply":      {upgrade.Addon{Current: old, Asked: unknown, ChosenFor: minor(t, "1.35")}, pageAddonVersion{"v1.0.0", "EKS chooses, for 1.35"}},
		"is not known":            {upgrade.Addon{Current: old, Asked: unknown}, pageAddonVersion{"v1.0.0", "unknown"}},
		"is no version":           {upgrade.Addon{Current: addonClaim("latest"), Asked: addonClaim("latest")}, pageAddonVersion{"latest", ""}},
		"is a secret":             {upgrade.Addon{Current: old, Asked: secret}, pageAddonVersion{"v1.0.0", "(sensitive)"}},
	} {
		if got := pageAddonVersionOf(test.addon); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestSpeaksOf(t *testing.T) {
	concerns := map[string]upgrade.Concern{"addon-behind": upgrade.AddonConcern, "coredns-something": upgrade.AddonConcern, "single-replica": upgrade.WorkloadConcern}
	addons := []upgrade.Addon{{Name: "coredns", Address: "aws_eks_addon.dns"}}
	for _, test := range []struct {
		finding upgrade.Finding
		want    bool
	}{
		{upgrade.Finding{Rule: "addon-behind", Address: "aws_eks_addon.dns"}, true},
		{upgrade.Finding{Rule: "addon-behind", Address: "aws_eks_addon.cni", Fact: "coredns"}, false},
		{upgrade.Finding{Rule: "single-replica", Address: "aws_eks_addon.dns"}, false},
		{upgrade.Finding{Rule: "addon-behind", Fact: "coredns v1.11.1 is old"}, true},
		{upgrade.Finding{Rule: "addon-behind", Fact: "coredns, Kubernetes 1.35"}, true},
		{upgrade.Finding{Rule: "addon-behind", Fact: "coredns-extra v1"}, false},
		{upgrade.Finding{Rule: "coredns-something"}, true},
	} {
		if got := speaksOf(test.finding, addons, concerns); got != test.want {
			t.Errorf("%+v: got %t", test.finding, got)
		}
	}
}

func TestHTMLWaivers(t *testing.T) {
	document := whole(t)
	waivers := pageWaiversOf(document)
	if got := waivers[0]; got.Covers != "1 finding" || *got.Left != (pageMark{infoKind, "39 days left"}) || got.Where != ".eksupgrade.hcl:4" {
		t.Errorf("got %+v", got)
	}
	if got := waivers[1]; got.Covers != "0 findings" || *got.Left != (pageMark{errorKind, "expired"}) || got.Address != "aws_eks_cluster.this" {
		t.Errorf("got %+v", got)
	}
	for until, want := range map[string]string{"2026-11-21": "expired", "2026-11-22": "last day", "2026-11-23": "1 day left", "2026-12-06": "14 days left", "2027-11-22": "365 days left"} {
		if got := leftOf(upgrade.Waiver{Until: date(t, until)}, document.Today); got.Text != want {
			t.Errorf("%s: got %q, want %q", until, got.Text, want)
		}
	}
	if got := leftOf(document.Waivers[0], upgrade.Date{}); got != nil {
		t.Errorf("on a day that is not known: %+v", got)
	}
}

func TestHTMLGaps(t *testing.T) {
	gaps := pageGapsOf(judgement(t).Report)
	if len(gaps.Decisive) != 2 || len(gaps.Others) != 1 {
		t.Fatalf("got %+v", gaps)
	}
	if got := gaps.Decisive[0]; got.Reason != "The version of blue is not known." || got.Where != "aws_eks_node_group.this" || !slices.Equal(got.Environments, []string{"prod", "stg"}) {
		t.Errorf("got %+v", got)
	}
	if pageGapsOf(ready(t).Report) != nil {
		t.Error("everything was judged, and there is a section of what was not")
	}
}

func TestHTMLWays(t *testing.T) {
	ways := pageWaysOf(whole(t).Paths)
	if ways == nil || len(ways.Ways) != 2 {
		t.Fatalf("there are %d ways, want that of prod and lab: %+v", len(ways.Ways), ways)
	}
	prod, lab := ways.Ways[0], ways.Ways[1]
	if !slices.Equal(prod.Legs, []string{"1.34", "1.35", "1.36"}) || prod.Count != "3 steps in 2 rounds" || prod.Open {
		t.Errorf("got %+v", prod)
	}
	var rounds []int
	for _, step := range prod.Steps {
		rounds = append(rounds, step.Round)
	}
	if !slices.Equal(rounds, []int{1, 0, 2}) {
		t.Errorf("the rounds begin at %v", rounds)
	}
	first := prod.Steps[0]
	if first.Title != "Control plane 1.34 \u2192 1.35" || first.Run != "terraform plan &&\nterraform apply" {
		t.Errorf("got %+v", first)
	}
	if want := []pageChange{
		{Part: "control plane", From: "1.34", To: "1.35", Where: "env-vars/prod.tfvars:3"},
		{Part: "node group", Name: "blue", From: "not known", To: "1.35", Where: "aws_eks_node_group.blue", Set: true},
	}; !reflect.DeepEqual(first.Changes, want) {
		t.Errorf("the changes are %+v, want %+v", first.Changes, want)
	}
	if want := []pageNeed{
		{"Amazon VPC CNI", "v1.18.3-eksbuild.2 \u2192 v1.20.4-eksbuild.1", "before the control plane", "EKS offers it.", true},
		{"coredns", "not known \u2192 v1.11.1", "after the control plane", "", false},
	}; !slices.Equal(first.Needs, want) {
		t.Errorf("the needs are %+v, want %+v", first.Needs, want)
	}
	if !slices.Equal(lab.Legs, []string{"1.35", "1.34"}) || lab.Count != "no step" || lab.Problems[0].Remediation != "Give it." {
		t.Errorf("got %+v", lab)
	}
	if alone := pageWaysOf(whole(t).Paths[:1]); !alone.Ways[0].Open {
		t.Error("the only way is folded")
	}
}
