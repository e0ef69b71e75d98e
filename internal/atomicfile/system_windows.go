package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// nonBlocking is nothing: a folder on Windows holds no named pipes.
const nonBlocking = 0

// hasOtherNames tells whether the file has hard links.
func hasOtherNames(file *os.File) (bool, error) {
	var information syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(syscall.Handle(file.Fd()), &information); err != nil {
		return false, os.NewSyscallError("GetFileInformationByHandle", err)
	}
	return information.NumberOfLinks > 1, nil
}

// keepOwner does nothing: the owner of a file is in its access control list, which
// a new file gets from its folder.
func keepOwner(*os.File, fs.FileInfo) error { return nil }

// syncFolder does nothing: NTFS keeps a journal of its folders.
func syncFolder(*os.Root) error { return nil }

// The codes are ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of winerror.h.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}
