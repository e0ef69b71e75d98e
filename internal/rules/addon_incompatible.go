package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var addonIncompatible = upgrade.Rule{
	Name:  "addon-incompatible",
	Title: "an add-on's version does not support the target",
	Why: "An add-on that does not run on the new Kubernetes version crashes or stops doing its work when the control plane moves: pods get no addresses, no names, no volumes or no load balancers. " +
		"In one apply Terraform's order decides which moves first, so the old version of an add-on may meet the new control plane, and the new version the old one.",
	Remediation: "Update the add-on to a version that runs on both Kubernetes versions in an apply before the control plane moves.",
	Severity:    upgrade.Error,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
	Bad: `# the cluster goes from 1.25 to 1.26
resource "aws_eks_addon" "vpc_cni" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "vpc-cni"
  addon_version = "v1.11.4-eksbuild.1"
}`,
	Good: `# the cluster goes from 1.25 to 1.26
resource "aws_eks_addon" "vpc_cni" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "vpc-cni"
  addon_version = "v1.12.6-eksbuild.2"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range addonPlaces(subject.Environment) {
			if !canCompare(in.asked) {
				outcome = addUnknownTarget(outcome, subject.Catalog, in)
				continue
			}
			outcome.NotJudged = append(outcome.NotJudged, in.unreadLists(workloadLists)...)
			for _, addon := range in.Addons {
				facts, known := subject.Catalog.Addon(addon.Name)
				if !known && in.offers(addon) {
					facts, known = upgrade.AddonFacts{Name: addon.Name, Title: addon.Name}, true
				}
				if !known || (facts.FollowsMinor && len(facts.Needs) == 0) {
					continue
				}
				judged := addonJudgement{subject: subject, in: in, addon: addon, facts: facts, way: wayOf(subject.Environment, in, addon)}
				outcome.Findings = append(outcome.Findings, judged.findings()...)
				outcome.NotJudged = append(outcome.NotJudged, judged.gaps()...)
			}
		}
		return outcome
	},
}

// addUnknownTarget notes that the add-ons of a place cannot be judged, where
// there are any that could be.
func addUnknownTarget(outcome upgrade.Outcome, catalog upgrade.Catalog, in place) upgrade.Outcome {
	i := slices.IndexFunc(in.Addons, func(addon upgrade.Addon) bool {
		_, known := catalog.Addon(addon.Name)
		return known && !addon.Removed()
	})
	if i < 0 {
		return outcome
	}
	address, reason := in.address(), "nothing sets the version of the control plane, and EKS picks one"
	if in.cluster == nil {
		address = in.Addons[i].Address
	}
	if in.asked.Knowledge != upgrade.Absent {
		reason = whyNotCompared(in.asked)
	}
	outcome.AddNotJudged(upgrade.NotJudged{Address: address, Reason: reason, AffectsVerdict: in.asked.Knowledge != upgrade.Absent})
	return outcome
}

// addonProblem is why a version of an add-on does not run on a Kubernetes minor.
type addonProblem struct {
	// key tells it from other problems of the same add-on.
	key string
	// says is a clause.
	says     string
	severity upgrade.Severity
	// atLeast is the version that mends it; zero where that is not known.
	atLeast upgrade.AddonVersion
}

// addonJudgement is one add-on and all that it is judged by.
type addonJudgement struct {
	subject upgrade.Subject
	in      place
	addon   upgrade.Addon
	facts   upgrade.AddonFacts
	way     addonWay
}

// findings judges the end of the way, and then the states on it. A problem that
// the end has is not told again for a state before.
func (j addonJudgement) findings() []upgrade.Finding {
	var found []upgrade.Finding
	var before, told []addonProblem
	if j.way.before != nil {
		before = j.problems(*j.way.before)
	}
	if j.way.after != nil {
		told = j.problems(*j.way.after)
		if len(told) > 0 {
			found = append(found, j.restFinding(told, before))
		}
	}
	for _, station := range j.way.onTheWay {
		problems := without(j.problems(station.addonState), slices.Concat(before, told))
		if len(problems) == 0 {
			continue
		}
		found = append(found, j.interimFinding(station, problems[0]))
	}
	return found
}

// restFinding is about the end of the way. What was so before is a warning.
func (j addonJudgement) restFinding(problems, before []addonProblem) upgrade.Finding {
	problem, after := problems[0], *j.way.after
	remark := ""
	if added := without(problems, before); len(added) > 0 {
		problem = added[0]
	} else {
		problem.severity = upgrade.Warning
		remark = " It is so already."
	}
	finding := addonFinding(j.addon, after.addon)
	finding.Severity = problem.severity
	finding.Fact = fmt.Sprintf("%s %s, Kubernetes %s", j.addon.Name, after.addon.Shown(), after.controlPlane.Value)
	finding.Message = fmt.Sprintf("%s would have %s %s at Kubernetes %s: %s.%s",
		j.subject.Environment.Name, j.facts.Title, after.addon.Shown(), withSource(after.controlPlane), problem.says, remark)
	finding.Remediation = j.mend(problem)
	return finding
}

func (j addonJudgement) interimFinding(station addonStation, problem addonProblem) upgrade.Finding {
	finding := addonFinding(j.addon, station.addon)
	finding.Severity = problem.severity
	if station.reached == possible {
		finding.Severity = upgrade.Warning
	}
	finding.Fact = fmt.Sprintf("%s %s, Kubernetes %s on the way", j.addon.Name, station.addon.Shown(), station.controlPlane.Value)
	finding.Message = fmt.Sprintf("%s: %s.", station.inWords(j.subject.Environment.Name, j.facts.Title), problem.says)
	finding.Remediation = station.putRight(j.facts.Title, j.in)
	return finding
}

// mend says which version to take.
func (j addonJudgement) mend(problem addonProblem) string {
	target := j.way.after.controlPlane.Value
	if !problem.atLeast.IsZero() {
		return fmt.Sprintf("Bring %s to %s or later before the control plane goes to %s, in an apply of its own.", j.facts.Title, problem.atLeast, target)
	}
	if newest := j.newestOffered(target); newest != "" {
		return fmt.Sprintf("Bring %s to a version that EKS offers for %s before the control plane goes there; the newest is %s.", j.facts.Title, target, newest)
	}
	if latest, known := latestFor(j.facts, target); known {
		return fmt.Sprintf("Take a version of %s that runs on %s; the newest known is %s.", j.facts.Title, target, latest)
	}
	return fmt.Sprintf("Take a version of %s that runs on Kubernetes %s.", j.facts.Title, target)
}

// gaps says what of the add-on cannot be judged: a version that is not known, or
// one that the catalog knows nothing of.
func (j addonJudgement) gaps() []upgrade.NotJudged {
	version := settled(j.addon)
	switch {
	case version.Knowledge == upgrade.Absent || chosenFor(j.addon, j.in.asked):
		return nil
	case !version.IsKnown():
		return []upgrade.NotJudged{{Address: j.addon.Address, Reason: j.facts.Title + ": " + reasonOf(version.Reason, "its version"), AffectsVerdict: true}}
	case j.way.after != nil && j.offered(j.way.after.controlPlane):
		return nil
	case !j.facts.FollowsMinor && !slices.ContainsFunc(j.facts.Ranges, func(r upgrade.AddonRange) bool { return r.Holds(version.Value) }) && len(addonProblems(j.facts, *j.way.after)) == 0:
		return []upgrade.NotJudged{{Address: j.addon.Address, Reason: fmt.Sprintf("the catalog of %s does not say on which Kubernetes versions %s %s runs",
			j.subject.Catalog.Date, j.facts.Title, version.Shown())}}
	default:
		return nil
	}
}

// addonProblems lists why an add-on does not run in a state, the gravest leading
// and of several the one that asks for most.
func addonProblems(facts upgrade.AddonFacts, state addonState) []addonProblem {
	var found []addonProblem
	for _, need := range facts.Needs {
		if state.controlPlane.Value.Older(need.Kubernetes) || state.addon.Value.CompareCore(need.AtLeast) >= 0 {
			continue
		}
		found = append(found, addonProblem{
			key:  fmt.Sprintf("%s from %s on", need.AtLeast, need.Kubernetes),
			says: need.Why, severity: need.Severity, atLeast: need.AtLeast,
		})
	}
	if problem, is := outOfRange(facts, state); is {
		found = append(found, problem)
	}
	slices.SortStableFunc(found, func(a, b addonProblem) int {
		return cmp.Or(cmp.Compare(weight(b.severity), weight(a.severity)), b.atLeast.Compare(a.atLeast))
	})
	return found
}

// weight is how grave a severity is, where none means the rule's.
func weight(severity upgrade.Severity) upgrade.Severity {
	if severity == upgrade.Off {
		return upgrade.Error
	}
	return severity
}

// outOfRange finds a Kubernetes minor that none of the ranges of a version
// holds. Past an end that is only as far as the project has tested, nothing is
// known to fail.
func outOfRange(facts upgrade.AddonFacts, state addonState) (addonProblem, bool) {
	var ranges []upgrade.AddonRange
	for _, r := range facts.Ranges {
		if !r.Holds(state.addon.Value) || facts.FollowsMinor {
			continue
		}
		if r.Runs(state.controlPlane.Value) {
			return addonProblem{}, false
		}
		ranges = append(ranges, r)
	}
	if len(ranges) == 0 {
		return addonProblem{}, false
	}
	nearest := slices.MinFunc(ranges, func(a, b upgrade.AddonRange) int {
		return distanceTo(a, state.controlPlane.Value) - distanceTo(b, state.controlPlane.Value)
	})
	problem := addonProblem{says: "it runs on Kubernetes " + minorsOf(nearest)}
	problem.key = "too old a Kubernetes"
	if !nearest.Newest.IsZero() && state.controlPlane.Value.Newer(nearest.Newest) {
		problem.key = "too new a Kubernetes"
	}
	if !nearest.Refuses(state.controlPlane.Value) {
		problem.severity = upgrade.Warning
		problem.says = "it was tested on Kubernetes " + minorsOf(nearest)
	}
	return problem, true
}

// distanceTo is how far a minor is from a range that does not hold it.
func distanceTo(r upgrade.AddonRange, minor upgrade.Minor) int {
	if !r.Newest.IsZero() && minor.Newer(r.Newest) {
		return upgrade.Distance(minor, r.Newest)
	}
	return upgrade.Distance(minor, r.Oldest)
}

func minorsOf(r upgrade.AddonRange) string {
	switch {
	case r.Newest.IsZero():
		return r.Oldest.String() + " and newer"
	case r.Oldest.IsZero():
		return r.Newest.String() + " and older"
	case r.Oldest == r.Newest:
		return r.Oldest.String()
	default:
		return fmt.Sprintf("%s to %s", r.Oldest, r.Newest)
	}
}

// without lists the problems that are not among others.
func without(problems, others []addonProblem) []addonProblem {
	return slices.DeleteFunc(slices.Clone(problems), func(p addonProblem) bool {
		return slices.ContainsFunc(others, func(o addonProblem) bool { return o.key == p.key })
	})
}
