package plan

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// hiddenNames are names of objects that are marked sensitive. They are compared
// with each other and stand in messages, so each gets another name in all places.
type hiddenNames struct {
	shown map[string]string
}

func newHiddenNames() *hiddenNames { return &hiddenNames{shown: map[string]string{}} }

// note takes in the names of an object that are marked.
func (h *hiddenNames) note(c objectChange) {
	for _, object := range []*kubeObject{c.before, c.after} {
		if object == nil {
			continue
		}
		target := object.at("spec", "scaleTargetRef", "name")
		if object.kind != "HorizontalPodAutoscaler" {
			target = part{}
		}
		for _, name := range []part{object.at("metadata", "namespace"), object.at("metadata", "name"), target} {
			text := name.plain()
			if _, known := h.shown[text]; text != "" && name.isSensitive() && !known {
				h.shown[text] = fmt.Sprintf("(sensitive %d)", len(h.shown)+1)
			}
		}
	}
}

// hide puts the other names in the place of those that are marked.
func (h *hiddenNames) hide(placed *upgrade.Placed) {
	if len(h.shown) == 0 {
		return
	}
	for i := range placed.APIObjects {
		h.replace(&placed.APIObjects[i].Namespace, &placed.APIObjects[i].Name)
	}
	for i := range placed.Workloads {
		h.replace(&placed.Workloads[i].Namespace, &placed.Workloads[i].Name)
	}
	for i := range placed.Budgets {
		h.replace(&placed.Budgets[i].Namespace, &placed.Budgets[i].Name)
	}
	for i := range placed.Autoscalers {
		h.replace(&placed.Autoscalers[i].Namespace, &placed.Autoscalers[i].Name, &placed.Autoscalers[i].TargetName)
	}
}

func (h *hiddenNames) replace(names ...*string) {
	for _, name := range names {
		if shown, hidden := h.shown[*name]; hidden {
			*name = shown
		}
	}
}
