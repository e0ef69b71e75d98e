package eks

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// pageSize is the most that EKS gives in one answer.
const pageSize = 100

// mostPages ends a list that has no end.
const mostPages = 1000

// request is one kind of request, for messages.
type request struct {
	// action is the IAM action, such as eks:ListInsights.
	action string
	// subject is what of the cluster is asked for; empty for the cluster itself.
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
	return &failure{
		action: what.action, subject: what.subject, regional: what.regional,
		region: c.region, account: c.account, secrets: c.secrets,
		err: causeOf(ctx, err), sent: counter.sent,
	}
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
	return &failure{
		kind: malformed, action: what.action, subject: what.subject, regional: what.regional,
		region: c.region, account: c.account, err: &malformedError{what: why},
	}
}

// noList tells of a page without its list. EKS gives an empty one where there is
// nothing, so an answer without any is that of something else.
func noList(of string) error { return &malformedError{what: "it holds no list of " + of} }

// gone is the failure of who stopped waiting.
func (c *connection) gone(what request, err error) *failure {
	return &failure{
		action: what.action, subject: what.subject, regional: what.regional,
		region: c.region, account: c.account, err: err,
	}
}

// key names what is read with a connection.
func key(on *connection, parts ...string) string {
	return strings.Join(append([]string{on.key}, parts...), "\x00")
}

// listRead is a list that was read, and why something of it is missing.
type listRead[T any] struct {
	items    []T
	failures []*failure
}

func failedList[T any](failed *failure) listRead[T] { return listRead[T]{failures: []*failure{failed}} }

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
