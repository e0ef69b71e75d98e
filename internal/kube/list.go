package kube

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	// pageSize is how many objects are asked for at once, as kubectl does.
	pageSize = 500
	// mostPages and mostObjects end a list that has no end. A cluster has at most
	// 150,000 pods (https://kubernetes.io/docs/setup/best-practices/cluster-large/).
	mostPages   = 2000
	mostObjects = 300_000
)

// listRead is a list that was read, or why it could not be.
type listRead[V any] struct {
	items  []V
	failed *failure
}

// readList reads a list, page by page. of gives what is kept of an object, and
// false where it is nothing.
//
// A token of a page is good for some minutes. When one has expired the list is
// read once more from the start, as the objects have changed since.
func readList[T, V any](ctx context.Context, on *connection, what resource, of func(*T) (V, bool)) listRead[V] {
	read := readPages(ctx, on, what, of)
	if read.failed != nil && read.failed.isExpired() {
		read = readPages(ctx, on, what, of)
	}
	if read.failed != nil {
		read.items = nil
	}
	return read
}

func readPages[T, V any](ctx context.Context, on *connection, what resource, of func(*T) (V, bool)) listRead[V] {
	var read listRead[V]
	seen := map[string]bool{}
	token, count := "", 0
	for range mostPages {
		asked := what.page(token)
		next := ""
		whole, before := len(read.items), count
		read.failed = on.get(ctx, asked, func(contentType string, body io.Reader) (err error) {
			// A page may be read again from its start.
			read.items, count = read.items[:whole], before
			next, err = readPage(contentType, body, what, func(object *T) error {
				if count++; count > mostObjects {
					return badAnswer("the list has more than %d objects", mostObjects)
				}
				if kept, some := of(object); some {
					read.items = append(read.items, kept)
				}
				return nil
			})
			return err
		})
		switch {
		case read.failed != nil:
			read.failed.continued = token != ""
			return read
		case next == "":
			return read
		case seen[next]:
			read.failed = on.failed(asked, badAnswer("it gives the same page token again, so the list has no end"))
			return read
		}
		seen[next] = true
		token = next
	}
	read.failed = on.failed(what.page(token), badAnswer("the list has more than %d pages", mostPages))
	return read
}

// page is the request for the page that begins at a token.
func (r resource) page(token string) request {
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	if token != "" {
		query.Set("continue", token)
	}
	if r.fields != "" {
		query.Set("fieldSelector", r.fields)
	}
	return request{verb: "list", what: r.fullName(), path: r.path, query: query, accept: r.accept(), list: &r}
}

// isExpired tells whether the token of a page was too old.
func (f *failure) isExpired() bool {
	var status *statusError
	return f.continued && errors.As(f.err, &status) &&
		(status.status == http.StatusGone || status.reason == metav1.StatusReasonExpired)
}

// all keeps every object, as of gives it.
func all[T, V any](of func(*T) V) func(*T) (V, bool) {
	return func(object *T) (V, bool) { return of(object), true }
}
