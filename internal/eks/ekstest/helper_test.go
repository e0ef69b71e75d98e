package ekstest

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// question is a request that a test makes with plain net/http; the signer is
// Amazon's.
type question struct {
	method, path, body string
	unsigned           bool
	key, secret, token string
	region, service    string
	clock              time.Duration
	contentType        string
}

type reply struct {
	status int
	header http.Header
	body   string
	// cut tells that the body ended too early.
	cut bool
}

func (q question) request(t *testing.T, server *Server) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), or(q.method, http.MethodGet), server.URL+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	if q.contentType != "" {
		request.Header.Set("Content-Type", q.contentType)
	}
	if q.unsigned {
		return request
	}
	credentials := aws.Credentials{AccessKeyID: or(q.key, AccessKey), SecretAccessKey: or(q.secret, SecretKey), SessionToken: q.token}
	err = v4.NewSigner().SignHTTP(t.Context(), credentials, request, hash([]byte(q.body)), or(q.service, "eks"), or(q.region, Region), time.Now().Add(q.clock))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func (q question) ask(t *testing.T, server *Server) reply {
	t.Helper()
	response, err := http.DefaultClient.Do(q.request(t, server))
	if err != nil {
		t.Fatalf("%s %s: %v", q.method, q.path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return reply{status: response.StatusCode, header: response.Header, body: string(body), cut: err != nil}
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// sameJSON compares two JSON texts by what they say.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Fatalf("the answer is no JSON: %v\n%s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("the test expects what is no JSON: %v\n%s", err, want)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
