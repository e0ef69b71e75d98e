package upgrade

import (
	"slices"
	"testing"
)

func TestAddonOfferChoice(t *testing.T) {
	offer := AddonOffer{Addon: "vpc-cni", Kubernetes: at(35), Default: "v1.20.4-eksbuild.2", Compatible: []string{"v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"}}
	for name, test := range map[string]struct {
		offer          AddonOffer
		installed      string
		fits, known    bool
		upgradeTo      string
		latest, choose string
	}{
		"one that is offered":           {offer, "v1.20.4-eksbuild.2", true, true, "", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"an older one":                  {offer, "v1.19.2-eksbuild.1", false, true, "v1.20.4-eksbuild.2", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"newer than the default":        {offer, "v1.20.5-eksbuild.1", false, true, "v1.21.1-eksbuild.1", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"newer than all":                {offer, "v1.22.0-eksbuild.1", false, true, "", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"another build":                 {offer, "v1.20.4-eksbuild.1", false, true, "v1.20.4-eksbuild.2", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"no build of EKS":               {offer, "1.20.4", true, true, "", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"none":                          {offer, "", false, false, "", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"no version":                    {offer, "latest", false, false, "", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"},
		"nothing is offered":            {AddonOffer{Addon: "vpc-cni", Kubernetes: at(37)}, "v1.20.4-eksbuild.2", false, true, "", "", ""},
		"nothing is offered, none here": {AddonOffer{Addon: "vpc-cni", Kubernetes: at(37)}, "", false, false, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			choice := test.offer.Choice(test.installed)
			if choice.Fits != test.fits || choice.FitKnown != test.known || choice.UpgradeTo != test.upgradeTo || choice.Latest != test.latest || choice.Default != test.choose {
				t.Errorf("%+v", choice)
			}
		})
	}
}

func TestAddonFactsChoice(t *testing.T) {
	version := func(text string) AddonVersion {
		v, ok := ParseAddonVersion(text)
		if !ok && text != "" {
			t.Fatalf("%q is no version", text)
		}
		return v
	}
	autoscaler := AddonFacts{FollowsMinor: true, Latest: []AddonLatest{{Kubernetes: at(34), Version: version("1.34.5")}, {Kubernetes: at(35), Version: version("1.35.2")}}}
	controller := AddonFacts{
		Needs:         []AddonNeed{{Kubernetes: at(25), AtLeast: version("2.4.7")}, {Kubernetes: at(30), AtLeast: version("2.9"), Severity: Warning}},
		Ranges:        []AddonRange{{From: version("2.0"), Before: version("2.4"), Newest: at(21)}, {From: version("2.4"), Oldest: at(19)}},
		ChartVersions: []ChartVersion{{App: version("v2.3.0")}, {App: version("v2.4.0")}, {App: version("v2.8.1")}, {App: version("v2.13.0")}},
	}
	tested := AddonFacts{Ranges: []AddonRange{{From: version("1.0"), Oldest: at(30), Newest: at(33), TestedNewest: true}}}
	for name, test := range map[string]struct {
		facts       AddonFacts
		minor       Minor
		installed   string
		fits, known bool
		upgradeTo   string
		compatible  []string
	}{
		"follows the minor":       {autoscaler, at(35), "1.35.0", true, true, "", []string{"1.35.2"}},
		"is of another minor":     {autoscaler, at(35), "1.34.5", false, true, "1.35.2", []string{"1.35.2"}},
		"no release is known":     {autoscaler, at(36), "1.35.2", false, true, "", nil},
		"within its range":        {controller, at(29), "v2.8.1", true, true, "", []string{"v2.13.0", "v2.8.1"}},
		"needed to be newer":      {controller, at(29), "v2.4.0", false, true, "v2.13.0", []string{"v2.13.0", "v2.8.1"}},
		"a need that only warns":  {controller, at(30), "v2.8.1", true, true, "", []string{"v2.13.0", "v2.8.1"}},
		"past its range":          {controller, at(22), "v2.3.0", false, true, "v2.13.0", []string{"v2.13.0", "v2.8.1", "v2.4.0"}},
		"past what was tested":    {tested, at(34), "1.2", false, false, "", nil},
		"in no range":             {tested, at(33), "0.9", false, false, "", nil},
		"nothing is known of it":  {AddonFacts{}, at(33), "1.0", false, false, "", nil},
		"nothing is installed":    {autoscaler, at(35), "", false, false, "", []string{"1.35.2"}},
		"a version that is none":  {autoscaler, at(35), "latest", false, false, "", []string{"1.35.2"}},
		"before it was supported": {tested, at(29), "1.2", false, true, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			choice := test.facts.Choice(test.minor, test.installed)
			if choice.Fits != test.fits || choice.FitKnown != test.known || choice.UpgradeTo != test.upgradeTo || !slices.Equal(choice.Compatible, test.compatible) {
				t.Errorf("%+v", choice)
			}
		})
	}
}
