package docstest

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// kind is what a block of HCL is.
type kind string

const (
	terraformKind kind = "terraform"
	configKind    kind = ".eksupgrade.hcl"
	tfvarsKind    kind = "tfvars"
	cliKind       kind = "Terraform's CLI configuration"
)

// codeBlock is a piece of HCL that the documentation shows.
type codeBlock struct {
	kind kind
	// name is the file that the block's leading comment names, where there is one.
	name string
	line int
	text string
}

var (
	openingFence = regexp.MustCompile("^([ \t]*)(`{3,})[ \t]*([^` \t]*)")
	namedFile    = regexp.MustCompile(`^#\s*(\S+)`)
)

// blocksOf finds the HCL in a page of Markdown, whatever else it shows. The
// block of an item in a list loses the item's indentation.
func blocksOf(page string) ([]codeBlock, error) {
	var (
		found         []codeBlock
		fence, indent string
		language      string
		began         int
		text          []string
	)
	for number, line := range strings.Split(strings.ReplaceAll(page, "\r\n", "\n"), "\n") {
		switch trimmed := strings.TrimSpace(line); {
		case fence == "":
			if match := openingFence.FindStringSubmatch(line); match != nil {
				indent, fence, language = match[1], match[2], strings.ToLower(match[3])
				began, text = number+1, nil
			}
		case len(trimmed) >= len(fence) && strings.Trim(trimmed, "`") == "":
			if isHCL(language) {
				found = append(found, newBlock(language, began+1, strings.Join(text, "\n")+"\n"))
			}
			fence = ""
		default:
			text = append(text, strings.TrimPrefix(line, indent))
		}
	}
	if fence != "" {
		return nil, fmt.Errorf("line %d: the block is not closed", began)
	}
	return found, nil
}

func isHCL(language string) bool {
	return language == "terraform" || language == "hcl" || language == "tf"
}

// newBlock tells what a block is by the file that its leading comment names.
func newBlock(language string, line int, text string) codeBlock {
	block := codeBlock{kind: terraformKind, line: line, text: text}
	if match := namedFile.FindStringSubmatch(text); match != nil && language == "hcl" {
		name := strings.TrimRight(match[1], ":,.")
		if kind := kindOf(name); kind != "" {
			block.kind, block.name = kind, name
		}
	}
	return block
}

// kindOf is the kind of a file, "" where it is none of HCL's.
func kindOf(name string) kind {
	switch base := path.Base(name); {
	case base == ".eksupgrade.hcl":
		return configKind
	case strings.HasSuffix(base, ".tfvars"):
		return tfvarsKind
	case base == ".terraformrc" || strings.HasSuffix(base, ".tfrc"):
		return cliKind
	case strings.HasSuffix(base, ".tf"):
		return terraformKind
	default:
		return ""
	}
}
