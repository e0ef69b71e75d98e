package kube

import (
	"slices"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// accessTo is how tests reach the fake server.
func accessTo(server *kubetest.Server) Access {
	return Access{Host: server.URL, ClusterCACertificate: server.CA, Token: kubetest.Token}
}

// hurried is a client that does not wait for long.
func hurried(t testing.TB) *Client {
	t.Helper()
	client := New(Options{Deadline: 5 * time.Second, Now: time.Now, Catalog: catalog.Embedded(), UserAgent: "test/1.0"})
	client.backoff = time.Millisecond
	return client
}

func readOne(t testing.TB, access Access) upgrade.Kube {
	t.Helper()
	return hurried(t).Read(t.Context(), []Target{{Environment: "prod", Access: access}})[0]
}

func TestRead(t *testing.T) {
	server := kubetest.New(t, kubetest.SixAddons())
	kube := readOne(t, accessTo(server))
	checkSixAddons(t, kube)
	if kube.Version != kubetest.DefaultVersion || "https://"+kube.Server != server.URL || kube.ReadAt.IsZero() {
		t.Errorf("version %q, server %q, read at %s", kube.Version, kube.Server, kube.ReadAt)
	}
	if len(kube.DeprecatedUses) != 1 || kube.DeprecatedUses[0].GroupVersion != "flowcontrol.apiserver.k8s.io/v1beta3" {
		t.Errorf("%+v", kube.DeprecatedUses)
	}
	for _, call := range server.Calls() {
		if call.Method != "GET" || call.UserAgent != "test/1.0" || call.Status != 200 || call.User != kubetest.User {
			t.Errorf("%+v", call)
		}
	}
}

// checkSixAddons looks for what is in kubetest.SixAddons.
func checkSixAddons(t *testing.T, kube upgrade.Kube) {
	t.Helper()
	if len(kube.Problems) > 0 {
		t.Fatalf("%+v", kube.Problems)
	}
	if !kube.NodesRead || !kube.WorkloadsRead || !kube.LonePodsRead || !kube.BudgetsRead || !kube.AutoscalersRead || !kube.WebhooksRead || !kube.DeprecatedUsesRead {
		t.Errorf("not all is read: %+v", kube)
	}
	if len(kube.Nodes) != 3 || kube.Nodes[2].Kubelet != "v1.33.5-eks-113cf36" {
		t.Errorf("nodes %+v", kube.Nodes)
	}
	var workloads []string
	for _, workload := range kube.Workloads {
		workloads = append(workloads, workload.Address)
	}
	if want := []string{
		"Deployment cluster-autoscaler/autoscaler-aws-cluster-autoscaler", "Deployment kube-system/aws-load-balancer-controller",
		"Deployment kube-system/coredns", "Deployment kube-system/metrics-server", "Deployment shop/checkout",
		"DaemonSet kube-system/aws-node", "DaemonSet kube-system/kube-proxy", "StatefulSet shop/cart", "Pod shop/debug",
	}; !slices.Equal(workloads, want) {
		t.Errorf("workloads\n%q\nwant\n%q", workloads, want)
	}
	addons := map[string]string{}
	for _, addon := range kube.Addons {
		addons[addon.Name] = addon.Version.Value.String()
		if !addon.Version.IsKnown() {
			addons[addon.Name] = addon.Version.Reason
		}
	}
	for name, version := range map[string]string{
		"vpc-cni": "v1.20.4-eksbuild.2", "kube-proxy": "v1.34.1-minimal-eksbuild.2", "coredns": "v1.12.4-eksbuild.1",
		"aws-load-balancer-controller": "v2.14.1", "metrics-server": "no version in the image reference", "cluster-autoscaler": "v1.33.1",
	} {
		if addons[name] != version {
			t.Errorf("%s is %q, expected %q", name, addons[name], version)
		}
	}
	if len(kube.Budgets) != 2 || len(kube.Disruptions) != 2 || kube.Disruptions[0].Allowed != 0 || kube.Disruptions[1].Allowed != 1 {
		t.Errorf("budgets %+v %+v", kube.Budgets, kube.Disruptions)
	}
	if len(kube.Autoscalers) != 1 || len(kube.Webhooks) != 2 {
		t.Errorf("%+v %+v", kube.Autoscalers, kube.Webhooks)
	}
}
