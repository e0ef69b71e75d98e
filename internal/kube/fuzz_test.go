package kube

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// Whatever a server gives is read or refused.
func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"kind":"NodeList","metadata":{"continue":"x"},"items":[{"metadata":{"name":"a"},"status":{"capacity":{"cpu":"1"}}}],"more":[1,{}]}`))
	f.Add([]byte(`{"kind":"NodeList","items":null}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := readPage(jsonType, bytes.NewReader(body), nodes, func(found *node) error { nodeOf(found); return nil })
		var bad *malformedError
		if err != nil && !errors.As(err, &bad) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%T %v", err, err)
		}
	})
}

// Metrics are read line by line, however long a line is.
func FuzzMetrics(f *testing.F) {
	f.Add("apiserver_requested_deprecated_apis{group=\"policy\",version=\"v1beta1\",resource=\"pdb\",removed_release=\"1.25\"} 1\n")
	f.Add("apiserver_x 1")
	f.Add(strings.Repeat("a", longestMetric+10) + "\napiserver_requested_deprecated_apis{group=\"\",version=\"v1\",resource=\"endpoints\"} 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		uses, err := usesIn(strings.NewReader(text))
		if err != nil && len(uses) > 0 || err == nil && !strings.Contains(text, serverMetric) {
			t.Errorf("%v %v", uses, err)
		}
	})
}

func TestMetrics(t *testing.T) {
	const use = `apiserver_requested_deprecated_apis{group="policy",version="v1beta1",resource="poddisruptionbudgets",subresource="",removed_release="1.25"} 1`
	long := strings.Repeat("x", 3*longestMetric)
	for name, test := range map[string]struct {
		text string
		uses int
	}{
		"none":                      {"apiserver_request_total 1\n", 0},
		"one, and no end of line":   {use, 1},
		"twice the same":            {use + "\n" + use + "\n", 1},
		"after a long line":         {long + "\n" + use + "\n", 1},
		"in a long line":            {"apiserver_x{" + long + "\n", 0},
		"not at the start":          {"apiserver_x 1\n# " + use, 0},
		"behind the end of another": {"apiserver_x 1\n" + long + use, 0},
	} {
		if uses, err := usesIn(strings.NewReader(test.text)); err != nil || len(uses) != test.uses {
			t.Errorf("%s: %v, %v", name, uses, err)
		}
	}
	if _, err := usesIn(strings.NewReader("up 1\n")); err == nil {
		t.Error("what is no API server is taken for one")
	}
}
