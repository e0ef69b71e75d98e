// Package release says which files a release of the provider holds and how they
// are named, and checks a folder of them. The rules are those of the Terraform
// registry, which OpenTofu's registry shares:
// https://developer.hashicorp.com/terraform/registry/providers/publishing
package release

// Name is what the names of all files begin with. The registry takes the
// provider's type from it.
const Name = "terraform-provider-eksupgrade"

// ManifestFile is the manifest in the top folder of the project; a release holds
// it under the name that Release.Manifest gives.
const ManifestFile = "terraform-registry-manifest.json"

// Platform is an operating system and a processor, in Go's names, which are
// Terraform's too.
type Platform struct{ OS, Arch string }

func (p Platform) String() string { return p.OS + "_" + p.Arch }

// Platforms are those of HashiCorp's template for providers
// (hashicorp/terraform-provider-scaffolding-framework), and windows/arm64, as far as
// Go builds them.
func Platforms() []Platform {
	return []Platform{
		{"darwin", "amd64"},
		{"darwin", "arm64"},
		{"freebsd", "386"},
		{"freebsd", "amd64"},
		{"freebsd", "arm"},
		{"freebsd", "arm64"},
		{"linux", "386"},
		{"linux", "amd64"},
		{"linux", "arm"},
		{"linux", "arm64"},
		{"windows", "386"},
		{"windows", "amd64"},
		{"windows", "arm64"},
	}
}

// Release is one version for some platforms.
type Release struct {
	// Version is the tag without its v.
	Version   string
	Platforms []Platform
	// Unsigned is a release that nobody signed: one to look at, not to publish.
	Unsigned bool
}

// Zip is the file that a platform downloads.
func (r Release) Zip(p Platform) string {
	return Name + "_" + r.Version + "_" + p.String() + ".zip"
}

// Binary is the program inside a platform's zip. Terraform starts what begins
// with the provider's name; the version and its v are the registry's rule.
func (r Release) Binary(p Platform) string {
	name := Name + "_v" + r.Version
	if p.OS == "windows" {
		name += ".exe"
	}
	return name
}

// Manifest tells the registry which plugin protocols the release speaks.
func (r Release) Manifest() string { return Name + "_" + r.Version + "_manifest.json" }

// Sums lists the SHA-256 of each zip and of the manifest.
func (r Release) Sums() string { return Name + "_" + r.Version + "_SHA256SUMS" }

// Signature is the detached signature of Sums.
func (r Release) Signature() string { return r.Sums() + ".sig" }

// SBOM is the bill of materials of a platform's zip.
func (r Release) SBOM(p Platform) string { return r.Zip(p) + ".sbom.json" }

// summed are the files that Sums lists.
func (r Release) summed() []string {
	names := []string{r.Manifest()}
	for _, platform := range r.Platforms {
		names = append(names, r.Zip(platform))
	}
	return names
}
