// Package tfvars reads what the environments of a root module ask for: the
// cluster version, name and region and the node groups, each with the file,
// line and column that set it. It reads any fs.FS, on disk or at a commit, and
// follows Terraform's order of precedence among variable defaults,
// terraform.tfvars, *.auto.tfvars and the environment's own file.
//
// It evaluates nothing but the constants that it was asked for, so a file's
// other values never reach a message.
package tfvars
