package plan

import (
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// resolver tells of values that a change does not know what the rest of the plan
// says of them. What an attribute refers to does not prove what it is: the file
// lists the references of an expression and not what it makes of them. So
// references give reasons, and values come only from constants and from what is
// there.
type resolver struct {
	document *document
	config   *configuration
}

func (d *document) resolver() *resolver { return &resolver{document: d, config: d.config()} }

// leftByEKS are attributes that EKS leaves as they are where an update does not set
// them.
var leftByEKS = map[string][]string{
	clusterType:          {"version", "name"},
	"aws_eks_node_group": {"version", "ami_type", "node_group_name", "cluster_name"},
	"aws_eks_addon":      {"addon_version", "addon_name", "cluster_name"},
}

// resolve finds the value of an attribute that the change does not know, and
// says where it was found.
func (r *resolver) resolve(ch change, path ...string) (value, string, bool) {
	resource := r.config.resource(ch)
	if resource == nil || len(path) == 0 {
		return value{}, "", false
	}
	if found := resource.at(path); len(found) == 1 && len(found[0].constant) > 0 && !found[0].null {
		constant := value{data: decode([]byte(found[0].constant))}.at(pathSteps(found[0].rest)...)
		constant.sensitive = ch.Change.after().at(pathSteps(path)...).sensitive
		return constant, "the configuration", !constant.isNull()
	}
	action := ch.Change.action()
	if len(path) != 1 || action != upgrade.Update && action != upgrade.NoAction || !slices.Contains(leftByEKS[ch.Type], path[0]) || r.config.sets(ch, path...) {
		return value{}, "", false
	}
	there := ch.Change.before().at(path[0])
	return there, "what is there now", !there.isNull()
}

// decided tells whether all that an expression refers to is known in the plan.
func (c *configuration) decided(resource *configResource, leaf expression) bool {
	if leaf.constant != nil {
		return true
	}
	from := c.originsOf(resource, []expression{leaf})
	if len(leaf.references) == 0 || len(from.locals) > 0 {
		return false
	}
	for _, reference := range from.attributes {
		if !c.document.knows(reference) {
			return false
		}
	}
	return len(from.attributes) >= len(from.resources)
}

// knows tells whether the plan holds what a reference such as
// module.a.aws_eks_cluster.this.version leads to, in every instance.
func (d *document) knows(reference string) bool {
	address, path := splitReference(reference)
	changes := d.changesOf(address)
	for _, ch := range changes {
		if ch.Change.after().at(path...).hasUnknown() {
			return false
		}
	}
	if len(changes) > 0 {
		return true
	}
	return slices.ContainsFunc(d.prior, func(held instance) bool {
		return held.Mode == "data" && configAddress(held.Address) == address
	})
}

// splitReference takes a reference apart into a resource without keys of
// instances and the path of an attribute. The path ends where a splat begins.
func splitReference(reference string) (string, []any) {
	list := addressSteps(reference)
	length := len(moduleSteps(reference)) + 2
	if length-2 < len(list) && list[length-2].name == "data" {
		length++
	}
	var names []string
	var path []any
	for i, step := range list {
		if i < length {
			names = append(names, step.name)
			continue
		}
		path = append(path, step.name)
		key := strings.Trim(step.key, "[]")
		if number, is := stepIndex(key); is {
			path = append(path, number)
		} else if key != "" {
			break
		}
	}
	return strings.Join(names, "."), path
}

// why says why an attribute is not known, as a clause without a full stop.
func (r *resolver) why(ch change, path ...string) string {
	name := shownPath(path)
	reason := "the plan decides " + name + " at apply"
	if ch.Reason != "" {
		return "Terraform defers " + ch.Address + " to a later plan" + deferralCause(ch.Reason)
	}
	if ch.Mode == "data" {
		return ch.Address + " is read at apply" + readCause(ch.ActionReason)
	}
	resource := r.config.resource(ch)
	if resource == nil || len(path) == 0 {
		return reason
	}
	if !r.config.sets(ch, path...) && len(path) == 1 {
		return "the configuration does not set " + name + ", and the provider decides it at apply"
	}
	sources := r.sources(resource, resource.at(path))
	if len(sources) == 0 {
		return reason
	}
	return reason + ": it comes from " + listed(sources)
}

// sources lists what is not known of what expressions refer to.
func (r *resolver) sources(resource *configResource, expressions []expression) []string {
	from := r.config.originsOf(resource, expressions)
	var sources []string
	for _, reference := range from.attributes {
		if r.document.knows(reference) {
			continue
		}
		address, _ := splitReference(reference)
		for _, ch := range r.document.changesOf(address) {
			if ch.Mode == "data" {
				reference += ", which is read at apply" + readCause(ch.ActionReason)
				break
			}
		}
		sources = append(sources, reference)
	}
	for _, local := range from.locals {
		sources = append(sources, local+", which the plan file does not show")
	}
	return sources
}

// maxListed bounds what one message lists.
const maxListed = 3

// listed joins texts, the first few of them.
func listed(texts []string) string {
	if len(texts) > maxListed {
		texts = append(slices.Clone(texts[:maxListed]), "others")
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " and " + texts[len(texts)-1]
}

// shownPath writes a path as an expression would.
func shownPath(path []string) string {
	if len(path) == 0 {
		return "the object"
	}
	var text strings.Builder
	for i, step := range path {
		switch _, is := stepIndex(step); {
		case is:
			text.WriteString("[" + step + "]")
		case i > 0:
			text.WriteString("." + step)
		default:
			text.WriteString(step)
		}
	}
	return text.String()
}

// readCause says why a data source is read at apply.
func readCause(actionReason string) string {
	switch actionReason {
	case "read_because_config_unknown":
		return " because its arguments are not known yet"
	case "read_because_dependency_pending":
		return " because something that it depends on changes"
	default:
		return ""
	}
}

// deferralCause says why a change is deferred.
func deferralCause(reason string) string {
	switch reason {
	case "instance_count_unknown":
		return " because its count or for_each is not known yet"
	case "resource_config_unknown":
		return " because its arguments are not known yet"
	case "provider_config_unknown":
		return " because its provider's configuration is not known yet"
	case "absent_prereq":
		return " because something that it needs is not there yet"
	case "deferred_prereq":
		return " because something that it depends on is deferred"
	default:
		return ""
	}
}
