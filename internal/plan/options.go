package plan

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// Options say how a plan becomes an environment.
type Options struct {
	// Name is the environment's name, and Source what the plan is read from, such
	// as prod.json.
	Name, Source string
	// Named tells that the user gave the name. Then a plan without a cluster is
	// incomplete.
	Named bool
	// Catalog holds the facts that tell what an image, a chart or a type is.
	Catalog upgrade.Catalog
	// Progress, where set, is called now and then with the bytes read so far. It
	// is called last with all of them.
	Progress func(read int64)
}
