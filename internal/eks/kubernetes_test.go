package eks

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

const testCA = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n"

// clusterServer is a fake EKS whose cluster shop-prod has a Kubernetes API.
func clusterServer(t *testing.T) *ekstest.Server {
	t.Helper()
	world := ekstest.SixEnvironments()
	for at := range world.Clusters {
		world.Clusters[at].Endpoint, world.Clusters[at].CA = "https://api.example.com", testCA
	}
	world.Roles = []ekstest.Role{{ARN: "arn:aws:iam::" + ekstest.Account + ":role/reader"}}
	return ekstest.New(t, world)
}

func TestKubernetesAccess(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*testing.T, *Access)
		arn    string
	}{
		"keys": {func(*testing.T, *Access) {}, "arn:aws:iam::111122223333:user/demo"},
		"a role": {func(_ *testing.T, access *Access) {
			access.AssumeRole = []AssumeRole{{RoleARN: "arn:aws:iam::111122223333:role/reader", SessionName: "ci"}}
		}, "arn:aws:sts::111122223333:assumed-role/reader/ci"},
		"an endpoint of STS from the environment": {func(t *testing.T, access *Access) {
			t.Setenv("AWS_ENDPOINT_URL_STS", access.STSEndpoint)
			access.STSEndpoint = ""
		}, "arn:aws:iam::111122223333:user/demo"},
	} {
		t.Run(name, func(t *testing.T) {
			server := clusterServer(t)
			target := prodAt(server.URL)
			test.change(t, &target.Access)
			client := New(Options{})
			access, problem := client.KubernetesAccess(t.Context(), target)
			if problem != nil {
				t.Fatalf("%+v", problem)
			}
			if access.Endpoint != "https://api.example.com" || access.CA != testCA {
				t.Errorf("%q, %q", access.Endpoint, access.CA)
			}
			if left := time.Until(access.Expires); left < 4*time.Minute || left > 15*time.Minute {
				t.Errorf("good for %s", left)
			}
			arn, trusted := server.WhoSigned("shop-prod", access.Token)
			if !trusted || arn != test.arn {
				t.Errorf("signed by %q, %v: %s", arn, trusted, access.Token)
			}
			if _, trusted := server.WhoSigned("shop-dev", access.Token); trusted {
				t.Error("the token is good for another cluster")
			}
			// Nothing is sent for the token, and the cluster is asked for once.
			again, problem := client.KubernetesAccess(t.Context(), target)
			if problem != nil || again != access {
				t.Errorf("another access, %+v", problem)
			}
			for _, call := range server.Calls() {
				if call.Action == callerIdentity {
					t.Error("STS was asked")
				}
			}
			if countOf(server, describeCluster) != 1 {
				t.Errorf("%d calls", len(server.Calls()))
			}
		})
	}
}

func TestKubernetesAccessProblems(t *testing.T) {
	for name, test := range map[string]struct {
		fault   ekstest.Effect
		message string
	}{
		"denied":      {ekstest.AccessDenied(), "eks:DescribeCluster for cluster shop-prod (account not known, eu-west-1) is not allowed"},
		"not there":   {ekstest.NoCluster(), "found nothing there: EKS has no cluster of this name in this account and region"},
		"no endpoint": {ekstest.Body(`{"cluster": {"name": "shop-prod", "version": "1.34", "status": "CREATING"}}`), "it holds no endpoint"},
		"no base64":   {ekstest.Body(`{"cluster": {"name": "shop-prod", "version": "1.34", "endpoint": "https://a.example", "certificateAuthority": {"data": "###"}}}`), "its certificate authority is no base64"},
	} {
		t.Run(name, func(t *testing.T) {
			server := clusterServer(t)
			server.Break(ekstest.Fault{Action: describeCluster, Effect: test.fault})
			access, problem := hurried().KubernetesAccess(t.Context(), prodAt(server.URL))
			if problem == nil || !strings.Contains(problem.Message, test.message) || access != (KubernetesAccess{}) {
				t.Errorf("%+v", problem)
			}
		})
	}
}

// What the fake server takes for a token is what EKS takes for one.
func TestWhoSigned(t *testing.T) {
	server := clusterServer(t)
	access, problem := New(Options{}).KubernetesAccess(t.Context(), prodAt(server.URL))
	if problem != nil {
		t.Fatalf("%+v", problem)
	}
	for name, token := range map[string]string{
		"nothing": "", "no prefix": strings.TrimPrefix(access.Token, "k8s-aws-v1."), "padded": access.Token + "=",
		"changed": access.Token[:len(access.Token)-2], "something else": "k8s-aws-v1.aGVsbG8", http.MethodGet: "k8s-aws-v1.",
	} {
		if _, trusted := server.WhoSigned("shop-prod", token); trusted {
			t.Errorf("%s is trusted", name)
		}
	}
}
