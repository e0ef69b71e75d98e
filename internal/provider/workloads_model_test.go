package provider

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// A list is null where a part of it was not read: nobody is to take what is missing
// for nothing.
func TestWorkloadsNotReadInWhole(t *testing.T) {
	for name, test := range map[string]struct {
		controllers, lone         bool
		addonsNull, workloadsNull bool
	}{
		"all was read":          {true, true, false, false},
		"lone pods were denied": {true, false, false, true},
		"controllers were":      {false, true, true, true},
		"neither could be read": {false, false, true, true},
	} {
		var model workloadsModel
		kube := upgrade.Kube{WorkloadsRead: test.controllers, LonePodsRead: test.lone}
		kube.Workloads = []upgrade.Workload{{Kind: upgrade.Deployment, Namespace: "shop", Name: "app"}}
		model.fill(kube)
		if (model.Addons == nil) != test.addonsNull || (model.Workloads == nil) != test.workloadsNull {
			t.Errorf("%s: got the add-ons %v and the workloads %v", name, model.Addons, model.Workloads)
		}
	}
}
