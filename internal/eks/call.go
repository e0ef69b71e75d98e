package eks

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/memo"
)

// pageSize is the most that EKS gives in one answer.
const pageSize = 100

// mostPages ends a list that has no end.
const mostPages = 1000

// request is one kind of request, for messages.
type request struct {
	// action is the IAM action, such as eks:ListInsights.
	action string
	// subject is what of the cluster is asked for, such as node group blue; empty for
	// the cluster itself.
	subject string
	// regional tells that no cluster is asked for.
	regional bool
}

// send makes one request, and tries it again as the retryer says.
func (c *connection) send(ctx context.Context, what request, do func(context.Context) error) *failure {
	counted, counter := withAttempts(ctx, what.action, c.limit)
	err := do(counted)
	if err == nil {
		return nil
	}
	failed := c.failed(what, causeOf(ctx, err))
	failed.sent = counter.sent
	return failed
}

// failed is the failure of a request.
func (c *connection) failed(what request, err error) *failure {
	return &failure{request: what, region: c.region, account: c.account, err: err, secrets: c.secrets}
}

// pages asks for page after page. next gives the token of the page that follows;
// none is the end.
func (c *connection) pages(ctx context.Context, what request, next func(ctx context.Context, token *string) (*string, error)) *failure {
	seen := map[string]bool{}
	var token *string
	for range mostPages {
		var following *string
		failed := c.send(ctx, what, func(ctx context.Context) error {
			var err error
			following, err = next(ctx, token)
			return err
		})
		if failed != nil {
			return failed
		}
		if aws.ToString(following) == "" {
			return nil
		}
		if seen[*following] {
			return c.bad(what, "it gives the same page token again, so the list has no end")
		}
		seen[*following] = true
		token = following
	}
	return c.bad(what, fmt.Sprintf("the list has more than %d pages", mostPages))
}

// bad is the failure of an answer that EKS would not give.
func (c *connection) bad(what request, why string) *failure {
	failed := c.failed(what, &malformedError{what: why})
	failed.kind = malformed
	return failed
}

// noList tells of a page without its list. EKS gives an empty one where there is
// nothing, so an answer without any is that of something else.
func noList(of string) error { return &malformedError{what: "it holds no list of " + of} }

// key names what is read with a connection.
func key(on *connection, parts ...string) string {
	return strings.Join(append([]string{on.key}, parts...), "\x00")
}

// once gives what read gives for the parts of the key, and remembers it. The
// failure is that of who stopped waiting.
func once[V any](ctx context.Context, on *connection, remembered *memo.Memo[V], what request, read func(context.Context) V, parts ...string) (V, *failure) {
	value, err := remembered.Get(ctx, key(on, parts...), func(ctx context.Context) V {
		ctx, cancel := withStopwatch(ctx, on.deadline)
		defer cancel()
		return read(ctx)
	})
	if err != nil {
		return value, on.failed(what, err)
	}
	return value, nil
}

// listRead is a list that was read, and why something of it is missing.
type listRead[T any] struct {
	items    []T
	failures []*failure
}

func failedList[T any](failed *failure) listRead[T] { return listRead[T]{failures: []*failure{failed}} }

// listOnce is once for a list.
func listOnce[T any](ctx context.Context, on *connection, remembered *memo.Memo[listRead[T]], what request, read func(context.Context) listRead[T], parts ...string) listRead[T] {
	list, failed := once(ctx, on, remembered, what, read, parts...)
	if failed != nil {
		return failedList[T](failed)
	}
	return list
}

// describeAll reads a list, and describes its members one by one. next gives a
// page and the token of the page that follows; of names the members in messages.
func describeAll[M, T any](
	ctx context.Context, c *connection, what request, of string,
	next func(ctx context.Context, token *string) (members []M, following *string, err error),
	describe func(M) (item T, some bool, failed *failure),
) listRead[T] {
	var all gathering[T]
	failed := c.pages(ctx, what, func(ctx context.Context, token *string) (*string, error) {
		members, following, err := next(ctx, token)
		if err != nil {
			return nil, err
		}
		if members == nil {
			return nil, noList(of)
		}
		for _, member := range members {
			all.add(func() (T, bool, *failure) { return describe(member) })
		}
		return following, nil
	})
	return all.result(failed)
}

// gathering describes the members of a list at once, while the list still goes
// on, and keeps the order of the list.
type gathering[T any] struct {
	wait  sync.WaitGroup
	found []*described[T]
}

type described[T any] struct {
	item T
	// some tells that there is an item, whole or not.
	some   bool
	failed *failure
}

// add describes one member. What describe gives with a failure counts as far as
// it goes, where some is true.
func (g *gathering[T]) add(describe func() (item T, some bool, failed *failure)) {
	slot := &described[T]{}
	g.found = append(g.found, slot)
	g.wait.Go(func() { slot.item, slot.some, slot.failed = describe() })
}

// result waits for all. The failure is that of the list itself.
func (g *gathering[T]) result(failed *failure) listRead[T] {
	g.wait.Wait()
	var read listRead[T]
	if failed != nil {
		read.failures = append(read.failures, failed)
	}
	for _, slot := range g.found {
		if slot.some {
			read.items = append(read.items, slot.item)
		}
		if slot.failed != nil {
			read.failures = append(read.failures, slot.failed)
		}
	}
	return read
}
