package release

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// Entry is a file in a zip.
type Entry struct {
	Name    string
	Mode    fs.FileMode
	Content []byte
}

// Pack makes the files of a release from the program of each platform: what
// GoReleaser makes of .goreleaser.yml, for tests that run without it. The
// signature is left to whoever holds a key.
func (r Release) Pack(programs map[Platform][]byte, license, manifest []byte) (map[string][]byte, error) {
	files := map[string][]byte{r.Manifest(): manifest}
	for _, platform := range r.Platforms {
		program, ok := programs[platform]
		if !ok {
			return nil, fmt.Errorf("there is no program for %s", platform)
		}
		var err error
		files[r.Zip(platform)], err = Zip(
			Entry{Name: "LICENSE", Mode: 0o644, Content: license},
			Entry{Name: r.Binary(platform), Mode: 0o755, Content: program},
		)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Zip(platform), err)
		}
	}
	files[r.Sums()] = Sums(files)
	return files, nil
}

// Zip packs entries.
func Zip(entries ...Entry) ([]byte, error) {
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	writer.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(to, flate.BestSpeed)
	})
	for _, entry := range entries {
		header := &zip.FileHeader{Name: entry.Name, Method: zip.Deflate}
		header.SetMode(entry.Mode)
		file, err := writer.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(entry.Content); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// Sums lists the SHA-256 of files as sha256sum does, in the order of their names.
func Sums(files map[string][]byte) []byte {
	var sums bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return sums.Bytes()
}
