package upgrade

import (
	"reflect"
	"testing"
)

func TestNodeTerms(t *testing.T) {
	selects := func(labels map[string]string) Claim[map[string]string] {
		return Claim[map[string]string]{Knowledge: Known, Value: labels}
	}
	needs := func(terms ...NodeTerm) Claim[[]NodeTerm] {
		return Claim[[]NodeTerm]{Knowledge: Known, Value: terms}
	}
	noLabels, noTerms := NoClaim[map[string]string](Source{}), NoClaim[[]NodeTerm](Source{})
	blue := Requirement{"pool", "In", []string{"blue"}}
	green := Requirement{"pool", "In", []string{"green"}}
	ssd := Requirement{"disk", "In", []string{"ssd"}}
	for name, test := range map[string]struct {
		pods PodController
		want Claim[[]NodeTerm]
	}{
		"nothing":            {PodController{NodeSelector: noLabels, RequiredNodes: noTerms}, noTerms},
		"an empty selector":  {PodController{NodeSelector: selects(nil), RequiredNodes: noTerms}, noTerms},
		"a selector":         {PodController{NodeSelector: selects(map[string]string{"pool": "blue", "disk": "ssd"}), RequiredNodes: noTerms}, needs(NodeTerm{Requirements: []Requirement{ssd, blue}})},
		"an affinity":        {PodController{NodeSelector: noLabels, RequiredNodes: needs(NodeTerm{Requirements: []Requirement{blue}}, NodeTerm{Requirements: []Requirement{green}})}, needs(NodeTerm{Requirements: []Requirement{blue}}, NodeTerm{Requirements: []Requirement{green}})},
		"both":               {PodController{NodeSelector: selects(map[string]string{"disk": "ssd"}), RequiredNodes: needs(NodeTerm{Requirements: []Requirement{blue}})}, needs(NodeTerm{Requirements: []Requirement{ssd, blue}})},
		"an empty term":      {PodController{NodeSelector: noLabels, RequiredNodes: needs(NodeTerm{})}, needs()},
		"a term with fields": {PodController{NodeSelector: noLabels, RequiredNodes: needs(NodeTerm{Fields: true})}, needs(NodeTerm{Requirements: []Requirement{}, Fields: true})},
		"an unknown selector": {PodController{NodeSelector: UnknownClaim[map[string]string]("made at apply", Source{}), RequiredNodes: noTerms},
			UnknownClaim[[]NodeTerm]("made at apply", Source{})},
		"an unknown affinity": {PodController{NodeSelector: noLabels, RequiredNodes: UnknownClaim[[]NodeTerm]("made at apply", Source{})},
			UnknownClaim[[]NodeTerm]("made at apply", Source{})},
	} {
		if got := test.pods.NodeTerms(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
	secret := PodController{NodeSelector: selects(map[string]string{"pool": "blue"}), RequiredNodes: noTerms}
	secret.NodeSelector.Sensitive = true
	if !secret.NodeTerms().Sensitive {
		t.Error("terms of a sensitive selector are not sensitive")
	}
}

func TestNodeTermHolds(t *testing.T) {
	term := NodeTerm{Requirements: []Requirement{{"pool", "In", []string{"blue"}}, {"gpu", "DoesNotExist", nil}}}
	if !term.HoldsFor(map[string]string{"pool": "blue"}) || term.HoldsFor(map[string]string{"pool": "blue", "gpu": "a10"}) || term.HoldsFor(nil) {
		t.Error("a term holds where all its requirements do")
	}
}

func TestTolerations(t *testing.T) {
	taint := Taint{Key: "team", Value: "data", Effect: "NoSchedule"}
	for name, test := range map[string]struct {
		toleration Toleration
		want       bool
	}{
		"equal":                  {Toleration{Key: "team", Operator: "Equal", Value: "data", Effect: "NoSchedule"}, true},
		"equal by default":       {Toleration{Key: "team", Value: "data"}, true},
		"another value":          {Toleration{Key: "team", Value: "web"}, false},
		"another key":            {Toleration{Key: "kind", Value: "data"}, false},
		"another effect":         {Toleration{Key: "team", Value: "data", Effect: "NoExecute"}, false},
		"exists":                 {Toleration{Key: "team", Operator: "Exists"}, true},
		"exists, another key":    {Toleration{Key: "kind", Operator: "Exists"}, false},
		"everything":             {Toleration{Operator: "Exists"}, true},
		"everything, one effect": {Toleration{Operator: "Exists", Effect: "NoExecute"}, false},
		"an unknown operator":    {Toleration{Key: "team", Operator: "Like", Value: "data"}, false},
	} {
		if got := test.toleration.Tolerates(taint); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
	for effect, want := range map[string]bool{"NoSchedule": true, "NoExecute": true, "PreferNoSchedule": false} {
		if got := (Taint{Effect: effect}).KeepsOff(); got != want {
			t.Errorf("%s keeps pods off: %t, want %t", effect, got, want)
		}
	}
}

func TestWellKnownLabels(t *testing.T) {
	for key, want := range map[string]bool{
		"kubernetes.io/arch": true, "topology.kubernetes.io/zone": true, "node.kubernetes.io/instance-type": true, "beta.kubernetes.io/os": true,
		"eks.amazonaws.com/nodegroup": true, "karpenter.sh/nodepool": true, "karpenter.k8s.aws/instance-family": true, "topology.k8s.aws/zone-id": true,
		"nodegroup": false, "example.com/kubernetes.io": false, "notkubernetes.io/arch": false, "kubernetes.io": false,
	} {
		if got := IsWellKnownLabel(key); got != want {
			t.Errorf("%s: got %t, want %t", key, got, want)
		}
	}
}

func TestFargateRuns(t *testing.T) {
	profile := FargateProfile{Selectors: []FargateSelector{{Namespace: "shop", Labels: map[string]string{"tier": "web"}}, {Namespace: "batch-*"}}}
	for name, test := range map[string]struct {
		namespace string
		labels    map[string]string
		want      bool
	}{
		"namespace and labels":        {"shop", map[string]string{"tier": "web", "app": "shop"}, true},
		"not the labels":              {"shop", map[string]string{"tier": "db"}, false},
		"no labels":                   {"shop", nil, false},
		"a namespace with a wildcard": {"batch-night", nil, true},
		"another namespace":           {"default", map[string]string{"tier": "web"}, false},
	} {
		if got := profile.Runs(test.namespace, test.labels); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}

func TestWildcards(t *testing.T) {
	for _, test := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"*", "any", true}, {"a*c", "abbbc", true}, {"a*c", "abbb", false},
		{"a?c", "abc", true}, {"a?c", "ac", false}, {"*-dev", "a-dev-dev", true}, {"*a*b", "xaxxbxb", true}, {"a", "ab", false}, {"ab", "a", false}, {"a**", "a", true},
	} {
		if got := matchesWildcards(test.pattern, test.text); got != test.want {
			t.Errorf("%q against %q: got %t, want %t", test.text, test.pattern, got, test.want)
		}
	}
}
