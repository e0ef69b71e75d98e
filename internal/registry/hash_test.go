package registry

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// packageHash is Terraform's own hash of the package: over the files that the zip
// holds, whatever packed them. It is the h1 of Go's module checksums
// (golang.org/x/mod/sumdb/dirhash), worked out here anew.
var packageHash = sync.OnceValue(func() string {
	packed := packedFiles[packed.Zip(here)]
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		panic(err)
	}
	var lines []string
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			panic(err)
		}
		hash := sha256.New()
		if _, err := io.Copy(hash, reader); err != nil {
			panic(err)
		}
		lines = append(lines, fmt.Sprintf("%x  %s\n", hash.Sum(nil), file.Name))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return "h1:" + base64.StdEncoding.EncodeToString(sum[:])
})
