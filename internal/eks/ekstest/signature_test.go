package ekstest

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestSignature(t *testing.T) {
	world := small()
	world.Credentials = []Credential{
		DefaultCredential(),
		{AccessKey: "ASIAWITHTOKEN", SecretKey: "s", Token: "the-token"},
		{AccessKey: "ASIAEXPIRED", SecretKey: "s", Token: "t", Expires: time.Now().Add(-time.Hour)},
	}
	server := New(t, world)
	cluster := "/clusters/one"
	for _, test := range []struct {
		name     string
		question question
		status   int
		code     string
		message  string
	}{
		{name: "good", question: question{path: cluster}, status: 200},
		{name: "good with a query that needs escapes", question: question{path: "/clusters?maxResults=10&include=a%2Fb&include=c+d"}, status: 200},
		{name: "good with a path that needs escapes", question: question{path: "/clusters/no%20such%2Fname"}, status: 404, code: "ResourceNotFoundException", message: "No cluster found for name: no such/name."},
		{name: "good with a token", question: question{path: cluster, key: "ASIAWITHTOKEN", secret: "s", token: "the-token"}, status: 200},
		{name: "none", question: question{path: cluster, unsigned: true}, status: 403, code: "MissingAuthenticationTokenException", message: "Missing Authentication Token"},
		{name: "a key that nobody knows", question: question{path: cluster, key: "AKIANOBODY"}, status: 403, code: "UnrecognizedClientException", message: "security token included in the request is invalid"},
		{name: "a wrong secret", question: question{path: cluster, secret: "wrong"}, status: 403, code: "InvalidSignatureException", message: "does not match"},
		{name: "no token", question: question{path: cluster, key: "ASIAWITHTOKEN", secret: "s"}, status: 403, code: "UnrecognizedClientException"},
		{name: "a wrong token", question: question{path: cluster, key: "ASIAWITHTOKEN", secret: "s", token: "x"}, status: 403, code: "UnrecognizedClientException"},
		{name: "a token that has expired", question: question{path: cluster, key: "ASIAEXPIRED", secret: "s", token: "t"}, status: 403, code: "ExpiredTokenException", message: "expired"},
		{name: "another service", question: question{path: cluster, service: "s3"}, status: 403, code: "InvalidSignatureException", message: "'eks'"},
		{name: "a clock that is behind", question: question{path: cluster, clock: -6 * time.Minute}, status: 403, code: "InvalidSignatureException", message: "Signature expired: "},
		{name: "a clock that is ahead", question: question{path: cluster, clock: 6 * time.Minute}, status: 403, code: "InvalidSignatureException", message: "Signature not yet current: "},
		{name: "a clock that is a little behind", question: question{path: cluster, clock: -4 * time.Minute}, status: 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.question.ask(t, server)
			if got.status != test.status || got.header.Get("X-Amzn-Errortype") != test.code || !strings.Contains(got.body, test.message) {
				t.Errorf("%d %q %s", got.status, got.header.Get("X-Amzn-Errortype"), got.body)
			}
		})
	}
	// What was signed must be what comes.
	changed := question{method: http.MethodPost, path: "/clusters/one/insights", body: `{}`}.request(t, server)
	changed.URL.Path = "/clusters/other-region/insights"
	response, err := http.DefaultClient.Do(changed)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.Header.Get("X-Amzn-Errortype") != "InvalidSignatureException" {
		t.Errorf("another path than the signed one: %s", response.Status)
	}
}

// The server's own clock can be wrong; its Date says so.
func TestSkew(t *testing.T) {
	world := small()
	world.Skew = time.Hour
	server := New(t, world)
	got := question{path: "/clusters/one"}.ask(t, server)
	date, err := http.ParseTime(got.header.Get("Date"))
	if err != nil || time.Until(date) < 59*time.Minute {
		t.Errorf("Date %q: %v", got.header.Get("Date"), err)
	}
	if got.status != http.StatusForbidden || !strings.Contains(got.body, "Signature expired") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := (question{path: "/clusters/one", clock: time.Hour}).ask(t, server); got.status != http.StatusOK {
		t.Errorf("with the server's time: %d %s", got.status, got.body)
	}
}
