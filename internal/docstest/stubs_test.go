package docstest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// stubsFor declares what a module's files refer to and do not declare: an
// excerpt in the documentation speaks of the reader's own module. What is of the
// provider itself has to be right.
func stubsFor(files map[string]string) (string, error) {
	module := inventory{declared: map[string]bool{}, referred: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		body, err := bodyOf(name, files[name])
		if err != nil {
			return "", err
		}
		module.read(body)
	}
	var stubs strings.Builder
	if !module.namesProviders {
		stubs.WriteString("terraform {\n  required_providers {\n    eksupgrade = {\n      source = \"eksupgrade/eksupgrade\"\n    }\n  }\n}\n")
	}
	for _, reference := range slices.Sorted(maps.Keys(module.referred)) {
		if module.declared[reference] {
			continue
		}
		kind, name, _ := strings.Cut(reference, ".")
		switch {
		case kind == "var":
			fmt.Fprintf(&stubs, "variable %q {\n  type = any\n}\n", name)
		case kind == "local":
			fmt.Fprintf(&stubs, "locals {\n  %s = null\n}\n", name)
		case kind == "eksupgrade_readiness":
			fmt.Fprintf(&stubs, "resource %q %q {\n  env_vars_dir = \"env-vars\"\n}\n", kind, name)
		case strings.HasPrefix(kind, "aws_"), strings.HasPrefix(kind, "kubernetes_"), kind == "terraform_data":
			fmt.Fprintf(&stubs, "resource %q %q {\n}\n", kind, name)
		}
	}
	return stubs.String(), nil
}

// inventory is what a module declares and what it refers to, each such as
// var.environment or aws_eks_cluster.this.
type inventory struct {
	declared, referred map[string]bool
	namesProviders     bool
}

func (i *inventory) read(body *hclsyntax.Body) {
	for _, block := range body.Blocks {
		switch {
		case block.Type == "variable" && len(block.Labels) == 1:
			i.declared["var."+block.Labels[0]] = true
		case block.Type == "resource" && len(block.Labels) == 2:
			i.declared[block.Labels[0]+"."+block.Labels[1]] = true
		case block.Type == "locals":
			for name := range block.Body.Attributes {
				i.declared["local."+name] = true
			}
		case block.Type == "terraform":
			i.namesProviders = i.namesProviders || slices.ContainsFunc(block.Body.Blocks,
				func(b *hclsyntax.Block) bool { return b.Type == "required_providers" })
		}
	}
	_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
		if expression, ok := node.(*hclsyntax.ScopeTraversalExpr); ok && len(expression.Traversal) > 1 {
			if name, ok := expression.Traversal[1].(hcl.TraverseAttr); ok {
				i.referred[expression.Traversal.RootName()+"."+name.Name] = true
			}
		}
		return nil
	})
}
