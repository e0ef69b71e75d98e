package eks

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// accessTo is how tests reach the fake server.
func accessTo(url string) Access {
	off := true
	return Access{
		Region: ekstest.Region, AccessKey: ekstest.AccessKey, SecretKey: ekstest.SecretKey, SkipMetadataAPICheck: &off,
		EKSEndpoint: url, STSEndpoint: url,
	}
}

// hurried is a client that does not wait for long.
func hurried() *Client {
	client := New(Options{ToolVersion: "test", Deadline: time.Second, Now: time.Now})
	client.backoff = time.Millisecond
	return client
}

func prodAt(url string) Target {
	return Target{Environment: "prod", Cluster: "shop-prod", Access: accessTo(url)}
}

func TestFaults(t *testing.T) {
	const place = "cluster shop-prod (account 111122223333, eu-west-1)"
	for name, test := range map[string]struct {
		faults  []ekstest.Fault
		message string
		todo    string
		// unread is what must not be called read: cluster, groups, addons, insights,
		// offers.
		unread string
		// deadline is that of hurried where it is zero.
		deadline time.Duration
	}{
		"denied, one call of several": {
			faults:  []ekstest.Fault{{Action: "eks:ListInsights", Effect: ekstest.AccessDenied()}},
			message: "eks:ListInsights for " + place + " is not allowed: AccessDeniedException: User: ", todo: "Allow eks:ListInsights", unread: "insights",
		},
		"denied, details": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeInsight", Effect: ekstest.AccessDenied()}},
			message: "eks:DescribeInsight for insight ", todo: "Allow eks:DescribeInsight", unread: "insights",
		},
		"denied, node group": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeNodegroup", Effect: ekstest.AccessDenied()}},
			message: "eks:DescribeNodegroup for node group blue of " + place, todo: "Allow eks:DescribeNodegroup", unread: "groups",
		},
		"denied, offers": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeAddonVersions", Effect: ekstest.AccessDenied()}},
			message: "eks:DescribeAddonVersions in account 111122223333, eu-west-1 is not allowed", todo: "Allow eks:DescribeAddonVersions", unread: "offers",
		},
		"denied, cluster": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeCluster", Effect: ekstest.AccessDenied()}},
			message: "eks:DescribeCluster for cluster shop-prod", todo: "Allow eks:DescribeCluster", unread: "cluster",
		},
		"expired": {
			faults:  []ekstest.Fault{{Effect: ekstest.ExpiredToken()}},
			message: "the credentials have expired", todo: "aws sso login", unread: "cluster groups addons insights",
		},
		"hanging": {
			faults:  []ekstest.Fault{{Action: "eks:ListAddons", Effect: ekstest.Hang()}},
			message: "eks:ListAddons for " + place + " got no answer: the server did not answer within 1 second", todo: "network path", unread: "addons",
		},
		"hanging, all": {
			faults:  []ekstest.Fault{{Effect: ekstest.Hang()}},
			message: "eks:DescribeCluster for cluster shop-prod (account not known, eu-west-1) got no answer", unread: "cluster groups addons insights",
		},
		"500 for long": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeAddon", Effect: ekstest.ServerError()}},
			message: "eks:DescribeAddon for add-on coredns of " + place + " failed in AWS itself (4 attempts): HTTP status 500, ServerException", unread: "addons",
		},
		"429 for long": {
			faults:  []ekstest.Fault{{Action: "eks:ListNodegroups", Effect: ekstest.TooManyRequests()}},
			message: "eks:ListNodegroups for " + place + " was throttled for too long: no request was let through for 3 seconds", unread: "groups", deadline: 3 * time.Second,
		},
		"half a body": {
			faults:  []ekstest.Fault{{Action: "eks:ListInsights", Effect: ekstest.HalfBody()}},
			message: "eks:ListInsights for " + place + " gave an answer that cannot be read: ", unread: "insights",
		},
		"wrong JSON": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeCluster", Effect: ekstest.WrongJSON()}},
			message: "eks:DescribeCluster for cluster shop-prod (account not known, eu-west-1) gave an answer that cannot be read: ", unread: "cluster",
		},
		"HTML": {
			faults:  []ekstest.Fault{{Action: "eks:ListNodegroups", Effect: ekstest.Body("<html>Sign in</html>")}},
			message: "gave an answer that cannot be read: ", unread: "groups",
		},
		"nothing in the answer": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeNodegroup", Effect: ekstest.Body("{}")}},
			message: "gave an answer that cannot be read: it holds no node group", unread: "groups",
		},
		"no list in the answer": {
			faults:  []ekstest.Fault{{Action: "eks:ListNodegroups", Effect: ekstest.Body("{}")}},
			message: "eks:ListNodegroups for " + place + " gave an answer that cannot be read: it holds no list of node groups", unread: "groups",
		},
		"an empty answer": {
			faults:  []ekstest.Fault{{Action: "eks:ListAddons", Effect: ekstest.Body("")}},
			message: "eks:ListAddons for " + place + " gave an answer that cannot be read: it holds no list of add-ons", unread: "addons",
		},
		"no insights in the answer": {
			faults:  []ekstest.Fault{{Action: "eks:ListInsights", Effect: ekstest.Body(`{"insights": null}`)}},
			message: "it holds no list of insights", unread: "insights",
		},
		"no offers in the answer": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeAddonVersions", Effect: ekstest.Body("{}")}},
			message: "it holds no list of add-ons", unread: "offers",
		},
		"another cluster in the answer": {
			faults:  []ekstest.Fault{{Action: "eks:DescribeCluster", Effect: ekstest.Body(`{"cluster": {"name": "shop-dev", "version": "1.34"}}`)}},
			message: `gave an answer that cannot be read: it is about another cluster, "shop-dev"`, unread: "cluster",
		},
		"a page token that repeats": {
			faults:  []ekstest.Fault{{Action: "eks:ListInsights", Effect: ekstest.RepeatToken()}},
			message: "it gives the same page token again", unread: "insights",
		},
		"reset": {
			faults:  []ekstest.Fault{{Action: "eks:ListAddons", Effect: ekstest.Reset()}},
			message: "eks:ListAddons for " + place + " could not reach the server: ", unread: "addons",
		},
		"refused": {
			faults:  []ekstest.Fault{{Action: "eks:ListAddons", Effect: ekstest.BadRequest("InvalidParameterException", "no such thing")}},
			message: "was refused: InvalidParameterException: no such thing", unread: "addons",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ekstest.New(t, ekstest.SixEnvironments())
			server.Break(test.faults...)
			client := hurried()
			client.options.Deadline = cmp.Or(test.deadline, client.options.Deadline)
			begun := time.Now()
			live := client.Read(t.Context(), []Target{prodAt(server.URL)}, wantAll)[0]
			if took := time.Since(begun); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
			if !slices.ContainsFunc(live.Problems, func(problem upgrade.Problem) bool {
				return strings.Contains(problem.Message, test.message) && strings.Contains(problem.Remediation, test.todo) &&
					problem.Remediation != "" && problem.Source.Kind == upgrade.SourceEKS
			}) {
				t.Errorf("no problem with %q and %q in\n%+v", test.message, test.todo, live.Problems)
			}
			read := map[string]bool{
				"cluster": live.Version != "", "groups": live.NodeGroupsRead, "addons": live.AddonsRead,
				"insights": live.InsightsRead, "offers": live.OffersRead,
			}
			for part, is := range read {
				bad := slices.Contains(strings.Fields(test.unread), part)
				if part == "offers" && (read["cluster"] == false || read["addons"] == false) {
					bad = true
				}
				if is == bad {
					t.Errorf("%s read: %v", part, is)
				}
			}
		})
	}
}

// A proxy answers in its own words, which no one reads: the status tells.
func TestFaultsOfProxies(t *testing.T) {
	for status, message := range map[int]string{
		http.StatusFound:              "gave an answer that cannot be read: HTTP status 302, without a message that EKS would give.",
		http.StatusNotFound:           "gave an answer that cannot be read: HTTP status 404, without a message that EKS would give.",
		http.StatusProxyAuthRequired:  "gave an answer that cannot be read: HTTP status 407, without a message that EKS would give.",
		http.StatusServiceUnavailable: "failed in AWS itself (4 attempts): HTTP status 503, without a message that EKS would give.",
	} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte("<html>No way</html>"))
			}))
			t.Cleanup(server.Close)
			live := hurried().Read(t.Context(), []Target{prodAt(server.URL)}, wantNothing)[0]
			if len(live.Problems) != 1 || !strings.Contains(live.Problems[0].Message, message) {
				t.Errorf("no problem with %q in\n%+v", message, live.Problems)
			}
		})
	}
}

// A server that is not there is told of without the SDK's own words.
func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	live := hurried().Read(t.Context(), []Target{prodAt(server.URL)}, wantNothing)[0]
	if len(live.Problems) != 1 || !strings.Contains(live.Problems[0].Message, "could not reach the server: EOF.") {
		t.Errorf("%+v", live.Problems)
	}
}

func wantNothing(Target, upgrade.Minor) Want { return Want{} }

// What passes by itself is no problem.
func TestTransientFaults(t *testing.T) {
	for name, effect := range map[string]ekstest.Effect{
		"500": ekstest.ServerError(), "503": ekstest.Unavailable(), "429": ekstest.Throttled(), "reset": ekstest.Reset(), "half a body": ekstest.HalfBody(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ekstest.New(t, ekstest.SixEnvironments())
			for _, action := range []string{describeCluster, listAddons, listInsights, "eks:DescribeInsight", describeAddonVersions} {
				server.Break(ekstest.Fault{Action: action, Times: 2, Effect: effect})
			}
			client := New(Options{})
			client.backoff = time.Millisecond
			live := client.Read(t.Context(), []Target{prodAt(server.URL)}, wantAll)[0]
			if len(live.Problems) > 0 || !live.InsightsRead || !live.AddonsRead || !live.OffersRead || live.Version != "1.34" {
				t.Errorf("%+v", live)
			}
		})
	}
}

// Both forms in which EKS says that there is no cluster.
func TestNoCluster(t *testing.T) {
	for name, effect := range map[string]ekstest.Effect{
		"ResourceNotFoundException": ekstest.NoCluster(), "ClientException": ekstest.NoClusterForClient(),
	} {
		t.Run(name, func(t *testing.T) {
			server := ekstest.New(t, ekstest.SixEnvironments())
			server.Break(ekstest.Fault{Cluster: "shop-prod", Effect: effect})
			target := prodAt(server.URL)
			target.Access.AssumeRole = nil
			live := hurried().Read(t.Context(), []Target{target}, wantAll)[0]
			if !live.NotFound || len(live.Problems) > 0 || live.Name != "shop-prod" || live.Region != "eu-west-1" || live.ReadAt.IsZero() {
				t.Errorf("%+v", live)
			}
		})
	}
}

func TestRefusedConnection(t *testing.T) {
	url, err := ekstest.RefusedURL()
	if err != nil {
		t.Fatal(err)
	}
	live := hurried().Read(t.Context(), []Target{prodAt(url)}, wantAll)[0]
	if live.NotFound || len(live.Problems) == 0 || !strings.Contains(live.Problems[0].Message, "connection refused") {
		t.Errorf("%+v", live)
	}
}

// A clock that differs is put right by the Date that AWS gives.
func TestClockSkew(t *testing.T) {
	for _, skew := range []time.Duration{time.Hour, -time.Hour} {
		world := ekstest.SixEnvironments()
		world.Skew = skew
		server := ekstest.New(t, world)
		live := hurried().Read(t.Context(), []Target{prodAt(server.URL)}, wantAll)[0]
		if len(live.Problems) > 0 || live.Version != "1.34" {
			t.Errorf("skew %s: %+v", skew, live.Problems)
		}
	}
}

// What this release does not know is passed on as it is.
func TestUnknownValues(t *testing.T) {
	world := ekstest.SixEnvironments()
	for at := range world.Clusters {
		cluster := &world.Clusters[at]
		cluster.Version, cluster.Status = "2.0", "DREAMING"
		cluster.Insights[0].Status, cluster.Insights[0].Category = "PURPLE", "FASHION"
	}
	server := ekstest.New(t, world)
	live := hurried().Read(t.Context(), []Target{prodAt(server.URL)}, wantAll)[0]
	if len(live.Problems) > 0 || live.Version != "2.0" || live.Status != "DREAMING" {
		t.Errorf("%+v", live)
	}
	if live.OffersRead || !live.InsightsRead || live.Insights[0].Status != "PURPLE" || live.Insights[0].Category != "FASHION" {
		t.Errorf("%+v", live.Insights)
	}
}
