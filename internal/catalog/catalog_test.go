package catalog

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func minor(t *testing.T, text string) upgrade.Minor {
	t.Helper()
	m, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func day(t *testing.T, text string) upgrade.Date {
	t.Helper()
	d, err := upgrade.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The expected values are of the AWS calendar, not of the file.
func TestEmbeddedCalendar(t *testing.T) {
	catalog := Embedded()
	for _, want := range []struct {
		version, release, standard, extended string
	}{
		{"1.28", "2023-09-26", "2024-11-26", "2025-11-26"},
		{"1.31", "2024-09-26", "2025-11-26", "2026-11-26"},
		{"1.34", "2025-10-02", "2026-12-02", "2027-12-02"},
		{"1.36", "2026-06-02", "2027-08-02", "2028-08-02"},
		{"1.37", "2026-10-02", "not known", "not known"},
	} {
		row, ok := catalog.Find(minor(t, want.version))
		if !ok {
			t.Fatalf("no row for %s", want.version)
		}
		got := []string{row.Release.String(), row.EndOfStandardSupport.String(), row.EndOfExtendedSupport.String()}
		if got[0] != want.release || got[1] != want.standard || got[2] != want.extended {
			t.Errorf("%s: got %v, want %v", want.version, got, want)
		}
	}
	if got := catalog.Newest().String(); got != "1.37" {
		t.Errorf("newest is %s", got)
	}
	if got := catalog.Oldest().String(); got != "1.21" {
		t.Errorf("oldest is %s", got)
	}
}

func TestEveryRecordHasSource(t *testing.T) {
	for _, row := range Embedded().Versions {
		if row.Source == "" {
			t.Errorf("%s has no source", row.Version)
		}
	}
	if price := Embedded().ExtendedSupportPrice; price.Source == "" || price.Date.IsZero() || !strings.Contains(price.Text, "0.60") {
		t.Errorf("the price is %+v", price)
	}
}

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		version, on string
		want        upgrade.SupportStatus
	}{
		{"1.34", "2025-10-01", upgrade.NotReleased},
		{"1.34", "2025-10-02", upgrade.StandardSupport},
		{"1.34", "2026-12-02", upgrade.StandardSupport},
		{"1.34", "2026-12-03", upgrade.ExtendedSupport},
		{"1.34", "2027-12-02", upgrade.ExtendedSupport},
		{"1.34", "2027-12-03", upgrade.Unsupported},
		{"1.37", "2030-01-01", upgrade.StandardSupport},
	} {
		row, _ := Embedded().Find(minor(t, test.version))
		if got := row.Status(day(t, test.on)); got != test.want {
			t.Errorf("%s on %s: got %s, want %s", test.version, test.on, got, test.want)
		}
	}
}

func TestOffered(t *testing.T) {
	var got []string
	for _, version := range Embedded().Offered(day(t, "2026-11-22")) {
		got = append(got, version.String())
	}
	if want := "1.31 1.32 1.33 1.34 1.35 1.36 1.37"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	const row = `{"version":"1.34","release":"2025-10-02","source":"s","as_of":"2026-01-01"}`
	for name, test := range map[string]struct{ json, want string }{
		"nothing":       {``, "expected the JSON form"},
		"a list":        {`[]`, "expected the JSON form"},
		"unknown key":   {`{"format_version":"1.0","dates":"x"}`, "unknown field"},
		"other format":  {`{"format_version":"2.0"}`, `format_version is "2.0"`},
		"no date":       {`{"format_version":"1.0"}`, "date is missing"},
		"bad date":      {`{"format_version":"1.0","date":"2026-13-01"}`, `"2026-13-01" is not a date`},
		"number date":   {`{"format_version":"1.0","date":7}`, "7 is not a date"},
		"no versions":   {`{"format_version":"1.0","date":"2026-01-01"}`, "kubernetes_versions is empty"},
		"bad version":   {`{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[{"version":"1.034"}]}`, `"1.034" is not a Kubernetes minor`},
		"no release":    {`{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[{"version":"1.34"}]}`, "has no release date"},
		"no source":     {`{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[{"version":"1.34","release":"2026-01-01"}]}`, "has no source"},
		"twice":         {`{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[` + row + `,` + row + `]}`, "must be newer"},
		"trailing data": {`{"format_version":"1.0","date":"2026-01-01","kubernetes_versions":[` + row + `]} {}`, "something follows"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(test.json))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestReadNamesTheFile(t *testing.T) {
	_, err := Read("facts.json", strings.NewReader("{"))
	if err == nil || !strings.Contains(err.Error(), "facts.json") {
		t.Errorf("got %v", err)
	}
	_, err = Read("facts.json", strings.NewReader(strings.Repeat(" ", largest+1)))
	if err == nil || !strings.Contains(err.Error(), "larger than 16 MiB") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(embedded)
	f.Add([]byte(`{"format_version":"1.0","date":"2026-01-01"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		catalog, err := Parse(data)
		if err != nil {
			return
		}
		if !json.Valid(data) || len(catalog.Versions) == 0 {
			t.Errorf("accepted %q", data)
		}
	})
}
