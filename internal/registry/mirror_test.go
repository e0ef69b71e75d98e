package registry

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// writeMirror fills a folder that is a filesystem mirror in the packed layout
// (https://developer.hashicorp.com/terraform/cli/config/config-file), and over
// HTTPS a network mirror
// (https://developer.hashicorp.com/terraform/internals/provider-network-mirror-protocol).
func writeMirror(t *testing.T, dir string, p program) {
	t.Helper()
	archive := map[string]any{"url": packed.Zip(here), "hashes": []string{packageHash()}}
	for name, content := range map[string][]byte{
		packed.Zip(here):         packedFiles[packed.Zip(here)],
		"index.json":             encode(t, map[string]any{"versions": map[string]any{packed.Version: map[string]any{}}}),
		packed.Version + ".json": encode(t, map[string]any{"archives": map[string]any{here.String(): archive}}),
	} {
		writeFile(t, mirrored(dir, p, name), content)
	}
}

// mirrored is where a mirror holds a file of the provider.
func mirrored(dir string, p program, name string) string {
	return filepath.Join(dir, p.host, "eksupgrade", "eksupgrade", name)
}

// writeFile writes a file, and its folder where that is missing.
func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func filesystemMirror(dir string) string {
	return fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(dir))
}

func networkMirror(s server) string {
	return fmt.Sprintf("provider_installation {\n  network_mirror {\n    url = \"%s/\"\n  }\n}\n", s.URL)
}
