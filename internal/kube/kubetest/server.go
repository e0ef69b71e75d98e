package kubetest

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server is a running server. Its methods may be called at any time.
type Server struct {
	// URL is where it is reached, and CA the PEM of the authority that its
	// certificate is from.
	URL, CA string

	http      *http.Server
	authority *authority

	// mutex guards all below.
	mutex  sync.Mutex
	world  World
	lists  map[string]*stored
	faults []*activeFault
	calls  []Call
}

// TestingT is the part of testing.T that New needs.
type TestingT interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, arguments ...any)
}

// New starts a server that ends with the test. Without a test it is started by
// Start.
func New(t TestingT, world World) *Server {
	t.Helper()
	server, err := Start(world)
	if err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	t.Cleanup(server.Close)
	return server
}

// Start starts a server that runs until it is closed.
func Start(world World) (*Server, error) {
	authority, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("cannot make the certificates of the Kubernetes test server: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("cannot start the Kubernetes test server: %w", err)
	}
	server := &Server{
		URL: "https://" + listener.Addr().String(), CA: authority.pem, authority: authority,
		world: world, lists: store(world.Objects),
	}
	server.Break(world.Faults...)
	server.http = &http.Server{
		Handler: server, ReadHeaderTimeout: time.Minute, ErrorLog: silent,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{authority.server}, ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: authority.pool},
	}
	go func() { _ = server.http.ServeTLS(listener, "", "") }()
	return server, nil
}

// Close ends the server and every connection to it, and frees what hangs.
func (s *Server) Close() { _ = s.http.Close() }

// Update changes the world.
func (s *Server) Update(change func(world *World)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(&s.world)
	s.lists = store(s.world.Objects)
}

// Call is one request that the server got.
type Call struct {
	Method string
	// Path is without the query.
	Path  string
	Query map[string][]string
	// Resource is such as deployments, or the path where it is no list.
	Resource      string
	Accept        string
	Authorization string
	UserAgent     string
	// User is who asks, where the server trusts them.
	User string
	// Protocol is such as HTTP/2.0.
	Protocol string
	// Status is that of the answer; 0 where none was given.
	Status int
}

// Calls are the requests so far, in the order in which they came.
func (s *Server) Calls() []Call {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.calls)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{request: r, call: Call{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Resource: r.URL.Path,
		Accept: r.Header.Get("Accept"), Authorization: r.Header.Get("Authorization"), UserAgent: r.UserAgent(), Protocol: r.Proto,
	}}
	s.judge(x)
	if !sleep(r.Context(), x.delay) {
		return
	}
	x.answer.send(w, r, x.half, x.reset)
}

// judge makes the answer, and records the request.
func (s *Server) judge(x *exchange) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	x.world, x.list, x.delay = s.world, s.lists[x.call.Path], s.world.Latency
	if x.list != nil {
		x.call.Resource = x.list.resource.name
	}
	x.form, x.acceptable = formOf(x.call.Accept)
	effects := s.effects(x.call)
	for _, effect := range effects {
		if effect.before != nil {
			effect.before(x)
		}
	}
	x.answer = x.respond()
	for _, effect := range effects {
		if effect.after != nil {
			effect.after(x)
		}
	}
	x.call.Status = x.answer.status
	if x.reset {
		x.call.Status = 0
	}
	s.calls = append(s.calls, x.call)
}

// sleep tells whether the client is still there after the time.
func sleep(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (w World) version() string { return cmp.Or(w.Version, DefaultVersion) }
