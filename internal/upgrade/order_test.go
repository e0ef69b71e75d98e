package upgrade

import (
	"slices"
	"testing"
)

func TestOrderOf(t *testing.T) {
	want := map[[2]Change]Relation{
		{ControlPlaneChange, NodeGroupChange}: Before,
		{NodeGroupChange, ControlPlaneChange}: After,
	}
	changes := []Change{ControlPlaneChange, NodeGroupChange, AddonChange}
	for _, first := range changes {
		for _, second := range changes {
			if got := OrderOf(first, second); got != want[[2]Change{first, second}] {
				t.Errorf("OrderOf(%d, %d) = %d, want %d", first, second, got, want[[2]Change{first, second}])
			}
		}
	}
}

func TestInterimPairs(t *testing.T) {
	pair := func(controlPlane, nodeGroup int) Pair { return Pair{at(controlPlane), at(nodeGroup)} }
	for name, test := range map[string]struct {
		before, after Pair
		relation      Relation
		want          []Pair
	}{
		"control plane first": {pair(34, 33), pair(35, 34), Before, []Pair{pair(35, 33)}},
		"node group first":    {pair(34, 33), pair(35, 34), After, []Pair{pair(34, 34)}},
		"either":              {pair(34, 33), pair(35, 34), Either, []Pair{pair(35, 33), pair(34, 34)}},
		"control plane alone": {pair(34, 33), pair(35, 33), Either, nil},
		"node group alone":    {pair(34, 33), pair(34, 34), Either, nil},
		"nothing":             {pair(34, 33), pair(34, 33), Either, nil},
	} {
		if got := InterimPairs(test.before, test.after, test.relation); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}
