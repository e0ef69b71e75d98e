package upgrade

import "testing"

func TestRequirementHolds(t *testing.T) {
	labels := map[string]string{"app": "shop", "cores": "8"}
	for name, test := range map[string]struct {
		requirement Requirement
		want        bool
	}{
		"in":                            {Requirement{"app", "In", []string{"web", "shop"}}, true},
		"in, another value":             {Requirement{"app", "In", []string{"web"}}, false},
		"in, no such label":             {Requirement{"tier", "In", []string{"web"}}, false},
		"not in":                        {Requirement{"app", "NotIn", []string{"web"}}, true},
		"not in, but it is":             {Requirement{"app", "NotIn", []string{"shop"}}, false},
		"not in, no such label":         {Requirement{"tier", "NotIn", []string{"web"}}, true},
		"exists":                        {Requirement{"app", "Exists", nil}, true},
		"exists, no such label":         {Requirement{"tier", "Exists", nil}, false},
		"does not exist":                {Requirement{"tier", "DoesNotExist", nil}, true},
		"does not exist, but it does":   {Requirement{"app", "DoesNotExist", nil}, false},
		"greater":                       {Requirement{"cores", "Gt", []string{"4"}}, true},
		"greater, equal":                {Requirement{"cores", "Gt", []string{"8"}}, false},
		"less":                          {Requirement{"cores", "Lt", []string{"16"}}, true},
		"less, equal":                   {Requirement{"cores", "Lt", []string{"8"}}, false},
		"greater, no such label":        {Requirement{"disks", "Gt", []string{"4"}}, false},
		"greater, the label no number":  {Requirement{"app", "Gt", []string{"4"}}, false},
		"greater, the bound no number":  {Requirement{"cores", "Gt", []string{"four"}}, false},
		"greater, without a bound":      {Requirement{"cores", "Gt", nil}, false},
		"greater, with two bounds":      {Requirement{"cores", "Gt", []string{"1", "2"}}, false},
		"an operator that is not known": {Requirement{"app", "Equals", []string{"shop"}}, false},
	} {
		if got := test.requirement.Holds(labels); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}

func TestLabelSelectorMatches(t *testing.T) {
	labels := map[string]string{"app": "shop", "tier": "web"}
	for name, test := range map[string]struct {
		selector LabelSelector
		want     bool
	}{
		"empty":                       {LabelSelector{}, true},
		"all labels":                  {LabelSelector{MatchLabels: map[string]string{"app": "shop", "tier": "web"}}, true},
		"one label more than the pod": {LabelSelector{MatchLabels: map[string]string{"app": "shop", "zone": ""}}, false},
		"another value":               {LabelSelector{MatchLabels: map[string]string{"app": "bill"}}, false},
		"expressions":                 {LabelSelector{Requirements: []Requirement{{"app", "Exists", nil}, {"tier", "NotIn", []string{"db"}}}}, true},
		"one expression fails":        {LabelSelector{Requirements: []Requirement{{"app", "Exists", nil}, {"tier", "In", []string{"db"}}}}, false},
		"labels and expressions":      {LabelSelector{map[string]string{"app": "shop"}, []Requirement{{"tier", "In", []string{"db"}}}}, false},
	} {
		if got := test.selector.Matches(labels); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
		if want := name == "empty"; test.selector.IsEmpty() != want {
			t.Errorf("%s: empty is %t", name, !want)
		}
	}
}

func TestSelectorInWords(t *testing.T) {
	for want, selector := range map[string]LabelSelector{
		"":                      {},
		"app=a, tier=b":         {MatchLabels: map[string]string{"tier": "b", "app": "a"}},
		"x Exists and y In (1)": {Requirements: []Requirement{{Key: "x", Operator: "Exists"}, {Key: "y", Operator: "In", Values: []string{"1"}}}},
		"app=a, y NotIn (1, 2)": {MatchLabels: map[string]string{"app": "a"}, Requirements: []Requirement{{Key: "y", Operator: "NotIn", Values: []string{"1", "2"}}}},
	} {
		if got := selector.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
