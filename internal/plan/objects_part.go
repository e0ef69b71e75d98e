package plan

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// part is a part of a Kubernetes object, in the names that Kubernetes' JSON
// gives it, whatever the resource calls it.
type part struct {
	value
	// path leads here from the object's root. Its steps are string and int.
	path []any
	from *origin
}

// origin is where an object stands in a resource.
type origin struct {
	kind upgrade.SourceKind
	// attribute names the place of a part in the resource.
	attribute func(path []any) string
	// why says why a part is not known.
	why func(path []any) string
	// unset tells that nothing sets a part, which the plan calls unknown because
	// the server fills it in; nil where the plan does no such thing.
	unset func(path []any) bool
}

// at is the part below steps, each the name of a field or the number of an
// element.
func (p part) at(steps ...any) part {
	return part{value: p.value.at(steps...), path: slices.Concat(p.path, steps), from: p.from}
}

// items are the elements of a list, or of an object that stands for one: the
// helm provider can key containers and volumes by their names.
func (p part) items() []part {
	if _, keyed := p.data.(map[string]any); keyed {
		var items []part
		for _, key := range p.keys() {
			items = append(items, p.at(key))
		}
		return items
	}
	items := make([]part, p.length())
	for i := range items {
		items[i] = p.at(i)
	}
	return items
}

// plain is the text of a part, or "" where there is none or it is not known.
func (p part) plain() string {
	text, _ := p.text()
	return text
}

func (p part) source() upgrade.Source {
	return upgrade.Source{Kind: p.from.kind, Attribute: p.from.attribute(p.path)}
}

// filledIn tells whether the part is unknown for no other reason than that
// nothing sets it.
func (p part) filledIn() bool {
	return p.isUnknown() && p.from.unset != nil && p.from.unset(p.path)
}

// parser makes a value of a known part. What it says it is stands in the message
// of a part that is something else.
type parser[T any] struct {
	what  string
	parse func(part) (parsed T, text string, knowledge upgrade.Knowledge)
}

// claim makes a claim of a part and all that is below it.
func claim[T any](p part, by parser[T]) upgrade.Claim[T] {
	source := p.source()
	switch {
	case p.filledIn():
		return upgrade.NoClaim[T](source)
	case p.hasUnknown():
		return upgrade.UnknownClaim[T](p.from.why(p.path), source)
	case p.isNull():
		return upgrade.NoClaim[T](source)
	}
	parsed, text, knowledge := by.parse(p)
	made := upgrade.Claim[T]{Knowledge: knowledge, Value: parsed, Text: text, Source: source, Sensitive: p.isSensitive()}
	if knowledge == upgrade.Invalid {
		made.Reason = fmt.Sprintf("%s is no %s", quotedOrHidden(made.Text, made.Sensitive), by.what)
	}
	return made
}

func quotedOrHidden(text string, sensitive bool) string {
	if sensitive || text == "" {
		return "the value"
	}
	return strconv.Quote(text)
}

// texts, whole numbers, shares, maps of texts, as they stand in an object. An
// empty text is how a provider writes what is not set.
var (
	textPart  = parser[string]{"text", parseText}
	wholePart = parser[int]{"whole number", parseWhole}
	sharePart = parser[upgrade.Share]{"number and no percentage", parseShare}
	textsPart = parser[map[string]string]{"map of texts", parseTexts}
)

func parseText(p part) (string, string, upgrade.Knowledge) {
	text, ok := p.text()
	switch {
	case !ok:
		return "", "", upgrade.Invalid
	case text == "":
		return "", "", upgrade.Absent
	default:
		return text, text, upgrade.Known
	}
}

func parseWhole(p part) (int, string, upgrade.Knowledge) {
	_, text, knowledge := parseText(p)
	if knowledge != upgrade.Known {
		return 0, text, knowledge
	}
	number, ok := wholeNumber(text)
	if !ok {
		return 0, text, upgrade.Invalid
	}
	return number, text, upgrade.Known
}

// wholeNumber reads 3, and 3.0 or 3e0 as some encoders write it.
func wholeNumber(text string) (int, bool) {
	if number, err := strconv.ParseInt(text, 10, 32); err == nil {
		return int(number), true
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || number != math.Trunc(number) || math.Abs(number) > math.MaxInt32 {
		return 0, false
	}
	return int(number), true
}

func parseShare(p part) (upgrade.Share, string, upgrade.Knowledge) {
	_, text, knowledge := parseText(p)
	if knowledge != upgrade.Known {
		return upgrade.Share{}, text, knowledge
	}
	if share, ok := upgrade.ParsePercentage(text); ok {
		return share, text, upgrade.Known
	}
	number, ok := wholeNumber(text)
	if !ok {
		return upgrade.Share{}, text, upgrade.Invalid
	}
	return upgrade.Share{Number: number}, text, upgrade.Known
}

func parseTexts(p part) (map[string]string, string, upgrade.Knowledge) {
	object, is := p.data.(map[string]any)
	if !is {
		return nil, "", upgrade.Invalid
	}
	if len(object) == 0 {
		return nil, "", upgrade.Absent
	}
	texts := make(map[string]string, len(object))
	for _, key := range p.keys() {
		text, ok := value{data: object[key]}.text()
		if !ok && object[key] != nil {
			return nil, "", upgrade.Invalid
		}
		texts[key] = text
	}
	return texts, upgrade.DescribeLabels(texts), upgrade.Known
}
