package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// liveSaid is a report of one environment, as check --live --format json gives it.
func liveSaid(t *testing.T, environment, verdict, current string, findings ...string) liveReport {
	t.Helper()
	text := fmt.Sprintf(`{"environments":[{"name":%q,"verdict":%q,"clusters":[{"current_version":%q}],"findings":[%s]}]}`,
		environment, verdict, current, strings.Join(findings, ","))
	var report liveReport
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	return report
}

func TestRefused(t *testing.T) {
	const denied = `{"rule":"environment-unreadable","severity":"error","message":"eks:ListInsights for cluster shop-prod is not allowed."}`
	for name, test := range map[string]struct {
		environment, verdict, finding string
		passes                        bool
	}{
		"named and not ready": {culprit, notReady, denied, true},
		"ready all the same":  {culprit, ready, denied, false},
		"another action":      {culprit, notReady, strings.Replace(denied, "ListInsights", "ListAddons", 1), false},
		"a warning":           {culprit, notReady, strings.Replace(denied, `"error"`, `"warning"`, 1), false},
		"another environment": {"dev", notReady, denied, false},
	} {
		t.Run(name, func(t *testing.T) {
			if message, err := refused(liveSaid(t, test.environment, test.verdict, "1.34", test.finding)); (err == nil) != test.passes {
				t.Errorf("found %q, %v", message, err)
			}
		})
	}
}

func TestAllRead(t *testing.T) {
	one := &fleet{names: []string{"dev"}, versions: map[string]string{"dev": "1.34"}}
	var calls []ekstest.Call
	for _, action := range []string{"eks:DescribeCluster", "eks:DescribeNodegroup", "eks:DescribeAddon", forbidden} {
		calls = append(calls, ekstest.Call{Action: action, Cluster: "shop-dev"})
	}
	if err := allRead(one, liveSaid(t, "dev", ready, "1.34"), calls); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"not ready":         allRead(one, liveSaid(t, "dev", notReady, "1.34"), calls),
		"another version":   allRead(one, liveSaid(t, "dev", ready, "1.33"), calls),
		"another name":      allRead(one, liveSaid(t, "stg", ready, "1.34"), calls),
		"nothing was asked": allRead(one, liveSaid(t, "dev", ready, "1.34"), nil),
		"one is left out":   allRead(one, liveReport{}, calls),
	} {
		if err == nil {
			t.Errorf("%s: expected an error", name)
		}
	}
}

func TestLiveEnviron(t *testing.T) {
	found := liveEnviron([]string{"PATH=/bin", "AWS_PROFILE=mine", "https_proxy=http://proxy"}, "http://127.0.0.1:1")
	for _, pair := range []string{"AWS_PROFILE=mine", "https_proxy=http://proxy"} {
		if slices.Contains(found, pair) {
			t.Errorf("%s is left", pair)
		}
	}
	for _, pair := range []string{"PATH=/bin", "AWS_ENDPOINT_URL_EKS=http://127.0.0.1:1"} {
		if !slices.Contains(found, pair) {
			t.Errorf("%s is missing", pair)
		}
	}
}
