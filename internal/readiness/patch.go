package readiness

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/git"
)

// PatchFolder is a folder as a diff names it, with forward slashes: from the working
// directory where it is in there, else from the top of its checkout, else from the
// root of the file system. git apply follows no "..", and no link.
func PatchFolder(ctx context.Context, dir string) string {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return Shown(dir)
	}
	here, err := os.Getwd()
	if err != nil {
		return Shown(dir)
	}
	if resolved, err := filepath.EvalSymlinks(here); err == nil {
		here = resolved
	}
	if !filepath.IsAbs(real) {
		real = filepath.Join(here, real)
	}
	if relative, err := filepath.Rel(here, real); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	if checkout, err := git.Open(ctx, real); err == nil {
		if relative, err := checkout.Rel(real); err == nil {
			return relative
		}
	}
	return strings.TrimPrefix(filepath.ToSlash(real), "/")
}
