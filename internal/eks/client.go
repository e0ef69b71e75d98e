// Package eks reads clusters from the EKS API. It is the only place that knows
// the AWS SDK.
package eks

import (
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/eks"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/memo"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	defaultDeadline    = 60 * time.Second
	defaultConcurrency = 100
)

// Options are what all requests of a client share.
type Options struct {
	// ToolVersion and TerraformVersion go into the user agent.
	ToolVersion      string
	TerraformVersion string
	// CommandLine tells that no provider configuration is there to be corrected.
	CommandLine bool
	// Deadline is how long EKS may take to answer for one reading in all, and how
	// long requests may be throttled without a single one being let through. 60
	// seconds where it is zero.
	Deadline time.Duration
	// Now is the clock of this machine. Without one, Live.ReadAt is zero.
	Now func() time.Time
	// Concurrency is how many requests to one endpoint may be under way at once;
	// 100 where it is zero.
	Concurrency int
}

// Client reads from EKS, and remembers what it has read: one client is for one
// plan. It may be used by many at once.
type Client struct {
	options Options
	// http replaces the network in tests.
	http eks.HTTPClient
	// backoff is the wait before the second attempt of a request.
	backoff time.Duration

	mutex  sync.Mutex
	pacers map[string]*pacer

	connections memo.Memo[connected]
	accounts    memo.Memo[string]
	clusters    memo.Memo[clusterRead]
	nodeGroups  memo.Memo[listRead[upgrade.LiveNodeGroup]]
	addons      memo.Memo[listRead[upgrade.LiveAddon]]
	insights    memo.Memo[listRead[upgrade.Insight]]
	offers      memo.Memo[offersRead]
	versions    memo.Memo[listRead[upgrade.VersionSupport]]
	tokens      memo.Memo[signed]
}

// New makes a client. It only copies values: credentials are fetched, and the
// network is used, when something is first read.
func New(options Options) *Client {
	if options.Deadline <= 0 {
		options.Deadline = defaultDeadline
	}
	if options.Concurrency <= 0 {
		options.Concurrency = defaultConcurrency
	}
	if options.Now == nil {
		options.Now = func() time.Time { return time.Time{} }
	}
	return &Client{options: options, backoff: firstBackoff}
}
