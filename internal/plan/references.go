package plan

import (
	"encoding/json"
	"slices"
	"strings"
)

// origins are what expressions come to in the end, through the inputs and
// outputs of modules.
type origins struct {
	// resources are addresses of resources and data sources, without keys of
	// instances, in the order found.
	resources []string
	// attributes are the references that led to them, such as
	// module.eks.aws_eks_cluster.this.name.
	attributes []string
	// locals are local values, whose expressions the file does not show.
	locals []string

	seen map[string]bool
}

// add adds a resource.
func (o *origins) add(address string) {
	if key := "resource " + address; !o.seen[key] {
		o.seen[key] = true
		o.resources = append(o.resources, address)
	}
}

// follow adds what references of a module come to. Where each is set, each.value
// and each.key come to what for_each does, and count.index to what count does.
func (c *configuration) follow(m *configModule, references []string, each []json.RawMessage, into *origins) {
	for _, reference := range references {
		key := m.path + " " + reference
		if strings.HasPrefix(reference, "each.") || strings.HasPrefix(reference, "count.") {
			for _, raw := range each {
				c.followExpression(m, raw, nil, into)
			}
			continue
		}
		if into.seen[key] {
			continue
		}
		into.seen[key] = true
		c.followOne(m, reference, into)
	}
}

func (c *configuration) followOne(m *configModule, reference string, into *origins) {
	list := addressSteps(reference)
	if len(list) < 2 {
		return
	}
	switch list[0].name {
	case "path", "terraform", "tofu", "self", "each", "count", "provider":
	case "local":
		into.locals = append(into.locals, joinAddress(m.path, "local."+list[1].name))
	case "var":
		c.followVariable(m, list[1].name, into)
	case "module":
		c.followModule(m, list, into)
	default:
		length := 2
		if list[0].name == "data" || list[0].name == "ephemeral" {
			length = 3
		}
		if len(list) < length {
			return
		}
		names := make([]string, length)
		for i := range names {
			names[i] = list[i].name
		}
		into.add(joinAddress(m.path, strings.Join(names, ".")))
		into.attributes = append(into.attributes, joinAddress(m.path, reference))
	}
}

// followVariable goes on in the module that calls. Variables of the root module
// have values, and inputs that a call leaves out have defaults, which refer to
// nothing.
func (c *configuration) followVariable(m *configModule, name string, into *origins) {
	if m.call == nil {
		return
	}
	c.followExpression(m.parent, m.call.Expressions[name], []json.RawMessage{m.call.ForEach, m.call.Count}, into)
}

// followModule goes on in the module that is called: one output of it, or all
// that it holds where the reference is to the module itself, as Terraform waits
// for all of it.
func (c *configuration) followModule(m *configModule, list []addressStep, into *origins) {
	call := m.Calls[list[1].name]
	if call == nil {
		return
	}
	for _, raw := range []json.RawMessage{call.Count, call.ForEach} {
		c.followExpression(m, raw, nil, into)
	}
	if len(list) > 2 {
		if output := call.Module.Outputs[list[2].name]; output != nil {
			c.followExpression(call.Module, output.Expression, nil, into)
			c.follow(call.Module, output.DependsOn, nil, into)
		}
		return
	}
	call.Module.each(func(resource *configResource) {
		into.add(resource.address())
	})
}

// each calls f for each resource of a module and those below it.
func (m *configModule) each(f func(*configResource)) {
	for _, resource := range m.Resources {
		f(resource)
	}
	for _, call := range m.Calls {
		call.Module.each(f)
	}
}

func (c *configuration) followExpression(m *configModule, raw json.RawMessage, each []json.RawMessage, into *origins) {
	for _, leaf := range expressionsAt(raw, nil) {
		c.follow(m, leaf.references, each, into)
	}
}

// originsOf is what expressions of a resource come to.
func (c *configuration) originsOf(resource *configResource, expressions []expression) *origins {
	into := &origins{seen: map[string]bool{}}
	for _, leaf := range expressions {
		c.follow(resource.module, leaf.references, []json.RawMessage{resource.ForEach, resource.Count}, into)
	}
	return into
}

// provider finds the provider block of a resource; nil where it is not certain.
// Where a module is given its provider by the one that calls it, newer Terraforms
// name the block that was given, and older ones a block in the module that is not
// there: then it is the only one of that name.
func (c *configuration) provider(resource *configResource) *configProvider {
	if found := c.providers[resource.Provider]; found != nil {
		return found
	}
	_, name, inModule := strings.Cut(resource.Provider, ":")
	if !inModule {
		return nil
	}
	name, _, _ = strings.Cut(name, ".")
	var only *configProvider
	for _, block := range c.providers {
		if block == nil || block.Name != name {
			continue
		}
		if only != nil {
			return nil
		}
		only = block
	}
	return only
}

// providerOrigins is what the provider block of a resource refers to.
func (c *configuration) providerOrigins(resource *configResource) *origins {
	return c.blockOrigins(c.provider(resource))
}

func (c *configuration) blockOrigins(block *configProvider) *origins {
	into := &origins{seen: map[string]bool{}}
	if block == nil {
		return into
	}
	if block.origins != nil {
		return block.origins
	}
	block.origins = into
	module := c.module(block.ModuleAddress)
	if module == nil {
		return into
	}
	for _, raw := range block.Expressions {
		c.followExpression(module, raw, nil, into)
	}
	slices.Sort(into.resources)
	return into
}

// anyProvider lists what all provider blocks of a provider refer to: the
// configuration of an object that it holds no more is one of them. Terraforms
// before 1.1 do not tell which provider a block is of.
func (c *configuration) anyProvider(fullName string) []string {
	if fullName == "" {
		return nil
	}
	var common []string
	first := true
	for _, block := range c.providers {
		if block == nil || block.FullName != fullName {
			continue
		}
		found := c.blockOrigins(block).resources
		if first {
			common, first = slices.Clone(found), false
			continue
		}
		common = slices.DeleteFunc(common, func(address string) bool { return !slices.Contains(found, address) })
	}
	return common
}

// dependsOn lists what a resource waits for by itself: all that its expressions,
// depends_on, count, for_each, provisioners and provider refer to, and what the
// modules around it wait for. What locals refer to is found where the prior
// state shows it; see hiddenDependencies.
func (c *configuration) dependsOn(address string) []string {
	if found, done := c.direct[address]; done {
		return found
	}
	resource := c.lookup(address)
	if resource == nil {
		return nil
	}
	into := &origins{seen: map[string]bool{}}
	each := []json.RawMessage{resource.ForEach, resource.Count}
	for _, raw := range resource.Expressions {
		c.followExpression(resource.module, raw, each, into)
	}
	for _, raw := range each {
		c.followExpression(resource.module, raw, nil, into)
	}
	c.follow(resource.module, resource.DependsOn, nil, into)
	for _, provisioner := range resource.Provisioners {
		for _, raw := range provisioner.Expressions {
			c.followExpression(resource.module, raw, each, into)
		}
	}
	for module := resource.module; module.call != nil; module = module.parent {
		c.followExpression(module.parent, module.call.Count, nil, into)
		c.followExpression(module.parent, module.call.ForEach, nil, into)
		c.follow(module.parent, module.call.DependsOn, nil, into)
	}
	found := unionOf(into.resources, c.providerOrigins(resource).resources)
	found = unionOf(found, c.hiddenDependencies(resource))
	found = slices.DeleteFunc(found, func(other string) bool { return other == address })
	slices.Sort(found)
	c.direct[address] = found
	return found
}
