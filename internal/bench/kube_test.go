package main

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// What is timed is a cluster that was read in whole.
func TestReadKube(t *testing.T) {
	took, err := readKube(t.Context(), kubetest.Fleet(20, 4, 5), 5)
	if err != nil || len(took) != kubeRuns {
		t.Errorf("%v, %v", took, err)
	}
	if _, err := readKube(t.Context(), kubetest.Fleet(20, 4, 5), 6); err == nil {
		t.Error("a node that is missing is not seen")
	}
}
