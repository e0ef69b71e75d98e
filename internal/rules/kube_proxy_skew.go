package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var kubeProxySkew = upgrade.Rule{
	Name:  "kube-proxy-skew",
	Title: "kube-proxy is newer than the control plane, or too far behind",
	Why: "kube-proxy may not be newer than the API server, and at most three minors older (two below 1.25). Outside of that Services may stop routing. " +
		"One that nobody updates falls behind by a minor with each upgrade of the control plane.",
	Remediation: "Update kube-proxy to the control plane's minor, after the control plane.",
	Severity:    upgrade.Error,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   versionSkewPolicy,
	Bad: `# the control plane is at 1.34
resource "aws_eks_addon" "kube_proxy" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "kube-proxy"
  addon_version = "v1.35.0-eksbuild.2"
}`,
	Good: `# the control plane is at 1.34
resource "aws_eks_addon" "kube_proxy" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "kube-proxy"
  addon_version = "v1.34.0-eksbuild.2"
}`,
	Standing: true,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range places(subject.Environment) {
			if in.upgrades() {
				outcome.NotJudged = append(outcome.NotJudged, in.unreadLists(workloadLists)...)
			}
			for _, addon := range in.Addons {
				// EKS refuses a kube-proxy that is newer than the control plane, so one
				// that moves is judged where nothing else does.
				if addon.Name != kubeProxy || !in.upgrades() && !addon.Moves() {
					continue
				}
				if gap, is := unknownMinor(addon, "kube-proxy"); is && in.upgrades() && !chosenFor(addon, in.asked) {
					outcome.AddNotJudged(gap)
				}
				outcome.Findings = append(outcome.Findings, judgeKubeProxy(subject.Environment, in, addon)...)
			}
		}
		return outcome
	},
}

// judgeKubeProxy judges the end of the way, and where that is fine the states
// on it.
func judgeKubeProxy(environment upgrade.Environment, in place, addon upgrade.Addon) []upgrade.Finding {
	way := wayOf(environment, in, addon)
	before := 0
	if way.before != nil {
		before = outOfStep(*way.before)
	}
	if way.after != nil && outOfStep(*way.after) > 0 {
		finding := kubeProxyFinding(addon, *way.after)
		finding.Message = fmt.Sprintf("%s would have kube-proxy %s at Kubernetes %s: %s.",
			environment.Name, way.after.addon.Shown(), withSource(way.after.controlPlane), apart(*way.after))
		finding.Remediation = fmt.Sprintf("Take a kube-proxy of %s.", way.after.controlPlane.Value)
		if outOfStep(*way.after) <= before {
			finding.Severity = upgrade.Warning
			finding.Message += " It is not further apart than before."
		}
		return []upgrade.Finding{finding}
	}
	for _, station := range way.onTheWay {
		if outOfStep(station.addonState) <= before {
			continue
		}
		finding := kubeProxyFinding(addon, station.addonState)
		finding.Severity = station.reached.severity()
		finding.Fact += " on the way"
		finding.Message = fmt.Sprintf("%s: %s.", station.inWords(environment.Name, "kube-proxy"), apart(station.addonState))
		finding.Remediation = station.putRight("kube-proxy", in)
		return []upgrade.Finding{finding}
	}
	return nil
}

func kubeProxyFinding(addon upgrade.Addon, state addonState) upgrade.Finding {
	finding := addonFinding(addon, state.addon)
	finding.Fact = fmt.Sprintf("%s, control plane %s", state.addon.Shown(), state.controlPlane.Value)
	return finding
}

// outOfStep is by how many minors kube-proxy is too new or too old; 0 where it
// is neither, or where its version is of no Kubernetes minor.
func outOfStep(state addonState) int {
	proxy, ok := state.addon.Value.Kubernetes()
	if !ok {
		return 0
	}
	pair := upgrade.Pair{ControlPlane: state.controlPlane.Value, NodeGroup: proxy}
	return max(ahead(pair), lag(pair)-upgrade.KubeletLimit(proxy))
}

// apart says how kube-proxy is out of step.
func apart(state addonState) string {
	proxy, _ := state.addon.Value.Kubernetes()
	if proxy.Newer(state.controlPlane.Value) {
		return "it may not be newer than the control plane"
	}
	return fmt.Sprintf("it is %s behind, and %d are allowed", wording.Count(upgrade.Distance(proxy, state.controlPlane.Value), "minor"), upgrade.KubeletLimit(proxy))
}

// unknownMinor says why the Kubernetes minor of an add-on that follows
// Kubernetes cannot be judged, where it cannot.
func unknownMinor(addon upgrade.Addon, title string) (upgrade.NotJudged, bool) {
	version := settled(addon)
	if version.Knowledge == upgrade.Absent {
		return upgrade.NotJudged{}, false
	}
	if !version.IsKnown() {
		return upgrade.NotJudged{Address: addon.Address, Reason: title + ": " + reasonOf(version.Reason, "its version"), AffectsVerdict: true}, true
	}
	if _, ok := version.Value.Kubernetes(); !ok {
		return upgrade.NotJudged{Address: addon.Address, Reason: fmt.Sprintf("%s %s is not numbered after a Kubernetes version", title, version.Shown()), AffectsVerdict: true}, true
	}
	return upgrade.NotJudged{}, false
}
