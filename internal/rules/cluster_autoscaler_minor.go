package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var clusterAutoscalerMinor = upgrade.Rule{
	Name:  "cluster-autoscaler-minor",
	Title: "the Cluster Autoscaler's minor is not the target's",
	Why: "The Cluster Autoscaler simulates the scheduler of its own Kubernetes minor and is tested with that alone. Another minor may scale wrongly, or not at all, " +
		"and a node group that cannot grow stops its own drain.",
	Remediation: "Run the Cluster Autoscaler of the control plane's minor.",
	Severity:    upgrade.Error,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases",
	Bad: `# the control plane goes to 1.35
resource "helm_release" "cluster_autoscaler" {
  name    = "cluster-autoscaler"
  chart   = "cluster-autoscaler"
  version = "9.43.0"
}`,
	Good: `# the control plane goes to 1.35
resource "helm_release" "cluster_autoscaler" {
  name    = "cluster-autoscaler"
  chart   = "cluster-autoscaler"
  version = "9.54.0"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range addonPlaces(subject.Environment) {
			outcome.NotJudged = append(outcome.NotJudged, in.unreadLists(workloadLists)...)
		}
		for in, addon := range addonsAtTarget(subject.Environment) {
			if addon.Name != clusterAutoscaler {
				continue
			}
			if gap, is := unknownMinor(addon, "the Cluster Autoscaler"); is {
				outcome.AddNotJudged(gap)
				continue
			}
			if finding, found := judgeAutoscaler(subject, in, addon); found {
				outcome.Add(finding)
			}
		}
		return outcome
	},
}

// judgeAutoscaler compares the Cluster Autoscaler with where its control plane
// goes. One that the same apply brings there is out of step for a while only.
func judgeAutoscaler(subject upgrade.Subject, in place, addon upgrade.Addon) (upgrade.Finding, bool) {
	version, target := settled(addon), in.asked.Value
	is, ok := version.Value.Kubernetes()
	if !ok {
		return upgrade.Finding{}, false
	}
	finding := addonFinding(addon, version)
	finding.Fact = fmt.Sprintf("%s, Kubernetes %s", version.Shown(), target)
	finding.Remediation = fmt.Sprintf("Run a Cluster Autoscaler of %s. Update it after the control plane, as newer guides of AWS do; older ones do it before.", target)
	controlPlaneMoves := !in.current.IsKnown() || in.current.Value != target
	began := fmt.Sprintf("%s would have the Cluster Autoscaler %s at Kubernetes %s", subject.Environment.Name, version.Shown(), withSource(in.asked))
	switch {
	case is == target && controlPlaneMoves && in.current.IsKnown() && addon.Current.IsKnown() && !matches(addon.Current, target):
		finding.Severity = upgrade.Warning
		finding.Fact = fmt.Sprintf("%s -> %s, Kubernetes %s", addon.Current.Shown(), version.Shown(), target)
		finding.Message = fmt.Sprintf("The Cluster Autoscaler of %s goes from %s to %s in the same apply in which the control plane goes to %s. In between the two are of different minors.",
			subject.Environment.Name, addon.Current.Shown(), version.Shown(), withSource(in.asked))
		finding.Remediation = "See that it runs after the apply, before the nodes are drained. Older guides of AWS update it before the control plane and newer ones after."
	case is == target:
		return upgrade.Finding{}, false
	case nearer(in, addon, is):
		finding.Severity = upgrade.Warning
		finding.Message = began + ". It is updated in the same apply and comes nearer, but to another minor."
	case !releaseKnown(subject.Catalog, target):
		finding.Severity = upgrade.Warning
		finding.Message = fmt.Sprintf("%s. No release of it for %s is known as of %s.", began, target, subject.Catalog.Date)
		finding.Remediation = fmt.Sprintf("Look for a release of the Cluster Autoscaler for %s, and take it as soon as there is one.", target)
	case !controlPlaneMoves && !addon.Moves():
		finding.Severity = upgrade.Warning
		finding.Message = began + ". It is so already."
	default:
		finding.Message = began + ", which is of another minor."
	}
	return finding, true
}

// nearer tells whether an update of an add-on brings it nearer to the minor of
// its control plane than it was.
func nearer(in place, addon upgrade.Addon, minor upgrade.Minor) bool {
	was, known := addon.Current.Value.Kubernetes()
	return addon.Moves() && addon.Current.IsKnown() && known && in.current.IsKnown() &&
		upgrade.Distance(minor, in.asked.Value) < upgrade.Distance(was, in.current.Value)
}

// matches tells whether an add-on's version is of a Kubernetes minor.
func matches(version upgrade.AddonClaim, minor upgrade.Minor) bool {
	is, ok := version.Value.Kubernetes()
	return ok && is == minor
}

// releaseKnown tells whether the catalog knows a Cluster Autoscaler of a minor.
func releaseKnown(catalog upgrade.Catalog, minor upgrade.Minor) bool {
	facts, _ := catalog.Addon(clusterAutoscaler)
	_, known := latestFor(facts, minor)
	return known
}
