package upgrade

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
)

func readShare(t *testing.T, text string) Claim[Share] {
	t.Helper()
	if text == "" {
		return NoClaim[Share](Source{})
	}
	digits, percent := strings.CutSuffix(text, "%")
	number, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return Claim[Share]{Knowledge: Known, Value: Share{Number: number, Percent: percent}, Text: text}
}

// The rows are what the disruption controller of Kubernetes 1.30.14 wrote into
// the status of budgets whose pods were all healthy.
func TestDisruptionsAllowedAsTheControllerCounts(t *testing.T) {
	file, err := os.Open("testdata/disruptions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 150 {
		t.Fatalf("only %d rows", len(rows))
	}
	for _, row := range rows[1:] {
		replicas, _ := strconv.Atoi(row[0])
		want, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatal(err)
		}
		budget := Budget{MinAvailable: readShare(t, row[1]), MaxUnavailable: readShare(t, row[2])}
		got := budget.DisruptionsAllowed(replicas)
		if !got.IsKnown() || got.Value != want {
			t.Errorf("%s replicas, minAvailable %q, maxUnavailable %q: got %+v, want %d", row[0], row[1], row[2], got, want)
		}
		if replicas > 0 && budget.NeverAllows() && want != 0 {
			t.Errorf("minAvailable %q, maxUnavailable %q never allows, and the controller allowed %d of %s", row[1], row[2], want, row[0])
		}
	}
}

func TestDisruptionsAllowedBeyondTheTable(t *testing.T) {
	unknown := UnknownClaim[Share]("it is made at apply", Source{})
	for name, test := range map[string]struct {
		min, max Claim[Share]
		want     int
		known    bool
		never    bool
	}{
		"neither is set":                {readShare(t, ""), readShare(t, ""), 0, true, true},
		"all must stay":                 {readShare(t, "100%"), readShare(t, ""), 0, true, true},
		"none may go, as a percentage":  {readShare(t, ""), readShare(t, "0%"), 0, true, true},
		"all may go":                    {readShare(t, ""), readShare(t, "100%"), 4, true, false},
		"more may go than there are":    {readShare(t, ""), readShare(t, "9"), 4, true, false},
		"as many must stay as are":      {readShare(t, "4"), readShare(t, ""), 0, true, false},
		"maxUnavailable is not known":   {readShare(t, ""), unknown, 0, false, false},
		"minAvailable is not known":     {unknown, readShare(t, ""), 0, false, false},
		"an unknown one that is beaten": {unknown, readShare(t, "1"), 1, true, false},
	} {
		budget := Budget{MinAvailable: test.min, MaxUnavailable: test.max}
		got := budget.DisruptionsAllowed(4)
		if got.IsKnown() != test.known || got.Value != test.want || (!test.known && got.Reason != "it is made at apply") {
			t.Errorf("%s: got %+v, want %d, known %t", name, got, test.want, test.known)
		}
		if got := budget.NeverAllows(); got != test.never {
			t.Errorf("%s: never allows is %t, want %t", name, got, test.never)
		}
	}
}

func TestBudgetSelects(t *testing.T) {
	claim := func(selector LabelSelector) Claim[LabelSelector] {
		return Claim[LabelSelector]{Knowledge: Known, Value: selector}
	}
	shop := Claim[map[string]string]{Knowledge: Known, Value: map[string]string{"app": "shop"}}
	unlabelled := NoClaim[map[string]string](Source{})
	later := UnknownClaim[map[string]string]("labels are made at apply", Source{})
	for name, test := range map[string]struct {
		budget Budget
		labels Claim[map[string]string]
		want   bool
		reason string
	}{
		"its pods":                 {Budget{Selector: claim(LabelSelector{MatchLabels: map[string]string{"app": "shop"}})}, shop, true, ""},
		"others' pods":             {Budget{Selector: claim(LabelSelector{MatchLabels: map[string]string{"app": "bill"}})}, shop, false, ""},
		"pods without labels":      {Budget{Selector: claim(LabelSelector{MatchLabels: map[string]string{"app": "bill"}})}, unlabelled, false, ""},
		"no selector":              {Budget{Selector: NoClaim[LabelSelector](Source{})}, shop, false, ""},
		"empty in policy/v1":       {Budget{Selector: claim(LabelSelector{}), GroupVersion: "policy/v1"}, shop, true, ""},
		"empty, labels not known":  {Budget{Selector: claim(LabelSelector{}), GroupVersion: "policy/v1"}, later, true, ""},
		"empty in policy/v1beta1":  {Budget{Selector: claim(LabelSelector{}), GroupVersion: "policy/v1beta1"}, shop, false, ""},
		"the selector not known":   {Budget{Selector: UnknownClaim[LabelSelector]("the selector is made at apply", Source{})}, shop, false, "the selector is made at apply"},
		"the pods' labels unknown": {Budget{Selector: claim(LabelSelector{MatchLabels: map[string]string{"app": "shop"}})}, later, false, "labels are made at apply"},
	} {
		got, reason := test.budget.Selects(test.labels)
		if got != test.want || reason != test.reason {
			t.Errorf("%s: got %t, %q; want %t, %q", name, got, reason, test.want, test.reason)
		}
	}
}

func TestSharesOfATotal(t *testing.T) {
	for text, want := range map[string]int{"3": 3, "0%": 0, "25%": 3, "50%": 5, "100%": 10} {
		if got := readShare(t, text).Value.RoundedUp(10); got != want {
			t.Errorf("%s of 10: got %d, want %d", text, got, want)
		}
	}
}

func TestParsePercentage(t *testing.T) {
	for text, want := range map[string]int{"0%": 0, "25%": 25, "100%": 100, "999999999%": 999999999, "": -1, "25": -1, "%": -1, "-1%": -1, "2.5%": -1, "1000000000%": -1, " 25%": -1} {
		share, ok := ParsePercentage(text)
		if ok != (want >= 0) || ok && share != (Share{Number: want, Percent: true}) {
			t.Errorf("%q: got %+v and %t, want %d", text, share, ok, want)
		}
	}
}
