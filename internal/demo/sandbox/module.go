package sandbox

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// CopyModule copies the quickstart, without what a run of Terraform in it has
// left there.
func (s *Sandbox) CopyModule() error {
	from := filepath.Join(s.root, example)
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		to := filepath.Join(s.Module, relative)
		switch {
		case relative != "." && isLeftover(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return os.MkdirAll(to, 0o755)
		default:
			return copyFile(path, to, entry)
		}
	})
	if err != nil {
		return fmt.Errorf("%s cannot be copied: %w", filepath.ToSlash(example), err)
	}
	return nil
}

func isLeftover(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "terraform.tfstate") ||
		strings.HasSuffix(name, ".tfplan") || strings.HasSuffix(name, ".tfstate")
}

func copyFile(from, to string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, info.Mode().Perm()|0o200)
}

// Commit makes the copy a git checkout with one commit, which says what is
// there now.
func (s *Sandbox) Commit(ctx context.Context) error {
	return CommitAll(ctx, s.Module, s.Environ)
}

// CommitAll makes a folder a git checkout of its own with one commit.
func CommitAll(ctx context.Context, dir string, environ []string) error {
	if _, err := exec.LookPath("git"); err != nil {
		return fmt.Errorf("there is no git on the PATH, and the current versions of the other environments are read from a commit: %w. Install git (https://git-scm.com/downloads)", err)
	}
	for _, arguments := range [][]string{
		// No template: it may bring hooks.
		{"-c", "init.defaultBranch=main", "init", "--quiet", "--template="},
		{"add", "--all"},
		{"commit", "--quiet", "--message", "What runs now"},
	} {
		if _, err := Succeed(ctx, dir, environ, "git", arguments...); err != nil {
			return err
		}
	}
	return nil
}
