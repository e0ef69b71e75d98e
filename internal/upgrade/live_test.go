package upgrade

import "testing"

var eksSource = Live{Name: "prod", Account: "111122223333", Region: "eu-west-1"}.Source()

func eks(text string) VersionClaim { return ClaimVersion(text, eksSource) }

// Nothing goes below what the last apply let through, and steps up are from what
// EKS says.
func TestNewestBaseline(t *testing.T) {
	for name, test := range map[string]struct {
		current []VersionClaim
		want    VersionClaim
	}{
		"the state is newer than EKS": {claims(state("1.36"), eks("1.35")), state("1.36")},
		"EKS is newer":                {claims(state("1.34"), eks("1.35")), eks("1.35")},
		"git may not be applied":      {claims(git("1.36"), eks("1.35")), eks("1.35")},
		"EKS told no version":         {claims(state("1.36"), eks("next")), eks("next")},
		"EKS did not tell":            {claims(state("1.36"), unclear(eksSource)), state("1.36")},
		"an explicit one wins":        {claims(state("1.36"), eks("1.35"), baseline("1.34")), baseline("1.34")},
	} {
		if got := (Cluster{Current: test.current}).NewestBaseline(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

// What is below the newest baseline is pending and never recorded, also where it
// is what EKS says.
func TestGoingBackToWhatEKSSays(t *testing.T) {
	prior := Applied{ClusterVersion: "1.36"}
	for asked, want := range map[string]struct {
		pending  bool
		recorded string
	}{
		"1.35": {true, "1.36"},
		"1.36": {true, "1.36"},
		"1.37": {true, "1.36"},
	} {
		cluster := Cluster{Asked: claims(asks(asked)), Current: claims(state("1.36"), eks("1.35"))}
		recorded, _ := cluster.Record(&prior)
		if got := cluster.Pending(); got != want.pending || recorded.ClusterVersion != want.recorded {
			t.Errorf("%s: pending %t, recorded %s; want %t, %s", asked, got, recorded.ClusterVersion, want.pending, want.recorded)
		}
	}
}

// EKS knows what is there; all other baselines were only told of it.
func TestCurrentVersionOfEKS(t *testing.T) {
	for name, test := range map[string]struct {
		current []VersionClaim
		want    VersionClaim
		other   string
	}{
		"EKS wins over a newer state":       {claims(state("1.35"), eks("1.34")), eks("1.34"), "1.35"},
		"EKS wins over a newer commit":      {claims(eks("1.34"), git("1.36")), eks("1.34"), "1.36"},
		"EKS wins over an older state":      {claims(state("1.33"), eks("1.34")), eks("1.34"), "1.33"},
		"they agree":                        {claims(state("1.34"), eks("1.34")), eks("1.34"), ""},
		"there is nothing, which is known":  {claims(git("1.34"), unset(eksSource)), unset(eksSource), ""},
		"no version is an answer":           {claims(state("1.34"), eks("next")), eks("next"), ""},
		"no answer is none":                 {claims(state("1.34"), unclear(eksSource)), state("1.34"), ""},
		"no answer, from the beginning":     {claims(unclear(eksSource), state("1.34")), state("1.34"), ""},
		"an explicit baseline wins over it": {claims(eks("1.34"), baseline("1.33")), baseline("1.33"), ""},
	} {
		cluster := Cluster{Current: test.current}
		if got := cluster.CurrentVersion(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
		if other, differ := cluster.OtherBaseline(); other.Text != test.other || differ != (test.other != "") {
			t.Errorf("%s: the other baseline is %q, %t; want %q", name, other.Text, differ, test.other)
		}
	}
}

// What EKS did not tell may be anything, whatever a state says.
func TestPendingWhereEKSDidNotTell(t *testing.T) {
	problem := []Problem{{Message: "eks:DescribeCluster was denied."}}
	for name, test := range map[string]struct {
		live *Live
		want bool
	}{
		"EKS was not asked":               {nil, false},
		"EKS told":                        {&Live{Version: "1.34"}, false},
		"EKS told the version alone":      {&Live{Version: "1.34", Problems: problem}, false},
		"EKS refused":                     {&Live{Problems: problem}, true},
		"there is no such cluster":        {&Live{NotFound: true}, false},
		"there is none, but there should": {&Live{NotFound: true, Problems: problem}, true},
	} {
		cluster := clusterOf(state("1.34"), asks("1.34"))
		cluster.Live = test.live
		if got := cluster.Pending(); got != test.want {
			t.Errorf("%s: pending is %t, want %t", name, got, test.want)
		}
	}
}

func TestSourceOfLive(t *testing.T) {
	for want, live := range map[string]Live{
		"EKS (cluster prod, account 111122223333, eu-west-1)": {Name: "prod", Account: "111122223333", Region: "eu-west-1"},
		"EKS (cluster prod, eu-west-1)":                       {Name: "prod", Region: "eu-west-1"},
		"EKS (cluster prod, account 111122223333)":            {Name: "prod", Account: "111122223333"},
		"EKS (cluster without a name)":                        {},
	} {
		if got := live.Source(); got.String() != want || got.Kind != SourceEKS || got.Position() != "" {
			t.Errorf("got %+v, want %s", got, want)
		}
	}
}

func TestOfferOfLive(t *testing.T) {
	live := Live{AddonOffers: []AddonOffer{
		{Addon: "vpc-cni", Kubernetes: at(34), Default: "v1"}, {Addon: "vpc-cni", Kubernetes: at(35), Default: "v2"}, {Addon: "coredns", Kubernetes: at(35)},
	}}
	for _, test := range []struct {
		addon      string
		kubernetes Minor
		want       string
		found      bool
	}{{"vpc-cni", at(34), "v1", true}, {"vpc-cni", at(35), "v2", true}, {"coredns", at(35), "", true}, {"coredns", at(34), "", false}, {"other", at(35), "", false}} {
		if got, found := live.Offer(test.addon, test.kubernetes); got.Default != test.want || found != test.found {
			t.Errorf("%s for %s: got %q, %t", test.addon, test.kubernetes, got.Default, found)
		}
	}
}
