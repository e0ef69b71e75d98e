package git

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

const (
	// maxHops is the number of symlinks that one path may lead through, as on
	// Linux.
	maxHops = 40
	// maxTarget is the longest symlink target that is followed.
	maxTarget = 4 << 10
)

// find resolves a path to an entry that bears the name it was asked by.
func (c *Commit) find(op, name string, follow bool) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	e, err := c.walk(name, follow)
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	e.name = path.Base(name)
	return e, nil
}

// walk resolves a path element by element through the tree objects, since a
// path with a line break cannot be asked of cat-file. Without follow, a symlink
// as the last element is returned itself.
func (c *Commit) walk(name string, follow bool) (entry, error) {
	root, err := c.store.rootTree()
	if err != nil {
		return entry{}, err
	}
	// The folders entered so far, so that ".." in a symlink's target leaves
	// the folder the symlink is in and not the one its path spells.
	at := []entry{{mode: fs.ModeDir | 0o755, id: root}}
	rest := strings.Split(name, "/")
	var link, target string // the last symlink followed
	for hops := 0; len(rest) > 0; {
		element := rest[0]
		rest = rest[1:]
		here := at[len(at)-1]
		if here.submodule {
			return entry{}, c.submodule(here)
		}
		if !here.mode.IsDir() {
			return entry{}, c.absent(link, target)
		}
		switch element {
		case "", ".":
			continue
		case "..":
			if len(at) == 1 {
				return entry{}, outside(link, target)
			}
			at = at[:len(at)-1]
			continue
		}
		t, err := c.store.tree(here.id)
		if err != nil {
			return entry{}, err
		}
		e, ok := t.find(element)
		if !ok {
			return entry{}, c.absent(link, target)
		}
		if !e.isLink() || !follow && len(rest) == 0 {
			at = append(at, e)
			continue
		}
		if hops++; hops > maxHops {
			return entry{}, fail(ErrSymlinkLoop, fmt.Sprintf("the path leads through more than %d symlinks at commit %s, so they form a loop: the last is %q -> %q", maxHops, c.Short(), link, target))
		}
		link = e.name
		if target, err = c.target(e); err != nil {
			return entry{}, err
		}
		if strings.HasPrefix(target, "/") {
			return entry{}, outside(link, target)
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	last := at[len(at)-1]
	if last.submodule && follow {
		return entry{}, c.submodule(last)
	}
	return last, nil
}

func (c *Commit) target(e entry) (string, error) {
	data, err := c.store.content(e.id)
	if err != nil {
		return "", err
	}
	if len(data) == 0 || len(data) > maxTarget {
		return "", fail(fs.ErrInvalid, fmt.Sprintf("the symlink %q at commit %s has a target of %d bytes, and 1 to %d are expected", e.name, c.Short(), len(data), maxTarget))
	}
	return string(data), nil
}

// absent is fs.ErrNotExist, and says so when a symlink is to blame.
func (c *Commit) absent(link, target string) error {
	text := "no such file at commit " + c.Short()
	if link != "" {
		text += fmt.Sprintf(", by way of the symlink %q -> %q", link, target)
	}
	return fail(fs.ErrNotExist, text)
}

func outside(link, target string) error {
	return fail(ErrOutside, fmt.Sprintf("the symlink %q -> %q leads out of the repository, where there is no commit to read: use a relative target inside the repository", link, target))
}

func (c *Commit) submodule(e entry) error {
	return fail(ErrSubmodule, fmt.Sprintf("%q is a submodule at commit %s, and the files of submodules are not in the commit", e.name, c.Short()))
}
