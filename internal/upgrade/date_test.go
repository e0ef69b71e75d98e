package upgrade

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for _, text := range []string{"2026-11-22", "2024-02-29", "0999-01-01"} {
		if got := day(t, text); got.String() != text || got.IsZero() {
			t.Errorf("ParseDate(%q) = %s, zero %t", text, got, got.IsZero())
		}
	}
	for _, text := range []string{"", "2026-11-31", "2026-02-29", "22.11.2026", "2026-1-2", "2026-11-22T00:00:00Z", " 2026-11-22", "tomorrow"} {
		got, err := ParseDate(text)
		want := Quote(text) + " is not a date; write one of the form 2026-11-22"
		if err == nil || err.Error() != want || !got.IsZero() {
			t.Errorf("ParseDate(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestDateOfIsTheDayInUTC(t *testing.T) {
	west := time.FixedZone("west", -5*60*60)
	for _, test := range []struct {
		moment time.Time
		want   string
	}{
		{time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), "2026-11-22"},
		{time.Date(2026, 11, 22, 23, 59, 59, 999, time.UTC), "2026-11-22"},
		{time.Date(2026, 11, 22, 20, 0, 0, 0, west), "2026-11-23"},
	} {
		got := DateOf(test.moment)
		if got != day(t, test.want) {
			t.Errorf("DateOf(%s) = %s, want %s", test.moment, got, test.want)
		}
	}
}

func TestDatesAreCompared(t *testing.T) {
	for _, test := range []struct {
		from, to string
		days     int
	}{
		{"2026-11-22", "2026-11-22", 0},
		{"2026-11-22", "2026-11-23", 1},
		{"2026-11-23", "2026-11-22", -1},
		{"2024-02-28", "2024-03-01", 2},
		{"2026-03-28", "2026-03-30", 2},
		{"2025-11-22", "2026-11-22", 365},
	} {
		from, to := day(t, test.from), day(t, test.to)
		if got := from.DaysUntil(to); got != test.days {
			t.Errorf("%s until %s: got %d days, want %d", from, to, got, test.days)
		}
		if got := from.Before(to); got != (test.days > 0) {
			t.Errorf("%s before %s: got %t", from, to, got)
		}
	}
}

func TestZeroDateIsNotKnown(t *testing.T) {
	var none Date
	if !none.IsZero() || none.String() != "not known" {
		t.Errorf("the zero date is %q, zero %t", none, none.IsZero())
	}
}
