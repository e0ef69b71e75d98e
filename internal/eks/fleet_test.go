package eks

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// whole tells what is missing of a cluster that answerTo describes.
func whole(live upgrade.Live) error {
	switch {
	case len(live.Problems) > 0:
		return fmt.Errorf("problem: %s", live.Problems[0].Message)
	case live.Version != "1.34" || live.Account != "111122223333":
		return fmt.Errorf("version %q, account %q", live.Version, live.Account)
	case len(live.NodeGroups) != 6 || !live.NodeGroupsRead:
		return fmt.Errorf("%d node groups", len(live.NodeGroups))
	case len(live.Addons) != 6 || !live.AddonsRead:
		return fmt.Errorf("%d add-ons", len(live.Addons))
	case len(live.Insights) != 6 || !live.InsightsRead:
		return fmt.Errorf("%d insights", len(live.Insights))
	case len(live.AddonOffers) != 12 || !live.OffersRead:
		return fmt.Errorf("%d offers", len(live.AddonOffers))
	default:
		return nil
	}
}

// Six clusters, 100 ms a request, three pages a list: as long as four requests,
// one after the other.
func TestRoundTrips(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &virtual{latency: 100 * time.Millisecond}
		client := New(Options{})
		client.http = server
		begun := time.Now()
		lives := client.Read(t.Context(), fleet(6), wantAll)
		took := time.Since(begun)
		for _, live := range lives {
			if err := whole(live); err != nil {
				t.Errorf("%s: %v", live.Name, err)
			}
		}
		one := time.Duration(server.served) * server.latency
		t.Logf("%d requests in %s, %.1f round trips; one after the other %s, %.0f times as long; at most %d at once",
			server.served, took, float64(took)/float64(server.latency), one, float64(one)/float64(took), server.most)
		if took > 5*server.latency {
			t.Errorf("took %s, more than 5 round trips", took)
		}
	})
}

// What clusters of one access share is asked once, and a second reading asks
// nothing.
func TestReadsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &virtual{latency: time.Millisecond}
		client := New(Options{})
		client.http = server
		client.Read(t.Context(), fleet(6), wantAll)
		if got := server.actions["addon versions"]; got != 6 {
			t.Errorf("DescribeAddonVersions was sent %d times, expected 6: two minors of three pages", got)
		}
		before := server.served
		for _, live := range client.Read(t.Context(), fleet(6), wantAll) {
			if err := whole(live); err != nil {
				t.Error(err)
			}
		}
		target := fleet(1)[0]
		if _, problem := client.Insights(t.Context(), target, InsightFilter{}); problem != nil {
			t.Error(problem.Message)
		}
		if server.served != before {
			t.Errorf("the second reading sent %d requests", server.served-before)
		}
	})
}

// 200 clusters under a bucket: every one is judged, and none is lost. How long it
// takes is measured by make bench.
func TestFleetUnderThrottling(t *testing.T) {
	for name, test := range map[string]struct {
		perSecond, burst float64
		latency, jitter  time.Duration
		clusters         int
	}{
		"10 a second":                   {perSecond: 10, burst: 10, latency: 100 * time.Millisecond, clusters: 200},
		"10 a second, no burst":         {perSecond: 10, burst: 1, latency: 100 * time.Millisecond, clusters: 200},
		"10 a second, big burst":        {perSecond: 10, burst: 500, latency: 100 * time.Millisecond, clusters: 200},
		"10 a second, no delay":         {perSecond: 10, burst: 10, latency: time.Millisecond, clusters: 200},
		"10 a second, no burst, uneven": {perSecond: 10, burst: 1, latency: 100 * time.Millisecond, jitter: 2 * time.Millisecond, clusters: 200},
		"10 a second, uneven":           {perSecond: 10, burst: 10, latency: 100 * time.Millisecond, jitter: 50 * time.Millisecond, clusters: 200},
		"100 a second":                  {perSecond: 100, burst: 20, latency: 50 * time.Millisecond, clusters: 200},
		"2 a second":                    {perSecond: 2, burst: 2, latency: 100 * time.Millisecond, clusters: 20},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &virtual{latency: test.latency, jitter: test.jitter, perSecond: test.perSecond, burst: test.burst}
				client := New(Options{})
				client.http = server
				begun := time.Now()
				lives := client.Read(t.Context(), fleet(test.clusters), wantAll)
				took := time.Since(begun)
				lost := 0
				for _, live := range lives {
					if err := whole(live); err != nil {
						lost++
						t.Log(live.Name, err)
					}
				}
				ideal := time.Duration((float64(server.served) - test.burst) / test.perSecond * float64(time.Second))
				ratio := float64(took) / float64(ideal)
				t.Logf("%d requests and %d throttled in %s, %.3f times the ideal %s", server.served, server.throttled, took.Round(time.Millisecond), ratio, ideal)
				if lost > 0 {
					t.Errorf("%d of %d clusters are lost", lost, test.clusters)
				}
			})
		})
	}
}

// Who gives up gets an answer at once, and nothing is remembered of it.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &virtual{latency: time.Hour}
		client := New(Options{Deadline: 24 * time.Hour})
		client.http = server
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begun := time.Now()
		lives := client.Read(ctx, fleet(3), wantAll)
		if took := time.Since(begun); took != time.Second {
			t.Errorf("took %s", took)
		}
		for _, live := range lives {
			if len(live.Problems) == 0 {
				t.Errorf("%s: no problem", live.Name)
			}
		}
		synctest.Wait()
		server.latency = time.Millisecond
		for _, live := range client.Read(t.Context(), fleet(3), wantAll) {
			if err := whole(live); err != nil {
				t.Error(err)
			}
		}
	})
}
