// Package plan reads plans as "terraform show -json" prints them, and makes
// claims of them: what is there, what the apply would leave, and in which order
// it gets there. It knows no rules.
package plan
