package eks

import (
	"context"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Insights reads the upgrade insights of a cluster with their details, in the
// order that EKS gives. With a problem, what could be read is given besides.
func (c *Client) Insights(ctx context.Context, target Target, filter InsightFilter) ([]upgrade.Insight, *upgrade.Problem) {
	return ask(ctx, c, target, request{action: listInsights}, func(on *connection) listRead[upgrade.Insight] {
		return c.insightsOf(ctx, on, target.Cluster, filter)
	})
}

// Addons reads the add-ons of a cluster that EKS manages.
func (c *Client) Addons(ctx context.Context, target Target) ([]upgrade.LiveAddon, *upgrade.Problem) {
	return ask(ctx, c, target, request{action: listAddons}, func(on *connection) listRead[upgrade.LiveAddon] {
		return c.addonsOf(ctx, on, target.Cluster)
	})
}

// AddonOffers reads what versions EKS offers of add-ons for minors, by add-on and
// then by minor. No add-ons means all that EKS offers. The cluster of the target
// does not matter.
func (c *Client) AddonOffers(ctx context.Context, target Target, addons []string, minors []upgrade.Minor) ([]upgrade.AddonOffer, *upgrade.Problem) {
	return ask(ctx, c, target, addonVersions, func(on *connection) listRead[upgrade.AddonOffer] {
		return c.offersOf(ctx, on, addons, minors)
	})
}

// ClusterVersions reads the support calendar, oldest minor first. The cluster of
// the target does not matter.
func (c *Client) ClusterVersions(ctx context.Context, target Target) ([]upgrade.VersionSupport, *upgrade.Problem) {
	return ask(ctx, c, target, clusterVersions, func(on *connection) listRead[upgrade.VersionSupport] {
		return c.versionsOf(ctx, on)
	})
}

// ask reads one list. what is what needs the access, where that cannot be had.
func ask[T any](ctx context.Context, c *Client, target Target, what request, read func(*connection) listRead[T]) ([]T, *upgrade.Problem) {
	target.commandLine = c.options.CommandLine
	opened := c.connect(ctx, target.Access)
	if opened.failure != nil {
		problem := opened.failure.before(what).problem(target, "")
		return nil, &problem
	}
	list := read(opened.connection)
	if len(list.failures) == 0 {
		return list.items, nil
	}
	problem := list.failures[0].problem(target, "")
	return list.items, &problem
}
