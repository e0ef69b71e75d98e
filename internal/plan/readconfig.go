package plan

import "github.com/go-json-experiment/json/jsontext"

// configurationReader copies the configuration, and leaves out what nobody asks
// for, because a configuration may be nearly as long as the plan:
//   - of a resource that does not matter only what it refers to is kept, because
//     the order of the apply may lead through it;
//   - nothing is kept of one that nothing else refers to and whose change is
//     known.
type configurationReader struct {
	*tokens
	document *document
	out      []byte
	// module is the path of the module at hand, such as module.a.module.b.
	module []byte
	block  block
	loose  looseBlocks
}

// readConfiguration reads the configuration without what nobody asks for.
func (p *planReader) readConfiguration() (jsontext.Value, error) {
	return shortenConfiguration(p.tokens, p.document)
}

// shortenConfiguration copies a configuration from tokens. The changes and the
// prior state should have been read, or less can be left out.
func shortenConfiguration(t *tokens, document *document) (jsontext.Value, error) {
	if t.upcoming() == 'n' {
		return nil, t.skip()
	}
	c := &configurationReader{tokens: t, document: document}
	err := c.copyObject(func(name []byte) error {
		if string(name) == "root_module" {
			return c.copyModule()
		}
		return c.copyValue()
	})
	if err != nil {
		return nil, err
	}
	return c.loose.insert(c.out), nil
}

// copyObject copies an object. Member copies the value of a member.
func (c *configurationReader) copyObject(member func(name []byte) error) error {
	c.out = append(c.out, '{')
	err := c.object(func(name []byte) error {
		c.comma('{')
		c.out = appendText(c.out, name)
		c.out = append(c.out, ':')
		return member(name)
	})
	c.out = append(c.out, '}')
	return err
}

// comma separates what comes next from what came before it, if anything did.
func (c *configurationReader) comma(begin byte) {
	if last := c.out[len(c.out)-1]; last != begin {
		c.out = append(c.out, ',')
	}
}

func (c *configurationReader) copyValue() error {
	value, err := c.readValue()
	c.out = append(c.out, value...)
	return err
}

// copyModule copies a module and those that it calls.
func (c *configurationReader) copyModule() error {
	return c.copyObject(func(name []byte) error {
		switch string(name) {
		case "resources":
			return c.copyBlocks()
		case "module_calls":
			return c.copyObject(c.copyCall)
		default:
			return c.copyValue()
		}
	})
}

func (c *configurationReader) copyCall(name []byte) error {
	outer := len(c.module)
	if outer > 0 {
		c.module = append(c.module, '.')
	}
	c.module = append(append(c.module, "module."...), name...)
	err := c.copyObject(func(name []byte) error {
		if string(name) == "module" {
			return c.copyModule()
		}
		return c.copyValue()
	})
	c.module = c.module[:outer]
	return err
}

// copyBlocks copies the blocks of a module's resources.
func (c *configurationReader) copyBlocks() error {
	c.out = append(c.out, '[')
	err := c.list(c.copyBlock)
	c.out = append(c.out, ']')
	return err
}
