package kubetest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Fault is something that goes wrong with some of the requests.
type Fault struct {
	// Resource is such as deployments, or /metrics; empty is every request.
	Resource string
	// After is how many of these requests go well first.
	After int
	// Times is how many go wrong then; zero is all.
	Times  int
	Effect Effect
}

// Effect is what happens to a request.
type Effect struct {
	before, after func(*exchange)
}

type activeFault struct {
	Fault
	seen int
}

// Break switches faults on, besides those that are on already.
func (s *Server) Break(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, fault := range faults {
		s.faults = append(s.faults, &activeFault{Fault: fault})
	}
}

// Mend switches all faults off.
func (s *Server) Mend() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = nil
}

// effects are those of the faults that meet the call, which each of them counts.
// The mutex is held.
func (s *Server) effects(call Call) []Effect {
	var effects []Effect
	for _, fault := range s.faults {
		if fault.Resource != "" && fault.Resource != call.Resource {
			continue
		}
		fault.seen++
		if fault.seen > fault.After && (fault.Times == 0 || fault.seen <= fault.After+fault.Times) {
			effects = append(effects, fault.Effect)
		}
	}
	return effects
}

// instead answers with something else, whoever asks.
func instead(other func(*exchange) answer) Effect {
	return Effect{after: func(x *exchange) { x.answer = other(x) }}
}

// Forbidden refuses the request, as RBAC does.
func Forbidden() Effect { return instead((*exchange).denied) }

// Unauthorized does not trust the credentials.
func Unauthorized() Effect {
	return instead(func(x *exchange) answer {
		return x.status(http.StatusUnauthorized, metav1.StatusReasonUnauthorized, "Unauthorized")
	})
}

// Expired is status 410 for a token of a page that is too old.
func Expired() Effect {
	return instead(func(x *exchange) answer {
		return x.status(http.StatusGone, metav1.StatusReasonExpired,
			"The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.")
	})
}

// NotFound is status 404, as of an API that is not served.
func NotFound() Effect {
	return instead(func(x *exchange) answer {
		return x.status(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
	})
}

// TooManyRequests is status 429. The client is asked to wait for so many seconds.
func TooManyRequests(seconds int) Effect {
	return instead(func(x *exchange) answer {
		said := x.status(http.StatusTooManyRequests, metav1.StatusReasonTooManyRequests, "Too many requests, please try again later.")
		said.header = http.Header{"Retry-After": {strconv.Itoa(seconds)}}
		return said
	})
}

// ServerError is status 500.
func ServerError() Effect {
	return instead(func(x *exchange) answer {
		return x.status(http.StatusInternalServerError, metav1.StatusReasonInternalError, "Internal error occurred: etcdserver: request timed out")
	})
}

// Unavailable is status 503.
func Unavailable() Effect {
	return instead(func(x *exchange) answer {
		return x.status(http.StatusServiceUnavailable, metav1.StatusReasonServiceUnavailable, "apiserver not ready")
	})
}

// HTML is a page of a proxy, with this status.
func HTML(status int) Effect {
	return Body(status, "text/html; charset=utf-8", "<!DOCTYPE html><html><title>Sign in</title></html>")
}

// Body answers with this.
func Body(status int, contentType, text string) Effect {
	return instead(func(*exchange) answer {
		return answer{status: status, contentType: contentType, body: []byte(text)}
	})
}

// Redirect sends the client to another address.
func Redirect(to string) Effect {
	return instead(func(*exchange) answer {
		return answer{status: http.StatusFound, contentType: "text/html", header: http.Header{"Location": {to}}}
	})
}

// Large answers with JSON of about so many bytes, in one text.
func Large(bytes int) Effect {
	return instead(func(x *exchange) answer {
		return answer{status: http.StatusOK, contentType: jsonType, body: []byte(`{"kind":"` + strings.Repeat("x", bytes) + `"}`)}
	})
}

// EndlessContinue gives the first page for ever, each time with another token.
func EndlessContinue() Effect { return Effect{before: func(x *exchange) { x.endless = true }} }

// RepeatContinue gives the first page for ever, each time with the same token.
func RepeatContinue() Effect { return Effect{before: func(x *exchange) { x.again = true }} }

// HalfBody ends the connection in the middle of the body.
func HalfBody() Effect { return Effect{before: func(x *exchange) { x.half = true }} }

// Reset ends the connection with no answer.
func Reset() Effect { return Effect{before: func(x *exchange) { x.reset = true }} }

// Hang never answers. It ends when the client goes or the server is closed.
func Hang() Effect { return Delay(time.Hour) }

// Delay makes the request take longer.
func Delay(by time.Duration) Effect { return Effect{before: func(x *exchange) { x.delay += by }} }
