//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// nonBlocking keeps the opening of a named pipe, put there a moment ago, from
// waiting for its other end.
const nonBlocking = syscall.O_NONBLOCK

// hasOtherNames tells whether the file has hard links.
func hasOtherNames(file *os.File) (bool, error) {
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && status.Nlink > 1, nil
}

// keepOwner gives a new file the owner and the group of the one it will replace.
func keepOwner(file *os.File, was fs.FileInfo) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	is, known := info.Sys().(*syscall.Stat_t)
	want, wanted := was.Sys().(*syscall.Stat_t)
	if !known || !wanted || is.Uid == want.Uid && is.Gid == want.Gid {
		return nil
	}
	return file.Chown(int(want.Uid), int(want.Gid))
}

// syncFolder makes a rename in the folder last. Some network file systems cannot
// do that, and have no need of it.
func syncFolder(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close() // nothing was written
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
