package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// groups are node groups that go the same step, each on a line of its own.
func groups(count int) []path.Change {
	var changes []path.Change
	for i := range count {
		source := upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 4 + i}
		changes = append(changes, path.Change{
			Part: path.NodeGroupPart, Name: fmt.Sprintf("group-%d", i), From: "1.34", Asked: "1.34", To: "1.35", Source: source,
		})
	}
	return changes
}

func TestPageChangesOf(t *testing.T) {
	if got := pageChangesOf(groups(fewAlike)); len(got) != fewAlike || got[1].Name != "group-1" || got[1].Where != "env-vars/prod.tfvars:5" {
		t.Errorf("a few have a row each: %+v", got)
	}
	many := groups(fewAlike + 1)
	got := pageChangesOf(many)
	if len(got) != 1 || got[0].Part != "node groups" || got[0].Where != "env-vars/prod.tfvars" || len(got[0].Alike) != fewAlike+1 || got[0].Alike[1] != (pageAlike{"group-1", ":5"}) {
		t.Errorf("many have one row: %+v", got)
	}
	for name, differs := range map[string]func(*path.Change){
		"from": func(c *path.Change) { c.From = "1.33" }, "to": func(c *path.Change) { c.To = "1.36" },
		"set": func(c *path.Change) { c.Asked = c.To }, "part": func(c *path.Change) { c.Part = path.AddonPart },
	} {
		many := groups(2 * (fewAlike + 1))
		differs(&many[fewAlike+1])
		if got := pageChangesOf(many); len(got) != 1+1+fewAlike || got[1].Name != "group-9" {
			t.Errorf("%s: what differs has a row of its own: %+v", name, got)
		}
	}
	many[3].Source.File = "elsewhere.tfvars"
	many[4].Source, many[4].Address = upgrade.Source{}, "aws_eks_node_group.this"
	got = pageChangesOf(many)
	if got[0].Where != "" || got[0].Alike[3].Where != " elsewhere.tfvars:7" || got[0].Alike[4].Where != " aws_eks_node_group.this" {
		t.Errorf("each says where it stands: %+v", got)
	}
}

// The sentences of a step do not list again what one row of it lists.
func TestPageStepOfManyChanges(t *testing.T) {
	changes := groups(30)
	var titles, names []string
	for _, change := range changes {
		titles, names = append(titles, change.Subject()+" 1.34 -> 1.35"), append(names, change.Name)
	}
	list := strings.Join(names, ", ")
	step := pageStepOf(path.Step{
		Title: strings.Join(titles, ", "), Changes: changes,
		Check: []string{"All nodes of " + list + " are Ready."}, Instead: []string{"Remove " + list + ", and apply."},
	})
	if step.Title != "30 node groups 1.34 \u2192 1.35" || step.Check[0] != "All nodes of the 30 node groups are Ready." || step.Instead[0] != "Remove the 30 node groups, and apply." {
		t.Errorf("got %q, %q, %q", step.Title, step.Check, step.Instead)
	}
}
