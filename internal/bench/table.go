package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// line is one line of the table: what was timed, against what, and the ratios.
type line [8]string

var heading = line{"what", "median", "against", "median", "ratio", "min", "max", "aim"}

// aim is what a measurement should come to; the zero aim is none.
type aim struct {
	text string
	// met judges the median, in nanoseconds or bytes, and the ratio.
	met func(median, ratio float64) bool
}

func ratioWithin(most float64) aim {
	return aim{fmt.Sprintf("within %g", most), func(_, ratio float64) bool { return ratio <= most }}
}

func ratioOver(least float64) aim {
	return aim{fmt.Sprintf("over %g", least), func(_, ratio float64) bool { return ratio > least }}
}

// judge says what the aim is, and whether it was met.
func (a aim) judge(median, ratio float64) string {
	switch {
	case a.met == nil:
		return ""
	case a.met(median, ratio):
		return a.text + ": met"
	default:
		return a.text + ": missed"
	}
}

// compare puts two series side by side. The ratio is the median of the ratios
// pair by pair: a pair sees the same load of the machine.
func compare(what, against string, a, b []time.Duration, goal aim) line {
	return ratioLine(what, against, a, b, milliseconds, goal)
}

// compareMemory is compare for amounts of memory in bytes.
func compareMemory(what, against string, a, b []float64, goal aim) line {
	return ratioLine(what, against, a, b, mebibytes, goal)
}

func ratioLine[T time.Duration | float64](what, against string, a, b []T, show func(T) string, goal aim) line {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = float64(a[i]) / float64(b[i])
	}
	number := func(ratio float64) string { return fmt.Sprintf("%.2f", ratio) }
	return line{
		what, show(median(a)), against, show(median(b)),
		number(median(ratios)), number(slices.Min(ratios)), number(slices.Max(ratios)), goal.judge(float64(median(a)), median(ratios)),
	}
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

func mebibytes(bytes float64) string { return fmt.Sprintf("%.0f MiB", bytes/(1<<20)) }

// median is the middle value, or the mean of the two in the middle.
func median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func table(lines []line) string {
	var widths [len(line{})]int
	for _, l := range lines {
		for i, cell := range l {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var text strings.Builder
	for _, l := range lines {
		var row strings.Builder
		for i, cell := range l {
			row.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		text.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
	return text.String()
}
