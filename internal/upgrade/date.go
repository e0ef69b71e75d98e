package upgrade

import (
	"fmt"
	"time"
)

// Date is a day in UTC. Its zero value is "not known".
type Date struct{ day time.Time }

// ParseDate reads a date of the form 2026-11-22.
func ParseDate(text string) (Date, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.IsZero() {
		return Date{}, fmt.Errorf("%s is not a date; write one of the form 2026-11-22", Quote(text))
	}
	return Date{day}, nil
}

// DateOf is the day of a time, in UTC.
func DateOf(t time.Time) Date {
	year, month, day := t.UTC().Date()
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// IsZero tells whether the date is not known.
func (d Date) IsZero() bool { return d.day.IsZero() }

// String gives 2026-11-22, and "not known" for the zero value.
func (d Date) String() string {
	if d.IsZero() {
		return "not known"
	}
	return d.day.Format(time.DateOnly)
}

// Before tells whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.day.Before(other.day) }

// DaysUntil counts the days from d to other; negative where other has passed.
func (d Date) DaysUntil(other Date) int {
	return int(other.day.Sub(d.day).Hours() / 24)
}
