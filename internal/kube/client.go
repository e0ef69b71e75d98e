package kube

import (
	"context"
	"sync"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/memo"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	defaultDeadline = 60 * time.Second
	// mostClusters are read at once. Each takes some memory for the page that it
	// is at.
	mostClusters = 16
)

// Options are those of a client.
type Options struct {
	// Now is the clock. Without one, Kube.ReadAt is zero.
	Now func() time.Time
	// Deadline is how long one cluster may take to answer; 60 seconds where it is
	// zero.
	Deadline time.Duration
	// UserAgent is sent with each request.
	UserAgent string
	// Catalog tells add-ons by their images.
	Catalog upgrade.Catalog
	// CommandLine tells that no provider configuration is there to be corrected.
	CommandLine bool
}

// Target is one cluster, and how to reach it.
type Target struct {
	// Environment is for messages; empty where there is none.
	Environment string
	Access      Access
}

// Client reads clusters, each once: what it has read of a target it remembers. It
// may be used by many at once.
type Client struct {
	options Options
	// backoff is the wait before the second attempt of a request.
	backoff  time.Duration
	reading  chan struct{}
	clusters memo.Memo[clusterRead]
}

// New makes a client. It reads nothing yet.
func New(options Options) *Client {
	if options.Deadline <= 0 {
		options.Deadline = defaultDeadline
	}
	if options.Now == nil {
		options.Now = func() time.Time { return time.Time{} }
	}
	return &Client{options: options, backoff: firstBackoff, reading: make(chan struct{}, mostClusters)}
}

// Read reads all targets at once, and gives what it read in their order. What could
// not be read is in the problems of each: there is no other error. Whoever asks for
// the same access gets the same lists, so nobody may change them.
func (c *Client) Read(ctx context.Context, targets []Target) []upgrade.Kube {
	kubes := make([]upgrade.Kube, len(targets))
	var all sync.WaitGroup
	for at, target := range targets {
		all.Go(func() { kubes[at] = c.readTarget(ctx, target) })
	}
	all.Wait()
	return kubes
}

func (c *Client) readTarget(ctx context.Context, target Target) upgrade.Kube {
	read, err := c.clusters.Get(ctx, target.Access.key(), func(ctx context.Context) clusterRead {
		select {
		case c.reading <- struct{}{}:
			defer func() { <-c.reading }()
		case <-ctx.Done():
			return clusterRead{failures: []*failure{{err: context.Cause(ctx)}}}
		}
		// Waiting for a turn takes nothing of the time.
		ctx, cancel := context.WithTimeoutCause(ctx, c.options.Deadline, &hangError{after: c.options.Deadline})
		defer cancel()
		return c.read(ctx, target.Access)
	})
	if err != nil {
		read = clusterRead{failures: []*failure{{err: err}}}
	}
	kube := read.kube
	kube.Problems = problems(read.failures, place{
		target: target, server: kube.Server, context: kube.Context, commandLine: c.options.CommandLine,
	})
	return kube
}
