package rules

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// planCase is what a case says of the plan that its environment was read from.
type planCase struct {
	Plan *struct {
		Target string `json:"target"`
	} `json:"plan"`
}

func (c planCase) addTo(t *testing.T, environment *upgrade.Environment) {
	if c.Plan == nil {
		return
	}
	environment.Plan = &upgrade.Plan{HasCluster: true}
	if c.Plan.Target != "" {
		environment.Plan.Target = minor(t, c.Plan.Target)
	}
}

// planClusterCase is what a plan tells of a cluster besides its versions.
type planClusterCase struct{}

func (c planClusterCase) addTo(_ *testing.T, _ *upgrade.Cluster) {}

// planGroupCase is what a plan tells of a node group besides its versions.
type planGroupCase struct{}

func (c planGroupCase) addTo(_ *testing.T, _ *upgrade.NodeGroup) {}
