package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// partial says why the plan does not hold all that there is, in sentences; none
// where it does. Newer Terraforms say that a plan is not complete. Older ones do
// not, so what the state and the configuration hold is compared with the changes:
// a plan lists each resource that it knows, those that do not change included.
func (d *document) partial() []string {
	if d.errored != nil && *d.errored {
		return []string{"The plan is of a run that failed, so it lacks what the run did not reach."}
	}
	var sentences []string
	if len(d.deferred) > 0 {
		sentences = append(sentences, d.deferredSentence())
	}
	if sentence := d.lackSentence(); sentence != "" {
		sentences = append(sentences, sentence)
	}
	if len(sentences) == 0 && d.complete != nil && !*d.complete {
		sentences = append(sentences, "Terraform marks the plan as not complete: it was made with -target, or leaves changes to a later plan.")
	}
	return sentences
}

// lackSentence says what the state or the configuration holds and the changes
// lack; empty where they lack nothing.
func (d *document) lackSentence() string {
	missing := d.priorManaged.without(d.known)
	switch {
	case missing > 0 && len(d.known.hashes) == 0 && d.errored == nil:
		return fmt.Sprintf("The plan says nothing of the %s in the state: it only refreshes the state, or is of a run that failed.", wording.Count(missing, "resource"))
	case missing > 0 && len(d.known.hashes) == 0:
		return "The plan only refreshes the state, and does not say what an apply would change."
	case missing > 0:
		return fmt.Sprintf("The plan lacks %s of the state%s: %s.", wording.Count(missing, "resource"), among(d.lackedOfState()), lackCause)
	}
	if lacked := d.lackedOfConfiguration(); len(lacked) > 0 {
		return fmt.Sprintf("The plan lacks %s of the configuration%s: %s.", wording.Count(len(lacked), "resource"), among(lacked), lackCause)
	}
	return ""
}

const lackCause = "it was made with -target, or is of a run that failed"

func (d *document) deferredSentence() string {
	addresses := make([]string, len(d.deferred))
	for i, ch := range d.deferred {
		addresses[i] = ch.Address
	}
	return fmt.Sprintf("Terraform defers %s to a later plan%s.", wording.Count(len(addresses), "change"), among(addresses))
}

// lackedOfState lists the resources of the prior state that the changes lack, as
// far as the document keeps their addresses.
func (d *document) lackedOfState() []string {
	var lacked []string
	for _, held := range d.prior {
		if held.Mode == "managed" && !d.known.has(held.Address) {
			lacked = append(lacked, held.Address)
		}
	}
	return lacked
}

// lackedOfConfiguration lists the resources that the configuration holds once and
// the changes lack. Where Terraform says that the plan is complete there are none:
// the file hides a count or for_each that is a function of constants. Nor are
// there any in a plan that only destroys, which leaves out what is not there.
func (d *document) lackedOfConfiguration() []string {
	if d.complete != nil && *d.complete || len(d.deferred) > 0 || d.onlyDestroys() {
		return nil
	}
	var lacked []string
	d.config().root.each(func(resource *configResource) {
		address := resource.address()
		if resource.Mode == "managed" && resource.once() && !d.hasResource([]byte(address)) {
			lacked = append(lacked, address)
		}
	})
	slices.Sort(lacked)
	return lacked
}

// onlyDestroys tells whether the plan is one of "terraform destroy".
func (d *document) onlyDestroys() bool {
	return d.destroyed > 0 && d.destroyed == d.changed && d.changed >= len(d.known.hashes)
}

// among names the first few of what a sentence counts.
func among(addresses []string) string {
	switch {
	case len(addresses) == 0:
		return ""
	case len(addresses) > maxListed:
		return ", such as " + strings.Join(addresses[:maxListed], ", ")
	default:
		return " (" + strings.Join(addresses, ", ") + ")"
	}
}
