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

// compare puts two series side by side. The ratio is the median of the ratios
// pair by pair: a pair sees the same load of the machine.
func compare(what, against string, a, b []time.Duration, aim string) line {
	return ratioLine(what, against, a, b, milliseconds, aim)
}

// compareMemory is compare for amounts of memory in bytes.
func compareMemory(what, against string, a, b []float64, aim string) line {
	return ratioLine(what, against, a, b, mebibytes, aim)
}

func ratioLine[T time.Duration | float64](what, against string, a, b []T, show func(T) string, aim string) line {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = float64(a[i]) / float64(b[i])
	}
	number := func(ratio float64) string { return fmt.Sprintf("%.2f", ratio) }
	if aim != "" {
		aim = "aim: " + aim
	}
	return line{
		what, show(median(a)), against, show(median(b)),
		number(median(ratios)), number(slices.Min(ratios)), number(slices.Max(ratios)), aim,
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
