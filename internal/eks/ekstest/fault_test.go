package ekstest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	insights := question{method: http.MethodPost, path: "/clusters/one/insights", body: "{}"}
	for _, test := range []struct {
		name     string
		effect   Effect
		question question
		status   int
		code     string
		message  string
	}{
		{"denied", AccessDenied(), insights, 403, "AccessDeniedException", "User: arn:aws:iam::111122223333:user/demo is not authorized to perform: eks:ListInsights on resource: arn:aws:eks:eu-west-1:111122223333:cluster/one"},
		{"denied for a node group", AccessDenied(), question{path: "/clusters/one/node-groups/blue"}, 403, "AccessDeniedException", "eks:DescribeNodegroup on resource: arn:aws:eks:eu-west-1:111122223333:nodegroup/one/blue/*"},
		{"denied for offers", AccessDenied(), question{path: "/addons/supported-versions"}, 403, "AccessDeniedException", "on resource: arn:aws:eks:eu-west-1:111122223333:/addons/supported-versions"},
		{"denied for the calendar", AccessDenied(), question{path: "/cluster-versions"}, 403, "AccessDeniedException", "on resource: arn:aws:eks:eu-west-1:111122223333:*"},
		{"expired", ExpiredToken(), insights, 403, "ExpiredTokenException", "The security token included in the request is expired"},
		{"500", ServerError(), insights, 500, "ServerException", ""},
		{"503", Unavailable(), insights, 503, "ServiceUnavailableException", ""},
		{"429", TooManyRequests(), insights, 429, "TooManyRequestsException", ""},
		{"throttled", Throttled(), insights, 429, "ThrottlingException", "Rate exceeded"},
		{"400", BadRequest("InvalidRequestException", "no"), insights, 400, "InvalidRequestException", `"no"`},
		{"no cluster", NoCluster(), question{path: "/clusters/one"}, 404, "ResourceNotFoundException", "No cluster found for name: one."},
		{"no cluster in the other form", NoClusterForClient(), question{path: "/clusters/one"}, 400, "ClientException", "No cluster found for name: one"},
		{"a page of a proxy", Body("<html>"), insights, 200, "", "<html>"},
		{"other types", WrongJSON(), question{path: "/clusters/one"}, 200, "", `"cluster":"a text"`},
		{"a token for ever", RepeatToken(), question{path: "/clusters/one/node-groups?nextToken=" + repeated}, 200, "", `"nextToken":"` + repeated + `"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			world := small()
			world.Faults = []Fault{{Effect: test.effect}}
			server := New(t, world)
			got := test.question.ask(t, server)
			if got.status != test.status || got.header.Get("X-Amzn-Errortype") != test.code || !strings.Contains(got.body, test.message) {
				t.Errorf("%d %q %s", got.status, got.header.Get("X-Amzn-Errortype"), got.body)
			}
			unsigned := test.question
			unsigned.unsigned = true
			if got := unsigned.ask(t, server); got.status != http.StatusForbidden {
				t.Errorf("the fault hides that there is no signature: %d %s", got.status, got.body)
			}
		})
	}
}

func TestBrokenConnections(t *testing.T) {
	t.Run("half a body", func(t *testing.T) {
		server := New(t, small())
		server.Break(Fault{Effect: HalfBody()})
		got := question{path: "/clusters/one"}.ask(t, server)
		if !got.cut || got.status != http.StatusOK || !strings.HasPrefix(got.body, `{"cluster":`) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("reset", func(t *testing.T) {
		server := New(t, small())
		server.Break(Fault{Effect: Reset()})
		if response, err := http.DefaultClient.Do(question{path: "/clusters/one"}.request(t, server)); err == nil {
			response.Body.Close()
			t.Error("no error")
		}
		if calls := server.Calls(); len(calls) == 0 || calls[0].Status != 0 || calls[0].Ended.IsZero() {
			t.Errorf("%+v", calls)
		}
	})
	t.Run("refused", func(t *testing.T) {
		url, err := RefusedURL()
		if err != nil {
			t.Fatal(err)
		}
		if response, err := http.Get(url); err == nil {
			response.Body.Close()
			t.Error("no error")
		}
	})
	t.Run("hanging", func(t *testing.T) {
		server := New(t, small())
		server.Break(Fault{Effect: Hang()})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		response, err := http.DefaultClient.Do(question{path: "/clusters/one"}.request(t, server).WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) {
			response.Body.Close()
			t.Error(err)
		}
	})
	t.Run("closed while hanging", func(t *testing.T) {
		server := New(t, small())
		server.Break(Fault{Effect: Hang()})
		time.AfterFunc(50*time.Millisecond, server.Close)
		if response, err := http.DefaultClient.Do(question{path: "/clusters/one"}.request(t, server)); err == nil {
			response.Body.Close()
			t.Error("no error")
		}
	})
}

// A fault meets the requests that it names, from the nth to the mth.
func TestWhichRequestsAFaultMeets(t *testing.T) {
	one, two := question{path: "/clusters/one"}, question{path: "/clusters/two"}
	groups := question{path: "/clusters/one/node-groups"}
	world := World{Clusters: []Cluster{{Name: "one", Version: "1.34"}, {Name: "two", Version: "1.34"}, {Name: "one", Region: "us-east-1", Version: "1.34"}}}
	there := question{path: "/clusters/one", region: "us-east-1"}
	for _, test := range []struct {
		name  string
		fault Fault
		asked []question
		want  []int
	}{
		{"all", Fault{}, []question{one, two, groups}, []int{500, 500, 500}},
		{"one action", Fault{Action: "eks:ListNodegroups"}, []question{one, groups}, []int{200, 500}},
		{"one cluster", Fault{Cluster: "two"}, []question{one, two, groups}, []int{200, 500, 200}},
		{"one region", Fault{Region: "us-east-1"}, []question{one, there}, []int{200, 500}},
		{"twice", Fault{Times: 2}, []question{one, one, one}, []int{500, 500, 200}},
		{"the second", Fault{After: 1, Times: 1}, []question{one, one, one}, []int{200, 500, 200}},
		{"from the second", Fault{After: 1}, []question{one, one, one}, []int{200, 500, 500}},
	} {
		server := New(t, world)
		test.fault.Effect = ServerError()
		server.Break(test.fault)
		for i, asked := range test.asked {
			if got := asked.ask(t, server).status; got != test.want[i] {
				t.Errorf("%s: request %d gives %d, want %d", test.name, i+1, got, test.want[i])
			}
		}
		server.Mend()
		if got := one.ask(t, server).status; got != http.StatusOK {
			t.Errorf("%s: mended, and gives %d", test.name, got)
		}
	}
}

func TestLimit(t *testing.T) {
	world := small()
	world.Limit = Limit{PerSecond: 0.001, Burst: 2}
	server := New(t, world)
	for i, want := range []int{200, 200, 429} {
		if got := (question{path: "/clusters"}).ask(t, server); got.status != want {
			t.Errorf("request %d gives %d %s", i+1, got.status, got.body)
		}
	}
	if got := (question{path: "/clusters", region: "us-east-1"}).ask(t, server); got.status != http.StatusOK {
		t.Errorf("another region has a bucket of its own: %d", got.status)
	}
}

// The bucket fills again with time.
func TestLimitFills(t *testing.T) {
	held := Server{world: World{Limit: Limit{PerSecond: 10}}, buckets: map[string]*bucket{}}
	x := &exchange{world: held.world, now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	var allowed int
	for range 1000 {
		if held.allow(x) {
			allowed++
		}
		x.now = x.now.Add(10 * time.Millisecond)
	}
	if allowed < 99 || allowed > 101 {
		t.Errorf("%d of 1000 requests in 10 seconds with 10 a second", allowed)
	}
}

func TestCalls(t *testing.T) {
	world := small()
	world.Latency = 20 * time.Millisecond
	server := New(t, world)
	server.Break(Fault{Action: "eks:DescribeNodegroup", Effect: Delay(20 * time.Millisecond)})
	question{path: "/clusters/one/node-groups/blue?a=b", region: "us-east-1"}.ask(t, server)
	question{path: "/nothing"}.ask(t, server)
	calls := server.Calls()
	if len(calls) != 2 {
		t.Fatalf("%+v", calls)
	}
	took := calls[0].Ended.Sub(calls[0].Started)
	calls[0].Started, calls[0].Ended, calls[0].UserAgent = time.Time{}, time.Time{}, ""
	want := Call{
		Action: "eks:DescribeNodegroup", Cluster: "one", Name: "blue", Method: "GET", Path: "/clusters/one/node-groups/blue?a=b",
		Region: "us-east-1", AccessKey: AccessKey, Status: 404,
	}
	if calls[0] != want || took < 40*time.Millisecond {
		t.Errorf("%+v in %s", calls[0], took)
	}
	if calls[1].Action != "" || calls[1].Status != http.StatusNotFound {
		t.Errorf("%+v", calls[1])
	}
	server.ClearCalls()
	if len(server.Calls()) != 0 {
		t.Error("calls are still there")
	}
}

func TestUpdate(t *testing.T) {
	server := New(t, SixEnvironments())
	server.Update(func(world *World) { world.Clusters[0].Version = "1.35" })
	if got := (question{path: "/clusters/shop-cc"}).ask(t, server); !strings.Contains(got.body, `"version":"1.35"`) {
		t.Error(got.body)
	}
}
