package kube

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var testSource = upgrade.Source{Kind: upgrade.SourceKubernetes, Ref: "Kubernetes (prod)"}

// decoded reads an object as the API server would write it.
func decoded[T any](t *testing.T, text string) *T {
	t.Helper()
	object := new(T)
	if err := json.Unmarshal([]byte(text), object); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return object
}

func isFromTestSource(source upgrade.Source) bool {
	return source.Kind == testSource.Kind && source.Ref == testSource.Ref && strings.Contains(source.Attribute, ".")
}
