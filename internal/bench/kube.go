package main

import (
	"context"
	"fmt"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

const (
	// fleetPods and what follows are a large cluster.
	fleetPods, fleetDeployments, fleetNodes = 5000, 500, 1000
	kubeRuns                                = 5
)

// kubeAim is about the time by the clock, with the server on this machine. What it
// takes in memory is tested in internal/kube.
var kubeAim = aim{"under 3 s", func(median, _ float64) bool { return median < float64(3*time.Second) }}

// timeKube times how a large cluster is read from a fake API server, against a
// small one.
func timeKube(ctx context.Context) (line, error) {
	large, err := readKube(ctx, kubetest.Fleet(fleetPods, fleetDeployments, fleetNodes), fleetNodes)
	if err != nil {
		return line{}, err
	}
	const smallNodes = 3
	small, err := readKube(ctx, kubetest.SixAddons(), smallNodes)
	if err != nil {
		return line{}, err
	}
	return compare(fmt.Sprintf("reading a cluster of %d pods, %d Deployments, %d nodes", fleetPods, fleetDeployments, fleetNodes),
		fmt.Sprintf("one of %d nodes", smallNodes), large, small, kubeAim), nil
}

// readKube reads a cluster several times, each with a client that knows nothing
// yet, and makes sure that nothing is missing. The first is not counted: the
// server writes its objects then.
func readKube(ctx context.Context, world kubetest.World, nodes int) ([]time.Duration, error) {
	server, err := kubetest.Start(world)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	target := kube.Target{Environment: "bench", Access: kube.Access{Host: server.URL, ClusterCACertificate: server.CA, Token: kubetest.Token}}
	var took []time.Duration
	for run := range kubeRuns + 1 {
		client := kube.New(kube.Options{Catalog: catalog.Embedded()})
		start := time.Now()
		read := client.Read(ctx, []kube.Target{target})[0]
		if run > 0 {
			took = append(took, time.Since(start))
		}
		switch {
		case len(read.Problems) > 0:
			return nil, fmt.Errorf("expected no problem, found: %s", read.Problems[0].Message)
		case len(read.Nodes) != nodes:
			return nil, fmt.Errorf("expected %d nodes, found %d", nodes, len(read.Nodes))
		}
	}
	return took, nil
}
