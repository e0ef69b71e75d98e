//go:build linux && !race

package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

const (
	fleetPods, fleetDeployments, fleetNodes = 5000, 500, 1000
	// fleetAccess is the variable in which a process of its own gets the access.
	fleetAccess = "EKSUPGRADE_TEST_FLEET_ACCESS"
	// mostMemory is how much the whole process may hold, and mostTime how long it
	// may compute: time by the clock depends on what else the machine does.
	mostMemory = 150 << 20
	mostTime   = 3 * time.Second
)

// TestMain is the process that is measured, where a test starts it.
func TestMain(m *testing.M) {
	if text := os.Getenv(fleetAccess); text != "" {
		os.Exit(readFleet(text))
	}
	os.Exit(m.Run())
}

func readFleet(text string) int {
	var access Access
	if err := json.Unmarshal([]byte(text), &access); err != nil {
		return 2
	}
	kube := New(Options{Now: time.Now}).Read(context.Background(), []Target{{Access: access}})[0]
	if len(kube.Problems) > 0 || len(kube.Nodes) != fleetNodes || len(kube.Workloads) != fleetDeployments+fleetPods/100 {
		return 3
	}
	// The process itself knows its peak. What its parent is told counts the parent's
	// memory at the fork.
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 4
	}
	fmt.Printf("%s", status)
	return 0
}

// peakOf reads the most memory that a process has held, in bytes.
func peakOf(t *testing.T, status string) int64 {
	t.Helper()
	for line := range strings.Lines(status) {
		if text, found := strings.CutPrefix(line, "VmHWM:"); found {
			kibibytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "kB")), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kibibytes << 10
		}
	}
	t.Fatalf("no VmHWM in\n%s", status)
	return 0
}

// A large cluster is read in little time and memory. The process that reads it is
// one of its own: the server's memory is another's.
func TestScale(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a large cluster")
	}
	server := kubetest.New(t, kubetest.Fleet(fleetPods, fleetDeployments, fleetNodes))
	// The server writes each object once, before it is timed.
	if kube := New(Options{}).Read(t.Context(), []Target{{Access: accessTo(server)}})[0]; len(kube.Problems) > 0 {
		t.Fatalf("%+v", kube.Problems)
	}
	access, err := json.Marshal(accessTo(server))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), fleetAccess+"="+string(access))
	begun := time.Now()
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	computed := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	memory := peakOf(t, string(output))
	t.Logf("%s by the clock, %s of computing, %d MiB", time.Since(begun).Round(time.Millisecond), computed, memory>>20)
	if computed > mostTime || memory > mostMemory {
		t.Errorf("expected at most %s and %d MiB", mostTime, int64(mostMemory)>>20)
	}
}
