package plan

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// readChanges reads a list of changes, and keeps those that matter. Planned
// changes are counted, and their addresses remembered.
func (p *planReader) readChanges(planned bool) ([]change, error) {
	var kept []change
	if planned {
		p.document.changed, p.document.destroyed = 0, 0
	}
	err := p.list(func() error {
		change, err := p.readChange()
		if err != nil {
			return err
		}
		if planned {
			p.document.known.addBytes(p.address)
			if bytes.IndexByte(p.address, '[') >= 0 {
				p.document.knownResources.add(configAddress(string(p.address)))
			}
			if change.Mode != "data" && does(change.Change.Actions) {
				p.document.changed++
				if action := change.Change.action(); action == upgrade.Delete || action == upgrade.Forget {
					p.document.destroyed++
				}
			}
		}
		if p.keeps(&change) {
			kept = append(kept, change)
		}
		return nil
	})
	return kept, err
}

// readDeferred reads the changes that wait for another plan.
func (p *planReader) readDeferred() ([]change, error) {
	var kept []change
	err := p.list(func() error {
		var deferred change
		var reason string
		p.address = p.address[:0]
		err := p.object(func(name []byte) (err error) {
			switch string(name) {
			case "reason":
				reason, err = p.text()
			case "resource_change":
				deferred, err = p.readChange()
			default:
				err = p.skip()
			}
			return err
		})
		// The address of a deferred change may be one that stands for many.
		deferred.Address, deferred.Reason = string(p.address), reason
		p.document.known.addBytes(p.address)
		kept = append(kept, deferred)
		return err
	})
	return kept, err
}

// does tells whether actions do anything to a resource.
func does(actions []string) bool {
	return slices.ContainsFunc(actions, func(action string) bool { return action != "no-op" && action != "read" })
}

// keeps tells whether a change is kept, and settles what of it is.
func (p *planReader) keeps(c *change) bool {
	if c.Type == "" {
		return false
	}
	if passesValues(c.Type) {
		size := len(c.Change.Before) + len(c.Change.After) + len(c.Change.AfterUnknown)
		if !does(c.Change.Actions) || size > maxPassingValues || p.passing >= maxPassing {
			return false
		}
		p.passing++
	}
	return true
}

// readChange reads one change. What does not matter has its mode and its
// actions alone; the address of either is in p.address.
func (p *planReader) readChange() (change, error) {
	var c change
	p.address, p.kind, p.pending = p.address[:0], p.kind[:0], p.pending[:0]
	err := p.object(func(name []byte) error { return p.readChangeMember(&c, name) })
	if err != nil {
		return c, err
	}
	c.Type = p.typeAtLast()
	if len(p.pending) > 0 {
		err = readChangeValues(rawTokens(p.pending), &c.Change, keepsValues(c.Type))
	}
	if c.Type == "" {
		return change{Mode: c.Mode, Change: changeValues{Actions: c.Change.Actions}}, err
	}
	c.Address = string(p.address)
	return c, err
}

func (p *planReader) readChangeMember(c *change, name []byte) (err error) {
	switch string(name) {
	case "address":
		p.address, err = p.copyText(p.address)
	case "type":
		p.kind, err = p.copyText(p.kind)
	case "mode":
		c.Mode, err = p.word()
	case "previous_address":
		c.PreviousAddress, err = p.text()
	case "module_address":
		c.ModuleAddress, err = p.textThatMatters()
	case "name":
		c.Name, err = p.textThatMatters()
	case "index":
		c.Index, err = p.rawThatMatters()
	case "provider_name":
		c.ProviderName, err = p.textThatMatters()
	case "deposed":
		c.Deposed, err = p.text()
	case "action_reason":
		c.ActionReason, err = p.word()
	case "change":
		err = p.readValues(&c.Change)
	default:
		err = p.skip()
	}
	return err
}

// readValues reads the values of a change. Where nothing told the type before,
// they wait until something has.
func (p *planReader) readValues(values *changeValues) error {
	kind := p.typeSoFar()
	if len(kind) == 0 {
		raw, err := p.readValue()
		p.pending = append(p.pending[:0], raw...)
		return err
	}
	return readChangeValues(p.tokens, values, keepsValues(string(kind)))
}

// typeSoFar is what the address of the entry at hand says of its type; empty
// where it was not read yet.
func (p *planReader) typeSoFar() []byte { return typeInAddress(p.address) }

// typeAtLast is the type of an entry that was read whole, empty where it does not
// matter. The address comes first, because the type may come after what is kept
// or dropped by it.
func (p *planReader) typeAtLast() string {
	kind := p.typeSoFar()
	if len(kind) == 0 {
		kind = p.kind
	}
	if !matters(string(kind)) {
		return ""
	}
	return string(kind)
}

// dropped tells whether the entry at hand is known not to matter.
func (p *planReader) dropped() bool {
	kind := p.typeSoFar()
	return len(kind) > 0 && !matters(string(kind))
}

// copyText reads a text into a buffer that is used again.
func (p *planReader) copyText(buffer []byte) ([]byte, error) {
	text, err := p.bytes()
	return append(buffer[:0], text...), err
}

// textThatMatters reads a text, and drops it where the entry is known not to
// matter.
func (p *planReader) textThatMatters() (string, error) {
	if p.dropped() {
		return "", p.skip()
	}
	return p.text()
}

// rawThatMatters is textThatMatters for any value.
func (p *planReader) rawThatMatters() (jsontext.Value, error) {
	if p.dropped() {
		return nil, p.skip()
	}
	return p.raw()
}

// words are texts of which a plan holds very many.
var words = []string{"managed", "data", "no-op", "create", "read", "update", "delete", "forget"}

// word reads one of a few texts without a copy of each.
func (t *tokens) word() (string, error) {
	text, err := t.bytes()
	for _, word := range words {
		if string(text) == word {
			return word, err
		}
	}
	return string(text), err
}

// readChangeValues reads the actions of a change, and the values where they are
// kept.
func readChangeValues(t *tokens, values *changeValues, keep bool) error {
	return t.object(func(name []byte) (err error) {
		if string(name) == "actions" {
			values.Actions, err = t.readActions()
			return err
		}
		field := values.field(name)
		if field == nil || !keep {
			return t.skip()
		}
		wrong := t.checkSide(name)
		*field, err = t.raw()
		return cmp.Or(err, wrong)
	})
}

// checkSide refuses a side of a change that is no object. It would read as a
// resource without attributes, of which there is nothing to find fault with.
func (t *tokens) checkSide(name []byte) error {
	kind := t.upcoming()
	side := string(name) == "before" || string(name) == "after"
	marks := string(name) == "after_unknown"
	whole := kind == 't' || kind == 'f'
	if !side && !marks || marks && whole || kind == '{' || kind == 'n' || kind == jsontext.KindInvalid {
		return nil
	}
	return t.wrong(kind, "an object")
}

// field is where the value of a name is kept; nil for one that no rule needs.
func (c *changeValues) field(name []byte) *jsontext.Value {
	switch string(name) {
	case "before":
		return &c.Before
	case "after":
		return &c.After
	case "after_unknown":
		return &c.AfterUnknown
	case "before_sensitive":
		return &c.BeforeSensitive
	case "after_sensitive":
		return &c.AfterSensitive
	case "replace_paths":
		return &c.ReplacePaths
	}
	return nil
}

// noOp are the actions of most changes.
var noOp = []string{"no-op"}

func (t *tokens) readActions() ([]string, error) {
	var actions []string
	err := t.list(func() error {
		action, err := t.word()
		if len(actions) == 0 && action == noOp[0] {
			actions = slices.Clip(noOp)
			return err
		}
		actions = append(actions, action)
		return err
	})
	return actions, err
}
