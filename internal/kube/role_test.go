package kube

import (
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"
)

// The ClusterRole allows what is read, and nothing else.
func TestReaderRole(t *testing.T) {
	role := readRole(t)
	for _, list := range lists {
		if !role[list.group+"/"+list.name] {
			t.Errorf("the role does not allow %s", list.fullName())
		}
		delete(role, list.group+"/"+list.name)
	}
	delete(role, versionPath)
	delete(role, metricsPath)
	if len(role) > 0 {
		t.Errorf("the role allows also %v", role)
	}
}

// readRole gives what the ClusterRole of the tests allows, as group/resource or
// path.
func readRole(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "reader.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var role struct {
		Rules []struct {
			APIGroups, Resources, NonResourceURLs, Verbs []string
		} `json:"rules"`
	}
	if err := yaml.Unmarshal(text, &role); err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, rule := range role.Rules {
		want := "list"
		if len(rule.NonResourceURLs) > 0 {
			want = "get"
		}
		if len(rule.Verbs) != 1 || rule.Verbs[0] != want {
			t.Errorf("expected %s alone, found %v", want, rule.Verbs)
		}
		for _, path := range rule.NonResourceURLs {
			allowed[path] = true
		}
		for _, group := range rule.APIGroups {
			for _, name := range rule.Resources {
				allowed[group+"/"+name] = true
			}
		}
	}
	return allowed
}
