package upgrade

import (
	"slices"
	"strings"
)

// AddonFacts is what the catalog knows of one add-on.
type AddonFacts struct {
	// Name is the catalog's, and that of the EKS add-on where there is one.
	Name string
	// EKS tells that EKS offers the add-on itself.
	EKS bool
	// Title is how people write it, such as "AWS Load Balancer Controller".
	Title string
	// Charts are names of Helm charts.
	Charts []string
	// Images are the ends of image repositories, such as
	// autoscaling/cluster-autoscaler. A registry and a path may stand before them.
	Images []string
	// Workload is the name of the Deployment or DaemonSet that runs it.
	Workload string
	// Essential marks an add-on that a cluster cannot do without.
	Essential bool
	// FollowsMinor tells that the add-on's own minor is a Kubernetes minor.
	FollowsMinor bool
	// OneMinorAtATime tells that AWS advises not to skip a minor of it.
	OneMinorAtATime bool
	// Ranges say which versions run on which Kubernetes minors. Where they are
	// complete, a version in none of them is not known.
	Ranges []AddonRange
	// Needs are versions that must be there before Kubernetes goes to a minor.
	Needs []AddonNeed
	// Latest are the newest versions known for Kubernetes minors.
	Latest []AddonLatest
	// ChartVersions give the add-on's version in a version of its chart.
	ChartVersions []ChartVersion
	// ChartIsAppFrom is the version of the chart from which on it is the add-on's
	// own version too; zero where charts are numbered apart.
	ChartIsAppFrom AddonVersion
	// Retired says, where the project has ended, when and what to do; else empty.
	Retired SourcedText
	Source  string
}

// AddonRange says that versions from From up to, and without, Before run on the
// Kubernetes minors from Oldest to Newest. A zero bound is none; ends of cores,
// so that 1.18 as Before excludes v1.18.0-eksbuild.1.
type AddonRange struct {
	From, Before   AddonVersion
	Oldest, Newest Minor
	// TestedOldest and TestedNewest mark an end that says only how far the project
	// has tested: beyond it the add-on is not known to fail.
	TestedOldest, TestedNewest bool
	Source                     string
}

// Holds tells whether the range speaks of a version of the add-on.
func (r AddonRange) Holds(version AddonVersion) bool {
	return (r.From.IsZero() || version.CompareCore(r.From) >= 0) && (r.Before.IsZero() || version.CompareCore(r.Before) < 0)
}

// Runs tells whether the range speaks of a Kubernetes minor.
func (r AddonRange) Runs(minor Minor) bool {
	return (r.Oldest.IsZero() || !minor.Older(r.Oldest)) && (r.Newest.IsZero() || !minor.Newer(r.Newest))
}

// Refuses tells whether the range rules a Kubernetes minor out. A minor that is
// only beyond what the project has tested is not ruled out.
func (r AddonRange) Refuses(minor Minor) bool {
	return !r.TestedOldest && !r.Oldest.IsZero() && minor.Older(r.Oldest) ||
		!r.TestedNewest && !r.Newest.IsZero() && minor.Newer(r.Newest)
}

// AddonNeed says that an add-on which is older than AtLeast does not work from
// a Kubernetes minor on.
type AddonNeed struct {
	Kubernetes Minor
	AtLeast    AddonVersion
	// Why says what happens otherwise, in a sentence without a full stop.
	Why string
	// Severity is that of a finding; Off means the rule's.
	Severity Severity
	Source   string
}

// AddonLatest is the newest version of an add-on known for a Kubernetes minor.
type AddonLatest struct {
	Kubernetes Minor
	Version    AddonVersion
	Source     string
}

// ChartVersion says which version of an add-on a version of its chart installs
// unless values say otherwise.
type ChartVersion struct {
	Chart, Version string
	App            AddonVersion
	Source         string
}

// Addon finds an add-on by its name.
func (c Catalog) Addon(name string) (AddonFacts, bool) {
	return c.addonThat(func(a AddonFacts) bool { return a.Name == name })
}

// AddonOfImage finds the add-on that an image's repository is of, whatever
// registry and path stand before it. A tag and a digest are passed over.
func (c Catalog) AddonOfImage(repository string) (AddonFacts, bool) {
	path := ParseImageReference(repository).Repository
	return c.addonThat(func(a AddonFacts) bool {
		return slices.ContainsFunc(a.Images, func(end string) bool {
			return path == end || strings.HasSuffix(path, "/"+end)
		})
	})
}

// AddonOfChart finds the add-on that a Helm chart installs. The chart may be a
// name, one with its repository's name before it, an OCI or HTTP address, or a
// path, of a folder or of an archive with the version in its name.
func (c Catalog) AddonOfChart(chart string) (AddonFacts, bool) {
	name := chartName(chart)
	return c.addonThat(func(a AddonFacts) bool { return slices.Contains(a.Charts, name) })
}

func (c Catalog) addonThat(holds func(AddonFacts) bool) (AddonFacts, bool) {
	i := slices.IndexFunc(c.Addons, holds)
	if i < 0 {
		return AddonFacts{}, false
	}
	return c.Addons[i], true
}

// AppOfChart gives the add-on's version in a version of its chart, and false
// where that is not known. The chart is written as AddonOfChart takes it, the
// version with or without a "v".
func (a AddonFacts) AppOfChart(chart, version string) (AddonVersion, bool) {
	if numberedApart(chart) {
		return AddonVersion{}, false
	}
	name, version := chartName(chart), strings.TrimPrefix(version, "v")
	if !slices.Contains(a.Charts, name) {
		return AddonVersion{}, false
	}
	for _, known := range a.ChartVersions {
		if known.Chart == name && strings.TrimPrefix(known.Version, "v") == version {
			return known.App, true
		}
	}
	if own, ok := ParseAddonVersion(version); ok && !a.ChartIsAppFrom.IsZero() && own.Compare(a.ChartIsAppFrom) >= 0 {
		return own, true
	}
	return AddonVersion{}, false
}

// numberedApart tells a packager's charts, which bear the names of the projects'
// own charts and have versions of their own.
func numberedApart(chart string) bool { return strings.Contains(chart, "bitnami") }

// chartName is the chart's own name in what a release calls its chart.
func chartName(chart string) string {
	chart, _, _ = strings.Cut(chart, "?")
	// An OCI address may end with a tag and a digest, as an image does.
	chart = strings.TrimRight(ParseImageReference(chart).Repository, "/")
	name := chart[strings.LastIndexByte(chart, '/')+1:]
	archive, isArchive := strings.CutSuffix(name, ".tgz")
	if !isArchive {
		return name
	}
	for i := range len(archive) {
		if archive[i] != '-' {
			continue
		}
		if _, ok := ParseAddonVersion(archive[i+1:]); ok {
			return archive[:i]
		}
	}
	return archive
}

// AMIFact says that no image of a family exists from a Kubernetes minor on.
type AMIFact struct {
	// Prefix is how an ami_type of the family begins, such as AL2_.
	Prefix string
	// Paths are parts of names or SSM parameters that tell the family's images.
	Paths []string
	Title string
	// Last is the last Kubernetes minor with images.
	Last   Minor
	Advice string
	Source string
}

// Note is something to do before Kubernetes goes to a minor, which a plan can
// show the need of.
type Note struct {
	Name string
	// Kubernetes is zero where the note holds for every minor.
	Kubernetes Minor
	// Signs are what to look for, of the kind that Looks names.
	Looks NoteLook
	Signs []string
	// Says is what happens, and Do what to do about it, in sentences.
	Says, Do string
	Severity Severity
	Source   string
}

// NoteLook is where a plan shows the need of a note.
type NoteLook string

// What notes look at.
const (
	// LookInstanceTypes looks at how the instance types of node groups begin.
	LookInstanceTypes NoteLook = "instance_types"
	// LookVolumes looks at the kinds of pods' volumes.
	LookVolumes NoteLook = "volumes"
	// LookAnnotations looks at how the keys of pods' annotations begin.
	LookAnnotations NoteLook = "annotations"
	// LookKubeletFlags looks at the flags that nodes give the kubelet.
	LookKubeletFlags NoteLook = "kubelet_flags"
	// LookProxyMode looks at the mode of kube-proxy.
	LookProxyMode NoteLook = "proxy_mode"
	// LookAddons looks at the add-ons that are there.
	LookAddons NoteLook = "addons"
)
