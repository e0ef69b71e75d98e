package kube

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// Nothing but a GET for what this package reads leaves the client.
func TestOnlyReads(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	on, failed := hurried(t).open(accessTo(server))
	if failed != nil {
		t.Fatal(failed.err)
	}
	send := func(t *testing.T, method, address string, change func(*http.Request)) error {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(request)
		}
		answer, err := on.client.Do(request)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err
	}
	path := server.URL + "/api/v1/nodes"
	for _, method := range []string{
		http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace, "PROPFIND", "get",
	} {
		if err := send(t, method, path, nil); err == nil || !strings.Contains(err.Error(), "only reads: the method is "+method) {
			t.Errorf("%s: %v", method, err)
		}
	}
	for name, test := range map[string]struct {
		address string
		change  func(*http.Request)
	}{
		"another path":          {address: server.URL + "/api/v1/secrets"},
		"a program in a pod":    {address: server.URL + "/api/v1/namespaces/shop/pods/debug/exec?command=sh"},
		"another protocol":      {address: path, change: func(r *http.Request) { r.Header.Set("Upgrade", "websocket") }},
		"another server":        {address: strings.Replace(path, "127.0.0.1", "localhost", 1)},
		"in clear":              {address: strings.Replace(path, "https:", "http:", 1)},
		"with a body":           {address: path, change: func(r *http.Request) { r.Body = readCloser{strings.NewReader("{}")} }},
		"a path out of its own": {address: server.URL + "/api/v1/nodes/../secrets"},
	} {
		if err := send(t, http.MethodGet, test.address, test.change); err == nil || !strings.Contains(err.Error(), "only reads: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if calls := server.Calls(); len(calls) > 0 {
		t.Errorf("the server got %+v", calls)
	}
	if err := send(t, http.MethodGet, path, nil); err != nil || len(server.Calls()) != 1 {
		t.Errorf("a GET: %v", err)
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// A redirect is followed nowhere, and the token goes along with none.
func TestRedirects(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(other.Close)
	for name, to := range map[string]string{"another server": other.URL + "/login?secret=1", "the same": "/api/v1/nodes?secret=1"} {
		server := kubetest.New(t, kubetest.SixAddons())
		server.Break(kubetest.Fault{Resource: "/version", Effect: kubetest.Redirect(to)})
		kube := readOne(t, accessTo(server))
		if len(kube.Problems) != 1 || !strings.Contains(kube.Problems[0].Message, "gave an answer that cannot be read: it redirects to http") || strings.Contains(kube.Problems[0].Message, "secret") {
			t.Errorf("%s: %+v", name, kube.Problems)
		}
		if len(server.Calls()) != 1 || reached {
			t.Errorf("%s: followed", name)
		}
	}
}

// An API server may stand behind a path, as those that Rancher manages do.
func TestPathBeforeTheAPI(t *testing.T) {
	var paths []string
	server := stranger(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	for _, host := range []string{server.URL + "/k8s/clusters/c-1", server.URL + "/k8s/clusters/c-1/", strings.TrimPrefix(server.URL, "https://") + "/k8s/clusters/c-1"} {
		kube := readOne(t, Access{Host: host, Token: "a-token-of-somebody", Insecure: true})
		if len(paths) == 0 || paths[len(paths)-1] != "/k8s/clusters/c-1/version" || !strings.HasSuffix(kube.Server, "/k8s/clusters/c-1") {
			t.Errorf("%s: %q, server %q, %+v", host, paths, kube.Server, kube.Problems)
		}
	}
}
