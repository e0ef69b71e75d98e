package git

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"time"
)

// info describes an entry.
type info struct {
	name string
	mode fs.FileMode
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

// dirEntry is an entry of a listed folder. The size is only looked up on
// demand, since that reads the file.
type dirEntry struct {
	entry  entry
	commit *Commit
	dir    string
}

func (d dirEntry) Name() string      { return d.entry.name }
func (d dirEntry) IsDir() bool       { return d.entry.mode.IsDir() }
func (d dirEntry) Type() fs.FileMode { return d.entry.mode.Type() }
func (d dirEntry) String() string    { return fs.FormatDirEntry(d) }

func (d dirEntry) Info() (fs.FileInfo, error) {
	i, err := d.commit.describe(d.entry)
	if err != nil {
		return nil, &fs.PathError{Op: "lstat", Path: path.Join(d.dir, d.entry.name), Err: err}
	}
	return i, nil
}

// file is an open file, for one user at a time as every fs.File.
type file struct {
	info   info
	path   string
	data   *bytes.Reader
	closed bool
}

func (f *file) Stat() (fs.FileInfo, error) {
	if f.closed {
		return nil, closed("stat", f.path)
	}
	return f.info, nil
}

func (f *file) Read(p []byte) (int, error) {
	if f.closed {
		return 0, closed("read", f.path)
	}
	return f.data.Read(p)
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if f.closed {
		return 0, closed("read", f.path)
	}
	if off < 0 {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
	}
	return f.data.ReadAt(p, off)
}

func (f *file) Seek(offset int64, whence int) (int64, error) {
	if f.closed {
		return 0, closed("seek", f.path)
	}
	at, err := f.data.Seek(offset, whence)
	if err != nil {
		return 0, &fs.PathError{Op: "seek", Path: f.path, Err: fs.ErrInvalid}
	}
	return at, nil
}

func (f *file) Close() error {
	if f.closed {
		return closed("close", f.path)
	}
	f.closed = true
	return nil
}

// folder is an open folder.
type folder struct {
	info   info
	path   string
	rest   []fs.DirEntry
	closed bool
}

func (f *folder) Stat() (fs.FileInfo, error) {
	if f.closed {
		return nil, closed("stat", f.path)
	}
	return f.info, nil
}

func (f *folder) Read([]byte) (int, error) {
	if f.closed {
		return 0, closed("read", f.path)
	}
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: fail(fs.ErrInvalid, "it is a folder")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.closed {
		return nil, closed("readdir", f.path)
	}
	if n <= 0 {
		n = len(f.rest)
	} else if len(f.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.rest))
	list := f.rest[:n:n]
	f.rest = f.rest[n:]
	return list, nil
}

func (f *folder) Close() error {
	if f.closed {
		return closed("close", f.path)
	}
	f.closed = true
	return nil
}

func closed(op, name string) error {
	return &fs.PathError{Op: op, Path: name, Err: fs.ErrClosed}
}
