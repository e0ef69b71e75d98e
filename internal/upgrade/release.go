package upgrade

import "regexp"

// releasePattern is the release of an EKS-optimized Amazon Linux AMI: Kubernetes
// version, then the day (awslabs/amazon-eks-ami, CHANGELOG). The commit that ends
// a Bottlerocket release is no day of this century.
var releasePattern = regexp.MustCompile(`^(1\.\d+)\.\d+-20\d{6}$`)

// ReleaseMinor gives the Kubernetes minor of a node group's release_version, and
// false where it names none, as that of Bottlerocket.
func ReleaseMinor(release string) (Minor, bool) {
	return minorIn(releasePattern, release)
}

// minorIn gives the Kubernetes minor that a pattern's group finds in a text.
func minorIn(pattern *regexp.Regexp, text string) (Minor, bool) {
	match := pattern.FindStringSubmatch(text)
	if match == nil {
		return Minor{}, false
	}
	minor, err := ParseMinor(match[1])
	return minor, err == nil
}
