// Package path says how an environment gets from the versions that run to those
// that are asked for: the legal steps in order, each with what it changes, what
// it needs, what to run and what to look at before the next one.
//
// It is pure: it reads and writes nothing. That every state on the way passes the
// rules is shown by its tests, which judge each step by all of them.
package path
