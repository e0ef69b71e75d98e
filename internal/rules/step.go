package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// judgeStep runs a check over the step of each control plane from its current
// to its asked version, where both are known. Where one is not, the rule is not
// judged; a cluster that is new, that goes, or that another takes the place of
// takes no step.
func judgeStep(subject upgrade.Subject, check func(cluster upgrade.Cluster, current, asked upgrade.Minor) (upgrade.Finding, bool)) upgrade.Outcome {
	var outcome upgrade.Outcome
	for _, cluster := range subject.Environment.Clusters {
		asked, current := cluster.AskedVersion(), cluster.CurrentVersion()
		switch {
		case asked.Knowledge == upgrade.Absent || current.Knowledge == upgrade.Absent || cluster.Action.Destroys():
		case !canCompare(asked):
			outcome.AddNotJudged(upgrade.NotJudged{Address: cluster.Address, Reason: whyNotCompared(asked), AffectsVerdict: true})
		case !current.IsKnown():
			outcome.AddNotJudged(upgrade.NotJudged{
				Address:        cluster.Address,
				Reason:         reasonOfCurrent(cluster),
				AffectsVerdict: baselineDecides(cluster),
			})
		default:
			if finding, found := check(cluster, current.Value, asked.Value); found {
				outcome.Add(finding)
			}
		}
	}
	return outcome
}

// canCompare tells whether an asked version is one that a cluster can have. One
// that is not, such as the 1.3 of an unquoted 1.30, compares with nothing.
func canCompare(asked upgrade.VersionClaim) bool {
	return asked.IsKnown() && !asked.Value.Older(upgrade.FirstEKSMinor)
}

// whyNotCompared is why canCompare is false.
func whyNotCompared(asked upgrade.VersionClaim) string {
	if asked.IsKnown() {
		reason, _ := neverAVersion(asked)
		return reason
	}
	return asked.Reason
}

// reasonOfCurrent is why the current version of a cluster is not known.
func reasonOfCurrent(cluster upgrade.Cluster) string {
	if len(cluster.BaselineProblems) > 0 {
		return cluster.BaselineProblems[0].Message
	}
	return cluster.CurrentVersion().Reason
}

// baselineDecides tells whether the lack of a current version leaves a verdict
// open: somebody asked for a baseline, or one that was there could not be used.
func baselineDecides(cluster upgrade.Cluster) bool {
	current := cluster.CurrentVersion()
	return cluster.BaselineAsked || len(cluster.BaselineProblems) > 0 ||
		current.Knowledge == upgrade.Invalid || current.Source != upgrade.Source{}
}
