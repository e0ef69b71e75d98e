package plan

import (
	"encoding/json"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// planReader fills a document from the tokens of a plan. It holds no change that
// does not matter, and takes keys in any order: jq sorts them.
type planReader struct {
	*tokens
	document *document
	// keys are those of the outermost object that tell what the file is.
	keys map[string]bool
	// passing counts the kept resources that only hand values on.
	passing int
	// address and kind hold those of the change at hand, and pending its values
	// where they come before both.
	address, kind, pending []byte
}

// newDocument is an empty document.
func newDocument() *document {
	known := newAddresses()
	return &document{variables: map[string]jsontext.Value{}, known: known, knownResources: known.like(), priorManaged: known.like()}
}

func newPlanReader(r io.Reader) *planReader {
	return &planReader{tokens: newTokens(r), document: newDocument(), keys: map[string]bool{}}
}

// readPlan reads the outermost object.
func (p *planReader) readPlan() error {
	configurationFirst := false
	err := p.object(func(name []byte) error {
		key := string(name)
		if p.upcoming() != 'n' && len(p.keys) < maxKeys {
			p.keys[key] = true
		}
		configurationFirst = configurationFirst || p.document.configuration != nil && (key == "resource_changes" || key == "prior_state")
		return p.member(key)
	})
	if err == nil && configurationFirst {
		// More can be left out now that the changes are known.
		p.document.configuration, err = shortenConfiguration(rawTokens(p.document.configuration), p.document)
	}
	return err
}

// maxKeys bounds what is remembered of an outermost object that is no plan.
const maxKeys = 1000

func (p *planReader) member(name string) error {
	document := p.document
	var err error
	switch name {
	case "format_version":
		document.formatVersion, err = p.text()
	case "terraform_version":
		document.terraformVersion, err = p.text()
	case "errored":
		document.errored, err = p.flag()
	case "complete":
		document.complete, err = p.flag()
	case "applyable":
		document.applyable, err = p.flag()
	case "resource_changes":
		document.changes, err = p.readChanges(true)
	case "resource_drift":
		document.drift, err = p.readChanges(false)
	case "deferred_changes":
		document.deferred, err = p.readDeferred()
	case "variables":
		document.variables, err = p.readVariables()
	case "prior_state":
		err = p.readPriorState()
	case "relevant_attributes":
		err = p.readRelevant()
	case "configuration":
		document.configuration, err = p.readConfiguration()
	default:
		err = p.skip()
	}
	return err
}

// readVariables reads the values of the root module's variables.
func (p *planReader) readVariables() (map[string]jsontext.Value, error) {
	variables := map[string]jsontext.Value{}
	err := p.object(func(name []byte) error {
		variable := string(name)
		return p.object(func(name []byte) error {
			if string(name) != "value" {
				return p.skip()
			}
			value, err := p.readValue()
			variables[variable] = value.Clone()
			return err
		})
	})
	return variables, err
}

// readRelevant reads which attributes contributed to changes, and keeps those of
// resources that matter.
func (p *planReader) readRelevant() error {
	p.document.relevant = []relevantAttribute{}
	return p.list(func() error {
		p.address = p.address[:0]
		var path jsontext.Value
		err := p.object(func(name []byte) (err error) {
			switch string(name) {
			case "resource":
				p.address, err = p.copyText(p.address)
			case "attribute":
				path, err = p.raw()
			default:
				err = p.skip()
			}
			return err
		})
		if err != nil || !matters(string(typeInAddress(p.address))) {
			return err
		}
		relevant := relevantAttribute{Resource: string(p.address)}
		// A path of another shape is no path.
		_ = json.Unmarshal(path, &relevant.Attribute)
		p.document.relevant = append(p.document.relevant, relevant)
		return nil
	})
}
