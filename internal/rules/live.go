package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// eksNotAsked is why a rule on what only EKS knows does not speak.
const eksNotAsked = "EKS was not asked, for there is no live source"

// judgeLive runs a check over each cluster that EKS told of. Where an upgrade is
// pending and nobody asked EKS, the rule is listed as not judged.
func judgeLive(subject upgrade.Subject, check func(upgrade.Cluster, upgrade.Live) upgrade.Outcome) upgrade.Outcome {
	var outcome upgrade.Outcome
	notAsked := false
	for _, cluster := range subject.Environment.Clusters {
		switch {
		case cluster.Action.Destroys() || cluster.Action == upgrade.Create:
		case cluster.Live == nil:
			notAsked = notAsked || cluster.Pending()
		case cluster.Live.Version != "":
			told := check(cluster, *cluster.Live)
			outcome.Findings = append(outcome.Findings, told.Findings...)
			outcome.NotJudged = append(outcome.NotJudged, told.NotJudged...)
		}
	}
	if notAsked && subject.Environment.Missing == nil && len(subject.Environment.Unreadable) == 0 {
		outcome.AddNotJudged(upgrade.NotJudged{Reason: eksNotAsked, NotAsked: true})
	}
	return outcome
}

// longestQuoted bounds what is quoted of EKS, in characters.
const longestQuoted = 400

// quoted makes a text of EKS fit into a message: one line without a full stop,
// and not too long.
func quoted(text string) string {
	runes := []rune(wording.Plain(strings.Join(strings.Fields(text), " ")))
	if len(runes) > longestQuoted {
		return strings.TrimSpace(string(runes[:longestQuoted])) + "..."
	}
	return strings.TrimRight(string(runes), ". ")
}

// inQuotes is a name or a status of EKS, as a message shows it.
func inQuotes(text string) string { return `"` + quoted(text) + `"` }

// mostNamed bounds the things that one message names.
const mostNamed = 5

// someOf names the first few of several things, and counts the rest.
func someOf(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
}

// issuesInWords says what EKS finds wrong, as clauses.
func issuesInWords(issues []upgrade.HealthIssue) string {
	var parts []string
	for _, issue := range issues {
		part := quoted(issue.Code)
		if message := quoted(issue.Message); message != "" {
			part = strings.TrimPrefix(part+": "+message, ": ")
		}
		if len(issue.Resources) > 0 {
			part += " [" + quoted(someOf(issue.Resources)) + "]"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}
