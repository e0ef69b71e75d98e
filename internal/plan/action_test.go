package plan

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestActionOfAChange(t *testing.T) {
	for _, test := range []struct {
		actions []string
		want    upgrade.Action
	}{
		{nil, upgrade.NoAction},
		{[]string{"no-op"}, upgrade.NoAction},
		{[]string{"read"}, upgrade.NoAction},
		{[]string{"create"}, upgrade.Create},
		{[]string{"update"}, upgrade.Update},
		{[]string{"delete"}, upgrade.Delete},
		{[]string{"forget"}, upgrade.Forget},
		{[]string{"delete", "create"}, upgrade.DeleteThenCreate},
		{[]string{"create", "delete"}, upgrade.CreateThenDelete},
		{[]string{"create", "forget"}, upgrade.Create},
		{[]string{"something new"}, upgrade.NoAction},
	} {
		if got := (changeValues{Actions: test.actions}).action(); got != test.want {
			t.Errorf("%v: got %d, want %d", test.actions, got, test.want)
		}
	}
}
