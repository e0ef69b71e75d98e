package registry

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/release"
)

// Whatever of a release does not fit the rest, nothing of it is installed, and
// the program says why.
func TestRefusedFromRegistry(t *testing.T) {
	zip := packed.Zip(here)
	for name, test := range map[string]struct {
		tamper func(t *testing.T, r *registry)
		why    string
	}{
		"the registry has another checksum": {func(_ *testing.T, r *registry) {
			r.shasum = strings.Repeat("0", 64)
		}, "checksum list has unexpected SHA-256 hash"},
		"the list lacks the zip": {func(t *testing.T, r *registry) {
			r.files[packed.Sums()] = release.Sums(map[string][]byte{packed.Manifest(): r.files[packed.Manifest()]})
			r.sign(t, author)
		}, fmt.Sprintf("checksum list has no SHA-256 hash for %q", zip)},
		"the list changed after it was signed": {func(_ *testing.T, r *registry) {
			r.files[packed.Sums()] = append(slices.Clone(r.files[packed.Sums()]), '\n')
		}, "error checking signature"},
		"signed with another key": {func(t *testing.T, r *registry) {
			r.sign(t, stranger(t))
		}, "authentication signature from unknown issuer"},
		"signed in ASCII armor": {func(t *testing.T, r *registry) {
			signature, err := author.signArmored(r.files[packed.Sums()])
			if err != nil {
				t.Fatal(err)
			}
			r.files[packed.Signature()] = signature
		}, "error checking signature"},
		"no signature": {func(_ *testing.T, r *registry) {
			delete(r.files, packed.Signature())
		}, "failed to retrieve cryptographic signature"},
		"the registry knows no key": {func(_ *testing.T, r *registry) {
			r.keys = nil
		}, "authentication signature from unknown issuer"},
		"the zip was tampered with": {func(_ *testing.T, r *registry) {
			r.files[zip] = tampered(r.files[zip])
		}, "incorrect checksum"},
		"no package for this platform": {func(_ *testing.T, r *registry) {
			r.platforms = []release.Platform{{OS: "plan9", Arch: "mips"}}
		}, "does not have a package available for your current platform, " + here.String()},
		"a protocol that is not spoken": {func(_ *testing.T, r *registry) {
			r.protocols = []string{"7.0"}
		}, "Incompatible provider version No compatible versions of provider"},
	} {
		t.Run(name, func(t *testing.T) {
			withEach(t, func(t *testing.T, p program) {
				r := newRegistry(t)
				test.tamper(t, r)
				s := serve(t, r)
				newModule(t, p, s.host()+"/eksupgrade/eksupgrade", direct, s.authority).refuses(test.why)
			})
		})
	}
}

// stranger is a key that no registry knows.
func stranger(t *testing.T) key {
	t.Helper()
	k, err := newKey("stranger")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// tampered changes one bit in the middle of a file.
func tampered(content []byte) []byte {
	content = slices.Clone(content)
	content[len(content)/2] ^= 1
	return content
}

// A zip in a mirror that is not the one that the lock file, or the mirror's own
// list, names.
func TestRefusedFromMirrors(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		dir := t.TempDir()
		writeMirror(t, dir, p)
		s := serve(t, http.FileServer(http.Dir(dir)))
		fromFiles := newModule(t, p, "eksupgrade/eksupgrade", filesystemMirror(dir), "")
		fromFiles.must("", "providers", "lock", "-fs-mirror="+dir)

		other, err := release.Zip(release.Entry{Name: packed.Binary(here), Mode: 0o755, Content: []byte("other bytes")})
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, mirrored(dir, p, packed.Zip(here)), other)
		fromFiles.refuses("doesn't match any of the checksums previously recorded in the dependency lock file")
		newModule(t, p, "eksupgrade/eksupgrade", networkMirror(s), s.authority).
			refuses(fmt.Sprintf("provider package doesn't match the expected checksum %q", packageHash()))
	})
}

// A version that its author releases a second time, with other bytes: whoever has
// the first in a lock file is told. So a release is never made anew under its tag.
func TestRefusedByLockFile(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		r := newRegistry(t)
		s := serve(t, r)
		m := newModule(t, p, s.host()+"/eksupgrade/eksupgrade", direct, s.authority)
		m.must("", "providers", "lock")
		files, err := packed.Pack(map[release.Platform][]byte{here: []byte("other bytes")}, nil, packedFiles[packed.Manifest()])
		if err != nil {
			t.Fatal(err)
		}
		r.publish(t, files)
		m.refuses("doesn't match any of the checksums previously recorded in the dependency lock file")
	})
}

// Nothing is believed of a server that nobody vouches for: what the other tests
// install really came over TLS.
func TestRefusedFromUnknownServer(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		s := serve(t, newRegistry(t))
		newModule(t, p, s.host()+"/eksupgrade/eksupgrade", direct, "").refuses("certificate signed by unknown authority")
	})
}
