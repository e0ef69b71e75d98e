package plan

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// block is the block of a resource in the configuration.
type block struct {
	address []byte
	mode    string
	// whole is set where the resource matters: then every member is kept.
	whole bool
	// members are kept as they are, each after a comma.
	members []byte
	// early are members that come before the address, which tells what to do with
	// them.
	early []byte
	// repeats marks count or for_each.
	repeats    bool
	dependsOn  bool
	references [][]byte
	// scratch holds the texts of references.
	scratch []byte
}

// copyBlock copies what is kept of a block.
func (c *configurationReader) copyBlock() error {
	b := &c.block
	*b = block{address: b.address[:0], members: b.members[:0], early: b.early[:0], references: b.references[:0], scratch: b.scratch[:0]}
	if err := c.object(func(name []byte) error { return b.read(c.tokens, name) }); err != nil {
		return err
	}
	if len(b.address) == 0 {
		return nil
	}
	if len(b.early) > 0 {
		early := rawTokens(append(append([]byte{'{'}, b.early[1:]...), '}'))
		if err := early.object(func(name []byte) error { return b.read(early, name) }); err != nil {
			return err
		}
	}
	lacked := !b.whole && b.mode == "managed" && !b.repeats && c.lacks(b.address)
	if !b.whole && !lacked && len(b.references) == 0 && !b.dependsOn {
		return nil
	}
	if !b.whole {
		b.shortenReferences()
		c.loose.add(b, len(c.out), lacked, len(c.module) > 0)
		return nil
	}
	c.comma('[')
	c.out = b.append(c.out)
	c.loose.dependsOn(b)
	return nil
}

// lacks tells whether neither the changes nor the prior state have a resource of
// the module at hand.
func (c *configurationReader) lacks(address []byte) bool {
	if len(c.module) > 0 {
		address = slices.Concat(c.module, []byte("."), address)
	}
	return !c.document.hasResource(address)
}

// read reads one member of the block.
func (b *block) read(t *tokens, name []byte) (err error) {
	switch {
	case string(name) == "address":
		var text []byte
		text, err = t.bytes()
		b.address = append(b.address[:0], text...)
		b.whole = keepsValues(string(typeInAddress(b.address)))
	case len(b.address) == 0:
		b.early, err = appendMember(b.early, t, name)
	case b.whole:
		b.dependsOn = b.dependsOn || string(name) == "depends_on"
		b.members, err = appendMember(b.members, t, name)
	default:
		err = b.readLoose(t, name)
	}
	return err
}

// readLoose reads one member of the block of a resource that does not matter.
func (b *block) readLoose(t *tokens, name []byte) (err error) {
	switch string(name) {
	case "mode":
		b.mode, err = t.word()
		b.members = appendText(append(b.members, `,"mode":`...), []byte(b.mode))
	case "count_expression", "for_each_expression":
		b.repeats = true
		b.members, err = appendMember(b.members, t, name)
	case "depends_on":
		b.dependsOn = true
		b.members, err = appendMember(b.members, t, name)
	case "provider_config_key":
		b.members, err = appendMember(b.members, t, name)
	case "expressions", "provisioners":
		err = b.findReferences(t)
	default:
		err = t.skip()
	}
	return err
}

// appendMember appends a comma and a member as it is.
func appendMember(out []byte, t *tokens, name []byte) ([]byte, error) {
	out = append(appendText(append(out, ','), name), ':')
	value, err := t.readValue()
	return append(out, value...), err
}

// findReferences collects what a value refers to, however deep.
func (b *block) findReferences(t *tokens) error {
	switch t.upcoming() {
	case '{':
		return t.object(func(name []byte) error {
			constant, references := string(name) == "constant_value", string(name) == "references"
			switch kind := t.upcoming(); {
			case references && kind == '[':
				return t.list(func() error { return b.addReference(t) })
			case constant && kind != '{':
				return t.skip()
			}
			return b.findReferences(t)
		})
	case '[':
		return t.list(func() error { return b.findReferences(t) })
	default:
		return t.skip()
	}
}

func (b *block) addReference(t *tokens) error {
	if t.upcoming() != '"' {
		return b.findReferences(t)
	}
	raw, err := t.readValue()
	if !slices.ContainsFunc(b.references, func(known []byte) bool { return bytes.Equal(known, raw) }) {
		begin := len(b.scratch)
		b.scratch = append(b.scratch, raw...)
		b.references = append(b.references, b.scratch[begin:len(b.scratch):len(b.scratch)])
	}
	return err
}

// shortenReferences sorts the references, and leaves out those that only lead to
// the next one, such as aws_iam_role.a before aws_iam_role.a.arn.
func (b *block) shortenReferences() {
	slices.SortFunc(b.references, bytes.Compare)
	kept := b.references[:0]
	for i, reference := range b.references {
		if i+1 == len(b.references) || !leadsTo(reference, b.references[i+1]) {
			kept = append(kept, reference)
		}
	}
	b.references = kept
}

// leadsTo tells whether one quoted reference is the beginning of another.
func leadsTo(reference, other []byte) bool {
	begin := len(reference) - 1
	return len(other) > begin && bytes.Equal(reference[:begin], other[:begin]) && (other[begin] == '.' || other[begin] == '[')
}

// append writes the block.
func (b *block) append(out []byte) []byte {
	out = appendText(append(out, `{"address":`...), b.address)
	out = append(out, b.members...)
	if len(b.references) > 0 {
		out = append(out, `,"expressions":{"all":{"references":[`...)
		for i, reference := range b.references {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(out, reference...)
		}
		out = append(out, `]}}`...)
	}
	return append(out, '}')
}

func appendText(out, text []byte) []byte {
	// The text comes from JSON, so it is valid UTF-8, which is all that can fail.
	out, _ = jsontext.AppendQuote(out, text)
	return out
}
