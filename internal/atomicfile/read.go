package atomicfile

import (
	"io"
	"io/fs"
	"os"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// maxSize is what a file may have, before the edit and after it. No file that
// people write comes near this size, and tfvars are not read above it.
const maxSize = 1 << 20

// snapshot is the file at one moment.
type snapshot struct {
	info    fs.FileInfo
	content []byte
}

// read reads the file if it is one that may be replaced.
func (t target) read() (snapshot, error) {
	// Before it is opened: opening a named pipe would wait, and a link would be
	// followed.
	seen, err := t.root.Lstat(t.name)
	if err != nil {
		return snapshot{}, t.failed("looking at it", err)
	}
	if !seen.Mode().IsRegular() {
		return snapshot{}, t.refuseKind(seen.Mode())
	}
	file, err := t.root.OpenFile(t.name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return snapshot{}, t.failed("opening it", err)
	}
	defer file.Close() // nothing was written
	info, err := file.Stat()
	if err != nil {
		return snapshot{}, t.failed("looking at it", err)
	}
	if !os.SameFile(seen, info) {
		return snapshot{}, t.refuse("something else replaced it while it was opened; run this again")
	}
	linked, err := hasOtherNames(file)
	if err != nil {
		return snapshot{}, t.failed("counting its names", err)
	}
	if linked {
		return snapshot{}, t.refuse("it has another name somewhere (a hard link), which would keep the old content; " +
			"make the edit by hand, or put a copy in its place")
	}
	// One byte more than there may be: the size that was looked up may be past.
	content, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return snapshot{}, t.failed("reading it", err)
	}
	if len(content) > maxSize {
		return snapshot{}, t.refuse("it has more than %d bytes, which is the most that is read; check that this is the file that is meant", maxSize)
	}
	return snapshot{info: info, content: content}, nil
}

// refuseKind says what stands where a regular file is expected.
func (t target) refuseKind(mode fs.FileMode) error {
	if mode&fs.ModeSymlink == 0 {
		return t.refuse("it is %s, where a regular file is expected; remove it, or give it another name", kind(mode))
	}
	where := "elsewhere"
	if link, err := t.root.Readlink(t.name); err == nil {
		where = wording.Plain(link)
	}
	return t.refuse("it is a symbolic link to %s, where a regular file is expected; edit the file that it leads to by hand, or put a copy in its place", where)
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a regular file"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "a special file"
	}
}
