package docstest

import (
	"fmt"
	"path"
	"strings"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// parse checks a block that is not Terraform's to validate.
func parse(block codeBlock) error {
	if block.kind == tfvarsKind {
		return parseTFVars(block)
	}
	_, err := config.Parse(block.name, []byte(block.text), rules.Names())
	return err
}

// parseTFVars has tfvars read as the provider does, and holds every value to be
// a constant.
func parseTFVars(block codeBlock) error {
	body, err := bodyOf(block.name, block.text)
	if err != nil {
		return err
	}
	if len(body.Blocks) > 0 {
		return fmt.Errorf("line %d: tfvars hold no blocks", body.Blocks[0].DefRange().Start.Line)
	}
	for name, attribute := range body.Attributes {
		if _, diagnostics := attribute.Expr.Value(nil); diagnostics.HasErrors() {
			return fmt.Errorf("%s: %w", name, diagnostics)
		}
	}
	file := path.Base(block.name)
	reader, err := tfvars.Open(tfvars.Folder{
		EnvVars:     fstest.MapFS{file: {Data: []byte(block.text)}},
		EnvVarsPath: "env-vars",
		Source:      upgrade.Source{Kind: upgrade.SourceFile},
	}, tfvars.Names{})
	if err != nil {
		return err
	}
	read := reader.Read(strings.TrimSuffix(file, ".tfvars"))
	if len(read.Problems) > 0 {
		return fmt.Errorf("%s", read.Problems[0].Message)
	}
	if !read.ClusterVersion.IsKnown() {
		return fmt.Errorf("no cluster version is found in it")
	}
	return nil
}

func bodyOf(name, text string) (*hclsyntax.Body, error) {
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), name, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	return file.Body.(*hclsyntax.Body), nil
}
