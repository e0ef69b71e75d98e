package release

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
)

// packedHere is a release of this machine's platform alone.
var packedHere = Release{Version: example.Version, Platforms: []Platform{here}}

// pack packs the built program, with what stands for a signature.
func packFiles(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := packedHere.Pack(map[Platform][]byte{here: builtOnce(t)}, read(t, "LICENSE"), read(t, ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	files[packedHere.Signature()] = []byte{0xc2, 0x00}
	return files
}

// folder holds files as a folder does.
func folder(files map[string][]byte) fs.FS {
	result := fstest.MapFS{}
	for name, content := range files {
		result[name] = &fstest.MapFile{Data: content}
	}
	return result
}

func TestCheckAcceptsWhatIsPacked(t *testing.T) {
	files := packFiles(t)
	files["artifacts.json"] = []byte("GoReleaser's own")
	files[packedHere.SBOM(here)] = []byte("{}")
	if err := packedHere.Check(folder(files), read(t, ManifestFile)); err != nil {
		t.Error(err)
	}
	delete(files, packedHere.Signature())
	unsigned := packedHere
	unsigned.Unsigned = true
	if err := unsigned.Check(folder(files), read(t, ManifestFile)); err != nil {
		t.Error(err)
	}
}

func TestCheckRefuses(t *testing.T) {
	good := packFiles(t)
	manifest := read(t, ManifestFile)
	zip, sums := packedHere.Zip(here), packedHere.Sums()
	// A small program is packed faster, and wrong in one way more.
	repack := func(entries ...Entry) func(map[string][]byte) {
		return func(files map[string][]byte) {
			var err error
			if files[zip], err = Zip(entries...); err != nil {
				t.Fatal(err)
			}
		}
	}
	license := Entry{Name: "LICENSE", Mode: 0o644}
	for name, test := range map[string]struct {
		change func(files map[string][]byte)
		wants  string
	}{
		"no zip":                     {func(f map[string][]byte) { delete(f, zip) }, zip + ": "},
		"no zip at all":              {func(f map[string][]byte) { f[zip] = []byte("text") }, "not a valid zip file"},
		"a zip of no platform":       {func(f map[string][]byte) { f[Name+"_1.2.3_beos_amd64.zip"] = nil }, "beos_amd64.zip: a release holds no file of this name"},
		"a name with a v":            {func(f map[string][]byte) { f[Name+"_v1.2.3_linux_amd64.zip"] = nil }, "_v1.2.3_linux_amd64.zip: a release holds no file of this name"},
		"a program without version":  {repack(license, Entry{Name: Name, Mode: 0o755}), "does not hold " + packedHere.Binary(here)},
		"a program in a folder":      {repack(license, Entry{Name: "bin/" + packedHere.Binary(here), Mode: 0o755}), "holds bin/"},
		"a program that starts not":  {repack(license, Entry{Name: packedHere.Binary(here), Mode: 0o644, Content: []byte("x")}), "has the mode -rw-r--r--"},
		"no program of Go's":         {repack(license, Entry{Name: packedHere.Binary(here), Mode: 0o755, Content: []byte("x")}), packedHere.Binary(here) + ": "},
		"no licence":                 {repack(Entry{Name: packedHere.Binary(here), Mode: 0o755}), "does not hold LICENSE"},
		"no manifest":                {func(f map[string][]byte) { delete(f, packedHere.Manifest()) }, packedHere.Manifest()},
		"another manifest":           {func(f map[string][]byte) { f[packedHere.Manifest()] = []byte("{}") }, "differs from " + ManifestFile},
		"no checksums":               {func(f map[string][]byte) { delete(f, sums) }, sums},
		"no line of sha256sum":       {func(f map[string][]byte) { f[sums] = []byte("# sums\n") }, "is no line of sha256sum"},
		"a checksum of other bytes":  {func(f map[string][]byte) { f[sums] = bytes.ReplaceAll(f[sums], f[sums][:8], []byte("00000000")) }, sums + " has \"00000000"},
		"the manifest is not listed": {func(f map[string][]byte) { f[sums] = Sums(map[string][]byte{zip: f[zip]}) }, sums + " has \"\" for " + packedHere.Manifest()},
		"a bill of materials listed": {func(f map[string][]byte) {
			f[sums] = append(bytes.Clone(f[sums]), Sums(map[string][]byte{packedHere.SBOM(here): nil})...)
		}, "which it must not"},
		"no signature":           {func(f map[string][]byte) { delete(f, packedHere.Signature()) }, packedHere.Signature()},
		"a signature in armor":   {func(f map[string][]byte) { f[packedHere.Signature()] = []byte("-----BEGIN PGP SIGNATURE-----") }, "ASCII armor"},
		"a signature of nothing": {func(f map[string][]byte) { f[packedHere.Signature()] = nil }, "is no OpenPGP signature"},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(good)
			test.change(files)
			if err := packedHere.Check(folder(files), manifest); err == nil || !strings.Contains(err.Error(), test.wants) {
				t.Errorf("it says %v, want %q", err, test.wants)
			}
		})
	}

	other, another := Platform{"plan9", "386"}, Platform{"plan9", "arm"}
	wrong := Release{Version: "v1.2", Platforms: []Platform{other, another}}
	files, err := wrong.Pack(map[Platform][]byte{other: builtOnce(t), another: nil}, nil, manifest)
	if err != nil {
		t.Fatal(err)
	}
	files[wrong.SBOM(other)] = nil
	err = wrong.Check(folder(files), manifest)
	for _, want := range []string{`"v1.2" is not a semantic version`, "was built with GOOS=" + here.OS + ", want plan9", "was built with GOARCH=" + here.Arch + ", want 386", "these are missing: [" + wrong.SBOM(another) + "]"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it says %v, want %q", err, want)
		}
	}
}

func TestProtocols(t *testing.T) {
	for text, wants := range map[string]string{
		`{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`: "",
		`{"version": 2, "metadata": {"protocol_versions": ["6.0"]}}`: "its version is 2",
		`{"version": 1, "metadata": {"protocol_versions": []}}`:      "it names no protocol version",
		`{"version": 1, "metadata": {"protocol_versions": ["6"]}}`:   `"6" is not a protocol version`,
		`{"version": 1, "metadata": {"protocols": ["6.0"]}}`:         "unknown field",
		`{"version": 1`: "unexpected EOF",
	} {
		protocols, err := Protocols([]byte(text))
		said := ""
		if err != nil {
			said = err.Error()
		}
		if (wants == "") != (err == nil) || !strings.Contains(said, wants) {
			t.Errorf("%s: %v, %v, want %q", text, protocols, err, wants)
		}
	}
	if !json.Valid(read(t, ManifestFile)) {
		t.Errorf("%s is no JSON", ManifestFile)
	}
}
