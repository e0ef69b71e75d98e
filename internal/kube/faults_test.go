package kube

import (
	"cmp"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// partsRead are the flags of a cluster by name.
func partsRead(kube upgrade.Kube) map[string]bool {
	return map[string]bool{
		"version": kube.Version != "", "nodes": kube.NodesRead, "workloads": kube.WorkloadsRead, "pods": kube.LonePodsRead,
		"budgets": kube.BudgetsRead, "autoscalers": kube.AutoscalersRead, "webhooks": kube.WebhooksRead, "uses": kube.DeprecatedUsesRead,
	}
}

const everything = "version nodes workloads pods budgets autoscalers webhooks uses"

func TestFaults(t *testing.T) {
	for name, test := range map[string]struct {
		faults  []kubetest.Fault
		message string
		todo    string
		action  string
		// unread is what must not be called read, of partsRead.
		unread   string
		deadline time.Duration
	}{
		"denied": {
			faults:  []kubetest.Fault{{Resource: "deployments", Effect: kubetest.Forbidden()}},
			message: `is not allowed: deployments.apps is forbidden: User "system:serviceaccount:ci:eksupgrade" cannot list resource "deployments"`,
			todo:    "Let a ClusterRole allow list on deployments (API group apps), and bind it to the user system:serviceaccount:ci:eksupgrade with",
			action:  "list deployments.apps", unread: "workloads",
		},
		"denied, core": {
			faults: []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Forbidden()}},
			todo:   "allow list on nodes, and bind", action: "list nodes", unread: "nodes",
		},
		"denied, metrics": {
			faults:  []kubetest.Fault{{Resource: "/metrics", Effect: kubetest.Forbidden()}},
			message: `get /metrics in the cluster at `, todo: "allow get on the nonResourceURL /metrics", action: "get /metrics", unread: "uses",
		},
		"denied, version": {
			faults:  []kubetest.Fault{{Resource: "/version", Effect: kubetest.Forbidden()}},
			message: "get /version in", todo: "get on the nonResourceURL /version", unread: "version",
		},
		"denied by a proxy": {
			faults:  []kubetest.Fault{{Resource: "pods", Effect: kubetest.HTML(http.StatusForbidden)}},
			message: "is not allowed: HTTP status 403, without a message that an API server would give", todo: "the user of these credentials", unread: "pods",
		},
		"unauthorized": {
			faults:  []kubetest.Fault{{Effect: kubetest.Unauthorized()}},
			message: "does not accept the credentials: Unauthorized", todo: "a token may have expired", unread: everything,
		},
		"not served": {
			faults:  []kubetest.Fault{{Resource: "horizontalpodautoscalers", Effect: kubetest.NotFound()}},
			message: "is not there: the server could not find the requested resource", unread: "autoscalers",
		},
		"500 for long": {
			faults:  []kubetest.Fault{{Resource: "poddisruptionbudgets", Effect: kubetest.ServerError()}},
			message: "failed in the API server itself (4 attempts): Internal error occurred: etcdserver: request timed out", unread: "budgets",
		},
		"503 for long": {
			faults:  []kubetest.Fault{{Resource: "validatingwebhookconfigurations", Effect: kubetest.Unavailable()}},
			message: "failed in the API server itself (4 attempts): apiserver not ready", unread: "webhooks",
		},
		"429 for long": {
			faults:  []kubetest.Fault{{Resource: "statefulsets", Effect: kubetest.TooManyRequests(0)}},
			message: "was throttled for too long (", unread: "workloads", deadline: time.Second,
		},
		"429 that asks for more time than there is": {
			faults:  []kubetest.Fault{{Resource: "statefulsets", Effect: kubetest.TooManyRequests(3600)}},
			message: "was throttled for too long (1 attempt): Too many requests", unread: "workloads", deadline: time.Second,
		},
		"HTML": {
			faults:  []kubetest.Fault{{Effect: kubetest.HTML(http.StatusOK)}},
			message: "gave an answer that cannot be read: it is text/html", todo: "no sign-in page or proxy", unread: everything,
		},
		"HTML for metrics": {
			faults:  []kubetest.Fault{{Resource: "/metrics", Effect: kubetest.HTML(http.StatusOK)}},
			message: "it is text/html", unread: "uses",
		},
		"metrics of something else": {
			faults:  []kubetest.Fault{{Resource: "/metrics", Effect: kubetest.Body(http.StatusOK, "text/plain", "up 1\n")}},
			message: "it holds no metrics of an API server", unread: "uses",
		},
		"404 of something else": {
			faults:  []kubetest.Fault{{Effect: kubetest.HTML(http.StatusNotFound)}},
			message: "gave an answer that cannot be read: HTTP status 404, without a message that an API server would give", unread: everything,
		},
		"another kind": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/json", `{"kind": "PodList", "items": []}`)}},
			message: `it is a "PodList", where NodeList is expected`, unread: "nodes",
		},
		"no items": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/json", `{"kind": "NodeList"}`)}},
			message: "it has no items", unread: "nodes",
		},
		"other types": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/json", `{"kind": "NodeList", "items": [{"metadata": 7}]}`)}},
			message: "its JSON has other types", unread: "nodes",
		},
		"no JSON": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/json", `{"kind": oops`)}},
			message: "it is no JSON: invalid character 'o'", unread: "nodes",
		},
		"protobuf": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/vnd.kubernetes.protobuf", "k8s\x00")}},
			message: "it is application/vnd.kubernetes.protobuf", unread: "nodes",
		},
		"nothing": {
			faults:  []kubetest.Fault{{Resource: "/version", Effect: kubetest.Body(http.StatusOK, "application/json", "")}},
			message: "get /version in", unread: everything,
		},
		"no version": {
			faults:  []kubetest.Fault{{Resource: "/version", Effect: kubetest.Body(http.StatusOK, "application/json", "{}")}},
			message: "it holds no gitVersion", unread: everything,
		},
		"half a body": {
			faults:  []kubetest.Fault{{Resource: "daemonsets", Effect: kubetest.HalfBody()}},
			message: "list daemonsets.apps in", unread: "workloads",
		},
		"reset": {
			faults:  []kubetest.Fault{{Resource: "replicasets", Effect: kubetest.Reset()}},
			message: "could not reach the server: ", unread: "pods",
		},
		"a token of a page that is never good": {
			faults:  []kubetest.Fault{{Resource: "nodes", After: 1, Effect: kubetest.Expired()}},
			message: "was refused: The provided continue parameter is too old", unread: "nodes",
		},
		"a list without an end": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.EndlessContinue()}},
			message: "list nodes in", unread: everything, deadline: time.Second,
		},
		"a token of a page that repeats": {
			faults:  []kubetest.Fault{{Resource: "nodes", Effect: kubetest.RepeatContinue()}},
			message: "it gives the same page token again", unread: "nodes",
		},
		"hanging": {
			faults:  []kubetest.Fault{{Resource: "pods", Effect: kubetest.Hang()}},
			message: "list pods in", unread: "pods", deadline: time.Second,
		},
		"hanging, all": {
			faults:  []kubetest.Fault{{Effect: kubetest.Hang()}},
			message: "get /version in", todo: "network path", unread: everything, deadline: time.Second,
		},
		"too many": {
			faults: []kubetest.Fault{{Resource: "nodes", Effect: kubetest.Body(http.StatusOK, "application/json",
				`{"kind": "NodeList", "items": [`+strings.Repeat("{},", mostObjects)+"{}]}")}},
			message: "the list has more than 300000 objects", unread: "nodes", deadline: 20 * time.Second,
		},
		"too large": {
			faults:  []kubetest.Fault{{Resource: "mutatingwebhookconfigurations", Effect: kubetest.Large(mostBytes)}},
			message: "it is larger than 64 MiB", unread: "webhooks", deadline: 20 * time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world := kubetest.SixAddons()
			world.PageSize = 2
			server := kubetest.New(t, world)
			server.Break(test.faults...)
			client := hurried(t)
			client.options.Deadline = cmp.Or(test.deadline, client.options.Deadline)
			kube := client.Read(t.Context(), []Target{{Environment: "prod", Access: accessTo(server)}})[0]
			if !slices.ContainsFunc(kube.Problems, func(problem upgrade.Problem) bool {
				return strings.Contains(problem.Message, test.message) && strings.Contains(problem.Remediation, test.todo) && problem.Remediation != "" &&
					strings.Contains(problem.Action, test.action) && problem.Source.Kind == upgrade.SourceKubernetes
			}) {
				t.Errorf("no problem with %q, %q and %q in\n%+v", test.message, test.todo, test.action, kube.Problems)
			}
			for _, problem := range kube.Problems {
				if is := strings.Contains(problem.Message, " is not allowed: "); problem.Denied != is {
					t.Errorf("denied %v: %s", problem.Denied, problem.Message)
				}
			}
			for part, is := range partsRead(kube) {
				if is == slices.Contains(strings.Fields(test.unread), part) && test.deadline == 0 {
					t.Errorf("%s read: %v", part, is)
				}
				if is && slices.Contains(strings.Fields(test.unread), part) && test.unread != everything {
					t.Errorf("%s is called read", part)
				}
			}
		})
	}
}

// What passes by itself is no problem.
func TestTransientFaults(t *testing.T) {
	for name, effect := range map[string]kubetest.Effect{
		"500": kubetest.ServerError(), "503": kubetest.Unavailable(), "429": kubetest.TooManyRequests(0), "reset": kubetest.Reset(), "half a body": kubetest.HalfBody(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world := kubetest.SixAddons()
			world.PageSize = 2
			server := kubetest.New(t, world)
			for _, resource := range []string{"/version", "/metrics", "deployments", "pods"} {
				server.Break(kubetest.Fault{Resource: resource, Times: 1, Effect: effect}, kubetest.Fault{Resource: resource, After: 2, Times: 1, Effect: effect})
			}
			kube := readOne(t, accessTo(server))
			if len(kube.Problems) > 0 || !kube.WorkloadsRead || len(kube.Workloads) != 9 || len(kube.Addons) != 6 {
				t.Errorf("%+v\n%d workloads, %d add-ons", kube.Problems, len(kube.Workloads), len(kube.Addons))
			}
		})
	}
}

// A token of a page that has expired starts the list again, once, and nothing is
// there twice.
func TestExpiredToken(t *testing.T) {
	world := kubetest.SixAddons()
	world.PageSize = 1
	server := kubetest.New(t, world)
	server.Break(kubetest.Fault{Resource: "nodes", After: 2, Times: 1, Effect: kubetest.Expired()})
	kube := readOne(t, accessTo(server))
	if len(kube.Problems) > 0 || len(kube.Nodes) != 3 || !kube.NodesRead {
		t.Errorf("%+v %+v", kube.Nodes, kube.Problems)
	}
}

// The client is one for all who ask, and asks once.
func TestReadOnce(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	client := hurried(t)
	targets := []Target{{Environment: "dev", Access: accessTo(server)}, {Environment: "prod", Access: accessTo(server)}}
	for range 2 {
		for _, kube := range client.Read(t.Context(), targets) {
			if len(kube.Problems) > 0 || len(kube.Nodes) != 3 {
				t.Errorf("%+v", kube.Problems)
			}
		}
	}
	if calls := server.Calls(); len(calls) != len(lists)+2 {
		t.Errorf("%d requests, expected %d", len(calls), len(lists)+2)
	}
}

// Pages are put together as they come.
func TestPages(t *testing.T) {
	world := kubetest.SixAddons()
	world.PageSize = 1
	server := kubetest.New(t, world)
	checkSixAddons(t, readOne(t, accessTo(server)))
}

// stranger is a server with TLS that is not the fake API server.
func stranger(t *testing.T, handle http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handle)
	// It would log that clients close connections.
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// A server that is no API server, in ways that a handler can show.
func TestStrangers(t *testing.T) {
	for name, test := range map[string]struct {
		handle  http.HandlerFunc
		message string
	}{
		"no content type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = w.Write([]byte("{}"))
		}, "it does not say what it is"},
		"proxy sign-in": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }, "HTTP status 407"},
		"echoes the token": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"kind":"Status","message":"no access for ` + r.Header.Get("Authorization") + `"}`))
		}, "no access for Bearer (hidden)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := stranger(t, test.handle)
			kube := readOne(t, Access{Host: server.URL, Insecure: true, Token: "the-secret-token"})
			if len(kube.Problems) == 0 || !strings.Contains(kube.Problems[0].Message, test.message) {
				t.Errorf("no problem with %q in\n%+v", test.message, kube.Problems)
			}
			for _, problem := range kube.Problems {
				if strings.Contains(problem.Message+problem.Remediation, "the-secret-token") {
					t.Errorf("the token is in %+v", problem)
				}
			}
		})
	}
}
