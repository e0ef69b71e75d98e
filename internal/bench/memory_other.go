//go:build !unix

package main

import "os"

// peakMemory is not known where the system does not tell it.
func peakMemory(*os.ProcessState) int64 { return 0 }
