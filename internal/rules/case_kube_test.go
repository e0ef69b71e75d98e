package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kubeCase is what the Kubernetes API of the cluster prod says. All that was asked
// was read, but for what Unread lists.
type kubeCase struct {
	// Version is such as 1.34; the API server did not tell one where it is left out.
	Version string         `json:"version"`
	Nodes   []kubeNodeCase `json:"nodes"`
	objectsCase
	Disruptions []disruptionCase `json:"disruptions"`
	Addons      []struct {
		Name     string       `json:"name"`
		Kind     string       `json:"kind"`
		Workload string       `json:"workload"`
		Version  told[string] `json:"version"`
	} `json:"addons"`
	Webhooks []struct {
		Configuration string `json:"configuration"`
		Name          string `json:"name"`
		Service       string `json:"service"`
		Open          bool   `json:"fails_open"`
		NotPods       bool   `json:"not_pods"`
		Exempt        bool   `json:"exempt"`
		OptIn         bool   `json:"opt_in"`
	} `json:"webhooks"`
	Uses []struct {
		GroupVersion string `json:"group_version"`
		Resource     string `json:"resource"`
		RemovedIn    string `json:"removed_in"`
	} `json:"uses"`
	// Unread are nodes, workloads, pods, autoscalers, budgets, webhooks and uses.
	Unread   []string      `json:"unread"`
	Problems []problemCase `json:"problems"`
}

// kubeNodeCase are nodes alike: their names separated by spaces.
type kubeNodeCase struct {
	Names    string `json:"names"`
	Kubelet  string `json:"kubelet"`
	Group    string `json:"group"`
	Fargate  bool   `json:"fargate"`
	AutoMode bool   `json:"auto_mode"`
}

// disruptionCase is of the budget app in default, unless it says otherwise.
type disruptionCase struct {
	Name     string `json:"name"`
	Allowed  int    `json:"allowed"`
	Healthy  int    `json:"healthy"`
	Desired  int    `json:"desired"`
	Expected int    `json:"expected"`
	Stale    bool   `json:"stale"`
}

// addTo gives the cluster what its Kubernetes API says, as readiness does: what the
// case's plan does not hold by name is placed in the cluster.
func (c *kubeCase) addTo(t *testing.T, cluster *upgrade.Cluster) {
	t.Helper()
	if c == nil {
		return
	}
	kube := c.kube(t)
	cluster.Kube = kube
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		for _, node := range kube.Nodes {
			if node.NodeGroup == group.Name {
				group.Nodes = append(group.Nodes, node)
			}
		}
	}
	held := map[string]bool{}
	for _, workload := range cluster.Workloads {
		held[workload.ObjectName()] = true
	}
	for _, workload := range kube.Workloads {
		if !held[workload.ObjectName()] {
			cluster.Workloads = append(cluster.Workloads, workload)
		}
	}
	for _, budget := range cluster.Budgets {
		held[budget.ObjectName()] = true
	}
	for _, budget := range kube.Budgets {
		if !held[budget.ObjectName()] {
			cluster.Budgets = append(cluster.Budgets, budget)
		}
	}
	cluster.Autoscalers = append(cluster.Autoscalers, kube.Autoscalers...)
}

func (c *kubeCase) kube(t *testing.T) *upgrade.Kube {
	t.Helper()
	read := func(part string) bool {
		for _, unread := range c.Unread {
			if unread == part {
				return false
			}
		}
		return true
	}
	kube := &upgrade.Kube{
		Context: "prod", Problems: problems(c.Problems),
		NodesRead: read("nodes"), WorkloadsRead: read("workloads"), LonePodsRead: read("pods"), AutoscalersRead: read("autoscalers"), BudgetsRead: read("budgets"), WebhooksRead: read("webhooks"), DeprecatedUsesRead: read("uses"),
	}
	for i, problem := range c.Problems {
		kube.Problems[i].Denied = !problem.Failed
	}
	if c.Version != "" {
		kube.Version = "v" + c.Version + ".2-eks-a737599"
	}
	for _, nodes := range c.Nodes {
		kubelet := nodes.Kubelet
		if strings.Count(kubelet, ".") == 1 {
			kubelet = "v" + kubelet + ".1-eks-113cf36"
		}
		for _, name := range strings.Fields(nodes.Names) {
			kube.Nodes = append(kube.Nodes, upgrade.KubeNode{Name: name, Kubelet: kubelet, NodeGroup: nodes.Group, Fargate: nodes.Fargate, AutoMode: nodes.AutoMode})
		}
	}
	var placed upgrade.Placed
	c.objectsCase.addTo(t, &placed)
	for _, workload := range placed.Workloads {
		workload.Address = workload.ObjectName()
		inCluster(workload.After, kube.Source())
		kube.Workloads = append(kube.Workloads, workload)
	}
	for _, budget := range placed.Budgets {
		budget.Address = budget.ObjectName()
		kube.Budgets = append(kube.Budgets, budget)
	}
	kube.Autoscalers = placed.Autoscalers
	for _, d := range c.Disruptions {
		kube.Disruptions = append(kube.Disruptions, upgrade.KubeDisruption{
			Namespace: "default", Name: or(d.Name, "app"), Allowed: d.Allowed, Healthy: d.Healthy, Desired: d.Desired, Expected: d.Expected, Current: !d.Stale,
		})
	}
	for _, a := range c.Addons {
		kube.Addons = append(kube.Addons, upgrade.KubeAddon{
			Name: a.Name, Kind: upgrade.WorkloadKind(or(a.Kind, "Deployment")), Namespace: "kube-system", Workload: or(a.Workload, a.Name),
			Version: addonClaim(t, a.Version, upgrade.SourceKubernetes),
		})
	}
	for _, w := range c.Webhooks {
		kube.Webhooks = append(kube.Webhooks, upgrade.KubeWebhook{
			Configuration: fmt.Sprint("ValidatingWebhookConfiguration ", or(w.Configuration, "policies")), Name: w.Name, Service: w.Service,
			FailsClosed: !w.Open, Pods: !w.NotPods, Exempt: w.Exempt, OptIn: w.OptIn,
		})
	}
	for _, u := range c.Uses {
		kube.DeprecatedUses = append(kube.DeprecatedUses, upgrade.KubeDeprecatedUse{GroupVersion: u.GroupVersion, Resource: u.Resource, RemovedIn: minorOrNone(t, u.RemovedIn)})
	}
	return kube
}

// inCluster gives the claims of pods their source.
func inCluster(pods *upgrade.PodController, source upgrade.Source) {
	if pods != nil {
		pods.Replicas.Source = source
		pods.Replicas.Source.Attribute = "spec.replicas"
	}
}
