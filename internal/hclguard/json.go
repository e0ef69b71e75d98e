package hclguard

import "fmt"

// maxOpeners bounds what HCL's JSON parser can recurse whatever it takes for the
// inside of a string: its scanner goes by grapheme clusters, in which a quote
// can hide. It needs 3 KiB of stack for each.
const maxOpeners = 100_000

// TooManyOpeners is the reason for more than that.
var TooManyOpeners = fmt.Sprintf("there are more than %d lists and objects", maxOpeners)

// JSON counts brackets outside of strings, and looks at numbers.
func JSON(text []byte) *Refusal {
	depth, openers := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[' || c == '{':
			openers++
			depth++
			if depth > MaxDepth {
				return &Refusal{i, TooDeep}
			}
		case c == ']' || c == '}':
			depth = max(depth-1, 0)
		case c == '"':
			end := stringEnd(text, i+1)
			for _, inside := range text[i:end] {
				if inside == '[' || inside == '{' {
					openers++
				}
			}
			i = end
		case isNumberByte(c):
			end := i
			for end < len(text) && isNumberByte(text[end]) {
				end++
			}
			if isHuge(string(text[i:end])) {
				return &Refusal{i, HugeNumber}
			}
			i = end - 1
		}
		if openers > maxOpeners {
			return &Refusal{min(i, len(text)-1), TooManyOpeners}
		}
	}
	return nil
}

// stringEnd is where a string ends: at its quote, or at a control character,
// which no string may hold.
func stringEnd(text []byte, start int) int {
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"' || c < ' ':
			return i
		}
	}
	return len(text)
}

func isNumberByte(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}
