package plan

import "github.com/go-json-experiment/json/jsontext"

// document is what is kept of a plan file: the resources that matter to an
// upgrade, their values raw until somebody asks, and enough of the rest to tell
// whether the plan is whole.
type document struct {
	formatVersion    string
	terraformVersion string
	// errored, complete and applyable are nil where the Terraform that wrote the
	// plan does not say.
	errored, complete, applyable *bool
	// changes are the planned changes of the types that matter, deposed objects
	// included, in the order of the file.
	changes []change
	// drift is what the refresh found changed; only of the types that matter.
	drift    []change
	deferred []change
	// changed counts all changes that do something, whatever their type.
	changed int
	// destroyed counts those of them that only destroy or forget.
	destroyed int
	// variables are the values given to the root module's variables.
	variables map[string]jsontext.Value
	// configuration is the root of the configuration, without the blocks that
	// nobody asks for; nil where the file has none.
	configuration jsontext.Value
	// prior are instances of the types that matter in the prior state, data
	// sources included.
	prior []instance
	// relevant are the attributes that Terraform says contributed to the changes;
	// nil where it does not say, which is before 1.2.
	relevant []relevantAttribute
	// known are the addresses in resource_changes. Where they have keys of
	// instances, knownResources are those without.
	known, knownResources addresses
	// priorManaged are the addresses of managed resources in the prior state that
	// are not among the changes, or were not yet when the state was read. It hashes
	// as known does, so that the two can be compared.
	priorManaged addresses

	decoded *configuration
	// byResource are the places of changes by address without keys of instances.
	byResource map[string][]int
	stepOrder  *stepGraph
}

// hasResource tells whether the changes or the prior state have an address, or
// an instance of a resource, whose address is without keys.
func (d *document) hasResource(address []byte) bool {
	return d.known.hasBytes(address) || d.knownResources.hasBytes(address) || d.priorManaged.hasBytes(address)
}

// relevantAttribute is one entry of relevant_attributes. The address has the
// keys of instances or not.
type relevantAttribute struct {
	Resource  string `json:"resource"`
	Attribute []any  `json:"attribute"`
}

// change is one entry of resource_changes, resource_drift or deferred_changes.
type change struct {
	Address         string         `json:"address"`
	PreviousAddress string         `json:"previous_address"`
	ModuleAddress   string         `json:"module_address"`
	Mode            string         `json:"mode"`
	Type            string         `json:"type"`
	Name            string         `json:"name"`
	Index           jsontext.Value `json:"index"`
	ProviderName    string         `json:"provider_name"`
	Deposed         string         `json:"deposed"`
	ActionReason    string         `json:"action_reason"`
	Change          changeValues   `json:"change"`
	// Reason is set for deferred changes alone.
	Reason string `json:"-"`
}

// changeValues are the values of a change, raw.
type changeValues struct {
	Actions         []string       `json:"actions"`
	Before          jsontext.Value `json:"before"`
	After           jsontext.Value `json:"after"`
	AfterUnknown    jsontext.Value `json:"after_unknown"`
	BeforeSensitive jsontext.Value `json:"before_sensitive"`
	AfterSensitive  jsontext.Value `json:"after_sensitive"`
	ReplacePaths    jsontext.Value `json:"replace_paths"`
}

// instance is one resource instance of the prior state.
type instance struct {
	Address         string         `json:"address"`
	Mode            string         `json:"mode"`
	Type            string         `json:"type"`
	Name            string         `json:"name"`
	Index           jsontext.Value `json:"index"`
	ProviderName    string         `json:"provider_name"`
	Values          jsontext.Value `json:"values"`
	SensitiveValues jsontext.Value `json:"sensitive_values"`
	// DependsOn are the resources, without the keys of instances, that the object
	// depends on in any number of steps: those of the configuration now, and those
	// of the last apply.
	DependsOn []string `json:"depends_on"`
	// DeposedKey is set for an object that a create_before_destroy has left.
	DeposedKey string `json:"deposed_key"`
}
