package catalog

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

type addon struct {
	Name            string          `json:"name"`
	Title           string          `json:"title"`
	EKS             bool            `json:"eks"`
	Charts          []string        `json:"charts"`
	Images          []string        `json:"images"`
	Workload        string          `json:"workload"`
	Essential       bool            `json:"essential"`
	FollowsMinor    bool            `json:"follows_minor"`
	OneMinorAtATime bool            `json:"one_minor_at_a_time"`
	Ranges          []addonRange    `json:"ranges"`
	Needs           []addonNeed     `json:"needs"`
	Latest          []addonLatest   `json:"latest"`
	ChartVersions   []chartVersions `json:"chart_versions"`
	ChartIsAppFrom  string          `json:"chart_is_app_from"`
	Retired         *text           `json:"retired"`
	Source          string          `json:"source"`
}

// addonRange holds the Kubernetes minors of a range of versions. Tested names
// the ends that say only how far the project has tested: newest or both.
type addonRange struct {
	From   string `json:"from"`
	Before string `json:"before"`
	Oldest string `json:"oldest"`
	Newest string `json:"newest"`
	Tested string `json:"tested"`
	Source string `json:"source"`
}

type addonNeed struct {
	Kubernetes string `json:"kubernetes"`
	AtLeast    string `json:"at_least"`
	Why        string `json:"why"`
	Severity   string `json:"severity"`
	Source     string `json:"source"`
}

type addonLatest struct {
	Kubernetes string `json:"kubernetes"`
	Version    string `json:"version"`
	Source     string `json:"source"`
}

// chartVersions gives the add-on's version by the chart's.
type chartVersions struct {
	Chart    string            `json:"chart"`
	Versions map[string]string `json:"versions"`
	Source   string            `json:"source"`
}

func (a addon) fact() (upgrade.AddonFacts, error) {
	if a.Name == "" || a.Title == "" {
		return upgrade.AddonFacts{}, errors.New("name and title are needed")
	}
	if a.Source == "" {
		return upgrade.AddonFacts{}, fmt.Errorf("%s: %w", a.Name, errNoSource)
	}
	chartIsAppFrom, err := optionalVersion("chart_is_app_from", a.ChartIsAppFrom)
	facts := upgrade.AddonFacts{
		Name:            a.Name,
		EKS:             a.EKS,
		Title:           a.Title,
		Charts:          a.Charts,
		Images:          a.Images,
		Workload:        a.Workload,
		Essential:       a.Essential,
		FollowsMinor:    a.FollowsMinor,
		OneMinorAtATime: a.OneMinorAtATime,
		ChartIsAppFrom:  chartIsAppFrom,
		Source:          a.Source,
	}
	err = errors.Join(err,
		replace(&facts.Ranges, "ranges", a.Ranges, addonRange.fact),
		replace(&facts.Needs, "needs", a.Needs, addonNeed.fact),
		replace(&facts.Latest, "latest", a.Latest, addonLatest.fact),
	)
	var charts [][]upgrade.ChartVersion
	err = errors.Join(err, replace(&charts, "chart_versions", a.ChartVersions, chartVersions.facts))
	facts.ChartVersions = slices.Concat(charts...)
	if a.Retired != nil {
		facts.Retired = upgrade.SourcedText{Text: a.Retired.Text, Source: a.Retired.Source, Date: a.Retired.AsOf.Date}
		if facts.Retired.Source == "" {
			err = errors.Join(err, fmt.Errorf("retired: %w", errNoSource))
		}
	}
	if err != nil {
		return upgrade.AddonFacts{}, fmt.Errorf("%s: %w", a.Name, err)
	}
	return facts, nil
}

func (r addonRange) fact() (upgrade.AddonRange, error) {
	from, errFrom := optionalVersion("from", r.From)
	before, errBefore := optionalVersion("before", r.Before)
	oldest, errOldest := optionalMinor("oldest", r.Oldest)
	newest, errNewest := optionalMinor("newest", r.Newest)
	switch err := errors.Join(errFrom, errBefore, errOldest, errNewest); {
	case err != nil:
		return upgrade.AddonRange{}, err
	case r.Tested != "" && r.Tested != "newest" && r.Tested != "both":
		return upgrade.AddonRange{}, fmt.Errorf("tested is %q; write newest or both, or leave it out where the ends are limits", r.Tested)
	case r.Source == "":
		return upgrade.AddonRange{}, errNoSource
	}
	return upgrade.AddonRange{
		From: from, Before: before, Oldest: oldest, Newest: newest,
		TestedOldest: r.Tested == "both", TestedNewest: r.Tested != "", Source: r.Source,
	}, nil
}

func (n addonNeed) fact() (upgrade.AddonNeed, error) {
	minor, errMinor := upgrade.ParseMinor(n.Kubernetes)
	atLeast, errAtLeast := optionalVersion("at_least", n.AtLeast)
	severity, errSeverity := severityOf(n.Severity)
	switch err := errors.Join(errMinor, errAtLeast, errSeverity); {
	case err != nil:
		return upgrade.AddonNeed{}, err
	case atLeast.IsZero() || n.Why == "":
		return upgrade.AddonNeed{}, errors.New("at_least and why are needed")
	case n.Source == "":
		return upgrade.AddonNeed{}, errNoSource
	}
	return upgrade.AddonNeed{Kubernetes: minor, AtLeast: atLeast, Why: n.Why, Severity: severity, Source: n.Source}, nil
}

func (l addonLatest) fact() (upgrade.AddonLatest, error) {
	minor, errMinor := upgrade.ParseMinor(l.Kubernetes)
	version, errVersion := optionalVersion("version", l.Version)
	switch err := errors.Join(errMinor, errVersion); {
	case err != nil:
		return upgrade.AddonLatest{}, err
	case version.IsZero():
		return upgrade.AddonLatest{}, errors.New("version is missing")
	case l.Source == "":
		return upgrade.AddonLatest{}, errNoSource
	}
	return upgrade.AddonLatest{Kubernetes: minor, Version: version, Source: l.Source}, nil
}

func (c chartVersions) facts() ([]upgrade.ChartVersion, error) {
	if c.Chart == "" {
		return nil, errors.New("chart is missing")
	}
	if c.Source == "" {
		return nil, fmt.Errorf("%s: %w", c.Chart, errNoSource)
	}
	versions := make([]upgrade.ChartVersion, 0, len(c.Versions))
	for _, version := range slices.Sorted(maps.Keys(c.Versions)) {
		app, ok := upgrade.ParseAddonVersion(c.Versions[version])
		if !ok {
			return nil, fmt.Errorf("%s: version %s holds %q; expected a version such as 1.18.3", c.Chart, version, c.Versions[version])
		}
		versions = append(versions, upgrade.ChartVersion{Chart: c.Chart, Version: version, App: app, Source: c.Source})
	}
	return versions, nil
}
