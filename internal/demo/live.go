package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

const (
	unreadableRule = "environment-unreadable"
	// forbidden is the action that the culprit's account refuses in the end.
	forbidden = "eks:ListInsights"
)

// liveReport is what is used of the report of check --live --format json.
type liveReport struct {
	Environments []struct {
		checkedEnvironment
		Findings []struct {
			Rule     string `json:"rule"`
			Severity string `json:"severity"`
			Message  string `json:"message"`
		} `json:"findings"`
	} `json:"environments"`
}

// live has the product ask EKS itself, or what stands for it on this machine:
// six clusters at the versions of the example, of which one is then not allowed
// to be read whole.
func live(ctx context.Context, screen *screen, box *sandbox.Sandbox, fleet *fleet, dir string) error {
	screen.title("EKS itself: six clusters of a fake EKS on this machine, each to go one minor up")
	if err := writeLive(fleet, dir); err != nil {
		return err
	}
	server, err := ekstest.Start(liveWorld(fleet))
	if err != nil {
		return err
	}
	defer server.Close()
	report, err := checkLive(ctx, box, server, dir, 0)
	if err != nil {
		return err
	}
	if err := allRead(fleet, report, server.Calls()); err != nil {
		return err
	}
	screen.step("asked for %d clusters in %d requests: all are ready", len(fleet.names), len(server.Calls()))

	server.Break(ekstest.Fault{Action: forbidden, Cluster: ekstest.ClusterName(culprit), Effect: ekstest.AccessDenied()})
	const statusUnreadable = 1
	report, err = checkLive(ctx, box, server, dir, statusUnreadable)
	if err != nil {
		return err
	}
	message, err := refused(report)
	if err != nil {
		return err
	}
	screen.step("%s is not ready: %s", culprit, unreadableRule)
	screen.print("\n%s\n", message)
	return nil
}

// writeLive writes the files of the example, one minor up, each with the name of
// its cluster.
func writeLive(fleet *fleet, dir string) error {
	folder := filepath.Join(dir, "env-vars")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range fleet.names {
		text, err := raised(fleet.committed[name], 1)
		if err != nil {
			return fmt.Errorf("%s: %w", shown(name), err)
		}
		text += fmt.Sprintf("\ncluster_name = %q\n", ekstest.ClusterName(name))
		if err := os.WriteFile(filepath.Join(folder, name+".tfvars"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// liveWorld has a cluster for each environment, at the version of its file.
func liveWorld(fleet *fleet) ekstest.World {
	world := ekstest.SixEnvironments()
	world.Clusters = nil
	for _, name := range fleet.names {
		cluster := ekstest.ReadyCluster(ekstest.ClusterName(name))
		cluster.Version = fleet.versions[name]
		world.Clusters = append(world.Clusters, cluster)
	}
	return world
}

// checkLive has the product judge the files with EKS as the source of what is
// there now, and makes sure of its exit status.
func checkLive(ctx context.Context, box *sandbox.Sandbox, server *ekstest.Server, dir string, status int) (liveReport, error) {
	var report liveReport
	result, err := sandbox.Run(ctx, dir, liveEnviron(box.Environ, server.URL), box.Binary, "check", "--live", "--format", "json", "env-vars")
	if err != nil {
		return report, err
	}
	if err := json.Unmarshal([]byte(result.Stdout), &report); err != nil {
		return report, fmt.Errorf("%s: expected a report in JSON, found exit status %d and:\n%s%s", result.Command, result.Status, result.Stdout, result.Stderr)
	}
	if result.Status != status {
		return report, fmt.Errorf("%s: expected exit status %d, found %d and:\n%s%s", result.Command, status, result.Status, result.Stdout, result.Stderr)
	}
	return report, nil
}

// liveEnviron reaches the fake EKS as it would reach AWS, and nothing of AWS that
// this machine is set up for.
func liveEnviron(environ []string, url string) []string {
	var kept []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(strings.ToUpper(pair), "=")
		if !strings.HasPrefix(name, "AWS_") && !strings.HasSuffix(name, "_PROXY") {
			kept = append(kept, pair)
		}
	}
	return append(kept,
		"AWS_ENDPOINT_URL_EKS="+url, "AWS_ENDPOINT_URL_STS="+url,
		"AWS_ACCESS_KEY_ID="+ekstest.AccessKey, "AWS_SECRET_ACCESS_KEY="+ekstest.SecretKey, "AWS_REGION="+ekstest.Region,
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
	)
}

// allRead says what is wrong with a report that should call all six ready, with
// the versions that EKS told.
func allRead(fleet *fleet, report liveReport, calls []ekstest.Call) error {
	var wrong []error
	var found []string
	for _, environment := range report.Environments {
		name := environment.Name
		found = append(found, name)
		if environment.Verdict != ready {
			wrong = append(wrong, fmt.Errorf("check --live: expected %s to be %s, found %s: %v", name, ready, environment.Verdict, environment.Findings))
		}
		if len(environment.Clusters) != 1 || environment.Clusters[0].Current != fleet.versions[name] {
			wrong = append(wrong, fmt.Errorf("check --live: expected %s at %s now, found %v", name, fleet.versions[name], environment.Clusters))
		}
		for _, action := range []string{"eks:DescribeCluster", "eks:DescribeNodegroup", "eks:DescribeAddon", forbidden} {
			if !slices.ContainsFunc(calls, func(c ekstest.Call) bool { return c.Action == action && c.Cluster == ekstest.ClusterName(name) }) {
				wrong = append(wrong, fmt.Errorf("check --live: expected %s for the cluster of %s, found no such request", action, name))
			}
		}
	}
	if !slices.Equal(found, fleet.names) {
		wrong = append(wrong, fmt.Errorf("check --live: expected the environments %s, found %s", strings.Join(fleet.names, ", "), strings.Join(found, ", ")))
	}
	return errors.Join(wrong...)
}

// refused gives what the report says of the refused action; the error says that
// it does not, or that more, or less, is not ready than should be.
func refused(report liveReport) (string, error) {
	message := ""
	for _, environment := range report.Environments {
		expected := ready
		if environment.Name == culprit {
			expected = notReady
		}
		if environment.Verdict != expected {
			return "", fmt.Errorf("check --live: expected %s to be %s, found %s: %v", environment.Name, expected, environment.Verdict, environment.Findings)
		}
		for _, finding := range environment.Findings {
			if environment.Name == culprit && finding.Rule == unreadableRule && finding.Severity == "error" && names(finding.Message, forbidden) {
				message = finding.Message
			}
		}
	}
	if message == "" {
		return "", fmt.Errorf("check --live: expected %s of %s to name %s, found %v", unreadableRule, culprit, forbidden, report.Environments)
	}
	return message, nil
}
