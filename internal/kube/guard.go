package kube

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// errWrites refuses a request that is none of those that this package makes.
var errWrites = errors.New("refused by the client itself, which only reads")

// guard stands between the credentials and the network. It lets through GET
// requests for the paths that this package reads, to the one server, and nothing
// else. The paths count, because some GET requests do more than read: exec and
// attach run programs, and proxy sends on whatever it gets.
type guard struct {
	base   http.RoundTripper
	server *url.URL
	paths  map[string]bool

	mutex sync.Mutex
	// credential is what the requests carry: a program may have given it, and no
	// message may hold it.
	credential string
}

// RoundTrip sends the request, or refuses it before anything is sent.
func (g *guard) RoundTrip(request *http.Request) (*http.Response, error) {
	if why := g.refuses(request); why != "" {
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, fmt.Errorf("%w: %s", errWrites, why)
	}
	_, credential, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	g.mutex.Lock()
	g.credential = credential
	g.mutex.Unlock()
	return g.base.RoundTrip(request)
}

func (g *guard) refuses(request *http.Request) string {
	switch {
	case request.Method != http.MethodGet:
		return "the method is " + request.Method
	case request.Body != nil && request.Body != http.NoBody:
		return "it has a body"
	case request.Header.Get("Upgrade") != "":
		return "it asks for another protocol"
	case request.URL.Scheme != g.server.Scheme || request.URL.Host != g.server.Host:
		return "it goes to another server"
	case !g.paths[request.URL.Path]:
		return "it is for " + request.URL.Path
	default:
		return ""
	}
}

// secret is the credential of the last request.
func (g *guard) secret() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.credential
}

// WrappedRoundTripper lets idle connections be closed.
func (g *guard) WrappedRoundTripper() http.RoundTripper { return g.base }

var _ utilnet.RoundTripperWrapper = &guard{}

// redirectError is a redirect, which an API server never gives: a sign-in page or
// another server would follow.
type redirectError struct{ to string }

func (e *redirectError) Error() string { return "it redirects to " + e.to }

// noRedirects follows none. The query is not told: sign-in pages put secrets there.
func noRedirects(request *http.Request, _ []*http.Request) error {
	return &redirectError{to: request.URL.Scheme + "://" + request.URL.Host + request.URL.Path}
}
