package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func timelineOf(t *testing.T, document Document) *pageTimeline {
	t.Helper()
	timeline := pageTimelineOf(document)
	if timeline == nil {
		t.Fatal("there is no timeline")
	}
	return timeline
}

func versionsOf(rows []pageSupport) []string {
	var versions []string
	for _, row := range rows {
		versions = append(versions, row.Version)
	}
	return versions
}

func TestTimeline(t *testing.T) {
	timeline := timelineOf(t, whole(t))
	if got := versionsOf(timeline.Others); !slices.Equal(got, []string{"1.30", "1.33"}) {
		t.Errorf("folded are %q", got)
	}
	// 1.36 is asked for and not in the calendar.
	if got := versionsOf(timeline.Rows); !slices.Equal(got, []string{"1.34", "1.35", "1.36", "1.37"}) {
		t.Errorf("shown are %q", got)
	}
	if timeline.From != "2025-10-02" || timeline.To != "2028-03-27" || timeline.Today != "45.87%" {
		t.Errorf("the scale is %s to %s, today at %s", timeline.From, timeline.To, timeline.Today)
	}
	first := timeline.Rows[0]
	if !slices.Equal(first.Now, []string{"dev", "prod", "lab"}) || first.Asked != nil || first.Status != (pageMark{warningKind, "standard, 10 days left"}) {
		t.Errorf("got %+v", first)
	}
	if *first.Standard != (pageBar{"0.00%", "46.97%"}) || *first.Extended != (pageBar{"46.97%", "40.24%"}) || first.Open != nil {
		t.Errorf("the bars are %+v, %+v and %+v", first.Standard, first.Extended, first.Open)
	}
	if want := "1.34: released 2025-10-02, standard support until 2026-12-02, extended support until 2027-12-02."; first.Description != want {
		t.Errorf("got %q, want %q", first.Description, want)
	}
	missing, last := timeline.Rows[2], timeline.Rows[3]
	if !slices.Equal(missing.Asked, []string{"prod"}) || missing.Status.Kind != unknownKind || missing.Standard != nil || missing.Extended != nil || missing.Open != nil {
		t.Errorf("of a version that the calendar lacks nothing is known: %+v", missing)
	}
	if last.Standard != nil || last.Open == nil || last.StandardEnd != "not known" {
		t.Errorf("an end that is not known is drawn as open: %+v", last)
	}
	if labels := func() (found []string) {
		for _, tick := range timeline.Ticks {
			found = append(found, tick.Label)
		}
		return found
	}(); !slices.Equal(labels, []string{"2026", "", "2027", "", "2028"}) {
		t.Errorf("the ticks are %q", labels)
	}
}

func TestTimelineWithoutFacts(t *testing.T) {
	document := whole(t)
	document.Today = upgrade.Date{}
	timeline := timelineOf(t, document)
	if timeline.Today != "" || strings.Contains(render(t, "html", document), "Today</th>") {
		t.Error("a day that is not known is drawn")
	}
	document.Report.Environments = nil
	document.Today = date(t, "2026-11-22")
	if got := versionsOf(timelineOf(t, document).Rows); !slices.Equal(got, []string{"1.33", "1.34", "1.35", "1.37"}) {
		t.Errorf("without environments %q are shown, want what is supported", got)
	}
	document.Calendar = []upgrade.VersionSupport{{Version: minor(t, "1.35")}}
	if got := timelineOf(t, document); len(got.Rows) != 1 || len(got.Ticks) != 0 || got.Today != "0.00%" {
		t.Errorf("got %+v", got)
	}
	document.Calendar = nil
	if pageTimelineOf(document) != nil {
		t.Error("there is a timeline without a calendar")
	}
}

// What is secret, or not known, is on no row.
func TestTimelineLeavesSecretsOut(t *testing.T) {
	document := whole(t)
	for _, environment := range document.Report.Environments {
		cluster := environment.Environment.Clusters[0]
		cluster.Current[0].Sensitive, cluster.Asked[0].Sensitive = true, true
	}
	timeline := timelineOf(t, document)
	if !slices.Equal(timeline.Unplaced, []string{"dev", "prod", "lab"}) {
		t.Errorf("not placed are %q", timeline.Unplaced)
	}
	for _, row := range timeline.Rows {
		if len(row.Now)+len(row.Asked) > 0 || row.Version == "1.36" {
			t.Errorf("a row tells a secret: %+v", row)
		}
	}
}

func TestStatusMark(t *testing.T) {
	rows := calendar(t)
	for day, want := range map[string][]string{
		"2026-11-22": {"out of support", "extended, 249 days left", "standard, 10 days left", "standard, 125 days left", "standard"},
		"2026-12-02": {"out of support", "extended, 239 days left", "standard, 0 days left", "standard, 115 days left", "standard"},
		"2026-12-03": {"out of support", "extended, 238 days left", "extended, 364 days left", "standard, 114 days left", "standard"},
		"2025-06-01": {"standard, 52 days left", "standard, 423 days left", "not released", "not released", "not released"},
	} {
		for i, row := range rows {
			if got := statusMark(row, date(t, day)); got.Text != want[i] {
				t.Errorf("%s on %s: got %q, want %q", row.Version, day, got.Text, want[i])
			}
		}
	}
	half := upgrade.VersionSupport{Version: minor(t, "1.34"), Release: date(t, "2025-10-02"), EndOfStandardSupport: date(t, "2026-01-01")}
	if got := statusMark(half, date(t, "2026-11-22")); got.Text != "extended" {
		t.Errorf("without an end of extended support: got %q", got.Text)
	}
}
