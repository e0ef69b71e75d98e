package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// install downloads the newest Terraform into a folder, once: one that is there
// from a run before is taken.
func install(ctx context.Context, dir string, say func(string)) (string, error) {
	path := filepath.Join(dir, product.Terraform.BinaryName())
	if isFile(path) {
		return path, nil
	}
	say(fmt.Sprintf("there is no terraform or tofu on the PATH: downloading Terraform into %s, which needs a network", filepath.ToSlash(filepath.Join("build", filepath.Base(dir)))))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	// Checksum and signature are verified by the library.
	newest := &releases.LatestVersion{Product: product.Terraform, InstallDir: dir, Timeout: 5 * time.Minute}
	return newest.Install(ctx)
}
