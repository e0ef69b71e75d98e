package catalog

import "testing"

// Terraform starts the provider several times a run, so the cost is bounded.
func BenchmarkParseEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := parseEmbedded(); err != nil {
			b.Fatal(err)
		}
	}
}
