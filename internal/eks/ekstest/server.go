package ekstest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server is a running server. Its methods may be called at any time.
type Server struct {
	// URL is the endpoint, for EKS and for STS.
	URL string

	http *http.Server

	// mutex guards all below.
	mutex    sync.Mutex
	world    World
	faults   []*activeFault
	sessions map[string]Credential
	buckets  map[string]*bucket
	calls    []Call
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
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("cannot start the EKS test server: %w", err)
	}
	server := &Server{
		URL:      "http://" + listener.Addr().String(),
		world:    world,
		sessions: map[string]Credential{},
		buckets:  map[string]*bucket{},
	}
	server.Break(world.Faults...)
	server.http = &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.http.Serve(listener) }()
	return server, nil
}

// Close ends the server and every connection to it, and frees what hangs.
func (s *Server) Close() { _ = s.http.Close() }

// Update changes the world. No request is answered meanwhile.
func (s *Server) Update(change func(world *World)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(&s.world)
}

// now is the server's clock. The mutex is held.
func (s *Server) now() time.Time { return time.Now().Add(s.world.Skew) }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return
	}
	x := newExchange(r, body)
	index := s.begin(x, started)
	wait := s.judge(x)
	if x.hang {
		wait = time.Hour
	}
	if !sleep(r.Context(), wait) {
		s.end(index, 0)
		return
	}
	if x.reset {
		// The record is complete before the client sees the end.
		s.end(index, 0)
		reset(w)
		return
	}
	s.end(index, x.answer.status)
	x.answer.send(w, x.half)
}

// judge makes the answer, and tells how long it takes.
func (s *Server) judge(x *exchange) time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	x.world = s.world
	x.now = s.now()
	effects := s.effects(x.call)
	for _, effect := range effects {
		if effect.before != nil {
			effect.before(x)
		}
	}
	x.answer = s.answer(x)
	for _, effect := range effects {
		if effect.after != nil {
			effect.after(x)
		}
	}
	x.answer.header.Set("Date", x.now.UTC().Format(http.TimeFormat))
	x.answer.header.Set("X-Amzn-Requestid", fmt.Sprintf("00000000-0000-4000-8000-%012d", len(s.calls)))
	return s.world.Latency + x.delay
}

func (s *Server) answer(x *exchange) answer {
	if x.route == nil {
		return failure(http.StatusNotFound, "UnknownOperationException", "")
	}
	if !x.route.unsigned {
		credential, refusal := s.authenticate(x)
		if refusal != nil {
			return *refusal
		}
		x.credential = credential
	}
	if !s.allow(x) {
		return x.throttled()
	}
	if raw, found := x.raw(); found {
		return good(raw)
	}
	return x.route.handle(s, x)
}

// begin writes down a request, and gives its place in the list.
func (s *Server) begin(x *exchange, started time.Time) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	x.call.Started = started
	s.calls = append(s.calls, x.call)
	return len(s.calls) - 1
}

func (s *Server) end(index, status int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	// ClearCalls may have emptied the list meanwhile.
	if index < len(s.calls) {
		s.calls[index].Ended, s.calls[index].Status = time.Now(), status
	}
}

// Calls are the requests so far, in the order in which they came.
func (s *Server) Calls() []Call {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.calls)
}

// ClearCalls forgets the requests so far. None should be under way.
func (s *Server) ClearCalls() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.calls = nil
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

// reset ends the connection without a word.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// RefusedURL is an endpoint where nothing listens.
func RefusedURL() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("cannot find a free port: %w", err)
	}
	url := "http://" + listener.Addr().String()
	return url, listener.Close()
}
