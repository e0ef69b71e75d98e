package plan

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
)

// flagPattern is a flag as the kubelet takes it.
var flagPattern = regexp.MustCompile(`(?:^|[\s"'=\[,])(--[a-z][a-z0-9-]+)`)

// kubeletArguments are where user data gives the kubelet flags: the argument of
// the bootstrap script of Amazon Linux 2, with its value in quotes or not, and
// the list of the node configuration of Amazon Linux 2023. The bootstrap script
// has a flag --container-runtime of its own, which it hands on.
var kubeletArguments = []*regexp.Regexp{
	regexp.MustCompile(`--kubelet-extra-args[= ]+(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+))`),
	regexp.MustCompile(`(?ms)^\s*"?flags"?:\s*(\[[^\]]*\]|(?:\n\s*-[^\n]*)+)`),
	regexp.MustCompile(`(?m)bootstrap\.sh\b.*(--container-runtime)\b`),
}

// kubeletFlags lists the flags, without values, that user data gives the
// kubelet. User data is base64, as a launch template has it, or plain. What is
// sensitive is not taken apart.
func kubeletFlags(userData value) []string {
	text, is := userData.text()
	if !is || userData.isSensitive() {
		return nil
	}
	if decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text)); err == nil {
		text = string(decoded)
	}
	text = strings.ReplaceAll(text, "\\\n", " ")
	var flags []string
	for _, argument := range kubeletArguments {
		for _, match := range argument.FindAllStringSubmatch(text, -1) {
			for _, flag := range flagPattern.FindAllStringSubmatch(strings.Join(match[1:], " "), -1) {
				flags = append(flags, flag[1])
			}
		}
	}
	slices.Sort(flags)
	return slices.Compact(flags)
}
