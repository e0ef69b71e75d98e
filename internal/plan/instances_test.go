package plan

import (
	"strings"
	"testing"
)

func TestAddressesOfInstances(t *testing.T) {
	for address, want := range map[string]struct{ module, keys string }{
		"aws_eks_cluster.a":                                   {"", ""},
		`aws_eks_cluster.a["x.y"]`:                            {"", `["x.y"]`},
		"module.a.aws_eks_cluster.a":                          {"module.a", ""},
		`module.a["b.module.c"].module.d[0].aws_ami.e["]\""]`: {`module.a["b.module.c"].module.d[0]`, `["b.module.c"] [0] ["]\""]`},
		`module.日本["y z"].data.aws_ami.e`:                     {`module.日本["y z"]`, `["y z"]`},
	} {
		if got := moduleOf(address); got != want.module {
			t.Errorf("module of %s: got %q, want %q", address, got, want.module)
		}
		if got := strings.Join(keysIn(address), " "); got != want.keys {
			t.Errorf("keys in %s: got %q, want %q", address, got, want.keys)
		}
	}
}

func TestProvidersOfAWS(t *testing.T) {
	for provider, want := range map[string]bool{
		"registry.terraform.io/hashicorp/aws":   true,
		"registry.opentofu.org/hashicorp/aws":   true,
		"mirror.example.com/hashicorp/aws":      true,
		"registry.opentofu.org/opentofu/aws":    true,
		"registry.terraform.io/-/aws":           true,
		"aws":                                   true,
		"aws.west":                              true,
		"registry.terraform.io/hashicorp/awscc": false,
		"registry.terraform.io/other/aws":       false,
		"kubernetes.aws1":                       false,
		"":                                      false,
	} {
		if got := ofAWS(provider); got != want {
			t.Errorf("%q: got %t, want %t", provider, got, want)
		}
	}
}
