package rules

import (
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// The states of an add-on are those that the order lets happen, and no more.
func TestStatesOfAnAddon(t *testing.T) {
	const address = "aws_eks_addon.this"
	version := func(text string) upgrade.AddonClaim {
		if text == "" {
			return upgrade.NoClaim[upgrade.AddonVersion](upgrade.Source{})
		}
		parsed := addonVersion(t, text)
		return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: parsed, Text: text}
	}
	for name, test := range map[string]struct {
		action      upgrade.Action
		from, to    string
		clusterFrom string
		order       orderCase
		want        []string
	}{
		"either":                          {upgrade.Update, "1.0", "2.0", "1.34", nil, []string{"before 1.34 1.0", "after 1.35 2.0", "maybe 1.35 1.0", "maybe 1.34 2.0"}},
		"the control plane first":         {upgrade.Update, "1.0", "2.0", "1.34", orderOf("cluster", address), []string{"before 1.34 1.0", "after 1.35 2.0", "surely 1.35 1.0"}},
		"the add-on first":                {upgrade.Update, "1.0", "2.0", "1.34", orderOf(address, "cluster"), []string{"before 1.34 1.0", "after 1.35 2.0", "surely 1.34 2.0"}},
		"the add-on stays":                {upgrade.NoAction, "1.0", "1.0", "1.34", nil, []string{"before 1.34 1.0", "after 1.35 1.0"}},
		"nothing sets it":                 {upgrade.Update, "1.0", "", "1.34", nil, []string{"before 1.34 1.0", "after 1.35 1.0"}},
		"it is let go of":                 {upgrade.Forget, "1.0", "", "1.34", nil, []string{"before 1.34 1.0", "after 1.35 1.0"}},
		"it goes":                         {upgrade.Delete, "1.0", "", "1.34", nil, []string{"before 1.34 1.0", "maybe 1.35 1.0"}},
		"it goes first":                   {upgrade.Delete, "1.0", "", "1.34", orderOf("destroy "+address, "cluster"), []string{"before 1.34 1.0"}},
		"it is new":                       {upgrade.Create, "", "1.0", "1.34", nil, []string{"after 1.35 1.0", "maybe 1.34 1.0"}},
		"it is replaced at its version":   {upgrade.DeleteThenCreate, "1.0", "1.0", "1.34", nil, []string{"before 1.34 1.0", "after 1.35 1.0", "maybe 1.35 1.0", "maybe 1.34 1.0"}},
		"it is replaced as EKS picks":     {upgrade.DeleteThenCreate, "1.0", "", "1.34", nil, []string{"before 1.34 1.0", "maybe 1.35 1.0"}},
		"the control plane stays":         {upgrade.Update, "1.0", "2.0", "1.35", nil, []string{"before 1.35 1.0", "after 1.35 2.0"}},
		"the control plane is a new one":  {upgrade.Create, "", "2.0", "", nil, []string{"after 1.35 2.0"}},
		"nobody knows what was installed": {upgrade.NoAction, "", "", "1.34", nil, nil},
	} {
		current := upgrade.NoClaim[upgrade.Minor](upgrade.Source{})
		if test.clusterFrom != "" {
			current = upgrade.ClaimVersion(test.clusterFrom, upgrade.Source{})
		}
		cluster := upgrade.Cluster{
			Address: "cluster", Current: []upgrade.VersionClaim{current},
			Asked: []upgrade.VersionClaim{upgrade.ClaimVersion("1.35", upgrade.Source{})},
		}
		cluster.Addons = []upgrade.Addon{{Address: address, Action: test.action, Current: version(test.from), Asked: version(test.to)}}
		environment := upgrade.Environment{Clusters: []upgrade.Cluster{cluster}, Plan: &upgrade.Plan{Sequence: test.order}}
		if got := wayInWords(wayOf(environment, places(environment)[0], cluster.Addons[0])); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func orderOf(first, second string) orderCase {
	return orderCase{{stepCase(first), stepCase(second)}: true}
}

func wayInWords(way addonWay) []string {
	var words []string
	add := func(when string, state addonState) {
		words = append(words, when+" "+state.controlPlane.Value.String()+" "+state.addon.Text)
	}
	if way.before != nil {
		add("before", *way.before)
	}
	if way.after != nil {
		add("after", *way.after)
	}
	for _, station := range way.onTheWay {
		add(map[reach]string{possible: "maybe", certain: "surely"}[station.reached], station.addonState)
	}
	return words
}
