// Package git reads the files of one commit through the git program, without
// changing the repository and without the network.
//
// It exists to answer "what is there now" for a folder: the same folder at the
// merge base of HEAD and a ref. It is the only package that starts processes.
package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Checkout is a work tree of a git repository. It is safe for concurrent use.
type Checkout struct {
	root string
	git  runner
}

// Open finds the checkout that holds dir, an OS path, absolute or relative.
//
// Errors: a file-system error when dir cannot be read or is no folder,
// ErrGitMissing, ErrNotCheckout, ErrForeignOwner, ErrGitFailed, or the
// context's. With ErrGitMissing, LooksLikeCheckout tells whether git is needed.
func Open(ctx context.Context, dir string) (*Checkout, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	// git's own text for this would have to be told apart from its others.
	info, err := os.Stat(abs)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open checkout", Path: abs, Err: syscall.ENOTDIR}
	}
	// Every later question is asked in the same folder: the top of the work
	// tree may lie elsewhere (core.worktree) and find no repository.
	git := runner{dir: abs, timeout: callTimeout}
	a, err := git.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	if a.code != 0 {
		return nil, git.refused(a, "rev-parse")
	}
	root := filepath.FromSlash(strings.TrimSuffix(a.stdout, "\n"))
	// On Windows this also settles letter case and short names.
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	if !filepath.IsAbs(root) {
		return nil, fail(ErrGitFailed, fmt.Sprintf("git rev-parse --show-toplevel in %s printed %q, not an absolute path", abs, a.stdout))
	}
	return &Checkout{root: root, git: git}, nil
}

// Rel turns an OS path, absolute or relative to the current folder, into a
// slash path relative to the top of the work tree that fits the fs.FS of a Commit;
// the top itself is ".". Symlinks are resolved in the parents, not in the last element, which may
// be a symlink the commit has too. The path need not exist.
//
// Errors: ErrOutside, and fs.ErrInvalid when the path is not valid UTF-8.
func (c *Checkout) Rel(osPath string) (string, error) {
	abs, err := filepath.Abs(osPath)
	if err != nil {
		return "", err
	}
	rel, ok := c.inside(filepath.Join(resolve(filepath.Dir(abs)), filepath.Base(abs)))
	if !ok {
		// A symlink from elsewhere into the checkout.
		if rel, ok = c.inside(resolve(abs)); !ok {
			return "", fail(ErrOutside, fmt.Sprintf("%s is outside the git checkout %s", abs, c.root))
		}
	}
	if rel = filepath.ToSlash(rel); !fs.ValidPath(rel) {
		return "", &fs.PathError{Op: "locate", Path: abs, Err: fs.ErrInvalid}
	}
	return rel, nil
}

func (c *Checkout) inside(path string) (string, bool) {
	rel, err := filepath.Rel(c.root, path)
	return rel, err == nil && filepath.IsLocal(rel)
}

// resolve resolves the symlinks of as much of an absolute path as exists: a
// file may be gone from the work tree, with its folder, and be in the commit.
func resolve(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(resolve(parent), filepath.Base(path))
}

// Ignored gives those of the paths, slash paths as Rel returns them, that are
// untracked files or folders which the ignore rules exclude. A tracked file is
// never ignored. One process answers for all of them.
//
// Errors: fs.ErrInvalid for a path that is no fs.FS path, ErrGitMissing,
// ErrGitFailed (such as a path behind a symlink or in a submodule), or the
// context's.
func (c *Checkout) Ignored(ctx context.Context, rels ...string) (map[string]bool, error) {
	// With the magic word a path that begins with ":" stays a plain path.
	const fromTop = ":(top)"
	var question strings.Builder
	for _, rel := range rels {
		if !fs.ValidPath(rel) || strings.ContainsRune(rel, 0) {
			return nil, &fs.PathError{Op: "check-ignore", Path: rel, Err: fs.ErrInvalid}
		}
		question.WriteString(fromTop + rel + "\x00")
	}
	a, err := c.git.ask(ctx, question.String(), "check-ignore", "-z", "--stdin")
	if err != nil {
		return nil, err
	}
	if a.code > 1 {
		return nil, c.git.refused(a, "check-ignore")
	}
	ignored := map[string]bool{}
	for _, path := range strings.Split(a.stdout, "\x00") {
		if path != "" {
			ignored[strings.TrimPrefix(path, fromTop)] = true
		}
	}
	return ignored, nil
}

// LooksLikeCheckout reports whether dir or a folder above it has a .git entry.
// It does not run git, so it can tell a checkout that needs git from a folder
// that does not when Open says ErrGitMissing. A folder inside .git is no
// checkout. Whatever cannot be read counts as absent.
func LooksLikeCheckout(dir string) bool {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	for at := resolve(abs); ; at = filepath.Dir(at) {
		if filepath.Base(at) == ".git" {
			return false
		}
		_, err := os.Lstat(filepath.Join(at, ".git"))
		if err == nil {
			return true
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) || at == filepath.Dir(at) {
			return false
		}
	}
}
