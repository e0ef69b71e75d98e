package upgrade

import (
	"strings"
	"testing"
)

func TestParseImageReference(t *testing.T) {
	for text, want := range map[string]ImageReference{
		"nginx":                              {Repository: "nginx"},
		"nginx:1.2":                          {Repository: "nginx", Tag: "1.2"},
		"localhost:5000/x":                   {Repository: "localhost:5000/x"},
		"localhost:5000/x:1.2":               {Repository: "localhost:5000/x", Tag: "1.2"},
		"a.example.com/b/c:v1@sha256:abc":    {Repository: "a.example.com/b/c", Tag: "v1", Digest: "sha256:abc"},
		"a.example.com:443/b/c@sha256:abc":   {Repository: "a.example.com:443/b/c", Digest: "sha256:abc"},
		" registry.k8s.io/x/y:v1.2-eks.1.2 ": {Repository: "registry.k8s.io/x/y", Tag: "v1.2-eks.1.2"},
		"":                                   {},
		":":                                  {},
		"@":                                  {},
	} {
		if got := ParseImageReference(text); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

func TestImageVersion(t *testing.T) {
	source := Source{Kind: SourcePlan, Attribute: "image"}
	for _, test := range []struct {
		image     string
		sensitive bool
		version   string
		reason    string
	}{
		{image: "a.example.com:443/b/c:v1.2.3-eksbuild.4", version: "v1.2.3-eksbuild.4"},
		{image: "b/c:v1.2.3@sha256:abc", version: "v1.2.3"},
		{image: "b/c:v1.2.3", sensitive: true, version: "v1.2.3"},
		{image: "b/c@sha256:abc", reason: "no version in the image reference"},
		{image: "b/c", reason: "no version in the image reference"},
		{image: "b/c:latest", reason: `the image's tag "latest" names no version`},
		{image: "b/c:secret", sensitive: true, reason: "the image's tag names no version"},
	} {
		got := ImageVersion(Claim[string]{Knowledge: Known, Value: test.image, Source: source, Sensitive: test.sensitive})
		if got.Value.String() != test.version || got.Reason != test.reason || got.IsKnown() != (test.version != "") {
			t.Errorf("%s: got %+v, want version %q, reason %q", test.image, got, test.version, test.reason)
		}
		if got.Source != source || got.Sensitive != test.sensitive {
			t.Errorf("%s: source %+v, sensitive %t", test.image, got.Source, got.Sensitive)
		}
	}
}

func FuzzParseImageReference(f *testing.F) {
	f.Add("localhost:5000/a/b:1.2@sha256:abc")
	f.Add("::@@//")
	f.Fuzz(func(t *testing.T, text string) {
		image := ParseImageReference(text)
		if strings.ContainsAny(image.Tag, "/@") {
			t.Errorf("%q: tag %q", text, image.Tag)
		}
		ImageVersion(Claim[string]{Knowledge: Known, Value: text})
	})
}
