package kubetest

import (
	"compress/gzip"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"
)

// silent drops what the server would log: clients that go are part of the tests.
var silent = log.New(io.Discard, "", 0)

// compressed is the size from which on an API server compresses.
const compressed = 128 << 10

// answer is what is sent.
type answer struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
}

// send writes the answer; half of it where it is to break off, and nothing where
// the connection is to be reset.
func (a answer) send(w http.ResponseWriter, r *http.Request, half, reset bool) {
	if reset {
		panic(http.ErrAbortHandler)
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", a.contentType)
	w.Header().Set("Cache-Control", "no-cache, private")
	if half {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	if len(a.body) < compressed || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(a.status)
	// The level that an API server uses.
	small, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return
	}
	_, _ = small.Write(a.body)
	_ = small.Close()
}
