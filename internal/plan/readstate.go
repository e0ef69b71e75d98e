package plan

import "slices"

// readPriorState reads the resources of the prior state, and keeps those that
// matter.
func (p *planReader) readPriorState() error {
	p.document.prior = nil
	return p.object(func(name []byte) error {
		if string(name) != "values" {
			return p.skip()
		}
		return p.object(func(name []byte) error {
			if string(name) != "root_module" {
				return p.skip()
			}
			return p.readStateModule()
		})
	})
}

// readStateModule reads a module and those in it. The token reader bounds how
// deep they go. The resources of a module come before those of the modules in
// it, whatever the order of keys.
func (p *planReader) readStateModule() error {
	first := len(p.document.prior)
	return p.object(func(name []byte) error {
		switch string(name) {
		case "resources":
			below := slices.Clone(p.document.prior[first:])
			p.document.prior = p.document.prior[:first]
			err := p.list(p.readInstance)
			p.document.prior = append(p.document.prior, below...)
			return err
		case "child_modules":
			return p.list(p.readStateModule)
		default:
			return p.skip()
		}
	})
}

// readInstance reads one instance of the prior state.
func (p *planReader) readInstance() error {
	var i instance
	p.address, p.kind = p.address[:0], p.kind[:0]
	err := p.object(func(name []byte) error { return p.readInstanceMember(&i, name) })
	if err != nil {
		return err
	}
	if i.Mode == "managed" && !p.document.known.hasBytes(p.address) {
		p.document.priorManaged.addBytes(p.address)
	}
	i.Type = p.typeAtLast()
	if i.Type == "" || passesValues(i.Type) {
		return nil
	}
	if bareTypes[i.Type] {
		i.Values, i.SensitiveValues = nil, nil
	}
	i.Address = string(p.address)
	p.document.prior = append(p.document.prior, i)
	return nil
}

func (p *planReader) readInstanceMember(i *instance, name []byte) (err error) {
	switch string(name) {
	case "address":
		p.address, err = p.copyText(p.address)
	case "type":
		p.kind, err = p.copyText(p.kind)
	case "mode":
		i.Mode, err = p.word()
	case "name":
		i.Name, err = p.textThatMatters()
	case "index":
		i.Index, err = p.rawThatMatters()
	case "provider_name":
		i.ProviderName, err = p.textThatMatters()
	case "values", "sensitive_values":
		kind := p.typeSoFar()
		if len(kind) > 0 && (!keepsValues(string(kind)) || passesValues(string(kind))) {
			return p.skip()
		}
		if string(name) == "values" {
			i.Values, err = p.raw()
		} else {
			i.SensitiveValues, err = p.raw()
		}
	case "depends_on":
		if p.dropped() {
			return p.skip()
		}
		i.DependsOn, err = p.readTexts()
	case "deposed_key":
		i.DeposedKey, err = p.text()
	default:
		err = p.skip()
	}
	return err
}

func (t *tokens) readTexts() ([]string, error) {
	var texts []string
	err := t.list(func() error {
		text, err := t.text()
		texts = append(texts, text)
		return err
	})
	return texts, err
}
