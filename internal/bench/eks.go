package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	// latency is how long each request to the fake EKS takes.
	latency = 100 * time.Millisecond
	// mostTrips is how many requests one after the other may take as long.
	mostTrips = 5
	fewClusters,
	manyClusters = 6, 200
	// perSecond is how many requests are let through. Ten is the limit that the aim
	// is about; all is ten times as fast here, so that it takes half a minute and
	// not five.
	perSecond, faster = 10, 10
	// burst is how many more are let through at first.
	burst = 10
	// paged is how many members a list has, and onePage how many of them a page.
	paged, onePage = 6, 2
)

// timeEKS times what the gate reads from EKS.
func timeEKS(ctx context.Context) ([]line, error) {
	pages, err := timePages(ctx)
	if err != nil {
		return nil, err
	}
	fleet, err := timeFleet(ctx)
	return append(pages, fleet), err
}

// timePages times six clusters whose lists have three pages each: all at once,
// and the same requests one after another.
func timePages(ctx context.Context) ([]line, error) {
	world := pagedWorld()
	atOnce, err := readClusters(ctx, world, 0)
	if err != nil {
		return nil, err
	}
	inTurn, err := readClusters(ctx, world, 1)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("reading %d clusters from EKS, %d ms a request, %d pages", fewClusters, latency.Milliseconds(), paged/onePage)
	return []line{
		compare(what, "one request after another", []time.Duration{atOnce.took}, []time.Duration{inTurn.took}, aim{}),
		compare("the same", fmt.Sprintf("%d round trips", mostTrips), []time.Duration{atOnce.took}, []time.Duration{mostTrips * latency}, ratioWithin(1)),
	}, nil
}

// timeFleet times many clusters under a limit of requests, against the time in
// which the limit lets as many requests through.
func timeFleet(ctx context.Context) (line, error) {
	world := ekstest.Fleet(manyClusters)
	world.Latency = latency / faster
	world.Limit = ekstest.Limit{PerSecond: perSecond * faster, Burst: burst}
	read, err := readClusters(ctx, world, 0)
	if err != nil {
		return line{}, err
	}
	ideal := time.Duration(float64(read.served-burst) / (perSecond * faster) * float64(time.Second))
	return compare(
		fmt.Sprintf("reading %d clusters, %d requests a second (scale: %d times as fast)", manyClusters, perSecond*faster, faster),
		fmt.Sprintf("%d requests at that rate", read.served), []time.Duration{read.took}, []time.Duration{ideal}, ratioWithin(1.2),
	), nil
}

// clustersRead is what reading all clusters of a world took. served counts the
// requests that were not throttled.
type clustersRead struct {
	took   time.Duration
	served int
}

// readClusters reads as the gate does before an upgrade, and makes sure that
// nothing is missing. At most concurrency requests are under way, unless it is
// zero.
func readClusters(ctx context.Context, world ekstest.World, concurrency int) (clustersRead, error) {
	server, err := ekstest.Start(world)
	if err != nil {
		return clustersRead{}, err
	}
	defer server.Close()
	off := true
	access := eks.Access{
		Region: ekstest.Region, AccessKey: ekstest.AccessKey, SecretKey: ekstest.SecretKey, SkipMetadataAPICheck: &off,
		EKSEndpoint: server.URL, STSEndpoint: server.URL,
	}
	var targets []eks.Target
	for _, cluster := range world.Clusters {
		targets = append(targets, eks.Target{Environment: cluster.Name, Cluster: cluster.Name, Access: access})
	}
	client := eks.New(eks.Options{Concurrency: concurrency})
	start := time.Now()
	lives := client.Read(ctx, targets, wantAll)
	read := clustersRead{took: time.Since(start)}
	for i, live := range lives {
		if err := complete(live, world.Clusters[i]); err != nil {
			return read, fmt.Errorf("%s: %w", targets[i].Cluster, err)
		}
	}
	for _, call := range server.Calls() {
		if call.Status == http.StatusOK {
			read.served++
		}
	}
	return read, nil
}

// complete says what is missing of a cluster.
func complete(live upgrade.Live, cluster ekstest.Cluster) error {
	switch {
	case len(live.Problems) > 0:
		return fmt.Errorf("expected no problem, found: %s", live.Problems[0].Message)
	case live.Version != cluster.Version || !live.NodeGroupsRead || !live.AddonsRead || !live.InsightsRead || !live.OffersRead:
		return fmt.Errorf("expected all of it to be read, found only a part")
	case len(live.NodeGroups) != len(cluster.NodeGroups) || len(live.Addons) != len(cluster.Addons) || len(live.Insights) != len(cluster.Insights):
		return fmt.Errorf("expected %d node groups, %d add-ons and %d insights, found %d, %d and %d",
			len(cluster.NodeGroups), len(cluster.Addons), len(cluster.Insights), len(live.NodeGroups), len(live.Addons), len(live.Insights))
	default:
		return nil
	}
}

// wantAll is what the gate wants of a cluster that goes one minor up.
func wantAll(_ eks.Target, current upgrade.Minor) eks.Want {
	want := eks.Want{Insights: true, NodeGroups: true, Addons: true}
	if !current.IsZero() {
		want.AddonVersionsFor = []upgrade.Minor{current, current.Next()}
	}
	return want
}

// pagedWorld has six clusters whose lists have three pages each.
func pagedWorld() ekstest.World {
	world := ekstest.World{Latency: latency, PageSize: onePage}
	cluster := ekstest.ReadyCluster("paged")
	cluster.NodeGroups, cluster.Addons = nil, nil
	for number := range paged {
		addon := upgrade.LiveAddon{Name: fmt.Sprintf("addon-%d", number), Version: "v1.0.0-eksbuild.1"}
		cluster.Addons = append(cluster.Addons, addon)
		cluster.NodeGroups = append(cluster.NodeGroups, upgrade.LiveNodeGroup{Name: fmt.Sprintf("group-%d", number), Version: cluster.Version})
		world.Offers = append(world.Offers, ekstest.Offer{Addon: addon.Name, Version: addon.Version, Kubernetes: []string{"1.35", "1.34"}})
	}
	for number := range fewClusters {
		cluster.Name = fmt.Sprintf("paged-%d", number)
		world.Clusters = append(world.Clusters, cluster)
	}
	return world
}
