// Package upgrade is the domain: Kubernetes minors, the environments that ask
// for them, what each value's source is, and the judgement of an upgrade.
//
// It does no I/O and reads no clock: everything it judges, the day included, is
// an argument. It knows neither Terraform nor AWS nor HCL.
package upgrade
