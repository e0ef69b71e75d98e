package registry

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"testing"
)

// direct has the program ask registries, and look nowhere else.
const direct = "provider_installation {\n  direct {}\n}\n"

// A registry of somebody's own: its host is part of the address.
func TestInstallFromRegistry(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		s := serve(t, newRegistry(t))
		m := newModule(t, p, s.host()+"/eksupgrade/eksupgrade", direct, s.authority)
		m.works()
	})
}

// As users do it: the address without a host. The server stands in for the public
// registry.
func TestInstallFromPublicRegistry(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		s := serve(t, newRegistry(t))
		m := newModule(t, p, "eksupgrade/eksupgrade", direct+standIn(p, s), s.authority)
		m.must("Installed eksupgrade/eksupgrade v"+packed.Version+" ("+p.signedBy(author), "init", "-input=false")
		m.works()
		m.wantLocked(everySum()...)
	})
}

// OpenTofu's registry serves providers whose authors gave it no key, and OpenTofu
// installs those on the word of the registry. Terraform does not.
func TestInstallWithoutKey(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		r := newRegistry(t)
		r.keys = nil
		s := serve(t, r)
		m := newModule(t, p, "eksupgrade/eksupgrade", direct+standIn(p, s), s.authority)
		if p.name != "tofu" {
			m.refuses("authentication signature from unknown issuer")
			return
		}
		m.must("Signature validation was skipped due to the registry not containing GPG keys", "init", "-input=false")
		m.works()
	})
}

// standIn makes a server the registry that the program asks by default.
func standIn(p program, s server) string {
	return fmt.Sprintf("host %q {\n  services = {\n    \"providers.v1\" = \"%s/v1/providers/\"\n  }\n}\n", p.host, s.URL)
}

// signedBy is how a program says who signed what it installs.
func (p program) signedBy(k key) string {
	if p.name == "tofu" {
		return "signed, key ID " + k.id()
	}
	return "self-signed, key ID " + k.id()
}

// everySum is what a lock file holds after an installation from a registry: the
// package as it was unpacked, and each line of SHA256SUMS. So the lock file that
// one machine writes holds for all platforms.
func everySum() []string {
	hashes := []string{packageHash()}
	for _, name := range []string{packed.Manifest(), packed.Zip(here)} {
		hashes = append(hashes, fmt.Sprintf("zh:%x", sha256.Sum256(packedFiles[name])))
	}
	return hashes
}

// wantLocked compares the hashes in the lock file.
func (m *module) wantLocked(want ...string) {
	m.t.Helper()
	slices.Sort(want)
	if got := m.locked(); !slices.Equal(got, want) {
		m.t.Errorf("the lock file holds %q, want %q", got, want)
	}
}

func TestInstallFromFilesystemMirror(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		dir := t.TempDir()
		writeMirror(t, dir, p)
		m := newModule(t, p, "eksupgrade/eksupgrade", filesystemMirror(dir), "")
		m.works()
		m.wantLocked(packageHash())
	})
}

func TestInstallFromNetworkMirror(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		dir := t.TempDir()
		writeMirror(t, dir, p)
		s := serve(t, http.FileServer(http.Dir(dir)))
		m := newModule(t, p, "eksupgrade/eksupgrade", networkMirror(s), s.authority)
		m.works()
		m.wantLocked(packageHash())
	})
}

// A mirror that the program itself fills from the registry, as people do where
// the machines of the pipeline reach no registry.
func TestInstallFromMirrorOfTheRegistry(t *testing.T) {
	withEach(t, func(t *testing.T, p program) {
		dir, s := t.TempDir(), serve(t, newRegistry(t))
		m := newModule(t, p, "eksupgrade/eksupgrade", direct+standIn(p, s), s.authority)
		m.must("eksupgrade/eksupgrade", "providers", "mirror", dir)
		newModule(t, p, "eksupgrade/eksupgrade", filesystemMirror(dir), "").works()
		mirror := serve(t, http.FileServer(http.Dir(dir)))
		newModule(t, p, "eksupgrade/eksupgrade", networkMirror(mirror), mirror.authority).works()
	})
}
