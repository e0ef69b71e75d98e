package plan

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// action is what the apply does to the object of a change. Reading a data source
// is no action on any object. What Terraform forgets stays as it is; where
// another is made in its place, that one is new.
func (c changeValues) action() upgrade.Action {
	creates := slices.Index(c.Actions, "create")
	deletes := slices.Index(c.Actions, "delete")
	switch {
	case creates >= 0 && deletes >= 0 && creates < deletes:
		return upgrade.CreateThenDelete
	case creates >= 0 && deletes >= 0:
		return upgrade.DeleteThenCreate
	case creates >= 0:
		return upgrade.Create
	case deletes >= 0:
		return upgrade.Delete
	case slices.Contains(c.Actions, "update"):
		return upgrade.Update
	case slices.Contains(c.Actions, "forget"):
		return upgrade.Forget
	default:
		return upgrade.NoAction
	}
}
