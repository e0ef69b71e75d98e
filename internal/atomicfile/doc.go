// Package atomicfile replaces a file as a whole: whenever the machine or the
// process stops, the file has its old content or its new one.
//
// The new content is written to a temporary file in the same folder, which is
// then renamed over the file. A rename within one folder is atomic on POSIX
// systems and on NTFS. All of it goes through an os.Root, so that nothing
// outside of the folder is read or written.
//
// Two runs cannot undo each other's edits. Each temporary file has a name that is
// used once, so that nobody can rename what another has not finished. Who finds
// another's temporary file beside his own gives up, and who finds that the file
// has changed since he read it does too. What is left is a program that knows
// nothing of this and writes the file between the last look at it and the rename,
// which are next to each other: no system call does both.
package atomicfile
