// Package tools is a module of its own, so that what the linter, the documentation generator and the tests in a browser
// need stays out of the provider's go.mod. The tools are the tool lines of go.mod beside this file; make builds them into build/tools:
//
//	make build/tools/golangci-lint
//	go -C internal/tools tool tfplugindocs --help
//
// To update one: go -C internal/tools get -tool <package>@<version>.
package tools
