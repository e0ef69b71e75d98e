package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var addonUnavailable = upgrade.Rule{
	Name:        "addon-unavailable",
	Title:       "no version of an add-on supports the target",
	Why:         "Where no version of an add-on runs on the new Kubernetes version, an update of the add-on does not help: the control plane has to wait, or another add-on has to take over.",
	Remediation: "Wait for a version that supports the target, or replace the add-on before the control plane moves.",
	Severity:    upgrade.Error,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html",
	Bad: `# no version of this chart runs on the cluster's 1.36
resource "helm_release" "ingress" {
  name  = "ingress-nginx"
  chart = "ingress-nginx"
}`,
	Good: `# the cluster stays at 1.35 until another controller is in place
resource "helm_release" "ingress" {
  name    = "ingress-nginx"
  chart   = "ingress-nginx"
  version = "4.15.0"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for in, addon := range addonsAtTarget(subject.Environment) {
			facts, known := subject.Catalog.Addon(addon.Name)
			if offer, asked := in.offer(addon, in.asked.Value); asked {
				if len(offer.Compatible) == 0 && !addon.Removed() {
					outcome.Add(unofferedAddon(subject, in, addon))
				}
				continue
			}
			last, tested, ends := lastMinor(facts)
			if !known || addon.Removed() || !ends || !in.asked.Value.Newer(last) {
				continue
			}
			if _, offered := subject.Catalog.Find(in.asked.Value); !offered {
				outcome.AddNotJudged(upgrade.NotJudged{Address: addon.Address,
					Reason: fmt.Sprintf("the catalog of %s does not know Kubernetes %s, nor which versions of %s run on it", subject.Catalog.Date, in.asked.Value, facts.Title)})
				continue
			}
			finding := unavailableAddon(subject, in, addon, facts, last)
			if tested && facts.Retired.Text == "" {
				finding.Severity = upgrade.Warning
			}
			outcome.Add(finding)
		}
		return outcome
	},
}

// unofferedAddon is an add-on of which EKS offers no version for the target.
func unofferedAddon(subject upgrade.Subject, in place, addon upgrade.Addon) upgrade.Finding {
	finding := addonFinding(addon, settled(addon))
	finding.Fact = fmt.Sprintf("%s, Kubernetes %s", addon.Name, in.asked.Value)
	finding.Message = fmt.Sprintf("%s would be at Kubernetes %s with %s, and %s offers no version of that for it.",
		subject.Environment.Name, withSource(in.asked), addon.Name, in.cluster.Live.Source().Ref)
	finding.Remediation = "Wait until EKS offers one, or replace the add-on before the control plane moves."
	return finding
}

func unavailableAddon(subject upgrade.Subject, in place, addon upgrade.Addon, facts upgrade.AddonFacts, last upgrade.Minor) upgrade.Finding {
	finding := addonFinding(addon, settled(addon))
	finding.Fact = fmt.Sprintf("%s, Kubernetes %s", addon.Name, in.asked.Value)
	finding.Message = fmt.Sprintf("%s would be at Kubernetes %s with %s, and as of %s no version of that is known to support it. The last Kubernetes version that one supports is %s.",
		subject.Environment.Name, withSource(in.asked), facts.Title, subject.Catalog.Date, last)
	if in.current.IsKnown() && in.current.Value.Newer(last) {
		finding.Severity = upgrade.Warning
		finding.Message += " It was so before."
	}
	if facts.Retired.Text != "" {
		finding.Message += " " + wording.Sentence(strings.TrimSuffix(facts.Retired.Text, ".")) + "."
		finding.Remediation = "Move to another add-on that does the same before the control plane moves."
	}
	return finding
}

// lastMinor is the last Kubernetes minor that a version of an add-on runs on, and
// false where nothing says that there is a last. tested says that it is only the
// last which the project has tested: a later version may do, unless the project
// has ended.
func lastMinor(facts upgrade.AddonFacts) (last upgrade.Minor, tested, ends bool) {
	if facts.FollowsMinor || len(facts.Ranges) == 0 {
		return upgrade.Minor{}, false, false
	}
	for _, r := range facts.Ranges {
		if r.Newest.IsZero() {
			return upgrade.Minor{}, false, false
		}
		switch {
		case r.Newest.Newer(last):
			last, tested = r.Newest, r.TestedNewest
		case r.Newest == last:
			tested = tested || r.TestedNewest
		}
	}
	for _, latest := range facts.Latest {
		if latest.Kubernetes.Newer(last) {
			last = latest.Kubernetes
		}
	}
	return last, tested, true
}
