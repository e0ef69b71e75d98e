package upgrade

import (
	"fmt"
	"strings"
)

// ImageReference is a container's image as a pod names it.
type ImageReference struct {
	// Repository is the registry and the path.
	Repository string
	// Tag and Digest are empty where the reference has none.
	Tag, Digest string
}

// ParseImageReference takes the reference of an image apart. A colon that a slash
// follows belongs to the registry's port.
func ParseImageReference(text string) ImageReference {
	var image ImageReference
	image.Repository, image.Digest, _ = strings.Cut(strings.TrimSpace(text), "@")
	colon := strings.LastIndexByte(image.Repository, ':')
	if colon > strings.LastIndexByte(image.Repository, '/') {
		image.Repository, image.Tag = image.Repository[:colon], image.Repository[colon+1:]
	}
	return image
}

// ImageVersion claims the version that the tag of an image names.
func ImageVersion(image Claim[string]) AddonClaim {
	reference := ParseImageReference(image.Value)
	if reference.Tag == "" {
		return AddonClaim{Reason: "no version in the image reference", Source: image.Source, Sensitive: image.Sensitive}
	}
	return TagVersion(reference.Tag, image.Sensitive, image.Source)
}

// TagVersion claims the version that a tag names.
func TagVersion(tag string, sensitive bool, source Source) AddonClaim {
	version, ok := ParseAddonVersion(tag)
	switch {
	case ok:
		return AddonClaim{Knowledge: Known, Value: version, Text: tag, Source: source, Sensitive: sensitive}
	case sensitive:
		return AddonClaim{Reason: "the image's tag names no version", Source: source, Sensitive: true}
	default:
		return AddonClaim{Reason: fmt.Sprintf("the image's tag %q names no version", tag), Text: tag, Source: source}
	}
}
