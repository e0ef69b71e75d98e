package path

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// InOrder sorts paths so that the environments of a promotion order come first, in
// that order; the others stay as they are.
func InOrder(paths []Path, promotionOrder []string) []Path {
	place := func(p Path) int {
		if i := slices.Index(promotionOrder, p.Environment); i >= 0 {
			return i
		}
		return len(promotionOrder)
	}
	sorted := slices.Clone(paths)
	slices.SortStableFunc(sorted, func(a, b Path) int { return place(a) - place(b) })
	return sorted
}

// Overtaken names the environments that a promotion order puts before a path's,
// and that its next step would leave behind.
func Overtaken(paths []Path, of Path, promotionOrder []string) []string {
	last := slices.Index(promotionOrder, of.Environment)
	next := of.next()
	if last < 0 || len(of.Steps) == 0 || !next.Newer(of.From) {
		return nil
	}
	var overtaken []string
	for _, name := range promotionOrder[:last] {
		behind := slices.ContainsFunc(paths, func(p Path) bool {
			return p.Environment == name && !p.From.IsZero() && p.next().Older(next)
		})
		if behind {
			overtaken = append(overtaken, name)
		}
	}
	return overtaken
}

// next is the control plane's version after the next step.
func (p Path) next() upgrade.Minor {
	if len(p.Steps) == 0 {
		return p.From
	}
	return p.Steps[0].ControlPlane
}
