package plan

import (
	"encoding/json"
	"slices"
	"strings"
)

// configuration is what a plan tells of the configuration that it was made
// from: which resources there are, and what their expressions refer to. The
// expressions themselves, locals, dynamic blocks and lifecycle blocks are not in
// the file. It has types of its own because terraform-json refuses the whole
// configuration for one part that it does not know, and because it loses single
// nested blocks.
type configuration struct {
	root      *configModule
	providers map[string]*configProvider
	// dependencies are what the prior state says that a resource depends on.
	dependencies map[string][]string
	// direct are the dependencies that were asked for.
	direct map[string][]string
	// document is where values of other resources are found.
	document *document
}

// configModule is one module of the configuration. Its instances are one here.
type configModule struct {
	Resources []*configResource        `json:"resources"`
	Calls     map[string]*configCall   `json:"module_calls"`
	Outputs   map[string]*configOutput `json:"outputs"`
	Variables map[string]struct {
		Default   json.RawMessage `json:"default"`
		Sensitive bool            `json:"sensitive"`
	} `json:"variables"`

	// path is such as module.a.module.b, and empty for the root.
	path   string
	parent *configModule
	call   *configCall
	named  map[string]*configResource
}

// configCall is a module block.
type configCall struct {
	Expressions map[string]json.RawMessage `json:"expressions"`
	Count       json.RawMessage            `json:"count_expression"`
	ForEach     json.RawMessage            `json:"for_each_expression"`
	DependsOn   []string                   `json:"depends_on"`
	Module      *configModule              `json:"module"`
}

// configOutput is an output of a module.
type configOutput struct {
	Expression json.RawMessage `json:"expression"`
	DependsOn  []string        `json:"depends_on"`
}

// configResource is a resource or a data source. Its address is relative to its
// module.
type configResource struct {
	Address      string                     `json:"address"`
	Mode         string                     `json:"mode"`
	Provider     string                     `json:"provider_config_key"`
	Expressions  map[string]json.RawMessage `json:"expressions"`
	Count        json.RawMessage            `json:"count_expression"`
	ForEach      json.RawMessage            `json:"for_each_expression"`
	DependsOn    []string                   `json:"depends_on"`
	Provisioners []struct {
		Expressions map[string]json.RawMessage `json:"expressions"`
	} `json:"provisioners"`

	module *configModule
}

// configProvider is a provider block.
type configProvider struct {
	Name          string                     `json:"name"`
	FullName      string                     `json:"full_name"`
	ModuleAddress string                     `json:"module_address"`
	Expressions   map[string]json.RawMessage `json:"expressions"`

	// origins are what it refers to, and clusters the nearest clusters by them,
	// as soon as somebody has asked.
	origins          *origins
	clusters         []string
	hidden, searched bool
}

// config is the configuration of the plan, decoded when it is first asked for.
// It is never nil, and empty where the file has none.
func (d *document) config() *configuration {
	if d.decoded != nil {
		return d.decoded
	}
	d.decoded = &configuration{root: &configModule{}, dependencies: map[string][]string{}, direct: map[string][]string{}, document: d}
	var raw struct {
		Providers map[string]*configProvider `json:"provider_config"`
		Root      *configModule              `json:"root_module"`
	}
	// What is not of the type expected is left out, and the rest is read.
	_ = json.Unmarshal(d.configuration, &raw)
	d.decoded.providers = raw.Providers
	if raw.Root != nil {
		d.decoded.root = raw.Root
	}
	d.decoded.root.link("", nil, nil)
	for _, instance := range d.prior {
		address := configAddress(instance.Address)
		d.decoded.dependencies[address] = unionOf(d.decoded.dependencies[address], instance.DependsOn)
	}
	return d.decoded
}

// link tells a module and those below it where they are.
func (m *configModule) link(path string, parent *configModule, call *configCall) {
	m.path, m.parent, m.call, m.named = path, parent, call, map[string]*configResource{}
	m.Resources = slices.DeleteFunc(m.Resources, func(resource *configResource) bool { return resource == nil })
	for _, resource := range m.Resources {
		resource.module = m
		m.named[resource.Address] = resource
	}
	for name, below := range m.Calls {
		if below == nil || below.Module == nil {
			delete(m.Calls, name)
			continue
		}
		below.Module.link(joinAddress(path, "module."+name), m, below)
	}
}

// address is the resource's address from the root, without keys of instances.
func (r *configResource) address() string { return joinAddress(r.module.path, r.Address) }

// once tells that there is exactly one instance of the resource: neither it nor
// a module around it has count or for_each.
func (r *configResource) once() bool {
	if r.Count != nil || r.ForEach != nil {
		return false
	}
	for module := r.module; module.call != nil; module = module.parent {
		if module.call.Count != nil || module.call.ForEach != nil {
			return false
		}
	}
	return true
}

// lookup finds a resource by its address without keys of instances; nil where
// the configuration does not have it.
func (c *configuration) lookup(address string) *configResource {
	module := c.root
	steps := addressSteps(address)
	for len(steps) > 2 && steps[0].name == "module" {
		call := module.Calls[steps[1].name]
		if call == nil {
			return nil
		}
		module, steps = call.Module, steps[2:]
	}
	names := make([]string, len(steps))
	for i, step := range steps {
		names[i] = step.name
	}
	return module.named[strings.Join(names, ".")]
}

// module finds a module by its address, with or without keys of instances.
func (c *configuration) module(address string) *configModule {
	module := c.root
	for steps := addressSteps(address); len(steps) >= 2; steps = steps[2:] {
		call := module.Calls[steps[1].name]
		if call == nil {
			return nil
		}
		module = call.Module
	}
	return module
}

// resource is the configuration of a change's resource, nil where it is gone.
func (c *configuration) resource(ch change) *configResource {
	return c.lookup(configAddress(ch.Address))
}

// sets tells whether the configuration of a change's resource sets an attribute,
// or an attribute of a nested block in any of its blocks. Set to null is not
// set. Where the change does not know an attribute although all that it is made
// of is known, it is set to null too: a value would be in the plan. The file does
// not show dynamic blocks, so false may be wrong for what is in a block.
func (c *configuration) sets(ch change, path ...string) bool {
	resource := c.resource(ch)
	if resource == nil || len(path) == 0 {
		return false
	}
	found := resource.at(path)
	set := false
	for _, leaf := range found {
		if !leaf.null {
			set = true
		}
	}
	if !set || !ch.Change.after().at(pathSteps(path)...).isUnknown() {
		return set
	}
	for _, leaf := range found {
		if !c.decided(resource, leaf) {
			return true
		}
	}
	return false
}

// pathSteps are the steps of a path into a value: a number is an index.
func pathSteps(path []string) []any {
	list := make([]any, len(path))
	for i, step := range path {
		list[i] = step
		if number, is := stepIndex(step); is {
			list[i] = number
		}
	}
	return list
}
