package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageTimeline is the support calendar from the oldest minor that an environment
// runs to the newest, with a bar for each. Positions are shares of the width.
type pageTimeline struct {
	// From and To are the days at both ends.
	From, To string
	// Today is the position of the day of the judgement; empty where that day is
	// not known.
	Today, TodayText string
	Ticks            []pageTick
	Rows             []pageSupport
	// Others are the versions that concern no environment, without a bar.
	Others []pageSupport
	// Unplaced are environments whose current version is not known.
	Unplaced []string
}

// pageTick is the beginning of a year, or without a label of its second half.
type pageTick struct{ X, Label string }

// pageSupport is the support of one version.
type pageSupport struct {
	ID, Version string
	// Now are the environments that run the version, and Asked those that do not
	// yet and ask for it.
	Now, Asked                        []string
	Release, StandardEnd, ExtendedEnd string
	Status                            pageMark
	Standard, Extended, Open          *pageBar
	// Description says in words what the bars show.
	Description string
}

// pageBar is a span of time.
type pageBar struct{ X, Width string }

func pageTimelineOf(document Document) *pageTimeline {
	if len(document.Calendar) == 0 {
		return nil
	}
	runs := runningIn(document.Report)
	calendar := withVersions(document.Calendar, runs)
	first := firstShown(calendar, runs, document.Today)
	scale := scaleOf(calendar[first:], document.Today)
	timeline := &pageTimeline{
		From: scale.from.String(), To: scale.to.String(), TodayText: document.Today.String(),
		Ticks: scale.ticks(), Unplaced: runs.unplaced,
	}
	if !document.Today.IsZero() {
		timeline.Today = scale.at(document.Today)
	}
	for i, version := range calendar {
		row := pageSupportOf(version, runs, document.Today)
		if i < first {
			timeline.Others = append(timeline.Others, row)
			continue
		}
		scale.draw(&row, version)
		timeline.Rows = append(timeline.Rows, row)
	}
	return timeline
}

// running tells which environments run a version, and which ask for it.
type running struct {
	now, asked map[upgrade.Minor][]string
	unplaced   []string
}

func runningIn(report upgrade.Report) running {
	runs := running{now: map[upgrade.Minor][]string{}, asked: map[upgrade.Minor][]string{}}
	for _, environment := range report.Environments {
		name := plain(environment.Environment.Name)
		placed := false
		for _, cluster := range clustersOf(environment.Environment) {
			current, asked := cluster.CurrentVersion(), cluster.AskedVersion()
			if current.IsKnown() && !current.Sensitive {
				runs.now[current.Value] = appendNew(runs.now[current.Value], name)
				placed = true
			}
			if asked.IsKnown() && !asked.Sensitive && (!current.IsKnown() || asked.Value != current.Value) {
				runs.asked[asked.Value] = appendNew(runs.asked[asked.Value], name)
				placed = true
			}
		}
		if !placed {
			runs.unplaced = append(runs.unplaced, name)
		}
	}
	return runs
}

// withVersions is the calendar with a row for each version that an environment
// has and the calendar does not know.
func withVersions(calendar []upgrade.VersionSupport, runs running) []upgrade.VersionSupport {
	rows := slices.Clone(calendar)
	for _, versions := range []map[upgrade.Minor][]string{runs.now, runs.asked} {
		for version := range versions {
			if !slices.ContainsFunc(rows, func(row upgrade.VersionSupport) bool { return row.Version == version }) {
				rows = append(rows, upgrade.VersionSupport{Version: version})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b upgrade.VersionSupport) int { return a.Version.Compare(b.Version) })
	return rows
}

// firstShown is the oldest version that an environment runs or asks for, else the
// oldest that is still supported.
func firstShown(calendar []upgrade.VersionSupport, runs running, today upgrade.Date) int {
	for i, row := range calendar {
		if len(runs.now[row.Version])+len(runs.asked[row.Version]) > 0 {
			return i
		}
	}
	for i, row := range calendar {
		if row.Status(today) != upgrade.Unsupported {
			return i
		}
	}
	return len(calendar) - 1
}

func pageSupportOf(version upgrade.VersionSupport, runs running, today upgrade.Date) pageSupport {
	row := pageSupport{
		ID: "support-" + version.Version.String(), Version: version.Version.String(),
		Now: runs.now[version.Version], Asked: runs.asked[version.Version],
		Release: version.Release.String(), StandardEnd: version.EndOfStandardSupport.String(), ExtendedEnd: version.EndOfExtendedSupport.String(),
		Status: statusMark(version, today),
	}
	row.Description = fmt.Sprintf("%s: released %s, standard support until %s, extended support until %s.", row.Version, row.Release, row.StandardEnd, row.ExtendedEnd)
	return row
}

// statusMark says in a few words how a version stands on a day.
func statusMark(version upgrade.VersionSupport, today upgrade.Date) pageMark {
	const soon = 90
	standard, extended := version.EndOfStandardSupport, version.EndOfExtendedSupport
	if version.Release.IsZero() && standard.IsZero() && extended.IsZero() {
		return pageMark{unknownKind, "not in the calendar"}
	}
	left := func(end upgrade.Date) string { return wording.Count(today.DaysUntil(end), "day") + " left" }
	switch version.Status(today) {
	case upgrade.NotReleased:
		return pageMark{infoKind, "not released"}
	case upgrade.Unsupported:
		return pageMark{errorKind, "out of support"}
	case upgrade.ExtendedSupport:
		if extended.IsZero() {
			return pageMark{warningKind, "extended"}
		}
		return pageMark{warningKind, "extended, " + left(extended)}
	default:
		switch {
		case standard.IsZero():
			return pageMark{okKind, "standard"}
		case today.DaysUntil(standard) <= soon:
			return pageMark{warningKind, "standard, " + left(standard)}
		default:
			return pageMark{okKind, "standard, " + left(standard)}
		}
	}
}

// timeScale maps days to shares of a width.
type timeScale struct{ from, to upgrade.Date }

// scaleOf spans all dates of some versions, and the day of the judgement.
func scaleOf(versions []upgrade.VersionSupport, today upgrade.Date) timeScale {
	var scale timeScale
	add := func(days ...upgrade.Date) {
		for _, day := range days {
			if day.IsZero() {
				continue
			}
			if scale.from.IsZero() || day.Before(scale.from) {
				scale.from = day
			}
			if scale.to.IsZero() || scale.to.Before(day) {
				scale.to = day
			}
		}
	}
	add(today)
	for _, version := range versions {
		add(version.Release, version.EndOfStandardSupport, version.EndOfExtendedSupport)
	}
	return scale
}

// share is where a day is, from 0 to 100.
func (s timeScale) share(day upgrade.Date) float64 {
	days := s.from.DaysUntil(s.to)
	if days == 0 {
		return 0
	}
	return 100 * float64(s.from.DaysUntil(day)) / float64(days)
}

func (s timeScale) at(day upgrade.Date) string { return percent(s.share(day)) }

func percent(share float64) string { return strconv.FormatFloat(share, 'f', 2, 64) + "%" }

// bar spans two days; nil where one of them is not known, or nothing is between.
func (s timeScale) bar(from, to upgrade.Date) *pageBar {
	if from.IsZero() || to.IsZero() || !from.Before(to) {
		return nil
	}
	return &pageBar{s.at(from), percent(s.share(to) - s.share(from))}
}

// draw gives a row its bars. A support whose end is not known is drawn as open,
// to the end of the scale.
func (s timeScale) draw(row *pageSupport, version upgrade.VersionSupport) {
	standard, extended := version.EndOfStandardSupport, version.EndOfExtendedSupport
	row.Standard = s.bar(version.Release, standard)
	row.Extended = s.bar(standard, extended)
	switch {
	case standard.IsZero():
		row.Open = s.bar(version.Release, s.to)
	case extended.IsZero():
		row.Open = s.bar(standard, s.to)
	}
}

// ticks are the beginnings of the years and of their second halves.
func (s timeScale) ticks() []pageTick {
	var ticks []pageTick
	for year := yearOf(s.from); year <= yearOf(s.to); year++ {
		for _, tick := range []struct{ day, label string }{{"01-01", strconv.Itoa(year)}, {"07-01", ""}} {
			day, err := upgrade.ParseDate(fmt.Sprintf("%04d-%s", year, tick.day))
			if err == nil && s.from.Before(day) && day.Before(s.to) {
				ticks = append(ticks, pageTick{s.at(day), tick.label})
			}
		}
	}
	return ticks
}

// yearOf is the year of a day; zero where the day is not known.
func yearOf(day upgrade.Date) int {
	var year int
	if _, err := fmt.Sscanf(day.String(), "%4d-", &year); err != nil {
		return 0
	}
	return year
}
