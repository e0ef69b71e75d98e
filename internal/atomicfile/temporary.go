package atomicfile

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

const (
	// temporarySuffix is no ending of a file that Terraform or this project reads.
	temporarySuffix = ".eksupgrade.tmp"
	// base32Letters are those of rand.Text, and randomLength is how many it gives.
	base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	randomLength  = 26
	// longestName leaves room, in the 255 bytes that a name may have, for what a
	// temporary name has more.
	longestName = 200
	// oldAge is far more than a run needs between the first byte and the rename.
	oldAge = time.Minute
)

// temporaryPrefix begins the names of the temporary files for a file.
func temporaryPrefix(name string) string {
	if len(name) > longestName {
		sum := sha256.Sum256([]byte(name))
		name = hex.EncodeToString(sum[:16])
	}
	return "." + name + "."
}

// isTemporaryFor tells whether this is the name of a temporary file for the file
// name.
func isTemporaryFor(name, candidate string) bool {
	random, prefixed := strings.CutPrefix(candidate, temporaryPrefix(name))
	random, suffixed := strings.CutSuffix(random, temporarySuffix)
	return prefixed && suffixed && len(random) == randomLength && strings.Trim(random, base32Letters) == ""
}

// isTemporary tells whether this is the name of a temporary file for any file.
func isTemporary(candidate string) bool {
	rest, suffixed := strings.CutSuffix(candidate, temporarySuffix)
	dot := strings.LastIndexByte(rest, '.')
	return suffixed && dot > 0 && strings.HasPrefix(rest, ".") && isTemporaryFor(rest[1:dot], candidate)
}

// temporary is a file of this run beside the target.
type temporary struct {
	target target
	name   string
	file   *os.File
	// made is when, by the clock of the file system.
	made time.Time
}

func (t target) createTemporary() (*temporary, error) {
	name := temporaryPrefix(t.name) + rand.Text() + temporarySuffix
	// Readable by its owner alone until it has the mode of the target: the content
	// may be secret.
	file, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, t.failed("making a temporary file in its folder", err)
	}
	made := &temporary{target: t, name: name, file: file}
	info, err := file.Stat()
	if err != nil {
		return nil, made.discard(made.failed("looking at", err))
	}
	made.made = info.ModTime()
	return made, nil
}

// claim makes sure that no other run is writing the target. Of two that begin at
// the same time at least one sees the other, since each makes its own temporary
// file before it looks. What an interrupted run left is removed; a run that only
// slept finds its temporary file gone, and fails.
func (t target) claim(own *temporary) error {
	entries, err := fs.ReadDir(t.root.FS(), ".")
	if err != nil {
		return t.failed("listing its folder", err)
	}
	for _, entry := range entries {
		switch {
		case entry.Name() == own.name || !isTemporary(entry.Name()):
		case isTemporaryFor(t.name, entry.Name()):
			if err := t.removeRest(entry.Name(), own.made); err != nil {
				return err
			}
		default:
			// Another file's rest is in nobody's way: it goes, or it stays.
			_ = t.removeRest(entry.Name(), own.made)
		}
	}
	return nil
}

// removeRest removes another run's temporary file, if it is old enough. What is no
// regular file is no temporary file, and in nobody's way.
func (t target) removeRest(name string, now time.Time) error {
	info, err := t.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // that run is done
	}
	if err != nil {
		return t.failed("looking at "+t.pathOf(name), err)
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	// One from the future is old too: a clock was set back.
	if now.Sub(info.ModTime()).Abs() < oldAge {
		return t.refuse("another run is writing it, or was stopped less than a minute ago: its temporary file %s is there; "+
			"run this again in a minute", t.pathOf(name))
	}
	if err := t.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return t.failed("removing "+t.pathOf(name)+", which an interrupted run left,", err)
	}
	return nil
}

// fill writes the content, with the owner and mode of the file that it will
// replace, through to the disk, and closes the file.
func (t *temporary) fill(content []byte, was fs.FileInfo) error {
	if _, err := t.file.Write(content); err != nil {
		return t.failed("writing", err)
	}
	if err := keepOwner(t.file, was); err != nil {
		return t.target.refuse("the new file cannot have its owner and group: %w; run this as its owner, or make the edit by hand", cause(err))
	}
	// After the owner and the content: a change of these takes bits away.
	if err := t.file.Chmod(was.Mode()); err != nil {
		return t.failed("setting the mode of", err)
	}
	if err := t.file.Sync(); err != nil {
		return t.failed("syncing", err)
	}
	if err := t.file.Close(); err != nil {
		return t.failed("closing", err)
	}
	return nil
}

func (t *temporary) failed(doing string, err error) error {
	return t.target.failed(doing+" the temporary file "+t.target.pathOf(t.name), err)
}

// discard removes the file after an error, which it returns.
func (t *temporary) discard(reason error) error {
	_ = t.file.Close() // where it is closed already, this says so
	if err := t.target.root.Remove(t.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; remove the temporary file %s by hand (%w)", reason, t.target.pathOf(t.name), cause(err))
	}
	return reason
}
