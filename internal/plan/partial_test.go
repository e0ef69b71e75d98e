package plan

import (
	"slices"
	"testing"
)

// partialTest is a plan and what is said of it.
type partialTest struct {
	plan string
	// want is what is said of the plan as it is, and old where Terraform does not
	// say whether a plan is errored or complete, as before 1.6.
	want, old []string
}

func TestPartial(t *testing.T) {
	const refreshes = "The plan only refreshes the state, and does not say what an apply would change."
	const failed = "The plan is of a run that failed, so it lacks what the run did not reach."
	tests := []partialTest{
		{plan: "shapes/empty"},
		{plan: "shapes/nothing"},
		{plan: "shapes/keys"},
		{plan: "shapes/moves"},
		{plan: "shapes/replace"},
		{plan: "shapes/deposed"},
		{plan: "shapes/destroy"},
		{plan: "partial/fresh"},
		{plan: "order/plan"},
		{plan: "plans/b00-noop"},
		{plan: "plans/b10-blue-off-app-on-blue"},
		{plan: "plans/d02-modu-stg-130"},
		{plan: "plans/h05-drift-next"},
		{
			plan: "shapes/refresh-only", want: []string{refreshes},
			old: []string{"The plan says nothing of the 5 resources in the state: it only refreshes the state, or is of a run that failed."},
		},
		{
			plan: "partial/refreshtarget", want: []string{refreshes},
			old: []string{"The plan says nothing of the 4 resources in the state: it only refreshes the state, or is of a run that failed."},
		},
		alsoInOld("shapes/targeted", "The plan lacks 3 resources of the state: it was made with -target, or is of a run that failed."),
		alsoInOld("partial/targetdestroy", "The plan lacks 3 resources of the state: it was made with -target, or is of a run that failed."),
		alsoInOld("partial/targetfresh", "The plan lacks 3 resources of the configuration (module.m.terraform_data.this, module.many.terraform_data.this, terraform_data.b): it was made with -target, or is of a run that failed."),
		alsoInOld("plans/b24-target-cp", `The plan lacks 14 resources of the state, such as aws_eks_addon.this["coredns"], aws_eks_addon.this["kube-proxy"], aws_eks_addon.this["vpc-cni"]: it was made with -target, or is of a run that failed.`),
		{
			plan: "shapes/errored", want: []string{failed},
			old: []string{"The plan lacks 1 resource of the configuration (terraform_data.errored): it was made with -target, or is of a run that failed."},
		},
		{
			plan: "plans/b34-precondition-errored", want: []string{failed},
			old: []string{`The plan lacks 5 resources of the state, such as aws_eks_addon.this["coredns"], aws_eks_addon.this["kube-proxy"], aws_eks_addon.this["vpc-cni"]: it was made with -target, or is of a run that failed.`},
		},
	}
	for _, test := range tests {
		t.Run(test.plan, func(t *testing.T) {
			d := testDocument(t, test.plan+".json.gz")
			if got := d.partial(); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			d.errored, d.complete, d.applyable = nil, nil, nil
			if got := d.partial(); !slices.Equal(got, test.old) {
				t.Errorf("without what newer Terraforms say: got %q, want %q", got, test.old)
			}
		})
	}
}

// alsoInOld is a plan of which an old Terraform tells as much as a new one.
func alsoInOld(plan, sentence string) partialTest {
	return partialTest{plan: plan, want: []string{sentence}, old: []string{sentence}}
}

func TestPartialWithDeferredChanges(t *testing.T) {
	d := newDocument()
	d.deferred = []change{{Address: "aws_eks_node_group.a"}, {Address: "aws_eks_node_group.b"}}
	incomplete := false
	d.complete = &incomplete
	want := []string{"Terraform defers 2 changes to a later plan (aws_eks_node_group.a, aws_eks_node_group.b)."}
	if got := d.partial(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPartialByTerraformsWordAlone(t *testing.T) {
	d := newDocument()
	incomplete := false
	d.complete = &incomplete
	if got := d.partial(); len(got) != 1 {
		t.Errorf("got %q, want one sentence", got)
	}
}
