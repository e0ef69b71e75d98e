package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	Class     string        `xml:"classname,attr"`
	File      string        `xml:"file,attr,omitempty"`
	Line      int           `xml:"line,attr,omitempty"`
	Skipped   *junitSkipped `xml:"skipped"`
	Failure   *junitFailure `xml:"failure"`
	SystemOut string        `xml:"system-out,omitempty"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each environment and a case for each finding,
// because that is what continuous integration lists by name. What is waived or
// could not be judged is a case that was skipped.
func writeJUnit(w io.Writer, document Document) error {
	suites := junitSuites{Name: toolName}
	for _, environment := range document.Report.Environments {
		suite := junitSuiteOf(environment, document.Report.FailOn)
		suite.Properties = append(suite.Properties, junitProperty{"catalog_date", document.CatalogDate.String()})
		suites.add(suite)
	}
	if len(document.Notes) > 0 {
		notes := junitSuite{Name: "notes"}
		for _, note := range document.Notes {
			notes.add(junitCase{Name: note, Skipped: &junitSkipped{note}})
		}
		suites.add(notes)
	}
	var out strings.Builder
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(suites); err != nil {
		return err
	}
	out.WriteString("\n")
	_, err := io.WriteString(w, withoutCommands(out.String(), "&#35;"))
	return err
}

func junitSuiteOf(report upgrade.EnvironmentReport, failing upgrade.Severity) junitSuite {
	suite := junitSuite{
		Name: wording.Plain(report.Environment.Name),
		Properties: []junitProperty{
			{"source", wording.Plain(report.Environment.Source)}, {"verdict", verdictInWords(report.Verdict)},
		},
	}
	if len(report.Findings) == 0 && report.Verdict == upgrade.Ready {
		suite.add(junitCase{Name: "ready"})
	}
	for _, finding := range report.Findings {
		suite.add(junitFinding(finding, failing))
	}
	for _, untold := range report.Untold() {
		if untold.NotAsked {
			continue // A test that nobody meant to run is no skipped test.
		}
		name := strings.TrimSpace(untold.Rule+" "+untold.Address) + " not judged"
		suite.add(junitCase{Name: name, Skipped: &junitSkipped{untold.Reason}})
	}
	suite.numberNamesakes()
	return suite
}

// add puts a suite into the report and counts its cases.
func (s *junitSuites) add(added junitSuite) {
	s.Suites = append(s.Suites, added)
	s.Tests += added.Tests
	s.Failures += added.Failures
	s.Skipped += added.Skipped
}

// add puts a case into the suite and counts it.
func (s *junitSuite) add(added junitCase) {
	added.makePlain()
	added.Class = s.Name
	s.Cases = append(s.Cases, added)
	s.Tests++
	if added.Failure != nil {
		s.Failures++
	}
	if added.Skipped != nil {
		s.Skipped++
	}
}

// makePlain shows what XML has no place for, or a page of results would not show.
func (c *junitCase) makePlain() {
	c.Name, c.File = wording.Plain(c.Name), wording.Plain(c.File)
	c.SystemOut = wording.PlainLines(c.SystemOut)
	if c.Skipped != nil {
		c.Skipped.Message = wording.PlainLines(c.Skipped.Message)
	}
	if c.Failure != nil {
		c.Failure.Message, c.Failure.Text = wording.Plain(c.Failure.Message), wording.PlainLines(c.Failure.Text)
	}
}

// numberNamesakes keeps cases apart that have the same name: readers take those
// for runs of one case.
func (s *junitSuite) numberNamesakes() {
	seen := map[string]int{}
	for i := range s.Cases {
		name := s.Cases[i].Name
		seen[name]++
		if seen[name] > 1 {
			s.Cases[i].Name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
	}
}

func junitFinding(finding upgrade.Finding, failing upgrade.Severity) junitCase {
	place := finding.Where()
	written := junitCase{
		Name: strings.TrimSpace(finding.Rule + " " + finding.Fact),
		File: place.File,
		Line: place.Line,
	}
	text := junitText(finding)
	switch {
	case finding.Waiver != nil:
		written.Skipped = &junitSkipped{fmt.Sprintf("waived until %s: %s", finding.Waiver.Until, finding.Waiver.Reason)}
		written.SystemOut = text
	case finding.Severity >= failing:
		written.Failure = &junitFailure{Message: finding.Summary(), Type: finding.Severity.String(), Text: text}
	default:
		written.SystemOut = text
	}
	return written
}

func junitText(finding upgrade.Finding) string {
	lines := []string{finding.Severity.String() + ": " + finding.Message}
	for _, place := range places(finding) {
		lines = append(lines, "at "+place)
	}
	lines = append(lines, finding.Remarks()...)
	return strings.Join(append(lines, "Fix: "+finding.Remediation, finding.Reference), "\n")
}
