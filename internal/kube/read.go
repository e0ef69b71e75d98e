package kube

import (
	"context"
	"slices"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clusterRead is a cluster, and why something of it is missing.
type clusterRead struct {
	kube     upgrade.Kube
	failures []*failure
}

// running is a workload, and the add-ons that it runs.
type running struct {
	workload upgrade.Workload
	addons   []upgrade.KubeAddon
}

// guarded is a budget, and what it allows now.
type guarded struct {
	budget     upgrade.PodDisruptionBudget
	disruption upgrade.KubeDisruption
}

// parts are the lists of one cluster.
type parts struct {
	nodes                                 listRead[upgrade.KubeNode]
	deployments, daemonSets, statefulSets listRead[running]
	replicaSets, pods                     listRead[upgrade.Workload]
	budgets                               listRead[guarded]
	autoscalers                           listRead[upgrade.PodAutoscaler]
	validating, mutating                  listRead[[]upgrade.KubeWebhook]
	uses                                  listRead[upgrade.KubeDeprecatedUse]
}

// read reads a cluster. The version comes first: where not even that can be asked
// for, one request tells why, and not ten.
func (c *Client) read(ctx context.Context, access Access) clusterRead {
	on, failed := c.open(access)
	if failed != nil {
		return clusterRead{kube: upgrade.Kube{ReadAt: c.options.Now(), Context: access.Context}, failures: []*failure{failed}}
	}
	defer on.close()
	read := clusterRead{kube: upgrade.Kube{Server: on.server(), Context: on.context, ReadAt: c.options.Now()}}
	read.kube.Version, failed = readVersion(ctx, on)
	if failed != nil {
		read.failures = append(read.failures, failed)
		if !failed.isOfOneRequest() {
			return read
		}
	}
	c.readParts(ctx, on, read.kube.Source()).fill(&read)
	return read
}

// isOfOneRequest tells whether other requests may go well all the same.
func (f *failure) isOfOneRequest() bool {
	switch f.resolved() {
	case forbidden, notServed:
		return true
	default:
		return false
	}
}

// readParts reads all lists at once.
func (c *Client) readParts(ctx context.Context, on *connection, source upgrade.Source) *parts {
	var p parts
	var wait sync.WaitGroup
	wait.Go(func() { p.nodes = readList(ctx, on, nodes, all(nodeOf)) })
	wait.Go(func() {
		p.deployments = readList(ctx, on, deployments, func(d *deployment) (running, bool) {
			return running{deploymentOf(d, source), addonsOf(upgrade.Deployment, &d.objectMeta, &d.Spec.Template, c.options.Catalog, source)}, true
		})
	})
	wait.Go(func() {
		p.daemonSets = readList(ctx, on, daemonSets, func(d *daemonSet) (running, bool) {
			return running{daemonSetOf(d, source), addonsOf(upgrade.DaemonSet, &d.objectMeta, &d.Spec.Template, c.options.Catalog, source)}, true
		})
	})
	wait.Go(func() {
		p.statefulSets = readList(ctx, on, statefulSets, func(s *statefulSet) (running, bool) {
			return running{statefulSetOf(s, source), addonsOf(upgrade.StatefulSet, &s.objectMeta, &s.Spec.Template, c.options.Catalog, source)}, true
		})
	})
	wait.Go(func() {
		p.replicaSets = readList(ctx, on, replicaSets, func(set *partialObject) (upgrade.Workload, bool) {
			return orphanReplicaSetOf(set, source)
		})
	})
	wait.Go(func() {
		p.pods = readList(ctx, on, pods, func(pod *partialObject) (upgrade.Workload, bool) {
			return orphanPodOf(pod, source)
		})
	})
	wait.Go(func() {
		p.budgets = readList(ctx, on, budgets, func(b *podDisruptionBudget) (guarded, bool) {
			budget, disruption := budgetOf(b, source)
			return guarded{budget, disruption}, true
		})
	})
	wait.Go(func() {
		p.autoscalers = readList(ctx, on, autoscalers, func(scaler *horizontalPodAutoscaler) (upgrade.PodAutoscaler, bool) {
			return autoscalerOf(scaler, source), true
		})
	})
	wait.Go(func() {
		p.validating = readList(ctx, on, validatingHooks, all(validatingWebhooksOf))
	})
	wait.Go(func() {
		p.mutating = readList(ctx, on, mutatingHooks, all(mutatingWebhooksOf))
	})
	wait.Go(func() { p.uses = readDeprecatedUses(ctx, on) })
	wait.Wait()
	return &p
}

// fill puts what was read into the cluster, and the failures in the order of the
// lists.
func (p *parts) fill(read *clusterRead) {
	kube := &read.kube
	whole := func(failures ...*failure) bool {
		failures = slices.DeleteFunc(failures, func(f *failure) bool { return f == nil })
		read.failures = append(read.failures, failures...)
		return len(failures) == 0
	}
	kube.Nodes, kube.NodesRead = p.nodes.items, whole(p.nodes.failed)
	kube.WorkloadsRead = whole(p.deployments.failed, p.daemonSets.failed, p.statefulSets.failed)
	for _, list := range [][]running{p.deployments.items, p.daemonSets.items, p.statefulSets.items} {
		for _, found := range list {
			kube.Workloads = append(kube.Workloads, found.workload)
			kube.Addons = append(kube.Addons, found.addons...)
		}
	}
	kube.Workloads = slices.Concat(kube.Workloads, p.replicaSets.items, p.pods.items)
	kube.LonePodsRead = whole(p.replicaSets.failed, p.pods.failed)
	for _, found := range p.budgets.items {
		kube.Budgets = append(kube.Budgets, found.budget)
		kube.Disruptions = append(kube.Disruptions, found.disruption)
	}
	kube.BudgetsRead = whole(p.budgets.failed)
	kube.Autoscalers, kube.AutoscalersRead = p.autoscalers.items, whole(p.autoscalers.failed)
	kube.Webhooks = slices.Concat(slices.Concat(p.validating.items...), slices.Concat(p.mutating.items...))
	kube.WebhooksRead = whole(p.validating.failed, p.mutating.failed)
	kube.DeprecatedUses, kube.DeprecatedUsesRead = p.uses.items, whole(p.uses.failed)
}
