package readiness

import (
	"context"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// calendar is EKS's own calendar, or why it could not be read; neither where it
// was not asked for.
type calendar struct {
	versions []upgrade.VersionSupport
	problem  *upgrade.Problem
}

// pendingCalendar is a calendar that is being read.
type pendingCalendar chan calendar

// wait gives the calendar when it was read.
func (p pendingCalendar) wait() calendar {
	if p == nil {
		return calendar{}
	}
	return <-p
}

// addTo gives the calendar to what was read of a cluster. Where the cluster
// itself could not be read, that is enough to say.
func (c calendar) addTo(live *upgrade.Live) {
	live.Versions = c.versions
	if c.problem != nil && (live.Version != "" || live.NotFound) {
		live.Problems = append(live.Problems, *c.problem)
	}
}

// askVersions begins to ask EKS for its calendar where a version is asked for
// that the catalog does not know, and may know no more or not yet. It gives one
// for each question, nil where there is nothing to ask.
func (s *LiveSource) askVersions(ctx context.Context, questions []liveQuestion, facts upgrade.Catalog) []pendingCalendar {
	calendars := make([]pendingCalendar, len(questions))
	for i, question := range questions {
		asked := question.cluster.AskedVersion()
		if _, known := facts.Find(asked.Value); known || !asked.IsKnown() || asked.Value.Older(facts.Oldest()) {
			continue
		}
		reading := make(pendingCalendar, 1)
		calendars[i] = reading
		go func() {
			versions, problem := s.Reader.ClusterVersions(ctx, question.target)
			reading <- calendar{versions, problem}
		}()
	}
	return calendars
}
