// Package catalog holds the dated facts that rules judge by. They are data, each
// record with its source: the EKS calendar in catalog.json, which is kept by
// hand, and all others in facts.json, which gen writes.
package catalog

//go:generate go run ./gen facts.json

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

//go:embed catalog.json
var embedded []byte

//go:embed facts.json
var embeddedFacts []byte

// Embedded gives the facts that the binary was built with.
func Embedded() upgrade.Catalog { return readEmbedded() }

// Calendar gives of them the EKS support calendar alone, which takes little time
// to parse: Terraform starts a provider several times for one plan.
func Calendar() upgrade.Catalog { return readCalendar() }

var (
	readEmbedded = sync.OnceValue(func() upgrade.Catalog { return parsed(parseEmbedded) })
	readCalendar = sync.OnceValue(func() upgrade.Catalog { return parsed(parseCalendar) })
)

func parsed(parse func() (upgrade.Catalog, error)) upgrade.Catalog {
	catalog, err := parse()
	if err != nil {
		panic("the embedded catalog does not parse: " + err.Error())
	}
	return catalog
}

func parseCalendar() (upgrade.Catalog, error) {
	var calendar file
	if err := decode(embedded, &calendar); err != nil {
		return upgrade.Catalog{}, err
	}
	return calendar.catalog()
}

func parseEmbedded() (upgrade.Catalog, error) {
	catalog, err := parseCalendar()
	if err != nil {
		return upgrade.Catalog{}, err
	}
	var facts sections
	if err := decode(embeddedFacts, &facts); err != nil {
		return upgrade.Catalog{}, err
	}
	return catalog, facts.fill(&catalog)
}

// largest is far above any real catalog; it keeps a wrong file from being read
// whole into memory.
const largest = 16 << 20

// ReadFile reads facts of the form of the embedded ones, from a user's file.
func ReadFile(path string) (upgrade.Catalog, error) {
	info, err := os.Stat(path)
	if err != nil {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s cannot be read: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s is not a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s cannot be read: %w", path, err)
	}
	defer func() { _ = file.Close() }()
	return Read(path, file)
}

// Read reads facts of the form of the embedded ones, from a user's file. name
// is for messages.
func Read(name string, file io.Reader) (upgrade.Catalog, error) {
	data, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err != nil {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s cannot be read: %w", name, err)
	}
	if len(data) > largest {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s is larger than %d MiB; expected the JSON form of the embedded catalog", name, largest>>20)
	}
	catalog, err := Parse(data)
	if err != nil {
		return upgrade.Catalog{}, fmt.Errorf("catalog %s: %w", name, err)
	}
	return catalog, nil
}

type file struct {
	FormatVersion        string    `json:"format_version"`
	Date                 date      `json:"date"`
	ExtendedSupportPrice text      `json:"extended_support_price"`
	KubernetesVersions   []version `json:"kubernetes_versions"`
	sections
}

type text struct {
	Text   string `json:"text"`
	Source string `json:"source"`
	AsOf   date   `json:"as_of"`
}

type version struct {
	Version              string `json:"version"`
	UpstreamRelease      date   `json:"upstream_release"`
	Release              date   `json:"release"`
	EndOfStandardSupport date   `json:"end_of_standard_support"`
	EndOfExtendedSupport date   `json:"end_of_extended_support"`
	Source               string `json:"source"`
	AsOf                 date   `json:"as_of"`
	Note                 string `json:"note"`
}

// date is a day in JSON; a key that is not there leaves it not known.
type date struct{ upgrade.Date }

func (d *date) UnmarshalJSON(data []byte) error {
	var written string
	if err := json.Unmarshal(data, &written); err != nil {
		return fmt.Errorf("%s is not a date; write one such as \"2026-11-22\"", data)
	}
	parsed, err := upgrade.ParseDate(written)
	d.Date = parsed
	return err
}

// Parse reads facts from JSON and checks that every record has what a judgement
// rests on: a version, a release, a source and the day of the source. The file
// needs the calendar; of the other sections those that it leaves out are the
// embedded ones. A key that is not known is an error: it may be a misspelt one.
func Parse(data []byte) (upgrade.Catalog, error) {
	var read file
	if err := decode(data, &read); err != nil {
		return upgrade.Catalog{}, err
	}
	catalog, err := read.catalog()
	if err != nil {
		return upgrade.Catalog{}, err
	}
	base := Embedded()
	catalog.APIs, catalog.ResourceAPIs, catalog.Addons = base.APIs, base.ResourceAPIs, base.Addons
	catalog.AMIs, catalog.Notes = base.AMIs, base.Notes
	if err := read.fill(&catalog); err != nil {
		return upgrade.Catalog{}, err
	}
	return catalog, nil
}

// decode reads one JSON object and refuses keys that it does not know.
func decode(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("expected the JSON form of the embedded catalog: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the catalog's JSON object")
	}
	return nil
}

// catalog gives the calendar.
func (read file) catalog() (upgrade.Catalog, error) {
	if !strings.HasPrefix(read.FormatVersion, "1.") {
		return upgrade.Catalog{}, fmt.Errorf("format_version is %q; this release reads 1.x", read.FormatVersion)
	}
	if read.Date.IsZero() {
		return upgrade.Catalog{}, errors.New("date is missing: facts need the day that they are of")
	}
	if len(read.KubernetesVersions) == 0 {
		return upgrade.Catalog{}, errors.New("kubernetes_versions is empty: no version could be judged")
	}
	catalog := upgrade.Catalog{
		Date: read.Date.Date,
		ExtendedSupportPrice: upgrade.SourcedText{
			Text:   read.ExtendedSupportPrice.Text,
			Source: read.ExtendedSupportPrice.Source,
			Date:   read.ExtendedSupportPrice.AsOf.Date,
		},
	}
	for i, row := range read.KubernetesVersions {
		support, err := row.support()
		if err != nil {
			return upgrade.Catalog{}, fmt.Errorf("kubernetes_versions[%d]: %w", i, err)
		}
		if i > 0 && !support.Version.Newer(catalog.Newest()) {
			return upgrade.Catalog{}, fmt.Errorf("kubernetes_versions[%d]: %s comes after %s; each version must be newer than the one before", i, support.Version, catalog.Newest())
		}
		catalog.Versions = append(catalog.Versions, support)
	}
	return catalog, nil
}

func (v version) support() (upgrade.VersionSupport, error) {
	minor, err := upgrade.ParseMinor(v.Version)
	switch {
	case err != nil:
		return upgrade.VersionSupport{}, err
	case v.Release.IsZero():
		return upgrade.VersionSupport{}, fmt.Errorf("%s has no release date", minor)
	case v.Source == "" || v.AsOf.IsZero():
		return upgrade.VersionSupport{}, fmt.Errorf("%s has no source or no as_of: a fact needs both", minor)
	}
	return upgrade.VersionSupport{
		Version:              minor,
		UpstreamRelease:      v.UpstreamRelease.Date,
		Release:              v.Release.Date,
		EndOfStandardSupport: v.EndOfStandardSupport.Date,
		EndOfExtendedSupport: v.EndOfExtendedSupport.Date,
		Source:               v.Source,
		Note:                 v.Note,
	}, nil
}
