package rules

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// objectsCase is what runs in a cluster.
type objectsCase struct{}

func (c objectsCase) addTo(_ *testing.T, _ *upgrade.Placed) {}
