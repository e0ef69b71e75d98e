package tfvars

import (
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// declaration is a variable of the root module.
type declaration struct {
	// fallback is the variable's default, if it has one.
	fallback *place
	shape    *shape
	// notNull tells that null means the default.
	notNull bool
}

// declarations are the variables of a module's files, and what kept some of the
// files from being read.
type declarations struct {
	byName map[string]*declaration
	broken []upgrade.Problem
}

var (
	moduleSchema   = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "variable", LabelNames: []string{"name"}}}}
	variableSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "default"}, {Name: "type"}, {Name: "nullable"}}}
)

// readDeclarations reads the files by name, and those that override others
// after them.
func readDeclarations(module fs.FS, files []string, source func(file string) upgrade.Source) declarations {
	read := declarations{byName: map[string]*declaration{}}
	for _, overriding := range []bool{false, true} {
		for _, file := range files {
			if isOverride(file) == overriding {
				read.add(readFile(module, file, source(file)))
			}
		}
	}
	for name, declared := range read.byName {
		if declared.fallback != nil {
			declared.fallback.shape = declared.shape
			declared.fallback.keys = []string{name}
		}
	}
	return read
}

// add merges the variables of one file over those of the files before it.
func (d *declarations) add(file *document, problem *upgrade.Problem) {
	var body hcl.Body
	if problem == nil {
		body, problem = file.parse()
	}
	if problem != nil {
		d.broken = append(d.broken, *problem)
		return
	}
	content, _, diagnostics := body.PartialContent(moduleSchema)
	if problem := file.syntaxProblem(diagnostics); problem != nil {
		d.broken = append(d.broken, *problem)
	}
	for _, block := range content.Blocks {
		arguments, _, _ := block.Body.PartialContent(variableSchema)
		d.declare(block.Labels[0], arguments.Attributes, file)
	}
}

func (d *declarations) declare(name string, arguments hcl.Attributes, in *document) {
	declared := d.byName[name]
	if declared == nil {
		declared = &declaration{}
		d.byName[name] = declared
	}
	if argument, ok := arguments["default"]; ok {
		declared.fallback = &place{expression: argument.Expr, in: in}
	}
	if argument, ok := arguments["type"]; ok {
		declared.shape = nil
		attempt(func() { declared.shape = shapeOf(argument.Expr, in) })
	}
	if argument, ok := arguments["nullable"]; ok {
		nullable := place{expression: argument.Expr, in: in, keys: []string{name}}
		value, problem := nullable.evaluate(argument.Expr)
		declared.notNull = problem == nil && value.Type() == cty.Bool && !value.IsNull() && value.False()
	}
}

// doubt is what could not be read, where the variable may be declared in it.
func (d *declarations) doubt(name string) []upgrade.Problem {
	if _, ok := d.byName[name]; ok {
		return nil
	}
	return slices.Clip(d.broken)
}
