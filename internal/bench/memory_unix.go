//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is the most memory, in bytes, that a process held at once.
func peakMemory(state *os.ProcessState) int64 {
	used, is := state.SysUsage().(*syscall.Rusage)
	if !is {
		return 0
	}
	// Darwin counts bytes, and the others KiB.
	if runtime.GOOS == "darwin" {
		return used.Maxrss
	}
	return used.Maxrss << 10
}
