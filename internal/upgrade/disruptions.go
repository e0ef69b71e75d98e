package upgrade

import (
	"regexp"
	"strconv"
	"strings"
)

var percentagePattern = regexp.MustCompile(`^\d{1,9}%$`)

// ParsePercentage reads a share such as 25%, and false where the text is no
// percentage.
func ParsePercentage(text string) (Share, bool) {
	if !percentagePattern.MatchString(text) {
		return Share{}, false
	}
	number, err := strconv.Atoi(strings.TrimSuffix(text, "%"))
	return Share{Number: number, Percent: true}, err == nil
}

// RoundedUp is the share of a total; a percentage is rounded up.
func (s Share) RoundedUp(total int) int {
	if !s.Percent {
		return s.Number
	}
	return (total*s.Number + 99) / 100
}

// DisruptionsAllowed is how many of so many healthy pods the budget lets go at
// once, as the disruption controller counts (kubernetes/kubernetes,
// pkg/controller/disruption): both percentages are rounded up, maxUnavailable
// wins, and a budget that sets neither lets nobody go.
func (b Budget) DisruptionsAllowed(pods int) Claim[int] {
	var mustStay int
	switch {
	case b.MaxUnavailable.IsKnown():
		mustStay = max(0, pods-b.MaxUnavailable.Value.RoundedUp(pods))
	case b.MaxUnavailable.Knowledge != Absent:
		return UnknownClaim[int](b.MaxUnavailable.Reason, b.MaxUnavailable.Source)
	case b.MinAvailable.IsKnown():
		mustStay = b.MinAvailable.Value.RoundedUp(pods)
	case b.MinAvailable.Knowledge != Absent:
		return UnknownClaim[int](b.MinAvailable.Reason, b.MinAvailable.Source)
	default:
		mustStay = pods
	}
	return Claim[int]{Knowledge: Known, Value: max(0, pods-mustStay)}
}

// NeverAllows tells whether the budget lets nobody go, however many pods there
// are.
func (b Budget) NeverAllows() bool {
	switch {
	case b.MaxUnavailable.IsKnown():
		return b.MaxUnavailable.Value.Number == 0
	case b.MaxUnavailable.Knowledge != Absent:
		return false
	case b.MinAvailable.IsKnown():
		return b.MinAvailable.Value.Percent && b.MinAvailable.Value.Number >= 100
	default:
		return b.MinAvailable.Knowledge == Absent
	}
}

// Selects tells whether the budget is for pods with these labels. Both claims
// have to be known for a yes or no that can be relied on: the second result is
// why they are not, or "".
func (b Budget) Selects(labels Claim[map[string]string]) (bool, string) {
	switch {
	case b.Selector.Knowledge == Absent:
		return false, ""
	case !b.Selector.IsKnown():
		return false, b.Selector.Reason
	case b.Selector.Value.IsEmpty():
		return b.GroupVersion != "policy/v1beta1", ""
	case labels.Knowledge == Unknown || labels.Knowledge == Invalid:
		return false, labels.Reason
	default:
		return b.Selector.Value.Matches(labels.Value), ""
	}
}
