package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var clusterDiffers = upgrade.Rule{
	Name:  "cluster-differs",
	Title: "the cluster is not as the plan takes it to be",
	Why: "A plan is made from a state, and what was changed in the cluster after its refresh, or with -refresh=false, is not in it. What is judged by the plan may then not hold: another version of the control plane, another number of replicas, another version of an add-on, or a budget that is not there. " +
		"Replicas that an autoscaler sets are no difference.",
	Remediation: "Plan again with a refresh, and have who changes the cluster besides Terraform stop, or bring the change into the configuration.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift",
	Bad:         "# the cluster runs 5 replicas: somebody has scaled the Deployment\n" + deploymentExample(`replicas = "3"`),
	Good:        "# the cluster runs 3 replicas\n" + deploymentExample(`replicas = "3"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		if subject.Environment.Plan == nil {
			return outcome
		}
		for _, in := range places(subject.Environment) {
			if in.cluster == nil || in.cluster.Kube == nil || in.cluster.Kube.Unread() {
				continue
			}
			outcome.NotJudged = append(outcome.NotJudged, in.unreadLists(workloadLists, autoscalerLists, budgetLists)...)
			there := runningOf(*in.cluster.Kube)
			there.compareVersion(&outcome, in)
			if in.cluster.Kube.WorkloadsRead {
				there.compareWorkloads(&outcome, in)
				there.compareAddons(&outcome, subject.Catalog, in)
			}
			if in.cluster.Kube.BudgetsRead {
				there.compareBudgets(&outcome, in)
			}
		}
		return outcome
	},
}

// running is what runs in a cluster, by what tells objects apart.
type running struct {
	kube      upgrade.Kube
	workloads map[string]upgrade.Workload
	budgets   map[string]upgrade.PodDisruptionBudget
}

func runningOf(kube upgrade.Kube) running {
	there := running{kube: kube, workloads: map[string]upgrade.Workload{}, budgets: map[string]upgrade.PodDisruptionBudget{}}
	for _, workload := range kube.Workloads {
		there.workloads[workload.ObjectName()] = workload
	}
	for _, budget := range kube.Budgets {
		there.budgets[budget.ObjectName()] = budget
	}
	return there
}

// finding is about an object of the plan that the cluster has otherwise.
func (r running) finding(address, name, fact, planned, is string) upgrade.Finding {
	return upgrade.Finding{
		Address: address, Source: r.kube.Source(), Fact: wording.Plain(name + ": " + fact),
		Message: fmt.Sprintf("By the plan %s (%s) %s, and by %s it %s.", name, address, planned, r.kube.Source().Ref, is),
	}
}

// compareVersion compares the version of the control plane with the one that the state
// has.
func (r running) compareVersion(outcome *upgrade.Outcome, in place) {
	now, told := r.kube.Minor()
	for _, before := range in.cluster.Current {
		if before.Source.Kind != upgrade.SourcePrior || !before.IsKnown() || !told || before.Value == now {
			continue
		}
		finding := r.finding(in.address(), "the control plane", fmt.Sprintf("%s, cluster %s", before.Shown(), now),
			"is version "+before.Shown(), "is version "+now.String())
		finding.Attribute = before.Source.Name()
		outcome.Add(finding)
	}
}

func (r running) compareWorkloads(outcome *upgrade.Outcome, in place) {
	for _, workload := range in.Workloads {
		name := workload.ObjectName()
		if workload.Name == "" || workload.Address == name || !workload.Kind.ReadInFull() {
			continue
		}
		is, there := r.workloads[name]
		if compared := r.comparePresence(outcome, workload.Address, name, workload.Before != nil, workload.Action, there); !compared {
			continue
		}
		before, now := cmp.Or(workload.Planned, workload.Before).Replicas, is.After.Replicas
		// Where the autoscalers are not known, one of them may set the replicas.
		scaled := !r.kube.AutoscalersRead || in.isScaled(workload)
		if !scaled && before.IsKnown() && now.IsKnown() && before.Value != now.Value {
			finding := r.finding(workload.Address, name, fmt.Sprintf("%s, cluster %d", shownNumber(before), now.Value),
				"has "+shownCount(before, "replica"), "has "+shownCount(now, "replica"))
			finding.Attribute = before.Source.Name()
			outcome.Add(finding)
		}
	}
}

// shownNumber is a number as it may be printed.
func shownNumber(claim upgrade.Claim[int]) string {
	if claim.Sensitive {
		return claim.Shown()
	}
	return fmt.Sprint(claim.Value)
}

// comparePresence compares whether an object is there, and tells whether it is on
// both sides.
func (r running) comparePresence(outcome *upgrade.Outcome, address, name string, before bool, action upgrade.Action, there bool) bool {
	switch {
	case before && !there:
		finding := r.finding(address, name, "not in the cluster", "is there", "is not")
		finding.Remediation = "Plan again with a refresh: Terraform then makes it anew, or the object went on purpose and leaves the configuration too."
		outcome.Add(finding)
	case !before && action == upgrade.Create && there:
		finding := r.finding(address, name, "in the cluster already", "is new", "is there already")
		finding.Remediation = "Import the object (terraform import, or an import block), or give the new one another name: the apply fails where it exists already."
		outcome.Add(finding)
	}
	return before && there
}

// isScaled tells whether an autoscaler sets the replicas of a workload.
func (p place) isScaled(workload upgrade.Workload) bool {
	for _, autoscaler := range p.Autoscalers {
		if autoscaler.TargetName == workload.Name && autoscaler.TargetKind == string(workload.Kind) &&
			upgrade.Namespaced(autoscaler.Namespace) == upgrade.Namespaced(workload.Namespace) {
			return true
		}
	}
	return false
}

func (r running) compareBudgets(outcome *upgrade.Outcome, in place) {
	for _, budget := range in.Budgets {
		name := budget.ObjectName()
		if budget.Name == "" || budget.Address == name {
			continue
		}
		is, there := r.budgets[name]
		if compared := r.comparePresence(outcome, budget.Address, name, budget.Before != nil, budget.Action, there); !compared {
			continue
		}
		before, now := limitsInWords(*cmp.Or(budget.Planned, budget.Before)), limitsInWords(*is.After)
		if before != "" && now != "" && before != now {
			outcome.Add(r.finding(budget.Address, name, before+", cluster "+now, "has "+before, "has "+now))
		}
	}
}

// limitsInWords says which limit a budget sets; empty where that is not known or may
// not be printed.
func limitsInWords(limits upgrade.Budget) string {
	var parts []string
	for _, limit := range []struct {
		name  string
		claim upgrade.Claim[upgrade.Share]
	}{{"minAvailable", limits.MinAvailable}, {"maxUnavailable", limits.MaxUnavailable}} {
		switch {
		case limit.claim.Sensitive || limit.claim.Knowledge == upgrade.Unknown || limit.claim.Knowledge == upgrade.Invalid:
			return ""
		case limit.claim.IsKnown():
			parts = append(parts, limit.name+" "+shownShare(limit.claim))
		}
	}
	if len(parts) == 0 {
		return "no limit"
	}
	return strings.Join(parts, ", ")
}

// compareAddons compares the versions of add-ons without the number of the EKS
// build, which the image of an EKS add-on need not have.
func (r running) compareAddons(outcome *upgrade.Outcome, catalog upgrade.Catalog, in place) {
	for _, addon := range in.Addons {
		planned := addon.Current
		if addon.Planned.IsKnown() {
			planned = addon.Planned
		}
		if planned.Source.FromCluster() || !planned.IsKnown() {
			continue
		}
		other, differs := r.kube.OtherThan(addon.Name, planned.Value)
		if !differs {
			continue
		}
		title := addon.Name
		if facts, known := catalog.Addon(addon.Name); known {
			title = facts.Title
		}
		finding := r.finding(addon.Address, title, fmt.Sprintf("%s, cluster %s", planned.Shown(), other.Shown()),
			"is version "+planned.Shown(), "is version "+other.Shown())
		finding.Attribute = addon.Attribute
		outcome.Add(finding)
	}
}
