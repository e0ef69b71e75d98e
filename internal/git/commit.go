package git

import (
	"bytes"
	"fmt"
	"io/fs"
)

// Commit is the file system of one commit: fs.FS, fs.ReadFileFS,
// fs.ReadDirFS, fs.StatFS and fs.ReadLinkFS. It is safe for concurrent use and
// remembers what it read.
//
// Contents are those of the repository, before any filter or line-ending
// conversion. Symlinks are followed inside the commit. A modification time is
// always zero. A submodule shows in its folder as a directory that cannot be
// opened.
//
// The errors are *fs.PathError around fs.ErrNotExist (no such file at the
// commit), fs.ErrInvalid, fs.ErrClosed, ErrTooLarge (above 8 MiB),
// ErrSymlinkLoop, ErrOutside (a symlink out of the repository), ErrSubmodule,
// ErrMissingObject, ErrGitMissing, ErrGitFailed, or the error of the context
// given to Baseline.
type Commit struct {
	ref, hash string
	store     *store
}

var (
	_ fs.ReadFileFS = (*Commit)(nil)
	_ fs.ReadDirFS  = (*Commit)(nil)
	_ fs.StatFS     = (*Commit)(nil)
	_ fs.ReadLinkFS = (*Commit)(nil)
)

// Ref is the ref as it was given to Baseline.
func (c *Commit) Ref() string { return c.ref }

// Hash is the full id of the commit, 40 or 64 hexadecimal digits.
func (c *Commit) Hash() string { return c.hash }

// Short is the start of Hash, for people to read.
func (c *Commit) Short() string { return short(c.hash) }

func short(id string) string { return id[:min(12, len(id))] }

// Close ends the git process. Reading afterwards is fs.ErrClosed; files opened
// before stay readable. It may be called more than once and returns nil.
func (c *Commit) Close() error {
	c.store.close()
	return nil
}

// Open opens a file or folder.
func (c *Commit) Open(name string) (fs.File, error) {
	e, err := c.find("open", name, true)
	if err != nil {
		return nil, err
	}
	if e.mode.IsDir() {
		list, err := c.list("open", name, e)
		if err != nil {
			return nil, err
		}
		return &folder{info: info{name: e.name, mode: e.mode}, path: name, rest: list}, nil
	}
	data, err := c.store.content(e.id)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info{e.name, e.mode, int64(len(data))}, name, bytes.NewReader(data), false}, nil
}

// ReadFile returns the content of a file, which the caller may change.
func (c *Commit) ReadFile(name string) ([]byte, error) {
	e, err := c.find("read", name, true)
	if err != nil {
		return nil, err
	}
	if e.mode.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fail(fs.ErrInvalid, fmt.Sprintf("it is a folder at commit %s, not a file", c.Short()))}
	}
	data, err := c.store.content(e.id)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return append(make([]byte, 0, len(data)), data...), nil
}

// ReadDir returns the entries of a folder, sorted by name. Their Info is that
// of Lstat.
func (c *Commit) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := c.find("readdir", name, true)
	if err != nil {
		return nil, err
	}
	if !e.mode.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fail(fs.ErrInvalid, fmt.Sprintf("it is a file at commit %s, not a folder", c.Short()))}
	}
	return c.list("readdir", name, e)
}

// Stat describes a file or folder, or what a symlink leads to. It knows the
// size also of files that are too large to be read.
func (c *Commit) Stat(name string) (fs.FileInfo, error) {
	return c.stat("stat", name, true)
}

// Lstat is Stat that describes a symlink itself.
func (c *Commit) Lstat(name string) (fs.FileInfo, error) {
	return c.stat("lstat", name, false)
}

// ReadLink returns the target of a symlink as the commit has it.
func (c *Commit) ReadLink(name string) (string, error) {
	e, err := c.find("readlink", name, false)
	if err != nil {
		return "", err
	}
	if !e.isLink() {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fail(fs.ErrInvalid, fmt.Sprintf("it is no symlink at commit %s", c.Short()))}
	}
	data, err := c.store.content(e.id)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(data), nil
}

func (c *Commit) stat(op, name string, follow bool) (fs.FileInfo, error) {
	e, err := c.find(op, name, follow)
	if err != nil {
		return nil, err
	}
	i, err := c.describe(e)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return i, nil
}

func (c *Commit) describe(e entry) (fs.FileInfo, error) {
	if e.mode.IsDir() {
		return info{name: e.name, mode: e.mode}, nil
	}
	b, err := c.store.blob(e.id)
	if err != nil {
		return nil, err
	}
	return info{e.name, e.mode, b.size}, nil
}

func (c *Commit) list(op, name string, dir entry) ([]fs.DirEntry, error) {
	t, err := c.store.tree(dir.id)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	list := make([]fs.DirEntry, len(t))
	for i, e := range t {
		list[i] = dirEntry{entry: e, commit: c, dir: name}
	}
	return list, nil
}
