package registry

import (
	"crypto/sha256"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/release"
)

// registry serves one version of one provider, by the provider registry protocol:
// https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
type registry struct {
	// publishing keeps a request from seeing half of a release.
	publishing sync.RWMutex
	// files are those of the release, by name.
	files     map[string][]byte
	platforms []release.Platform
	protocols []string
	// keys are the author's public keys, as the registry knows them.
	keys []key
	// shasum is what it says of the zip.
	shasum string
}

// newRegistry serves the release as its author made it.
func newRegistry(t *testing.T) *registry {
	t.Helper()
	protocols, err := release.Protocols(packedFiles[packed.Manifest()])
	if err != nil {
		t.Fatal(err)
	}
	r := &registry{platforms: packed.Platforms, protocols: protocols, keys: []key{author}}
	r.publish(t, packedFiles)
	return r
}

// publish takes in the author's files, as a registry does when there is a tag.
func (r *registry) publish(t *testing.T, files map[string][]byte) {
	t.Helper()
	r.publishing.Lock()
	defer r.publishing.Unlock()
	r.files = maps.Clone(files)
	r.shasum = fmt.Sprintf("%x", sha256.Sum256(files[packed.Zip(here)]))
	r.sign(t, author)
}

// sign signs the list of checksums.
func (r *registry) sign(t *testing.T, by key) {
	t.Helper()
	signature, err := by.sign(r.files[packed.Sums()])
	if err != nil {
		t.Fatal(err)
	}
	r.files[packed.Signature()] = signature
}

func (r *registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.publishing.RLock()
	defer r.publishing.RUnlock()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/terraform.json", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]string{"providers.v1": "/v1/providers/"})
	})
	mux.HandleFunc("GET /v1/providers/eksupgrade/eksupgrade/versions", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, r.versions())
	})
	for _, platform := range r.platforms {
		pattern := fmt.Sprintf("GET /v1/providers/eksupgrade/eksupgrade/%s/download/%s/%s", packed.Version, platform.OS, platform.Arch)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { answer(w, r.download(platform)) })
	}
	mux.HandleFunc("GET /files/{name}", func(w http.ResponseWriter, request *http.Request) {
		content, ok := r.files[request.PathValue("name")]
		if !ok {
			http.NotFound(w, request)
			return
		}
		_, _ = w.Write(content)
	})
	mux.ServeHTTP(w, request)
}

func (r *registry) versions() any {
	type platform struct {
		OS   string `json:"os"`
		Arch string `json:"arch"`
	}
	var platforms []platform
	for _, p := range r.platforms {
		platforms = append(platforms, platform(p))
	}
	return map[string]any{"versions": []any{map[string]any{
		"version": packed.Version, "protocols": r.protocols, "platforms": platforms,
	}}}
}

func (r *registry) download(p release.Platform) any {
	name := packed.Zip(p)
	keys := []map[string]string{}
	for _, key := range r.keys {
		keys = append(keys, map[string]string{"key_id": key.id(), "ascii_armor": key.armored})
	}
	return map[string]any{
		"protocols": r.protocols, "os": p.OS, "arch": p.Arch,
		"filename":              name,
		"download_url":          "/files/" + name,
		"shasums_url":           "/files/" + packed.Sums(),
		"shasums_signature_url": "/files/" + packed.Signature(),
		"shasum":                r.shasum,
		"signing_keys":          map[string]any{"gpg_public_keys": keys},
	}
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

// server is an HTTPS server on 127.0.0.1.
type server struct {
	*httptest.Server
	// authority is a file with the certificate that vouches for it.
	authority string
}

// serve serves for as long as the test runs. The server's certificate is the one
// of httptest, which no program trusts that is not told to.
func serve(t *testing.T, handler http.Handler) server {
	t.Helper()
	s := server{Server: httptest.NewUnstartedServer(handler), authority: filepath.Join(t.TempDir(), "authority.pem")}
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // a client that hangs up is told of by what it says
	s.StartTLS()
	t.Cleanup(s.Close)
	block := &pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}
	if err := os.WriteFile(s.authority, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// host is the server as the first part of a provider's address.
func (s server) host() string { return s.Listener.Addr().String() }
