package kube

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	// mostAttempts is how often a request is sent that fails for another reason
	// than too many requests, which is tried until the time is over.
	mostAttempts = 4
	firstBackoff = 200 * time.Millisecond
	mostBackoff  = 5 * time.Second
	// mostWait bounds what a Retry-After may ask for.
	mostWait = 30 * time.Second
)

// request is one kind of request, for messages and for the server.
type request struct {
	// verb and what are as a ClusterRole has them: list deployments.apps, or get
	// /metrics.
	verb, what string
	path       string
	query      url.Values
	accept     string
	// list is the list that is asked for; nil where it is none.
	list *resource
}

// action is such as list deployments.apps.
func (r request) action() string { return r.verb + " " + r.what }

// get sends a request, and tries it again as long as that may help. read gets the
// body of a good answer; it may be called again, when the answer breaks off.
func (c *connection) get(ctx context.Context, what request, read func(contentType string, body io.Reader) error) *failure {
	wait := c.backoff
	var last *failure
	for attempt := 1; ; attempt++ {
		failed := c.try(ctx, what, read)
		if failed == nil {
			return nil
		}
		if last != nil && failed.resolved() == hanging {
			// Throttling took the time, and is the better explanation.
			return last
		}
		failed.attempts = attempt
		if !c.again(failed, attempt) {
			return failed
		}
		last = nil
		if failed.resolved() == throttled {
			last = failed
		}
		pause := wait
		if failed.after > 0 {
			pause = min(failed.after, mostWait)
		}
		wait = min(2*wait, mostBackoff)
		if !sleep(ctx, pause) {
			if last == nil {
				failed.err = context.Cause(ctx)
			}
			return failed
		}
	}
}

// again tells whether to send a request that failed once more.
func (c *connection) again(failed *failure, attempt int) bool {
	switch failed.resolved() {
	case throttled:
		return true
	case serverFault:
		return attempt < mostAttempts
	case unreachable:
		// Who does not take a connection within the time is not there.
		var network net.Error
		return attempt < mostAttempts && (!errors.As(failed.err, &network) || !network.Timeout())
	case malformed:
		return attempt < mostAttempts && errors.Is(failed.err, io.ErrUnexpectedEOF)
	case unauthorized:
		// A program is asked for another token when the server refuses one.
		return c.program != "" && attempt == 1
	default:
		return false
	}
}

func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *connection) try(ctx context.Context, what request, read func(contentType string, body io.Reader) error) *failure {
	done, err := c.turn(ctx)
	if err != nil {
		return c.failed(what, err)
	}
	defer done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	address := c.base.JoinPath(what.path)
	address.RawQuery = what.query.Encode()
	message, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return c.failed(what, err)
	}
	message.Header.Set("Accept", what.accept)
	answer, err := c.do(message)
	if err != nil {
		return c.failed(what, causeOf(ctx, err))
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		failed := c.failed(what, readStatus(answer))
		failed.status, failed.after = answer.StatusCode, retryAfter(answer)
		return failed
	}
	if err := read(answer.Header.Get("Content-Type"), answer.Body); err != nil {
		return c.failed(what, causeOf(ctx, err))
	}
	return nil
}

// do sends a request, and leaves when its time is over: the program that gives the
// token knows of no time.
func (c *connection) do(message *http.Request) (*http.Response, error) {
	if c.program == "" {
		return c.client.Do(message)
	}
	type result struct {
		answer *http.Response
		err    error
	}
	results := make(chan result, 1)
	go func() {
		answer, err := c.client.Do(message)
		results <- result{answer, err}
	}()
	select {
	case got := <-results:
		return got.answer, got.err
	case <-message.Context().Done():
		go func() {
			if got := <-results; got.err == nil {
				_ = got.answer.Body.Close()
			}
		}()
		return nil, context.Cause(message.Context())
	}
}

// retryAfter is how long the server asks to wait; zero where it does not.
func retryAfter(answer *http.Response) time.Duration {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, int(mostWait/time.Second))) * time.Second
}
