package kube

import (
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// recordVariable makes TestRealServer write what the server answers into
// testdata/recorded, for TestRecorded. Those that are there are of kube-apiserver
// v1.37.2.
const recordVariable = "EKSUPGRADE_RECORD"

// recordedFile is where an answer is kept, by the path and the Accept header of its
// request.
func recordedFile(requestPath, accept string) string {
	ending := ".txt"
	if strings.HasPrefix(accept, jsonType) {
		ending = ".json"
	}
	return filepath.Join("testdata", "recorded", path.Base(requestPath)+ending)
}

// record asks the server for all that is read.
func record(t *testing.T, server *realServer) {
	t.Helper()
	for _, list := range lists {
		query := url.Values{"limit": {"500"}, "fieldSelector": {list.fields}}
		server.record(t, list.path+"?"+query.Encode(), list.accept(), recordedFile(list.path, jsonType))
	}
	server.record(t, versionPath, jsonType, recordedFile(versionPath, jsonType))
	server.record(t, metricsPath, textType, recordedFile(metricsPath, textType))
}

func (s *realServer) record(t *testing.T, address, accept, file string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	request.Header.Set("Accept", accept)
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var text strings.Builder
	text.WriteString(response.Header.Get("Content-Type") + "\n")
	body := readAll(t, response.Body)
	if accept == textType {
		body = firstMetrics(body)
	}
	text.WriteString(body)
	writeFile(t, file, text.String())
}

// firstMetrics keeps the metrics that tell of deprecated APIs, and some of others:
// the whole has 20,000 lines.
func firstMetrics(metrics string) string {
	const some = 200
	lines := strings.SplitAfter(metrics, "\n")
	kept := slices.Clone(lines[:min(some, len(lines))])
	for _, line := range lines[len(kept):] {
		if strings.Contains(line, deprecatedUseMetric) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// What a real API server has answered is read whole.
func TestRecorded(t *testing.T) {
	server := stranger(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(recordedFile(r.URL.Path, r.Header.Get("Accept")))
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		contentType, body, _ := strings.Cut(string(text), "\n")
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(body))
	}))
	kube := readOne(t, Access{Host: server.URL, Insecure: true, Token: "of-nobody"})
	checkSixAddons(t, kube)
	checkReal(t, kube)
}

// checkReal looks for what a real server has besides.
func checkReal(t *testing.T, kube upgrade.Kube) {
	t.Helper()
	if !strings.HasPrefix(kube.Version, "v1.") {
		t.Errorf("version %q", kube.Version)
	}
	if !slices.ContainsFunc(kube.DeprecatedUses, func(use upgrade.KubeDeprecatedUse) bool {
		return use.GroupVersion == "v1" && use.Resource == "componentstatuses"
	}) {
		t.Errorf("deprecated uses %+v", kube.DeprecatedUses)
	}
}
