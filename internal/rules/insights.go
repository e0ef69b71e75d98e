package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// What EKS calls insights that rules look for.
const (
	upgradeReadiness = "UPGRADE_READINESS"
	insightPassing   = "PASSING"
	insightWarns     = "WARNING"
	insightErrs      = "ERROR"
)

// otherCategories are insights that say nothing of an upgrade.
var otherCategories = []string{"MISCONFIGURATION", "ROLLBACK_READINESS"}

const aboutInsights = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-insights.html"

// insightView is a pending upgrade of a control plane with what EKS says of it.
type insightView struct {
	subject upgrade.Subject
	cluster upgrade.Cluster
	live    upgrade.Live
	// current is what EKS runs, whatever baseline was given; not known where EKS
	// tells no version.
	current upgrade.VersionClaim
	target  upgrade.Minor
	// insights are those that speak of the target, or may.
	insights []upgrade.Insight
}

// judgeInsights runs a check over the insights of each control plane that is
// asked to go up. Without a target there is nothing that an insight could be
// about; that the target is not known other rules say.
func judgeInsights(subject upgrade.Subject, check func(insightView) upgrade.Outcome) upgrade.Outcome {
	return judgeLive(subject, func(cluster upgrade.Cluster, live upgrade.Live) upgrade.Outcome {
		asked, current := cluster.AskedVersion(), upgrade.ClaimVersion(live.Version, live.Source())
		if !canCompare(asked) {
			if asked.Knowledge == upgrade.Absent {
				return upgrade.Outcome{}
			}
			return upgrade.Outcome{NotJudged: []upgrade.NotJudged{{Address: cluster.Address, Reason: whyNotCompared(asked), AffectsVerdict: true}}}
		}
		if current.IsKnown() && !asked.Value.Newer(current.Value) || !live.InsightsRead && len(live.Problems) > 0 && len(live.Insights) == 0 {
			return upgrade.Outcome{}
		}
		view := insightView{subject: subject, cluster: cluster, live: live, current: current, target: asked.Value}
		for _, insight := range live.Insights {
			if speaksOf(insight, asked.Value) {
				view.insights = append(view.insights, insight)
			}
		}
		if gap := view.gap(); gap != "" {
			return upgrade.Outcome{NotJudged: []upgrade.NotJudged{{Address: cluster.Address, Reason: gap, AffectsVerdict: true}}}
		}
		return check(view)
	})
}

// speaksOf tells whether an insight is about the upgrade to a minor. One of a
// category that nobody knows may be.
func speaksOf(insight upgrade.Insight, target upgrade.Minor) bool {
	if slices.Contains(otherCategories, insight.Category) {
		return false
	}
	return insight.KubernetesVersion == "" || insight.KubernetesVersion == target.String()
}

// gap is why EKS says nothing of the upgrade; empty where it does.
func (v insightView) gap() string {
	if len(v.insights) > 0 {
		return ""
	}
	where := v.live.Source().Ref
	if v.current.IsKnown() && v.target.Newer(v.current.Value.Next()) {
		return fmt.Sprintf("%s has upgrade insights for the next minor only, which is %s and not %s", where, v.current.Value.Next(), v.target)
	}
	return fmt.Sprintf("%s has no upgrade insight for %s", where, v.target)
}

// known tells whether category and status of an insight are ones that this
// release can judge by.
func known(insight upgrade.Insight) bool {
	return insight.Category == upgradeReadiness && slices.Contains([]string{insightPassing, insightWarns, insightErrs}, insight.Status)
}

// nameOf is what an insight is called.
func nameOf(insight upgrade.Insight) string {
	return cmp.Or(quoted(insight.Name), quoted(insight.ID), "without a name")
}

// finding is about one insight, with all that EKS says of it. What it says of the
// status is a clause.
func (v insightView) finding(insight upgrade.Insight, says string) upgrade.Finding {
	name := nameOf(insight)
	finding := clusterFinding(v.cluster)
	finding.Fact = fmt.Sprintf("%s, Kubernetes %s", name, v.target)
	message := []string{fmt.Sprintf("%s is to go to Kubernetes %s, and %s %s.", v.subject.Environment.Name, withSource(v.cluster.AskedVersion()), v.live.Source().Ref, says)}
	if reason := quoted(insight.Reason); reason != "" {
		message = append(message, reason+".")
	}
	for _, detail := range []string{resourcesInWords(insight), usesInWords(insight), versionsInWords(insight)} {
		if detail != "" {
			message = append(message, detail+".")
		}
	}
	finding.Message = strings.Join(message, " ")
	if advice := quoted(insight.Recommendation); advice != "" {
		finding.Remediation = advice + "."
	}
	return finding
}

// resourcesInWords names the resources that an insight does not pass.
func resourcesInWords(insight upgrade.Insight) string {
	var names []string
	for _, resource := range insight.Resources {
		if resource.Status == insightPassing {
			continue
		}
		name := quoted(cmp.Or(resource.KubernetesResourceURI, resource.ARN))
		if reason := quoted(resource.Reason); reason != "" {
			name += " (" + reason + ")"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return "It names " + someOf(names)
}

// usesInWords says which clients use what will be gone.
func usesInWords(insight upgrade.Insight) string {
	var uses []string
	for _, deprecation := range insight.Deprecations {
		if len(deprecation.ClientStats) == 0 {
			continue
		}
		use := quoted(deprecation.Usage)
		if deprecation.ReplacedWith != "" {
			use += ", replaced with " + quoted(deprecation.ReplacedWith)
		}
		var clients []string
		for _, client := range deprecation.ClientStats {
			text := fmt.Sprintf("%s: %d requests in 30 days", quoted(client.UserAgent), client.RequestsLast30Days)
			if !client.LastRequest.IsZero() {
				text += ", the last on " + client.LastRequest.UTC().Format(time.DateOnly)
			}
			clients = append(clients, text)
		}
		uses = append(uses, fmt.Sprintf("%s (%s)", use, someOf(clients)))
	}
	if len(uses) == 0 {
		return ""
	}
	return "In use: " + someOf(uses)
}

// versionsInWords names the versions of add-ons that an insight asks for.
func versionsInWords(insight upgrade.Insight) string {
	var addons []string
	for _, addon := range insight.Addons {
		if len(addon.CompatibleVersions) > 0 {
			addons = append(addons, fmt.Sprintf("%s %s", quoted(addon.Name), someOf(addon.CompatibleVersions)))
		}
	}
	if len(addons) == 0 {
		return ""
	}
	return "Compatible are " + strings.Join(addons, "; ")
}
