package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// refuse says why the target is left alone, and what to do.
func (t target) refuse(format string, arguments ...any) error {
	return fmt.Errorf("%s was not changed: %w", t, fmt.Errorf(format, arguments...))
}

// failed says what the operating system did not let happen, and what to do.
func (t target) failed(doing string, err error) error {
	return fmt.Errorf("%s was not changed: %s failed: %w; %s", t, doing, cause(err), remedy(err))
}

// cause is the operating system's part of an error, without the operation and the
// path, which the message has already.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}

func remedy(err error) string {
	switch {
	case isDiskFull(err):
		return "free some space on that disk, and run this again"
	case errors.Is(err, syscall.EROFS):
		return "the disk is mounted read-only: run this where the folder can be written, or make the edit by hand"
	case errors.Is(err, fs.ErrPermission):
		return "let the user who runs this read and write the file and its folder, or make the edit by hand"
	case errors.Is(err, fs.ErrNotExist):
		return "check that the file is still there, and run this again"
	default:
		return "make the edit by hand, or mend the cause and run this again"
	}
}
