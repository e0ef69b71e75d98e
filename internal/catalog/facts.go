package catalog

import (
	"errors"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// sections are the facts besides the calendar. One that is not there is nil.
type sections struct {
	APIs         []api         `json:"apis"`
	ResourceAPIs []resourceAPI `json:"resource_apis"`
	Addons       []addon       `json:"addons"`
	AMIs         []ami         `json:"amis"`
	Notes        []note        `json:"notes"`
}

type api struct {
	GroupVersion            string `json:"group_version"`
	Kind                    string `json:"kind"`
	Component               string `json:"component"`
	DeprecatedIn            string `json:"deprecated_in"`
	RemovedIn               string `json:"removed_in"`
	ReplacementGroupVersion string `json:"replacement_group_version"`
	ReplacementKind         string `json:"replacement_kind"`
	Source                  string `json:"source"`
}

type resourceAPI struct {
	ResourceType string `json:"resource_type"`
	GroupVersion string `json:"group_version"`
	Kind         string `json:"kind"`
	When         string `json:"when"`
	Discovered   bool   `json:"discovered"`
	Replacement  string `json:"replacement"`
	Source       string `json:"source"`
}

type ami struct {
	Prefix string   `json:"prefix"`
	Paths  []string `json:"paths"`
	Title  string   `json:"title"`
	Last   string   `json:"last"`
	Advice string   `json:"advice"`
	Source string   `json:"source"`
}

type note struct {
	Name       string           `json:"name"`
	Kubernetes string           `json:"kubernetes"`
	Looks      upgrade.NoteLook `json:"looks"`
	Signs      []string         `json:"signs"`
	Says       string           `json:"says"`
	Do         string           `json:"do"`
	Severity   string           `json:"severity"`
	Source     string           `json:"source"`
}

// errNoSource is what is wrong with a fact that nobody could check.
var errNoSource = errors.New("it has no source: a fact needs one")

// fill puts the sections that are there into the catalog, in place of what it
// holds.
func (s sections) fill(catalog *upgrade.Catalog) error {
	return errors.Join(
		replace(&catalog.APIs, "apis", s.APIs, api.fact),
		replace(&catalog.ResourceAPIs, "resource_apis", s.ResourceAPIs, resourceAPI.fact),
		replace(&catalog.Addons, "addons", s.Addons, addon.fact),
		replace(&catalog.AMIs, "amis", s.AMIs, ami.fact),
		replace(&catalog.Notes, "notes", s.Notes, note.fact),
	)
}

// replace converts a section, unless it is not there. The error names the first
// row that is wrong.
func replace[Row, Fact any](facts *[]Fact, section string, rows []Row, convert func(Row) (Fact, error)) error {
	if rows == nil {
		return nil
	}
	converted := make([]Fact, 0, len(rows))
	for i, row := range rows {
		fact, err := convert(row)
		if err != nil {
			return fmt.Errorf("%s[%d]: %w", section, i, err)
		}
		converted = append(converted, fact)
	}
	*facts = converted
	return nil
}

func (a api) fact() (upgrade.API, error) {
	deprecated, errDeprecated := optionalVersion("deprecated_in", a.DeprecatedIn)
	removed, errRemoved := optionalVersion("removed_in", a.RemovedIn)
	switch err := errors.Join(errDeprecated, errRemoved); {
	case err != nil:
		return upgrade.API{}, err
	case a.GroupVersion == "":
		return upgrade.API{}, errors.New("group_version is missing")
	case a.Component == "":
		return upgrade.API{}, fmt.Errorf("component is missing; write %s for Kubernetes' own APIs, or the name of the add-on that serves it", upgrade.Kubernetes)
	case deprecated.IsZero() && removed.IsZero():
		return upgrade.API{}, errors.New("deprecated_in and removed_in are missing: one is needed")
	case a.Source == "":
		return upgrade.API{}, errNoSource
	}
	return upgrade.API{
		GroupVersion:            a.GroupVersion,
		Kind:                    a.Kind,
		Component:               a.Component,
		DeprecatedIn:            deprecated,
		RemovedIn:               removed,
		ReplacementGroupVersion: a.ReplacementGroupVersion,
		ReplacementKind:         a.ReplacementKind,
		Source:                  a.Source,
	}, nil
}

func (r resourceAPI) fact() (upgrade.ResourceAPI, error) {
	switch {
	case r.ResourceType == "" || r.GroupVersion == "" || r.Kind == "":
		return upgrade.ResourceAPI{}, errors.New("resource_type, group_version and kind are all needed")
	case r.When != "" && r.When != upgrade.WhenMetricOrBehavior:
		return upgrade.ResourceAPI{}, fmt.Errorf("when is %q; this release knows %q alone", r.When, upgrade.WhenMetricOrBehavior)
	case r.Source == "":
		return upgrade.ResourceAPI{}, errNoSource
	}
	return upgrade.ResourceAPI(r), nil
}

func (a ami) fact() (upgrade.AMIFact, error) {
	last, err := upgrade.ParseMinor(a.Last)
	switch {
	case err != nil:
		return upgrade.AMIFact{}, fmt.Errorf("last: %w", err)
	case a.Prefix == "" || a.Title == "":
		return upgrade.AMIFact{}, errors.New("prefix and title are needed")
	case a.Source == "":
		return upgrade.AMIFact{}, errNoSource
	}
	return upgrade.AMIFact{Prefix: a.Prefix, Paths: a.Paths, Title: a.Title, Last: last, Advice: a.Advice, Source: a.Source}, nil
}

var looks = []upgrade.NoteLook{
	upgrade.LookInstanceTypes, upgrade.LookVolumes, upgrade.LookAnnotations,
	upgrade.LookKubeletFlags, upgrade.LookProxyMode, upgrade.LookAddons,
}

func (n note) fact() (upgrade.Note, error) {
	minor, errMinor := optionalMinor("kubernetes", n.Kubernetes)
	severity, errSeverity := severityOf(n.Severity)
	switch err := errors.Join(errMinor, errSeverity); {
	case err != nil:
		return upgrade.Note{}, err
	case n.Name == "" || n.Says == "" || n.Do == "" || len(n.Signs) == 0:
		return upgrade.Note{}, errors.New("name, signs, says and do are all needed")
	case !slices.Contains(looks, n.Looks):
		return upgrade.Note{}, fmt.Errorf("looks is %q; this release knows %q", n.Looks, looks)
	case n.Source == "":
		return upgrade.Note{}, errNoSource
	}
	return upgrade.Note{
		Name: n.Name, Kubernetes: minor, Looks: n.Looks, Signs: n.Signs,
		Says: n.Says, Do: n.Do, Severity: severity, Source: n.Source,
	}, nil
}

// severityOf reads a severity; an empty one is Off, which means the rule's.
func severityOf(text string) (upgrade.Severity, error) {
	for _, severity := range []upgrade.Severity{upgrade.Info, upgrade.Warning, upgrade.Error} {
		if text == severity.String() {
			return severity, nil
		}
	}
	if text != "" {
		return upgrade.Off, fmt.Errorf("severity is %q; write error, warning or info", text)
	}
	return upgrade.Off, nil
}

// optionalMinor reads a minor that may be left out.
func optionalMinor(key, text string) (upgrade.Minor, error) {
	if text == "" {
		return upgrade.Minor{}, nil
	}
	minor, err := upgrade.ParseMinor(text)
	if err != nil {
		return upgrade.Minor{}, fmt.Errorf("%s: %w", key, err)
	}
	return minor, nil
}

// optionalVersion reads an add-on's version that may be left out.
func optionalVersion(key, text string) (upgrade.AddonVersion, error) {
	if text == "" {
		return upgrade.AddonVersion{}, nil
	}
	version, ok := upgrade.ParseAddonVersion(text)
	if !ok {
		return upgrade.AddonVersion{}, fmt.Errorf("%s is %q; expected a version such as 1.18.3", key, text)
	}
	return version, nil
}
