package upgrade

import (
	"slices"
	"strings"
)

// Verdict is the answer for one environment or for all.
type Verdict string

const (
	// Ready: nothing stands in the way.
	Ready Verdict = "ready"
	// NotReady: an unwaived finding stands in the way.
	NotReady Verdict = "not_ready"
	// Incomplete: nothing was found that stands in the way, but something that
	// decides is not known.
	Incomplete Verdict = "incomplete"
)

// Report is the judgement of all environments.
type Report struct {
	Verdict Verdict
	// FailOn is the least severity that made a verdict not_ready.
	FailOn       Severity
	Environments []EnvironmentReport
}

// EnvironmentReport is the judgement of one environment.
type EnvironmentReport struct {
	Environment Environment
	Pending     bool
	Verdict     Verdict
	Findings    []Finding
	NotJudged   []NotJudged
}

// Untold lists what was not judged and no finding of the environment says
// already.
func (r EnvironmentReport) Untold() []NotJudged {
	var untold []NotJudged
	for _, gap := range r.NotJudged {
		told := slices.ContainsFunc(r.Findings, func(f Finding) bool { return strings.Contains(f.Message, gap.Reason) })
		if !told {
			untold = append(untold, gap)
		}
	}
	return untold
}

// Unreadable tells whether what some environment asks for, or the baseline that
// somebody chose for it, could not be read, or something of the EKS API, or the
// API server of a cluster that was to be asked.
func (r Report) Unreadable() bool {
	return slices.ContainsFunc(r.Environments, func(e EnvironmentReport) bool {
		return len(e.Environment.Unreadable) > 0 || slices.ContainsFunc(e.Environment.Clusters, func(c Cluster) bool {
			return c.Live != nil && len(c.Live.Problems) > 0 || c.Kube.Unread() ||
				c.BaselineAsked && len(c.BaselineProblems) > 0 && !c.CurrentVersion().IsKnown()
		})
	})
}

// Undecided tells whether some environment is incomplete: nothing stands in its
// way, and something that decides is not known.
func (r Report) Undecided() bool {
	return slices.ContainsFunc(r.Environments, func(e EnvironmentReport) bool { return e.Verdict == Incomplete })
}

// Summary counts a report.
type Summary struct {
	Environments, Ready, NotReady, Incomplete int
	Errors, Warnings, Infos, Waived           int
}

// Summarize counts verdicts, and findings that are not waived by severity.
func (r Report) Summarize() Summary {
	summary := Summary{Environments: len(r.Environments)}
	for _, environment := range r.Environments {
		switch environment.Verdict {
		case Ready:
			summary.Ready++
		case NotReady:
			summary.NotReady++
		case Incomplete:
			summary.Incomplete++
		}
		for _, finding := range environment.Findings {
			switch {
			case finding.Waiver != nil:
				summary.Waived++
			case finding.Severity == Error:
				summary.Errors++
			case finding.Severity == Warning:
				summary.Warnings++
			default:
				summary.Infos++
			}
		}
	}
	return summary
}

// verdictOf is the verdict on findings and on what could not be judged.
func verdictOf(findings []Finding, notJudged []NotJudged, failOn Severity) Verdict {
	for _, finding := range findings {
		if finding.Waiver == nil && finding.Severity >= failOn {
			return NotReady
		}
	}
	for _, gap := range notJudged {
		if gap.AffectsVerdict {
			return Incomplete
		}
	}
	return Ready
}

// worst gives the verdict that outranks the other.
func worst(a, b Verdict) Verdict {
	rank := map[Verdict]int{Ready: 0, Incomplete: 1, NotReady: 2}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
