package upgrade

import (
	"reflect"
	"slices"
	"testing"
)

// saying is a rule that says one thing of every environment.
func saying(name string, severity Severity, findings ...Finding) Rule {
	return Rule{
		Name: name, Severity: severity, Reference: "https://example.com/" + name, Remediation: "Mend " + name + ".",
		Check: func(Subject) Outcome { return Outcome{Findings: slices.Clone(findings)} },
	}
}

// unsure is a rule that judges nothing.
func unsure(name string, affectsVerdict bool) Rule {
	return Rule{
		Name: name, Severity: Error,
		Check: func(s Subject) Outcome {
			return Outcome{NotJudged: []NotJudged{{Reason: "nothing is known of " + s.Environment.Name, AffectsVerdict: affectsVerdict}}}
		},
	}
}

func pendingEnvironment(name string) Environment {
	return Environment{Name: name, Clusters: []Cluster{clusterOf(state("1.34"), asks("1.35"))}}
}

func settledEnvironment(name string) Environment {
	return Environment{Name: name, Clusters: []Cluster{clusterOf(state("1.34"), asks("1.34"))}}
}

func own(environment Environment) Environment {
	environment.Own = true
	return environment
}

func fleetOf(t testing.TB, policy Policy, environments ...Environment) Fleet {
	return Fleet{Environments: environments, Policy: policy, Today: day(t, "2026-11-22"), Catalog: calendar(t)}
}

func TestSeverityIsSettled(t *testing.T) {
	policy := func(change func(*Policy)) Policy {
		policy := DefaultPolicy()
		if change != nil {
			change(&policy)
		}
		return policy
	}
	configured := func(severity Severity) func(*Policy) {
		return func(p *Policy) { p.Severities = map[string]Severity{"r": severity} }
	}
	others := func(severity Severity) func(*Policy) {
		return func(p *Policy) { p.OtherEnvironments = severity }
	}
	const notPending = "nothing is pending for prod"
	const foreign = "it is about another environment than the plan's"
	for name, test := range map[string]struct {
		rule    Rule
		policy  Policy
		prod    Environment
		hasOwn  bool
		want    Severity
		lowered string
	}{
		"the rule's own":                   {rule: saying("r", Error, Finding{}), want: Error},
		"a warning by default":             {rule: saying("r", Warning, Finding{}), want: Warning},
		"the finding's own":                {rule: saying("r", Error, Finding{Severity: Warning}), want: Warning},
		"configured lower":                 {rule: saying("r", Error, Finding{}), policy: policy(configured(Warning)), want: Warning},
		"configured higher":                {rule: saying("r", Warning, Finding{}), policy: policy(configured(Error)), want: Error},
		"configured as it is":              {rule: saying("r", Error, Finding{}), policy: policy(configured(Error)), want: Error},
		"configured lower, finding lower":  {rule: saying("r", Error, Finding{Severity: Info}), policy: policy(configured(Warning)), want: Info},
		"configured high, finding lower":   {rule: saying("r", Error, Finding{Severity: Warning}), policy: policy(configured(Error)), want: Warning},
		"another rule configured":          {rule: saying("other", Error, Finding{}), policy: policy(configured(Warning)), want: Error},
		"configured off":                   {rule: saying("r", Error, Finding{}), policy: policy(configured(Off)), want: Off},
		"off by default":                   {rule: saying("r", Off, Finding{Severity: Error}), want: Off},
		"not pending":                      {rule: saying("r", Error, Finding{}), prod: settledEnvironment("prod"), want: Warning, lowered: notPending},
		"not pending, warning":             {rule: saying("r", Warning, Finding{}), prod: settledEnvironment("prod"), want: Warning},
		"not pending, made an error":       {rule: saying("r", Warning, Finding{}), policy: policy(configured(Error)), prod: settledEnvironment("prod"), want: Warning, lowered: notPending},
		"not pending, finding an error":    {rule: saying("r", Warning, Finding{Severity: Error}), prod: settledEnvironment("prod"), want: Warning, lowered: notPending},
		"another environment":              {rule: saying("r", Error, Finding{}), hasOwn: true, want: Error},
		"another environment, capped":      {rule: saying("r", Error, Finding{}), policy: policy(others(Warning)), hasOwn: true, want: Warning, lowered: foreign},
		"another environment, below cap":   {rule: saying("r", Warning, Finding{}), policy: policy(others(Warning)), hasOwn: true, want: Warning},
		"another environment, off":         {rule: saying("r", Error, Finding{}), policy: policy(others(Off)), hasOwn: true, want: Off},
		"capped, and no own environment":   {rule: saying("r", Error, Finding{}), policy: policy(others(Warning)), want: Error},
		"off, and no own environment":      {rule: saying("r", Error, Finding{}), policy: policy(others(Off)), want: Error},
		"the plan's own is not capped":     {rule: saying("r", Error, Finding{}), policy: policy(others(Warning)), prod: own(pendingEnvironment("prod")), want: Error},
		"the plan's own is not left out":   {rule: saying("r", Error, Finding{}), policy: policy(others(Off)), prod: own(pendingEnvironment("prod")), want: Error},
		"not pending and another's":        {rule: saying("r", Error, Finding{}), policy: policy(others(Warning)), prod: settledEnvironment("prod"), hasOwn: true, want: Warning, lowered: notPending},
		"not pending, another's, no cap":   {rule: saying("r", Error, Finding{}), prod: settledEnvironment("prod"), hasOwn: true, want: Warning, lowered: notPending},
		"fleet rule, another's, capped":    {rule: speakingOf("r", Error, "prod"), policy: policy(others(Warning)), hasOwn: true, want: Warning, lowered: foreign},
		"fleet rule, off":                  {rule: speakingOf("r", Error, "prod"), policy: policy(configured(Off)), want: Off},
		"fleet rule, not pending":          {rule: speakingOf("r", Error, "prod"), prod: settledEnvironment("prod"), want: Warning, lowered: notPending},
		"fleet rule, configured lower":     {rule: speakingOf("r", Error, "prod"), policy: policy(configured(Warning)), want: Warning},
		"fleet rule, its default severity": {rule: speakingOf("r", Warning, "prod"), want: Warning},
	} {
		if test.policy.FailOn == Off {
			test.policy = DefaultPolicy()
		}
		if test.prod.Name == "" {
			test.prod = pendingEnvironment("prod")
		}
		environments := []Environment{test.prod}
		if test.hasOwn {
			environments = append(environments, own(settledEnvironment("dev")))
		}
		report := Evaluate([]Rule{test.rule}, fleetOf(t, test.policy, environments...))
		var findings []Finding
		for _, environment := range report.Environments {
			if environment.Environment.Name == "prod" {
				findings = environment.Findings
			}
		}
		if test.want == Off {
			if len(findings) != 0 {
				t.Errorf("%s: got %+v, want no finding", name, findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].Severity != test.want || findings[0].Lowered != test.lowered {
			t.Errorf("%s: got %+v, want one finding of severity %s, lowered because %q", name, findings, test.want, test.lowered)
		}
	}
}

// speakingOf is a rule over the fleet that says one thing of an environment.
func speakingOf(name string, severity Severity, environment string) Rule {
	return Rule{Name: name, Severity: severity, CheckFleet: func(Fleet) []Finding {
		return []Finding{{Environment: environment, Message: "m"}}
	}}
}

func TestFindingsAreFilledIn(t *testing.T) {
	rules := []Rule{
		saying("plain", Warning, Finding{Message: "m", Fact: "f"}),
		saying("special", Error, Finding{Message: "m", Reference: "https://example.com/own", Remediation: "Do this."}),
	}
	got := Evaluate(rules, fleetOf(t, DefaultPolicy(), pendingEnvironment("prod"))).Environments[0].Findings
	want := []Finding{
		{Rule: "special", Environment: "prod", Severity: Error, Message: "m", Reference: "https://example.com/own", Remediation: "Do this."},
		{Rule: "plain", Environment: "prod", Severity: Warning, Message: "m", Fact: "f", Reference: "https://example.com/plain", Remediation: "Mend plain."},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func TestFindingSummary(t *testing.T) {
	finding := Finding{Environment: "prod", Rule: "minor-version-skip", Fact: "1.34 -> 1.36"}
	if got, want := finding.Summary(), "prod: minor-version-skip 1.34 -> 1.36"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	finding.Fact = ""
	if got, want := finding.Summary(), "prod: minor-version-skip"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Errors come first; within a severity the order is that of the rules, and of
// what each of them said.
func TestFindingsAreOrdered(t *testing.T) {
	rules := []Rule{
		saying("a", Warning, Finding{Fact: "1"}, Finding{Fact: "2"}),
		saying("b", Error, Finding{Fact: "1"}, Finding{Fact: "2", Severity: Info}),
		saying("c", Warning, Finding{Fact: "1"}),
		saying("d", Error, Finding{Fact: "1"}),
	}
	var got []string
	for _, finding := range Evaluate(rules, fleetOf(t, DefaultPolicy(), pendingEnvironment("prod"))).Environments[0].Findings {
		got = append(got, finding.Rule+finding.Fact)
	}
	if want := []string{"b1", "d1", "a1", "a2", "c1", "b2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEnvironmentsKeepTheirOrderAndFindings(t *testing.T) {
	perEnvironment := Rule{Name: "r", Severity: Warning, Check: func(s Subject) Outcome {
		return Outcome{Findings: []Finding{{Fact: s.Environment.Name}}}
	}}
	fleetRule := Rule{Name: "f", Severity: Warning, CheckFleet: func(fleet Fleet) []Finding {
		var findings []Finding
		for _, environment := range slices.Backward(fleet.Environments) {
			findings = append(findings, Finding{Environment: environment.Name, Fact: environment.Name})
		}
		return findings
	}}
	names := []string{"stg", "cc", "prod", "dev"}
	var environments []Environment
	for _, name := range names {
		environments = append(environments, pendingEnvironment(name))
	}
	report := Evaluate([]Rule{perEnvironment, fleetRule}, fleetOf(t, DefaultPolicy(), environments...))
	for i, judged := range report.Environments {
		if judged.Environment.Name != names[i] {
			t.Errorf("environment %d is %s, want %s", i, judged.Environment.Name, names[i])
		}
		if len(judged.Findings) != 2 {
			t.Fatalf("%s has %d findings, want 2", names[i], len(judged.Findings))
		}
		for _, finding := range judged.Findings {
			if finding.Environment != names[i] || finding.Fact != names[i] {
				t.Errorf("%s was given the finding %+v", names[i], finding)
			}
		}
	}
}

func TestSubjectIsWhatTheFleetHolds(t *testing.T) {
	policy := DefaultPolicy()
	policy.MaxNodeGroupSkew = 2
	for name, test := range map[string]struct {
		environments []Environment
		foreign      []bool
	}{
		"no own":  {[]Environment{settledEnvironment("dev"), settledEnvironment("prod")}, []bool{false, false}},
		"one own": {[]Environment{settledEnvironment("dev"), own(settledEnvironment("prod"))}, []bool{true, false}},
	} {
		fleet := fleetOf(t, policy, test.environments...)
		var foreign []bool
		Evaluate([]Rule{{Name: "r", Severity: Error, Check: func(s Subject) Outcome {
			foreign = append(foreign, s.Foreign)
			if s.Policy.MaxNodeGroupSkew != 2 || s.Today != fleet.Today || !reflect.DeepEqual(s.Catalog, fleet.Catalog) {
				t.Errorf("%s: got the subject %+v", name, s)
			}
			return Outcome{}
		}}}, fleet)
		if !slices.Equal(foreign, test.foreign) {
			t.Errorf("%s: foreign is %v, want %v", name, foreign, test.foreign)
		}
	}
}

func TestWaivers(t *testing.T) {
	finding := Finding{Address: "aws_eks_cluster.this"}
	for name, test := range map[string]struct {
		waiver Waiver
		waived bool
	}{
		"of the rule":             {Waiver{Rule: "r", Until: day(t, "2026-12-31")}, true},
		"on its last day":         {Waiver{Rule: "r", Until: day(t, "2026-11-22")}, true},
		"expired":                 {Waiver{Rule: "r", Until: day(t, "2026-11-21")}, false},
		"of another rule":         {Waiver{Rule: "s", Until: day(t, "2026-12-31")}, false},
		"of the environment":      {Waiver{Rule: "r", Environment: "prod", Until: day(t, "2026-12-31")}, true},
		"of another environment":  {Waiver{Rule: "r", Environment: "dev", Until: day(t, "2026-12-31")}, false},
		"of the address":          {Waiver{Rule: "r", Address: "aws_eks_cluster.this", Until: day(t, "2026-12-31")}, true},
		"of another address":      {Waiver{Rule: "r", Address: "aws_eks_cluster.other", Until: day(t, "2026-12-31")}, false},
		"of both":                 {Waiver{Rule: "r", Environment: "prod", Address: "aws_eks_cluster.this", Until: day(t, "2026-12-31")}, true},
		"address right, not both": {Waiver{Rule: "r", Environment: "dev", Address: "aws_eks_cluster.this", Until: day(t, "2026-12-31")}, false},
		"place right, not both":   {Waiver{Rule: "r", Environment: "prod", Address: "a", Until: day(t, "2026-12-31")}, false},
	} {
		policy := DefaultPolicy()
		policy.Waivers = []Waiver{test.waiver}
		report := Evaluate([]Rule{saying("r", Error, finding)}, fleetOf(t, policy, pendingEnvironment("prod")))
		got := report.Environments[0].Findings[0]
		if (got.Waiver != nil) != test.waived {
			t.Errorf("%s: waived is %t, want %t", name, got.Waiver != nil, test.waived)
			continue
		}
		if test.waived && (*got.Waiver != test.waiver || got.Severity != Error) {
			t.Errorf("%s: got %+v, want the finding as it was with its waiver", name, got)
		}
		if want := map[bool]Verdict{true: Ready, false: NotReady}[test.waived]; report.Verdict != want {
			t.Errorf("%s: verdict %s, want %s", name, report.Verdict, want)
		}
	}
}

func TestAWaiverThatHoldsOutranksAnExpiredOne(t *testing.T) {
	policy := DefaultPolicy()
	policy.Waivers = []Waiver{
		{Rule: "r", Until: day(t, "2026-01-31"), Reason: "old"},
		{Rule: "r", Until: day(t, "2026-12-31"), Reason: "new"},
		{Rule: "r", Until: day(t, "2027-12-31"), Reason: "later"},
	}
	report := Evaluate([]Rule{saying("r", Error, Finding{})}, fleetOf(t, policy, pendingEnvironment("prod")))
	if waiver := report.Environments[0].Findings[0].Waiver; waiver == nil || waiver.Reason != "new" {
		t.Errorf("got %+v, want the first waiver that holds", waiver)
	}
}

func TestVerdicts(t *testing.T) {
	failOnWarning := DefaultPolicy()
	failOnWarning.FailOn = Warning
	othersOff := DefaultPolicy()
	othersOff.OtherEnvironments = Off
	waived := DefaultPolicy()
	waived.Waivers = []Waiver{{Rule: "error", Until: day(t, "2099-01-01")}}

	warning, err, info := saying("warning", Warning, Finding{}), saying("error", Error, Finding{}), saying("info", Info, Finding{})
	decides, other := unsure("decides", true), unsure("other", false)
	for name, test := range map[string]struct {
		rules  []Rule
		policy Policy
		want   Verdict
	}{
		"nothing":                           {nil, DefaultPolicy(), Ready},
		"a warning":                         {[]Rule{warning}, DefaultPolicy(), Ready},
		"a warning, fail on warning":        {[]Rule{warning}, failOnWarning, NotReady},
		"an info, fail on warning":          {[]Rule{info}, failOnWarning, Ready},
		"an error":                          {[]Rule{err}, DefaultPolicy(), NotReady},
		"an error, fail on warning":         {[]Rule{err}, failOnWarning, NotReady},
		"a waived error":                    {[]Rule{err}, waived, Ready},
		"not judged":                        {[]Rule{decides}, DefaultPolicy(), Incomplete},
		"not judged, nobody asked":          {[]Rule{other}, DefaultPolicy(), Ready},
		"not judged, the second decides":    {[]Rule{other, decides}, DefaultPolicy(), Incomplete},
		"not judged and an error":           {[]Rule{decides, err}, DefaultPolicy(), NotReady},
		"not judged and a warning":          {[]Rule{warning, decides}, DefaultPolicy(), Incomplete},
		"not judged and a waived error":     {[]Rule{decides, err}, waived, Incomplete},
		"an error behind a warning":         {[]Rule{warning, err}, DefaultPolicy(), NotReady},
		"an error behind an error, one off": {[]Rule{saying("off", Off, Finding{}), err}, DefaultPolicy(), NotReady},
	} {
		report := Evaluate(test.rules, fleetOf(t, test.policy, pendingEnvironment("prod")))
		if report.Verdict != test.want || report.Environments[0].Verdict != test.want {
			t.Errorf("%s: got %s and %s, want %s", name, report.Verdict, report.Environments[0].Verdict, test.want)
		}
	}

	if report := Evaluate([]Rule{err}, fleetOf(t, DefaultPolicy(), settledEnvironment("prod"))); report.Verdict != Ready {
		t.Errorf("an error where nothing is pending: got %s, want ready", report.Verdict)
	}
	if report := Evaluate([]Rule{err}, fleetOf(t, DefaultPolicy())); report.Verdict != Ready || report.Environments != nil {
		t.Errorf("no environment: got %+v, want an empty report", report)
	}

	dev, prod := own(pendingEnvironment("dev")), pendingEnvironment("prod")
	report := Evaluate([]Rule{decides, prodOnly(err)}, fleetOf(t, othersOff, dev, prod))
	if len(report.Environments) != 1 || report.Environments[0].Environment.Name != "dev" || report.Verdict != Incomplete {
		t.Errorf("other environments off: got %+v, want dev alone", report)
	}
}

// prodOnly lets a rule speak of prod alone.
func prodOnly(rule Rule) Rule {
	check := rule.Check
	rule.Check = func(s Subject) Outcome {
		if s.Environment.Name != "prod" {
			return Outcome{}
		}
		return check(s)
	}
	return rule
}

func TestTheWorstVerdictIsTheReports(t *testing.T) {
	of := func(verdict Verdict) Rule {
		return Rule{Name: "r", Severity: Error, Check: func(s Subject) Outcome {
			if s.Environment.Name != string(verdict) {
				return Outcome{}
			}
			if verdict == NotReady {
				return Outcome{Findings: []Finding{{}}}
			}
			return Outcome{NotJudged: []NotJudged{{AffectsVerdict: true}}}
		}}
	}
	rules := []Rule{of(NotReady), of(Incomplete)}
	for _, test := range []struct {
		environments []string
		want         Verdict
	}{
		{[]string{"ready"}, Ready},
		{[]string{"ready", "incomplete"}, Incomplete},
		{[]string{"incomplete", "ready"}, Incomplete},
		{[]string{"ready", "not_ready"}, NotReady},
		{[]string{"not_ready", "ready"}, NotReady},
		{[]string{"incomplete", "not_ready"}, NotReady},
		{[]string{"not_ready", "incomplete", "ready"}, NotReady},
	} {
		var environments []Environment
		for _, name := range test.environments {
			environments = append(environments, pendingEnvironment(name))
		}
		if got := Evaluate(rules, fleetOf(t, DefaultPolicy(), environments...)).Verdict; got != test.want {
			t.Errorf("%v: got %s, want %s", test.environments, got, test.want)
		}
	}
}

func TestNotJudgedNamesItsRule(t *testing.T) {
	report := Evaluate([]Rule{unsure("a", true), unsure("b", false)}, fleetOf(t, DefaultPolicy(), settledEnvironment("dev"), settledEnvironment("prod")))
	for i, name := range []string{"dev", "prod"} {
		want := []NotJudged{
			{Rule: "a", Reason: "nothing is known of " + name, AffectsVerdict: true},
			{Rule: "b", Reason: "nothing is known of " + name},
		}
		if got := report.Environments[i].NotJudged; !slices.Equal(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// busyFleet and busyRules touch all that Evaluate looks at.
func busyFleet(t testing.TB) Fleet {
	policy := DefaultPolicy()
	policy.OtherEnvironments = Warning
	policy.PromotionOrder = []string{"dev", "prod"}
	policy.Severities = map[string]Severity{"a": Warning, "b": Error, "c": Off}
	policy.Waivers = []Waiver{{Rule: "a", Environment: "dev", Until: day(t, "2026-11-21")}, {Rule: "b", Until: day(t, "2026-11-22")}}
	group := groupOf("blue", state("1.33"), asks("1.34"))
	return fleetOf(t, policy,
		own(Environment{Name: "dev", Clusters: []Cluster{clusterOf(state("1.34"), asks("1.35"), group)}}),
		Environment{Name: "prod", Unreadable: []Problem{{Message: "m"}}, Clusters: []Cluster{clusterOf(git("1.34"), asks("1.36"))}},
		Environment{Name: "stg", Missing: &Problem{Message: "m"}})
}

func busyRules() []Rule {
	return []Rule{
		saying("a", Error, Finding{Fact: "1"}, Finding{Fact: "2", Severity: Warning}),
		saying("b", Warning, Finding{}),
		saying("c", Error, Finding{}),
		speakingOf("d", Error, "stg"),
		unsure("e", true),
	}
}

func TestEvaluateIsPure(t *testing.T) {
	fleet := busyFleet(t)
	first := Evaluate(busyRules(), fleet)
	for range 20 {
		if again := Evaluate(busyRules(), fleet); !reflect.DeepEqual(again, first) {
			t.Fatalf("the same input gave another report:\n%+v\n%+v", first, again)
		}
	}
	if untouched := busyFleet(t); !reflect.DeepEqual(fleet, untouched) {
		t.Errorf("Evaluate changed its input:\n got %+v\nwant %+v", fleet, untouched)
	}
}

func TestReportUnreadable(t *testing.T) {
	broken := settledEnvironment("prod")
	broken.Unreadable = []Problem{{Message: "m"}}
	for name, test := range map[string]struct {
		environments []Environment
		want         bool
	}{
		"none":       {[]Environment{settledEnvironment("dev")}, false},
		"the second": {[]Environment{settledEnvironment("dev"), broken}, true},
	} {
		if got := Evaluate(nil, fleetOf(t, DefaultPolicy(), test.environments...)).Unreadable(); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}

func TestSummarize(t *testing.T) {
	waiver := &Waiver{}
	report := Report{Environments: []EnvironmentReport{
		{Verdict: Ready, Findings: []Finding{{Severity: Info}, {Severity: Info}, {Severity: Info}, {Severity: Info}, {Severity: Error, Waiver: waiver}}},
		{Verdict: NotReady, Findings: []Finding{{Severity: Error}, {Severity: Warning}, {Severity: Warning, Waiver: waiver}}},
		{Verdict: NotReady, Findings: []Finding{{Severity: Error}, {Severity: Warning}, {Severity: Warning}}},
		{Verdict: Incomplete},
		{Verdict: Incomplete},
		{Verdict: Incomplete},
	}}
	want := Summary{Environments: 6, Ready: 1, NotReady: 2, Incomplete: 3, Errors: 2, Warnings: 3, Infos: 4, Waived: 2}
	if got := report.Summarize(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (Report{}).Summarize(); got != (Summary{}) {
		t.Errorf("an empty report: got %+v", got)
	}
}

func TestDefaultPolicyIsTheContracts(t *testing.T) {
	want := Policy{MaxNodeGroupSkew: 1, SupportWarningDays: 90, OtherEnvironments: Error, FailOn: Error}
	if got := DefaultPolicy(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := []int{MinNodeGroupSkewSetting, MaxNodeGroupSkewSetting}; !slices.Equal(got, []int{0, 3}) {
		t.Errorf("max_node_group_skew goes from %d to %d, want 0 to 3", got[0], got[1])
	}
	if MaxSupportWarningDays <= 90 {
		t.Errorf("support_warning_days may be at most %d, which is not above its default", MaxSupportWarningDays)
	}
}

func TestOwn(t *testing.T) {
	fleet := fleetOf(t, DefaultPolicy(), settledEnvironment("cc"), own(settledEnvironment("dev")), settledEnvironment("prod"))
	if got, ok := fleet.Own(); !ok || got.Name != "dev" {
		t.Errorf("got %q, %t; want dev", got.Name, ok)
	}
	fleet.Environments[1].Own = false
	if got, ok := fleet.Own(); ok || got.Name != "" {
		t.Errorf("got %q, %t; want none", got.Name, ok)
	}
}

func TestWaiverExpires(t *testing.T) {
	waiver := Waiver{Until: day(t, "2026-11-22")}
	for on, want := range map[string]bool{"2026-11-21": false, "2026-11-22": false, "2026-11-23": true} {
		if got := waiver.Expired(day(t, on)); got != want {
			t.Errorf("on %s: expired %t, want %t", on, got, want)
		}
	}
}
