package tfvars

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// editable is a file of values, and every value that it sets, in the order of
// the text. An object or a list comes before what it holds.
type editable struct {
	document *document
	values   []value
}

// value is one of them, with its key as it is written and how many objects and
// lists it is in. Together the values of a file say all that it sets.
type value struct {
	place
	key   []byte
	depth int
	// holds is objectKind or listKind, or empty for what holds no others.
	holds kind
}

// openEditable reads a file as the environments are read.
func openEditable(file string, text []byte) (*editable, *RefusedError) {
	document, problem := newDocument(text, file, upgrade.Source{Kind: upgrade.SourceFile, File: file})
	if problem != nil {
		return nil, refusalOf(problem)
	}
	read := parseValues(document)
	if read.problem != nil {
		return nil, refusalOf(read.problem)
	}
	opened := &editable{document: document}
	names := slices.SortedFunc(maps.Keys(read.byName), func(a, b string) int {
		return cmp.Compare(read.byName[a].Range().Start.Byte, read.byName[b].Range().Start.Byte)
	})
	for _, name := range names {
		opened.add(value{place: place{expression: read.byName[name], in: document}, key: []byte(name)})
	}
	return opened, nil
}

// refusalOf makes a refusal of what keeps a file from being read.
func refusalOf(problem *upgrade.Problem) *RefusedError {
	reason := strings.TrimPrefix(problem.Message, oneLine(problem.Source.String()+": "))
	return refuse(problem.Source, problem.Remediation, "%s", reason)
}

// add appends a value and what it holds.
func (e *editable) add(v value) {
	expression := v.unwrapped()
	pairs, noObject := hcl.ExprMap(expression)
	items, noList := hcl.ExprList(expression)
	switch {
	case !noObject.HasErrors():
		v.holds = objectKind
	case !noList.HasErrors():
		v.holds = listKind
	}
	e.values = append(e.values, v)
	for _, pair := range pairs {
		e.add(v.member(pair.Value, pair.Key.Range().SliceBytes(v.in.text)))
	}
	for _, item := range items {
		e.add(v.member(item, nil))
	}
}

func (v value) member(expression hcl.Expression, key []byte) value {
	return value{place: place{expression: expression, in: v.in}, key: key, depth: v.depth + 1}
}

// written is the value as it stands in the file.
func (v value) written() []byte { return v.expression.Range().SliceBytes(v.in.text) }

func (v value) sameKey(other value) bool {
	return v.depth == other.depth && v.holds == other.holds && bytes.Equal(v.key, other.key)
}

// equals compares two values of two files, but not what they hold.
func (v value) equals(other value) bool {
	return v.sameKey(other) && (v.holds != "" || bytes.Equal(v.written(), other.written()))
}

// at finds the value that begins at a line and column. To tell the column of a
// value takes as long as its line is, so few are asked.
func (e *editable) at(source upgrade.Source) (int, bool) {
	return slices.BinarySearchFunc(e.values, source, func(v value, source upgrade.Source) int {
		begins := v.source()
		return cmp.Or(cmp.Compare(begins.Line, source.Line), cmp.Compare(begins.Column, source.Column))
	})
}
