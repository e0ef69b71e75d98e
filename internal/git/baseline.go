package git

import (
	"context"
	"fmt"
	"strings"
)

// fetchAdvice is what helps when history was cut off.
const fetchAdvice = "this clone is shallow: fetch the whole history with `git fetch --unshallow`, or set fetch-depth: 0 on actions/checkout in CI"

// Baseline resolves ref to a commit and returns the merge base of HEAD and it:
// the state the work on HEAD started from. For "HEAD" that is HEAD itself. When
// several merge bases are equally good, it is the one git names first.
//
// The Commit can read until it is closed or ctx ends. Close it.
//
// Errors: ErrBadRef, ErrNoCommits, ErrUnknownRef, ErrNoMergeBase,
// ErrMissingObject, ErrGitMissing, ErrForeignOwner, ErrGitFailed, or the
// context's.
func (c *Checkout) Baseline(ctx context.Context, ref string) (*Commit, error) {
	if err := checkRef(ref); err != nil {
		return nil, err
	}
	head, err := c.commitID(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	if head == "" {
		return nil, c.unresolvedHead(ctx)
	}
	other := head
	if ref != "HEAD" {
		if other, err = c.commitID(ctx, ref); err != nil {
			return nil, err
		}
	}
	if other == "" {
		return nil, c.unresolved(ctx, ref)
	}
	base := head
	if other != head {
		if base, err = c.mergeBase(ctx, ref, head, other); err != nil {
			return nil, err
		}
	}
	return &Commit{ref: ref, hash: base, store: newStore(ctx, c.git, base)}, nil
}

// checkRef refuses what git could take for something else than a revision.
func checkRef(ref string) error {
	switch {
	case ref == "":
		return fail(ErrBadRef, `the git ref is empty: name a branch, tag or commit, such as "origin/main"`)
	case strings.HasPrefix(ref, "-"):
		return fail(ErrBadRef, fmt.Sprintf("the git ref %q begins with a dash: git would read it as an option; name a branch, tag or commit", ref))
	case strings.ContainsAny(ref, "\x00\n\r"):
		return fail(ErrBadRef, fmt.Sprintf("the git ref %q contains a line break or a NUL character: name a branch, tag or commit", ref))
	}
	return nil
}

// commitID is the id of the commit a revision names, or "" if it names none.
func (c *Checkout) commitID(ctx context.Context, revision string) (string, error) {
	return c.objectID(ctx, revision+"^{commit}")
}

func (c *Checkout) objectID(ctx context.Context, revision string) (string, error) {
	a, err := c.git.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
	if err != nil {
		return "", err
	}
	switch id := strings.TrimSpace(a.stdout); {
	case a.code == 0 && isID(id):
		return id, nil
	case a.code == 0, a.code == 1:
		return "", nil // such as "^main", which git answers with "^<id>"
	case strings.Contains(a.stderr, "is ambiguous"):
		return "", nil
	}
	return "", c.git.refused(a, "rev-parse")
}

// unresolvedHead tells a repository without commits from one that lost them.
func (c *Checkout) unresolvedHead(ctx context.Context) error {
	id, err := c.objectID(ctx, "HEAD")
	switch {
	case err != nil:
		return err
	case id != "":
		return fail(ErrMissingObject, fmt.Sprintf("HEAD of the checkout %s is commit %s, which its repository lacks: clone again, or run `git fsck`", c.root, id))
	}
	return fail(ErrNoCommits, fmt.Sprintf("the git repository at %s has no commit on its current branch yet, so there is nothing to compare with: commit first", c.root))
}

// unresolved explains a ref that names no commit.
func (c *Checkout) unresolved(ctx context.Context, ref string) error {
	// git takes a full id at its word, so an id alone does not mean an object.
	if id, err := c.objectID(ctx, ref); err != nil {
		return err
	} else if id != "" && !strings.EqualFold(id, ref) {
		a, err := c.git.run(ctx, "cat-file", "-t", id)
		if err != nil {
			return err
		}
		if a.code != 0 {
			return fail(ErrMissingObject, fmt.Sprintf("the git ref %q is object %s, which the repository at %s lacks: run `git fetch`, or clone again", ref, id, c.root))
		}
		return fail(ErrUnknownRef, fmt.Sprintf("the git ref %q leads to a %s, not to a commit, in the repository at %s: name a branch, tag or commit", ref, strings.TrimSpace(a.stdout), c.root))
	}
	text := fmt.Sprintf("the git ref %q names no single commit in the repository at %s", ref, c.root)
	shallow, err := c.shallow(ctx)
	if err != nil {
		return err
	}
	remote, err := c.commitID(ctx, "refs/remotes/origin/"+ref)
	switch {
	case err != nil:
		return err
	case remote != "":
		text += fmt.Sprintf(": there is %q", "origin/"+ref)
	case shallow:
		text += ": " + fetchAdvice
	default:
		text += ": check its spelling, or run `git fetch`"
	}
	return fail(ErrUnknownRef, text)
}

func (c *Checkout) mergeBase(ctx context.Context, ref, head, other string) (string, error) {
	a, err := c.git.run(ctx, "merge-base", head, other)
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(a.stdout)
	if a.code == 0 && isID(id) {
		return id, nil
	}
	if a.code != 1 {
		return "", c.git.refused(a, "merge-base")
	}
	shallow, err := c.shallow(ctx)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("HEAD (%s) and the git ref %q (%s) have no commit in common in the repository at %s: ", short(head), ref, short(other), c.root)
	if shallow {
		return "", fail(ErrNoMergeBase, text+fetchAdvice)
	}
	return "", fail(ErrNoMergeBase, text+"name a ref that HEAD was branched from")
}

func (c *Checkout) shallow(ctx context.Context) (bool, error) {
	a, err := c.git.run(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return false, err
	}
	if a.code != 0 {
		return false, c.git.refused(a, "rev-parse")
	}
	return strings.TrimSpace(a.stdout) == "true", nil
}

// isID reports whether s is a full SHA-1 or SHA-256 object id.
func isID(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}
