package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// ruleCases is what one file of testdata holds about the rule of its name.
type ruleCases struct {
	// Good holds input that the rule has nothing to say about.
	Good []ruleCase `json:"good"`
	// Bad holds input with findings, exactly these.
	Bad []ruleCase `json:"bad"`
	// Unknown holds input that lacks what the rule needs.
	Unknown []ruleCase `json:"unknown"`
}

type ruleCase struct {
	Name         string            `json:"name"`
	Environments []environmentCase `json:"environments"`
	Policy       policyCase        `json:"policy"`
	Catalog      catalogCase       `json:"catalog"`
	Today        string            `json:"today"`

	Findings []findingCase `json:"findings"`
	// NotJudged is exactly what the rule could not judge. Where it is left out
	// of a bad case there is nothing.
	NotJudged []notJudgedCase `json:"not_judged"`
}

type environmentCase struct {
	Name       string        `json:"name"`
	Own        bool          `json:"own"`
	Missing    *problemCase  `json:"missing"`
	Unreadable []problemCase `json:"unreadable"`
	planCase
	clusterCase
	// Clusters stands for several; one is written in the environment itself.
	Clusters []clusterCase `json:"clusters"`
}

type clusterCase struct {
	Address          string        `json:"address"`
	Asked            claimsCase    `json:"asked"`
	Current          claimsCase    `json:"current"`
	BaselineAsked    bool          `json:"baseline_asked"`
	BaselineProblems []problemCase `json:"baseline_problems"`
	NodeGroups       []groupCase   `json:"node_groups"`
	Unnamed          []groupCase   `json:"unnamed"`
	planClusterCase
	objectsCase
	// Live is what EKS says; nothing where it was not asked.
	Live *liveCase `json:"live"`
	// Kube is what the Kubernetes API says; nothing where it was not asked.
	Kube *kubeCase `json:"kube"`
}

type groupCase struct {
	Name    string     `json:"name"`
	Address string     `json:"address"`
	Asked   claimsCase `json:"asked"`
	Current claimsCase `json:"current"`
	Release *claimCase `json:"release"`
	planGroupCase
}

// claimCase is a claim. Exactly one of Version, Unknown and Absent is given.
// What is left out is what an environment's own tfvars file would give.
type claimCase struct {
	Kind      upgrade.SourceKind `json:"kind"`
	Version   *string            `json:"version"`
	Unknown   string             `json:"unknown"`
	Absent    bool               `json:"absent"`
	Note      string             `json:"note"`
	Sensitive bool               `json:"sensitive"`
	File      string             `json:"file"`
	Line      int                `json:"line"`
	Attribute string             `json:"attribute"`
	Argument  string             `json:"argument"`
	Ref       string             `json:"ref"`
}

// claimsCase is one claim or a list of them.
type claimsCase []claimCase

func (c *claimsCase) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return decodeStrictly(data, (*[]claimCase)(c))
	}
	*c = make(claimsCase, 1)
	return decodeStrictly(data, &(*c)[0])
}

type problemCase struct {
	Message     string             `json:"message"`
	Remediation string             `json:"remediation"`
	Kind        upgrade.SourceKind `json:"kind"`
	File        string             `json:"file"`
	Line        int                `json:"line"`
	Attribute   string             `json:"attribute"`
	Argument    string             `json:"argument"`
	Ref         string             `json:"ref"`
	Action      string             `json:"action"`
	// Failed is an action of the Kubernetes API that was not denied, but failed.
	Failed bool `json:"failed"`
}

type policyCase struct {
	MaxNodeGroupSkew   *int         `json:"max_node_group_skew"`
	SupportWarningDays *int         `json:"support_warning_days"`
	PromotionOrder     []string     `json:"promotion_order"`
	Waivers            []waiverCase `json:"waivers"`
}

type waiverCase struct {
	Rule        string `json:"rule"`
	Environment string `json:"environment"`
	Reason      string `json:"reason"`
	Until       string `json:"until"`
	Line        int    `json:"line"`
}

// catalogCase holds rows of version, release, end of standard and of extended
// support, the last two "" where they are not known. Without rows EKS offers
// everything, for good.
type catalogCase struct {
	Date  string      `json:"date"`
	Price string      `json:"price"`
	Rows  [][4]string `json:"rows"`
	planCatalogCase
	objectsCatalogCase
}

type findingCase struct {
	// Environment is the only one where it is left out.
	Environment string `json:"environment"`
	Severity    string `json:"severity"`
	Fact        string `json:"fact"`
	// At is file and line, "" where the finding is about no file.
	At        string `json:"at"`
	Attribute string `json:"attribute"`
	Address   string `json:"address"`
	// Message and Remediation list what each must contain.
	Message     []string `json:"message"`
	Remediation []string `json:"remediation"`
	// Without lists what neither of them may contain.
	Without []string `json:"without"`
}

type notJudgedCase struct {
	Environment    string `json:"environment"`
	Address        string `json:"address"`
	Reason         string `json:"reason"`
	AffectsVerdict bool   `json:"affects_verdict"`
}

func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// readCases reads all files of testdata, by the name of their rule.
func readCases(t *testing.T) map[string]ruleCases {
	t.Helper()
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]ruleCases{}
	for _, file := range files {
		if filepath.Base(file) == "fuzz" {
			continue
		}
		name, isJSON := strings.CutSuffix(filepath.Base(file), ".json")
		if !isJSON {
			t.Errorf("%s is no .json file", file)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases ruleCases
		if err := decodeStrictly(data, &cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		read[name] = cases
	}
	return read
}

func (c ruleCase) fleet(t *testing.T) upgrade.Fleet {
	t.Helper()
	fleet := upgrade.Fleet{Policy: c.Policy.policy(t), Catalog: c.Catalog.catalog(t), Today: day(t, or(c.Today, "2026-06-01"))}
	for _, environment := range c.Environments {
		fleet.Environments = append(fleet.Environments, environment.environment(t))
	}
	return fleet
}

func (e environmentCase) environment(t *testing.T) upgrade.Environment {
	file := "env-vars/" + e.Name + ".tfvars"
	environment := upgrade.Environment{Name: e.Name, Source: file, Own: e.Own, Unreadable: problems(e.Unreadable)}
	if e.Missing != nil {
		problem := e.Missing.problem()
		environment.Missing = &problem
	}
	clusters := e.Clusters
	if clusters == nil {
		clusters = []clusterCase{e.clusterCase}
	}
	for _, cluster := range clusters {
		environment.Clusters = append(environment.Clusters, cluster.cluster(t, file))
	}
	e.planCase.addTo(t, &environment)
	return environment
}

func (c clusterCase) cluster(t *testing.T, file string) upgrade.Cluster {
	cluster := upgrade.Cluster{
		Address:          c.Address,
		Asked:            c.Asked.claims(t, file, "cluster_version", "cluster_version"),
		Current:          c.Current.claims(t, file, "cluster_version", "cluster_version"),
		BaselineAsked:    c.BaselineAsked,
		BaselineProblems: problems(c.BaselineProblems),
	}
	for _, g := range c.NodeGroups {
		cluster.NodeGroups = append(cluster.NodeGroups, g.group(t, file))
	}
	for _, g := range c.Unnamed {
		cluster.Unnamed = append(cluster.Unnamed, g.group(t, file))
	}
	c.planClusterCase.addTo(t, &cluster)
	c.objectsCase.addTo(t, &cluster.Placed)
	cluster.Live = c.Live.live(t)
	c.Kube.addTo(t, &cluster)
	return cluster
}

func (g groupCase) group(t *testing.T, file string) upgrade.NodeGroup {
	attribute, argument := g.Name+".version", fmt.Sprintf("node_group_versions[%q]", g.Name)
	group := upgrade.NodeGroup{
		Address:        g.Address,
		Name:           g.Name,
		Asked:          g.Asked.claims(t, file, attribute, argument),
		Current:        g.Current.claims(t, file, attribute, argument),
		ReleaseVersion: upgrade.NoClaim[string](upgrade.Source{}),
	}
	if g.Release != nil {
		group.ReleaseVersion = g.Release.release(t, file, g.Name+".release_version")
	}
	g.planGroupCase.addTo(t, &group)
	return group
}

func (c claimsCase) claims(t *testing.T, file, attribute, argument string) []upgrade.VersionClaim {
	var claims []upgrade.VersionClaim
	for _, claim := range c {
		source := claim.source(t, file, attribute, argument)
		switch {
		case claim.Version != nil:
			made := upgrade.ClaimVersion(*claim.Version, source)
			made.Note, made.Sensitive = claim.Note, claim.Sensitive
			claims = append(claims, made)
		case claim.Absent:
			claims = append(claims, upgrade.NoClaim[upgrade.Minor](source))
		default:
			claims = append(claims, upgrade.UnknownClaim[upgrade.Minor](claim.Unknown, source))
		}
	}
	return claims
}

func (c claimCase) release(t *testing.T, file, attribute string) upgrade.Claim[string] {
	source := c.source(t, file, attribute, "")
	switch {
	case c.Version != nil:
		made := upgrade.ClaimText(*c.Version, source)
		made.Sensitive = c.Sensitive
		return made
	case c.Absent:
		return upgrade.NoClaim[string](source)
	default:
		return upgrade.UnknownClaim[string](c.Unknown, source)
	}
}

// source is where a claim is made, with what its kind of source knows.
func (c claimCase) source(t *testing.T, file, attribute, argument string) upgrade.Source {
	t.Helper()
	given := 0
	for _, is := range []bool{c.Version != nil, c.Unknown != "", c.Absent} {
		if is {
			given++
		}
	}
	if given != 1 {
		t.Fatalf("claim %+v: give one of version, unknown and absent", c)
	}
	source := upgrade.Source{Kind: upgrade.SourceKind(or(string(c.Kind), string(upgrade.SourceFile))), Line: c.Line}
	switch source.Kind {
	case upgrade.SourceFile:
		source.File, source.Attribute = or(c.File, file), or(c.Attribute, attribute)
	case upgrade.SourceGit:
		source.File, source.Attribute, source.Ref = or(c.File, file), or(c.Attribute, attribute), or(c.Ref, "git:main at 3f2a1c9")
	case upgrade.SourceArgument:
		source.Argument = or(c.Argument, argument)
		source.File, source.Attribute = c.File, c.Attribute
	case upgrade.SourceBaseline:
		source.Argument = "baseline"
	case upgrade.SourcePlan, upgrade.SourcePrior, upgrade.SourceTarget:
		source.File, source.Attribute = c.File, or(c.Attribute, "version")
	case upgrade.SourceEKS:
		source.Ref = or(c.Ref, "EKS (cluster prod, account 111122223333, eu-west-1)")
	case upgrade.SourceKubernetes:
		source.Ref = or(c.Ref, "Kubernetes (prod)")
	case upgrade.SourceState:
	default:
		t.Fatalf("claim %+v: there is no such kind of source", c)
	}
	return source
}

func (p problemCase) problem() upgrade.Problem {
	return upgrade.Problem{Message: p.Message, Remediation: p.Remediation, Action: p.Action, Source: upgrade.Source{
		Kind: p.Kind, File: p.File, Line: p.Line, Attribute: p.Attribute, Argument: p.Argument, Ref: p.Ref,
	}}
}

func problems(cases []problemCase) []upgrade.Problem {
	var problems []upgrade.Problem
	for _, problem := range cases {
		problems = append(problems, problem.problem())
	}
	return problems
}

func (p policyCase) policy(t *testing.T) upgrade.Policy {
	policy := upgrade.DefaultPolicy()
	if p.MaxNodeGroupSkew != nil {
		policy.MaxNodeGroupSkew = *p.MaxNodeGroupSkew
	}
	if p.SupportWarningDays != nil {
		policy.SupportWarningDays = *p.SupportWarningDays
	}
	policy.PromotionOrder = p.PromotionOrder
	for _, w := range p.Waivers {
		policy.Waivers = append(policy.Waivers, upgrade.Waiver{
			Rule: w.Rule, Environment: w.Environment, Reason: w.Reason, Until: day(t, w.Until),
			Source: upgrade.Source{Kind: upgrade.SourceFile, File: ".eksupgrade.hcl", Line: w.Line},
		})
	}
	return policy
}

func (c catalogCase) catalog(t *testing.T) upgrade.Catalog {
	catalog := c.calendar(t)
	c.planCatalogCase.addTo(t, &catalog)
	c.objectsCatalogCase.addTo(t, &catalog)
	return catalog
}

func (c catalogCase) calendar(t *testing.T) upgrade.Catalog {
	if len(c.Rows) == 0 {
		return everythingOffered(t, or(c.Date, "2026-06-01"))
	}
	catalog := upgrade.Catalog{Date: day(t, or(c.Date, "2026-06-01")), ExtendedSupportPrice: upgrade.SourcedText{Text: c.Price}}
	for _, row := range c.Rows {
		support := upgrade.VersionSupport{Version: minor(t, row[0]), Release: day(t, row[1])}
		if row[2] != "" {
			support.EndOfStandardSupport = day(t, row[2])
		}
		if row[3] != "" {
			support.EndOfExtendedSupport = day(t, row[3])
		}
		catalog.Versions = append(catalog.Versions, support)
	}
	return catalog
}

// everythingOffered is a catalog in which EKS has all of 1.10 to 1.50 and drops
// none of them.
func everythingOffered(t testing.TB, date string) upgrade.Catalog {
	catalog := upgrade.Catalog{Date: day(t, date)}
	for number := 10; number <= 50; number++ {
		catalog.Versions = append(catalog.Versions, upgrade.VersionSupport{
			Version: at(t, number), Release: day(t, "2018-06-05"),
			EndOfStandardSupport: day(t, "2098-01-01"), EndOfExtendedSupport: day(t, "2099-01-01"),
		})
	}
	return catalog
}

func minor(t testing.TB, text string) upgrade.Minor {
	t.Helper()
	m, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// at is a minor by its number: 34 is 1.34.
func at(t testing.TB, number int) upgrade.Minor {
	t.Helper()
	return minor(t, "1."+strconv.Itoa(number))
}

func day(t testing.TB, text string) upgrade.Date {
	t.Helper()
	d, err := upgrade.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
