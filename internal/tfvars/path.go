package tfvars

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// anyKey is the segment that stands for every key of a map or object and every
// index of a list.
const anyKey = "*"

// keyPath leads from a variable into its value: node_groups.*.version.
type keyPath []string

// parsePath reads a path as users write it. A * may be its last segment where
// the keys are names of something. The error says what is wrong with the path,
// without the path itself.
func parsePath(text string, anyLast bool) (keyPath, error) {
	if text == "" {
		return nil, errors.New("is empty: write the name of a variable, or a path into one such as blue.version")
	}
	// HCL normalizes the keys of objects, so what they are compared with is
	// normalized too.
	segments := strings.Split(cty.NormalizeString(text), ".")
	for i, segment := range segments {
		switch {
		case segment == "":
			return nil, errors.New("has an empty segment: write one name between two dots, and none before the first or after the last")
		case segment == anyKey && anyLast && i == 0:
			return nil, fmt.Errorf("has %q as its first segment: it stands for the keys of a variable, as in addons.*", anyKey)
		case segment == anyKey && !anyLast && (i == 0 || i == len(segments)-1):
			return nil, fmt.Errorf("has %q as its first or last segment: it stands for the keys in between, as in node_groups.*.version", anyKey)
		case segment == anyKey:
		case i == 0 && !hclsyntax.ValidIdentifier(segment):
			return nil, fmt.Errorf("begins with %q, which is no name of a variable", segment)
		case strings.ContainsFunc(segment, badInSegment):
			return nil, fmt.Errorf("has the segment %q: a segment is a key, a list index or %q, without spaces, quotes or brackets", segment, anyKey)
		}
	}
	return segments, nil
}

func badInSegment(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune("*\"'`[](){}$%,;=<>|&!?#\\", r)
}

func (p keyPath) String() string { return strings.Join(p, ".") }

// last is the segment that names the value itself.
func (p keyPath) last() string { return p[len(p)-1] }

// matches tells whether a segment of a path means the key.
func matches(segment, key string) bool { return segment == anyKey || segment == key }
