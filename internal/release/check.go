package release

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// version is semantic versioning, as Terraform sorts versions by it. The registry
// leaves out build metadata.
var version = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// maxManifest is far above what a manifest holds.
const maxManifest = 1 << 16

// Check holds the files of a folder against the rules, and tells all that it
// finds. manifest is what the project's own manifest holds. Whether the signature
// is valid is not looked at: that needs the key. What else the folder holds, such
// as GoReleaser's records, is left alone.
func (r Release) Check(folder fs.FS, manifest []byte) error {
	var wrong []error
	if !version.MatchString(r.Version) {
		wrong = append(wrong, fmt.Errorf("%q is not a semantic version", r.Version))
	}
	wrong = append(wrong, r.checkNames(folder), r.checkSBOMs(folder), r.checkManifest(folder, manifest), r.checkSums(folder), r.checkSignature(folder))
	for _, platform := range r.Platforms {
		if err := r.checkZip(folder, platform); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", r.Zip(platform), err))
		}
	}
	return errors.Join(wrong...)
}

// checkNames tells files that look like the release's and are not: the registry
// would offer a zip for a platform that nobody meant.
func (r Release) checkNames(folder fs.FS) error {
	known := append(r.summed(), r.Sums(), r.Signature())
	for _, platform := range r.Platforms {
		known = append(known, r.SBOM(platform))
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return err
	}
	var wrong []error
	for _, entry := range entries {
		if name := entry.Name(); !entry.IsDir() && strings.HasPrefix(name, Name) && !slices.Contains(known, name) {
			wrong = append(wrong, fmt.Errorf("%s: a release holds no file of this name", name))
		}
	}
	return errors.Join(wrong...)
}

// checkSBOMs wants a bill of materials of each zip, or of none.
func (r Release) checkSBOMs(folder fs.FS) error {
	var missing []string
	for _, platform := range r.Platforms {
		if _, err := fs.Stat(folder, r.SBOM(platform)); err != nil {
			missing = append(missing, r.SBOM(platform))
		}
	}
	if len(missing) == 0 || len(missing) == len(r.Platforms) {
		return nil
	}
	return fmt.Errorf("some zips have a bill of materials, and these are missing: %v", missing)
}

// checkManifest holds the manifest to the project's own and to the format.
func (r Release) checkManifest(folder fs.FS, want []byte) error {
	got, err := fs.ReadFile(folder, r.Manifest())
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s differs from %s", r.Manifest(), ManifestFile)
	}
	if _, err := Protocols(got); err != nil {
		return fmt.Errorf("%s: %w", r.Manifest(), err)
	}
	return nil
}

// Protocols reads the plugin protocols from a manifest. Without them the registry
// takes a release for one of protocol 5.
func Protocols(manifest []byte) ([]string, error) {
	var read struct {
		Version  int `json:"version"`
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if len(manifest) > maxManifest {
		return nil, fmt.Errorf("it has %d bytes", len(manifest))
	}
	decoder := json.NewDecoder(bytes.NewReader(manifest))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return nil, err
	}
	if read.Version != 1 {
		return nil, fmt.Errorf("its version is %d; the registry knows 1", read.Version)
	}
	for _, protocol := range read.Metadata.Protocols {
		if !regexp.MustCompile(`^\d+\.\d+$`).MatchString(protocol) {
			return nil, fmt.Errorf("%q is not a protocol version", protocol)
		}
	}
	if len(read.Metadata.Protocols) == 0 {
		return nil, errors.New("it names no protocol version")
	}
	return read.Metadata.Protocols, nil
}

// checkSums holds the list to the files. Terraform writes every line of it into
// the lock files of users, so that nothing else may be listed.
func (r Release) checkSums(folder fs.FS) error {
	list, err := fs.ReadFile(folder, r.Sums())
	if err != nil {
		return err
	}
	var wrong []error
	listed := map[string]string{}
	for line := range strings.Lines(string(list)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if _, err := hex.DecodeString(sum); !ok || err != nil || len(sum) != hex.EncodedLen(sha256.Size) {
			return fmt.Errorf("%s: %q is no line of sha256sum", r.Sums(), line)
		}
		if _, ok := listed[name]; ok || !slices.Contains(r.summed(), name) {
			wrong = append(wrong, fmt.Errorf("%s lists %s, which it must not", r.Sums(), name))
		}
		listed[name] = sum
	}
	for _, name := range r.summed() {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(content)); listed[name] != sum {
			wrong = append(wrong, fmt.Errorf("%s has %q for %s, which is %s", r.Sums(), listed[name], name, sum))
		}
	}
	return errors.Join(wrong...)
}

// checkSignature tells a signature in text form, which Terraform does not read.
func (r Release) checkSignature(folder fs.FS) error {
	signature, err := fs.ReadFile(folder, r.Signature())
	switch {
	case r.Unsigned && errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case bytes.HasPrefix(signature, []byte("-----")):
		return fmt.Errorf("%s is in ASCII armor; Terraform reads binary signatures", r.Signature())
	// The first bit of an OpenPGP packet is set.
	case len(signature) == 0 || signature[0]&0x80 == 0:
		return fmt.Errorf("%s is no OpenPGP signature", r.Signature())
	}
	return nil
}

// checkZip looks into a platform's zip: the program and the licence, side by side.
func (r Release) checkZip(folder fs.FS, platform Platform) error {
	packed, err := fs.ReadFile(folder, r.Zip(platform))
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	want := []string{"LICENSE", r.Binary(platform)}
	var wrong []error
	for _, file := range archive.File {
		i := slices.Index(want, file.Name)
		if i < 0 {
			wrong = append(wrong, fmt.Errorf("holds %s", file.Name))
			continue
		}
		want = slices.Delete(want, i, i+1)
		if file.Name != r.Binary(platform) {
			continue
		}
		if mode := file.Mode(); mode != 0o755 {
			wrong = append(wrong, fmt.Errorf("%s has the mode %v; Terraform could not start it", file.Name, mode))
		}
		if err := checkProgram(file, platform); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", file.Name, err))
		}
	}
	for _, name := range want {
		wrong = append(wrong, fmt.Errorf("does not hold %s", name))
	}
	return errors.Join(wrong...)
}

// checkProgram asks a program what it was built for, which Go records in it.
func checkProgram(file *zip.File, platform Platform) error {
	reader, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }()
	program, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return err
	}
	built := map[string]string{}
	for _, setting := range info.Settings {
		built[setting.Key] = setting.Value
	}
	var wrong []error
	for _, want := range []struct{ key, value string }{
		{"GOOS", platform.OS},
		{"GOARCH", platform.Arch},
		{"CGO_ENABLED", "0"},  // needs no C library of the machine that runs it
		{"-trimpath", "true"}, // holds no path of the machine that built it
	} {
		if built[want.key] != want.value {
			wrong = append(wrong, fmt.Errorf("was built with %s=%s, want %s", want.key, built[want.key], want.value))
		}
	}
	return errors.Join(wrong...)
}
