package eks

import (
	"context"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Read reads all targets at once, and gives what it read in the order of the
// targets. What could not be read is in Problems: there is no other error.
//
// want says what to read besides the cluster. It is asked twice for each target,
// never by two at once: first with the zero Minor, and what it wants then is read
// beside the cluster, which saves a round trip; then with the version of the
// cluster, where that is known, for what it wants besides. The insights are those
// of the first answer that wants any.
func (c *Client) Read(ctx context.Context, targets []Target, want func(target Target, current upgrade.Minor) Want) []upgrade.Live {
	var asking sync.Mutex
	asked := func(target Target, current upgrade.Minor) Want {
		asking.Lock()
		defer asking.Unlock()
		return want(target, current)
	}
	lives := make([]upgrade.Live, len(targets))
	var all sync.WaitGroup
	for at, target := range targets {
		all.Go(func() { lives[at] = c.readTarget(ctx, target, asked) })
	}
	all.Wait()
	return lives
}

// parts are the lists of one cluster that are being read.
type parts struct {
	client *Client
	on     *connection
	target Target
	wait   sync.WaitGroup

	groups, addons, insights bool
	// listed is closed when the add-ons are read.
	listed chan struct{}

	readGroups   listRead[upgrade.LiveNodeGroup]
	readAddons   listRead[upgrade.LiveAddon]
	readInsights listRead[upgrade.Insight]
	readOffers   []*listRead[upgrade.AddonOffer]
	begun        map[upgrade.Minor]bool
}

func (c *Client) readTarget(ctx context.Context, target Target, want func(Target, upgrade.Minor) Want) upgrade.Live {
	target.commandLine = c.options.CommandLine
	opened := c.connect(ctx, target.Access)
	if opened.failure != nil {
		return c.unread(target, opened.failure)
	}
	whole, cancel := context.WithCancel(ctx)
	defer cancel()
	reading := &parts{client: c, on: opened.connection, target: target, listed: make(chan struct{}), begun: map[upgrade.Minor]bool{}}
	reading.begin(whole, want(target, upgrade.Minor{}))
	read := c.cluster(whole, opened.connection, target.Cluster)
	if read.live.NotFound {
		cancel()
		reading.wait.Wait()
		live := upgrade.Live{NotFound: true, Account: c.accountOf(ctx, opened.connection)}
		return c.named(live, target, opened.connection)
	}
	if current, err := upgrade.ParseMinor(read.live.Version); err == nil {
		reading.begin(whole, want(target, current))
	}
	reading.wait.Wait()
	live := c.named(read.live, target, opened.connection)
	reading.fill(&live, read.failed)
	return live
}

// unread is a target of which nothing could be read.
func (c *Client) unread(target Target, failed *failure) upgrade.Live {
	return upgrade.Live{
		Name: target.Cluster, Region: target.Access.Region, Account: target.Access.account(), ReadAt: c.options.Now(),
		Problems: []upgrade.Problem{failed.before(request{action: describeCluster}).problem(target, "")},
	}
}

func (c *Client) named(live upgrade.Live, target Target, on *connection) upgrade.Live {
	live.Name, live.Region, live.ReadAt = target.Cluster, on.region, c.options.Now()
	if live.Account == "" {
		live.Account = on.account
	}
	return live
}

// begin starts to read what is wanted and was not started before.
func (p *parts) begin(ctx context.Context, want Want) {
	cluster := p.target.Cluster
	if want.NodeGroups && !p.groups {
		p.groups = true
		p.wait.Go(func() { p.readGroups = p.client.nodeGroupsOf(ctx, p.on, cluster) })
	}
	if (want.Addons || len(want.AddonVersionsFor) > 0) && !p.addons {
		p.addons = true
		p.wait.Go(func() {
			defer close(p.listed)
			p.readAddons = p.client.addonsOf(ctx, p.on, cluster)
		})
	}
	if want.Insights && !p.insights {
		p.insights = true
		p.wait.Go(func() { p.readInsights = p.client.insightsOf(ctx, p.on, cluster, want.InsightFilter) })
	}
	for _, minor := range want.AddonVersionsFor {
		if minor.IsZero() || p.begun[minor] {
			continue
		}
		p.begun[minor] = true
		p.beginOffers(ctx, minor)
	}
}

// beginOffers reads what EKS offers for a minor beside the add-ons, and then
// picks those of the add-ons that the cluster has.
func (p *parts) beginOffers(ctx context.Context, minor upgrade.Minor) {
	offers := &listRead[upgrade.AddonOffer]{}
	p.readOffers = append(p.readOffers, offers)
	p.wait.Go(func() { p.client.offersFor(ctx, p.on, minor, "") })
	p.wait.Go(func() {
		<-p.listed
		if names := addonNames(p.readAddons.items); len(names) > 0 {
			*offers = p.client.offersOf(ctx, p.on, names, []upgrade.Minor{minor})
		}
	})
}

func addonNames(addons []upgrade.LiveAddon) []string {
	var names []string
	for _, addon := range addons {
		names = append(names, addon.Name)
	}
	return names
}

// fill puts what was read into the cluster.
func (p *parts) fill(live *upgrade.Live, failed *failure) {
	var failures []*failure
	if failed != nil {
		failures = append(failures, failed)
	}
	live.NodeGroups, live.NodeGroupsRead = p.readGroups.items, p.groups && len(p.readGroups.failures) == 0
	live.Addons, live.AddonsRead = p.readAddons.items, p.addons && len(p.readAddons.failures) == 0
	live.Insights, live.InsightsRead = p.readInsights.items, p.insights && len(p.readInsights.failures) == 0
	failures = append(failures, p.readGroups.failures...)
	failures = append(failures, p.readAddons.failures...)
	failures = append(failures, p.readInsights.failures...)
	live.OffersRead = len(p.readOffers) > 0 && live.AddonsRead
	for _, offers := range p.readOffers {
		live.AddonOffers = append(live.AddonOffers, offers.items...)
		live.OffersRead = live.OffersRead && len(offers.failures) == 0
		failures = append(failures, offers.failures...)
	}
	live.Problems = problems(failures, p.target, live.Account)
}

// problems says each thing once: an action that is not allowed fails for every
// node group, and one line about it is enough.
func problems(failures []*failure, target Target, account string) []upgrade.Problem {
	var found []upgrade.Problem
	type cause struct {
		action string
		kind   failureKind
	}
	said := map[cause]bool{}
	for _, failed := range failures {
		why := cause{action: failed.action, kind: failed.resolved()}
		if said[why] {
			continue
		}
		said[why] = true
		found = append(found, failed.problem(target, account))
	}
	return found
}
