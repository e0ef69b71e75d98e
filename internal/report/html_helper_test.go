package report

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func minor(t testing.TB, text string) upgrade.Minor {
	t.Helper()
	parsed, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func addonClaim(text string) upgrade.AddonClaim {
	parsed, ok := upgrade.ParseAddonVersion(text)
	if !ok {
		return upgrade.AddonClaim{Knowledge: upgrade.Invalid, Text: text}
	}
	return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: parsed, Text: text}
}

// calendar is a short one: an old minor, three that are supported on 2026-11-22,
// and one whose ends are not known.
func calendar(t *testing.T) []upgrade.VersionSupport {
	t.Helper()
	row := func(version, release, standard, extended string) upgrade.VersionSupport {
		support := upgrade.VersionSupport{Version: minor(t, version), Release: date(t, release)}
		if standard != "" {
			support.EndOfStandardSupport, support.EndOfExtendedSupport = date(t, standard), date(t, extended)
		}
		return support
	}
	return []upgrade.VersionSupport{
		row("1.30", "2024-05-23", "2025-07-23", "2026-07-23"),
		row("1.33", "2025-05-29", "2026-07-29", "2027-07-29"),
		row("1.34", "2025-10-02", "2026-12-02", "2027-12-02"),
		row("1.35", "2026-01-28", "2027-03-27", "2028-03-27"),
		row("1.37", "2026-10-02", "", ""),
	}
}

func steps(t *testing.T) []path.Step {
	t.Helper()
	source := upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3}
	return []path.Step{
		{
			Round: 1, Kind: path.ControlPlane, Title: "control plane 1.34 -> 1.35", ControlPlane: minor(t, "1.35"),
			Changes: []path.Change{
				{Part: path.ControlPlanePart, From: "1.34", Asked: "1.36", To: "1.35", Source: source},
				{Part: path.NodeGroupPart, Name: "blue", Asked: "1.35", To: "1.35", Address: "aws_eks_node_group.blue"},
			},
			Needs: []path.Need{
				{Addon: "vpc-cni", Title: "Amazon VPC CNI", Installed: "v1.18.3-eksbuild.2", Take: "v1.20.4-eksbuild.1", When: path.BeforeControlPlane, Says: "EKS offers it.", Known: true},
				{Addon: "coredns", Take: "v1.11.1", When: path.AfterControlPlane},
			},
			Run: []string{"terraform plan", "terraform apply"}, Check: []string{"All nodes are Ready."}, Instead: []string{"Add a green node group."},
		},
		{Round: 1, Kind: path.NodeGroups, Title: "node groups 1.34 -> 1.35", ControlPlane: minor(t, "1.35")},
		{Round: 2, Kind: path.ControlPlane, Title: "control plane 1.35 -> 1.36", ControlPlane: minor(t, "1.36")},
	}
}

// whole is a judgement with everything that the page can show.
func whole(t *testing.T) Document {
	t.Helper()
	document := plans(t)
	document.Today, document.Calendar = date(t, "2026-11-22"), calendar(t)
	document.Notes = []string{"Left out: common.tfvars."}
	document.Waivers = []upgrade.Waiver{
		{Rule: "node-group-skew", Environment: "prod", Reason: "rebuilt", Until: date(t, "2026-12-31"), Source: upgrade.Source{File: ".eksupgrade.hcl", Line: 4}},
		{Rule: "quiet", Address: "aws_eks_cluster.this", Reason: "old", Until: date(t, "2026-10-01")},
	}
	document.Paths = []path.Path{
		{Environment: "prod", Cluster: "aws_eks_cluster.this", From: minor(t, "1.34"), To: minor(t, "1.36"), Steps: steps(t), Notes: []string{"Node group spot follows the control plane."}},
		{Environment: "lab", From: minor(t, "1.35"), To: minor(t, "1.34"), Problems: []upgrade.Problem{{Message: "The version of blue is not known.", Remediation: "Give it."}}},
		{Environment: "dev", From: minor(t, "1.35"), To: minor(t, "1.35")},
	}
	for i := range document.Report.Environments {
		document.Report.Environments[i].Environment.Clusters[0].Addons = []upgrade.Addon{
			{Name: "vpc-cni", Address: "helm_release.x", Current: addonClaim("v1.15.4-eksbuild.1"), Asked: addonClaim("v1.20.4-eksbuild.1")},
		}
	}
	return document
}

// parsed is the page as a browser reads it.
func parsed(t *testing.T, document Document) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(render(t, "html", document)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements lists all elements of a name, or all there are for "".
func elements(root *html.Node, name string) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && (name == "" || node.Data == name) {
			found = append(found, node)
		}
	}
	return found
}

// attribute is an element's attribute; "" where it has none.
func attribute(node *html.Node, name string) string {
	i := slices.IndexFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return node.Attr[i].Val
}

// textIn is the text of an element, its children's included.
func textIn(node *html.Node) string {
	var text strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			text.WriteString(child.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// withClass lists the elements of a class.
func withClass(root *html.Node, class string) []*html.Node {
	return slices.DeleteFunc(elements(root, ""), func(n *html.Node) bool {
		return !slices.Contains(strings.Fields(attribute(n, "class")), class)
	})
}

func withID(t *testing.T, root *html.Node, id string) *html.Node {
	t.Helper()
	for _, node := range elements(root, "") {
		if attribute(node, "id") == id {
			return node
		}
	}
	t.Fatalf("there is no element with the id %q", id)
	return nil
}
