package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// Replace gives edit the content of the file name in the folder dir, and makes
// what it returns the content of that file. Where that is the same, nothing is
// written. An error of edit is returned as it is. With any error but that of a
// folder that could not be synced, which says so, the file is as it was.
//
// The mode and the owner of the file are kept. Access control lists and extended
// attributes are not: the file gets those that the folder gives to a new one.
//
// Replace refuses what is no plain file of this folder alone: a symbolic link,
// wherever it leads, a file that has other names (hard links), a directory, a
// named pipe, a device. It refuses a read-only file too: nobody wants that
// replaced.
func Replace(dir, name string, edit func(current []byte) ([]byte, error)) error {
	return with(dir, name, func(t target) error { return t.replace(edit) })
}

// with opens the folder of a file for as long as something is done with the file.
func with(dir, name string, do func(target) error) error {
	if !isPlain(name) {
		return fmt.Errorf("%q is not the name of a file in the folder %s; expected a name without a folder, such as prod.tfvars", name, wording.Plain(dir))
	}
	root, err := openFolder(dir)
	if err != nil {
		return err
	}
	defer root.Close() // nothing is written through it any more
	return do(target{root: root, dir: dir, name: name})
}

// isPlain tells whether a name is that of a file, with no folder before it.
func isPlain(name string) bool {
	return filepath.IsLocal(name) && filepath.Base(name) == name && name != "."
}

// openFolder looks at what the folder is before it opens it: opening a named pipe
// would wait for ever.
func openFolder(dir string) (*os.Root, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is %s, where a folder is expected; name the folder that holds the files", wording.Plain(dir), kind(info.Mode()))
	}
	var root *os.Root
	if err == nil {
		root, err = os.OpenRoot(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be opened: %w; name a folder that is there and that the user who runs this may read", wording.Plain(dir), cause(err))
	}
	return root, nil
}

// target is the file that is replaced.
type target struct {
	root *os.Root
	dir  string
	name string
}

// String is the path of the file, for messages.
func (t target) String() string { return t.pathOf(t.name) }

func (t target) pathOf(name string) string { return wording.Plain(filepath.Join(t.dir, name)) }

func (t target) replace(edit func([]byte) ([]byte, error)) error {
	before, err := t.read()
	if err != nil {
		return err
	}
	// A copy: an edit in place would look as if nothing had changed.
	edited, err := edit(bytes.Clone(before.content))
	if err != nil {
		return err
	}
	switch {
	case bytes.Equal(before.content, edited):
		return nil
	case len(edited) > maxSize:
		return t.refuse("its new content would be %d bytes, where at most %d are read; make the edit by hand", len(edited), maxSize)
	case before.info.Mode().Perm()&0o222 == 0:
		return t.refuse("it is read-only (mode %s); make it writable, or make the edit by hand", before.info.Mode().Perm())
	}
	if err := t.mayWrite(); err != nil {
		return err
	}
	if err := t.write(before, edited); err != nil {
		return err
	}
	if err := syncFolder(t.root); err != nil {
		return fmt.Errorf("%s has its new content, but its folder could not be synced to the disk: %w; after a power failure, look which content it has", t, cause(err))
	}
	return nil
}

// write puts the edited content in the place of the file, or leaves everything as
// it was.
func (t target) write(before snapshot, edited []byte) (err error) {
	temporary, err := t.createTemporary()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = temporary.discard(err)
		}
	}()
	if err := t.claim(temporary); err != nil {
		return err
	}
	if err := temporary.fill(edited, before.info); err != nil {
		return err
	}
	if err := t.stillIs(before); err != nil {
		return err
	}
	if err := t.root.Rename(temporary.name, t.name); err != nil {
		return t.failed("renaming "+t.pathOf(temporary.name)+" to it", err)
	}
	return nil
}

// mayWrite asks for the right to write the file. A rename needs only that to write
// the folder.
func (t target) mayWrite() error {
	file, err := t.root.OpenFile(t.name, os.O_RDWR|nonBlocking, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return t.failed("opening it for writing", err)
	}
	// Any other trouble comes from a change that was made after the file was read,
	// and stillIs tells it better.
	if err == nil {
		_ = file.Close() // nothing was written
	}
	return nil
}

// stillIs looks at the file once more.
func (t target) stillIs(before snapshot) error {
	now, err := t.read()
	if err != nil {
		return err
	}
	const modes = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
	if !os.SameFile(before.info, now.info) || before.info.Mode()&modes != now.info.Mode()&modes || !bytes.Equal(before.content, now.content) {
		return t.refuse("something else changed it in the meantime; look at the change, and run this again")
	}
	return nil
}
