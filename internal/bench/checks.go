package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

const (
	// runs is how often each check is timed.
	runs      = 7
	few, many = 10, 1000
	envVars   = "env-vars"
)

var checkAim = aim{"under 1 s", func(median, _ float64) bool { return median < float64(time.Second) }}

// timeChecks times check over many environments and over few, in a checkout and
// outside of any.
func timeChecks(ctx context.Context, box *sandbox.Sandbox) ([]line, error) {
	// Outside of this checkout, or git would find it from a folder without one.
	dir, err := os.MkdirTemp("", "eksupgrade-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()

	var lines []line
	for _, checkout := range []bool{true, false} {
		var folders [2]string
		for i, count := range []int{many, few} {
			folders[i] = filepath.Join(dir, fmt.Sprintf("%d-%t", count, checkout))
			if err := prepareCheck(ctx, box, folders[i], count, checkout); err != nil {
				return nil, err
			}
		}
		var wall [2][]time.Duration
		for range runs {
			for i, folder := range folders {
				result, err := sandbox.Succeed(ctx, folder, box.Environ, box.Binary, "check", envVars)
				if err != nil {
					return nil, err
				}
				wall[i] = append(wall[i], result.Wall)
			}
		}
		where := "in a checkout"
		if !checkout {
			where = "without git"
		}
		lines = append(lines, compare(fmt.Sprintf("check of %d environments, %s", many, where), fmt.Sprintf("of %d", few), wall[0], wall[1], checkAim))
	}
	return lines, nil
}

// prepareCheck makes the input, and makes sure that what will be timed judges it.
func prepareCheck(ctx context.Context, box *sandbox.Sandbox, folder string, count int, checkout bool) error {
	version := newest()
	if err := generate(folder, count, version); err != nil {
		return err
	}
	if checkout {
		if err := sandbox.CommitAll(ctx, folder, box.Environ); err != nil {
			return err
		}
	}
	result, err := sandbox.Run(ctx, folder, box.Environ, box.Binary, "check", "--format", "json", envVars)
	if err != nil {
		return err
	}
	var report struct {
		Summary struct {
			Environments int `json:"environments"`
		} `json:"summary"`
	}
	if err := json.Unmarshal([]byte(result.Stdout), &report); err != nil || result.Status != 0 || report.Summary.Environments != count {
		return fmt.Errorf("%s: expected exit status 0 and %d environments, found exit status %d and %d environments:\n%s",
			result.Command, count, result.Status, report.Summary.Environments, result.Stderr)
	}
	return nil
}
