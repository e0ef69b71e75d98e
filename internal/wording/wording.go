// Package wording holds what messages of several packages have in common.
package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// Sentence begins a text with a capital letter.
func Sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// longestGuessed bounds the names that a near match is looked for.
const longestGuessed = 100

// UnknownRule says that there is no rule of a name: with the name that was
// likely meant, else with all there are.
func UnknownRule(name string, rules []string) string {
	best, bestDistance := "", len(name)/2+1
	if len(name) < longestGuessed {
		for _, candidate := range rules {
			if distance := levenshtein.Distance(name, candidate, nil); distance < bestDistance {
				best, bestDistance = candidate, distance
			}
		}
	}
	if best != "" {
		return fmt.Sprintf("there is no rule %q; did you mean %q?", name, best)
	}
	return fmt.Sprintf("there is no rule %.80q; there are %s", name, strings.Join(rules, ", "))
}

// Count names a number of things: 1 minor, 2 minors.
func Count(number int, thing string) string {
	if number == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", number, thing)
}
