package upgrade

import (
	"cmp"
	"regexp"
	"strconv"

	"github.com/hashicorp/go-version"
)

// AddonVersion is the version of an add-on, such as v1.18.3-eksbuild.2 or 2.4.7.
// Its zero value is no version. The core is ordered by its numbers and then by
// the number of the EKS build: a suffix is no prerelease here, as it would be to
// a version constraint, for which v1.18.3-eksbuild.2 is older than 1.18.3.
type AddonVersion struct {
	text  string
	core  *version.Version
	build int
}

// addonPattern takes a leading "v" and a core of one to three numbers. What
// follows is an EKS build, or a flavour such as -minimal, -debian-12-r3 or
// -linux_amd64, which says nothing of the order.
var addonPattern = regexp.MustCompile(`^v?(\d{1,9}(?:\.\d{1,9}){0,2})((?:[-+._][0-9A-Za-z][-+._0-9A-Za-z]*)?)$`)

var eksBuildPattern = regexp.MustCompile(`eksbuild\.(\d{1,9})$`)

// ParseAddonVersion reads the version of an add-on, a chart or an image's tag,
// and false where the text holds none, as "latest" does.
func ParseAddonVersion(text string) (AddonVersion, bool) {
	match := addonPattern.FindStringSubmatch(text)
	if match == nil {
		return AddonVersion{}, false
	}
	core, err := version.NewVersion(match[1])
	if err != nil {
		return AddonVersion{}, false
	}
	parsed := AddonVersion{text: text, core: core}
	if build := eksBuildPattern.FindStringSubmatch(match[2]); build != nil {
		parsed.build, _ = strconv.Atoi(build[1])
	}
	return parsed, true
}

// IsZero tells whether v is no version.
func (v AddonVersion) IsZero() bool { return v.core == nil }

// String is the version as it was written.
func (v AddonVersion) String() string { return v.text }

// Compare is negative where v is older than other, zero where they are equal.
// No version is older than any.
func (v AddonVersion) Compare(other AddonVersion) int {
	if v.IsZero() || other.IsZero() {
		return cmp.Compare(btoi(!v.IsZero()), btoi(!other.IsZero()))
	}
	if order := v.core.Compare(other.core); order != 0 {
		return order
	}
	return cmp.Compare(v.build, other.build)
}

// CompareCore is Compare without the EKS build.
func (v AddonVersion) CompareCore(other AddonVersion) int {
	v.build, other.build = 0, 0
	return v.Compare(other)
}

// MajorMinor gives the first two numbers, such as 1 and 18 of v1.18.3.
func (v AddonVersion) MajorMinor() (major, minor int) {
	if v.IsZero() {
		return 0, 0
	}
	numbers := v.core.Segments()
	return numbers[0], numbers[1]
}

// Kubernetes gives the Kubernetes minor that an add-on is named after whose
// version follows Kubernetes', such as kube-proxy or the Cluster Autoscaler; and
// false where there is no such minor.
func (v AddonVersion) Kubernetes() (Minor, bool) {
	major, minor := v.MajorMinor()
	parsed, err := ParseMinor(strconv.Itoa(major) + "." + strconv.Itoa(minor))
	return parsed, err == nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
