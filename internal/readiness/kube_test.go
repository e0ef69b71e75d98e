package readiness

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// fakeKube answers by the host or the context that it is asked at, and keeps what it
// was asked.
type fakeKube struct {
	clusters map[string]upgrade.Kube
	rounds   int
	asked    []string
}

func (f *fakeKube) Read(_ context.Context, targets []KubeTarget) []upgrade.Kube {
	f.rounds++
	answers := make([]upgrade.Kube, len(targets))
	for i, target := range targets {
		at := target.Access.Host + target.Access.Context
		f.asked = append(f.asked, target.Environment+" at "+at)
		answers[i] = f.clusters[at]
		answers[i].Server, answers[i].Context = target.Access.Host, target.Access.Context
	}
	return answers
}

// fakeGate tells that clusters are reached at https://<region>/<name>.
type fakeGate struct {
	guard   sync.Mutex
	refuses string
}

func (f *fakeGate) pass(_ context.Context, target Target) (KubeAccess, *upgrade.Problem) {
	f.guard.Lock()
	defer f.guard.Unlock()
	if target.Cluster == f.refuses {
		return KubeAccess{}, &upgrade.Problem{Message: "eks:DescribeCluster was denied.", Action: "eks:DescribeCluster", Source: upgrade.Source{Kind: upgrade.SourceEKS, Ref: "EKS"}}
	}
	return KubeAccess{Host: "https://" + target.Access.Region + "/" + target.Cluster}, nil
}

// runs is a cluster of which all was read.
func runs(version string, nodes ...upgrade.KubeNode) upgrade.Kube {
	return upgrade.Kube{
		Version: "v" + version + ".2-eks-a737599", Nodes: nodes,
		NodesRead: true, WorkloadsRead: true, LonePodsRead: true, BudgetsRead: true, AutoscalersRead: true, WebhooksRead: true, DeprecatedUsesRead: true,
	}
}

func node(name, minor, group string) upgrade.KubeNode {
	return upgrade.KubeNode{Name: name, Kubelet: "v" + minor + ".1-eks-113cf36", NodeGroup: group, Labels: map[string]string{"pool": group, "kubernetes.io/hostname": name}}
}

func kubeRequest(t *testing.T, kube *KubeSource, files map[string]string) Request {
	t.Helper()
	request := liveRequest(t, nil, files)
	request.Live, request.Kube = nil, kube
	return request
}

func judged(t *testing.T, request Request) upgrade.Cluster {
	t.Helper()
	return assess(t, request).Report.Environments[0].Environment.Clusters[0]
}

func TestKubeIsReached(t *testing.T) {
	files := map[string]string{
		"dev":  "cluster_name = \"dev\"\ncluster_version = \"1.34\"\n",
		"prod": prodVars,
	}
	both := map[string]upgrade.Kube{"https://us-east-1/dev": runs("1.34"), "https://eu-west-1/prod": runs("1.33"), "admin@prod": runs("1.33")}
	for name, test := range map[string]struct {
		source KubeSource
		change func(*Request)
		asked  string
		fails  string
	}{
		"through EKS":               {KubeSource{}, nil, "dev at https://us-east-1/dev, prod at https://eu-west-1/prod", ""},
		"an entry of its own":       {KubeSource{Environments: map[string]KubeEnvironment{"prod": {Access: KubeAccess{Context: "admin@prod"}}}}, nil, "dev at https://us-east-1/dev, prod at admin@prod", ""},
		"one for all":               {KubeSource{Access: &KubeAccess{Context: "admin@prod"}, AccessName: "--kube-context admin@prod"}, nil, "", "--kube-context admin@prod would stand for the clusters of dev, prod"},
		"one for one":               {KubeSource{Access: &KubeAccess{Context: "admin@prod"}}, func(r *Request) { r.Environments = []string{"prod"} }, "prod at admin@prod", ""},
		"one for the plan's own":    {KubeSource{Access: &KubeAccess{Context: "admin@prod"}}, func(r *Request) { r.Own = "prod" }, "dev at https://us-east-1/dev, prod at admin@prod", ""},
		"an entry for nobody":       {KubeSource{Environments: map[string]KubeEnvironment{"qa": {}}}, nil, "", `"qa", which is no environment here. Correct the name: the environments are dev, prod.`},
		"an entry for who is not":   {KubeSource{Environments: map[string]KubeEnvironment{"dev": {}}}, func(r *Request) { r.Environments = []string{"prod"} }, "prod at https://eu-west-1/prod", ""},
		"not known yet":             {KubeSource{Unknown: "the provider's configuration is known only after apply"}, nil, "", ""},
		"one is not known yet":      {KubeSource{Environments: map[string]KubeEnvironment{"prod": {Unknown: "the host is known only after apply"}}}, nil, "dev at https://us-east-1/dev", ""},
		"the entry of EKS":          {KubeSource{EKS: &LiveSource{Access: Access{Region: "us-east-1"}, Environments: map[string]LiveEnvironment{"prod": {Cluster: "prod", Region: "eu-west-3"}}}}, nil, "dev at https://us-east-1/dev, prod at https://eu-west-3/prod", ""},
		"EKS is not known yet":      {KubeSource{EKS: &LiveSource{Unknown: "the region is known only after apply"}}, nil, "", ""},
		"others are not listened":   {KubeSource{}, func(r *Request) { r.Own, r.Policy.OtherEnvironments = "dev", upgrade.Off }, "dev at https://us-east-1/dev", ""},
		"a missing one is not read": {KubeSource{}, func(r *Request) { r.Environments = []string{"dev", "gone"} }, "dev at https://us-east-1/dev", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fake, gate := &fakeKube{clusters: both}, &fakeGate{}
			source := test.source
			source.Reader, source.Gate = fake, gate.pass
			if source.EKS == nil {
				source.EKS = &LiveSource{Access: Access{Region: "us-east-1"}}
			}
			told := 0
			source.Progress = func(clusters int) { told = clusters }
			request := kubeRequest(t, &source, files)
			if test.change != nil {
				test.change(&request)
			}
			_, err := Assess(t.Context(), request)
			var input *InputError
			if test.fails != "" {
				if !errors.As(err, &input) || input.Argument != "kubernetes" || !strings.Contains(err.Error(), test.fails) {
					t.Fatalf("got the error %v, want one on kubernetes with %q", err, test.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(fake.asked, ", "); got != test.asked || fake.rounds > 1 || told != len(fake.asked) {
				t.Errorf("asked %q in %d rounds, told of %d; want %q", got, fake.rounds, told, test.asked)
			}
		})
	}
}

// Without a gate only who has an access is asked.
func TestKubeWithoutAGate(t *testing.T) {
	fake := &fakeKube{clusters: map[string]upgrade.Kube{"admin@prod": runs("1.33")}}
	source := &KubeSource{Reader: fake, Environments: map[string]KubeEnvironment{"prod": {Access: KubeAccess{Context: "admin@prod"}}}}
	result := assess(t, kubeRequest(t, source, map[string]string{"dev": "cluster_version = \"1.34\"\n", "prod": prodVars}))
	for i, want := range []bool{false, true} {
		if got := result.Report.Environments[i].Environment.Clusters[0].Kube != nil; got != want {
			t.Errorf("environment %d was asked: %t, want %t", i, got, want)
		}
	}
}

// What Kubernetes says of the control plane counts before what was only recorded.
func TestKubeBaseline(t *testing.T) {
	denied := upgrade.Kube{Problems: []upgrade.Problem{{Message: "The server could not be reached.", Source: upgrade.Source{Kind: upgrade.SourceKubernetes, Ref: "Kubernetes (x)"}}}}
	odd := runs("1.33")
	odd.Version = "quux"
	for name, test := range map[string]struct {
		kube    upgrade.Kube
		change  func(*Request)
		current string
		finds   []string
		unread  bool
	}{
		"one minor below":      {runs("1.33"), nil, "1.33", nil, false},
		"two minors below":     {runs("1.32"), nil, "1.32", []string{"error prod: minor-version-skip 1.32 -> 1.34"}, false},
		"a state says less":    {runs("1.33"), func(r *Request) { r.Baselines.Applied = map[string]upgrade.Applied{"prod": {ClusterVersion: "1.32"}} }, "1.33", nil, false},
		"a baseline was given": {runs("1.32"), func(r *Request) { r.Baselines.Explicit = given("1.33") }, "1.33", nil, false},
		"not reached":          {denied, nil, "", []string{"error prod: environment-unreadable Kubernetes (x)"}, true},
		"no version":           {odd, nil, "", []string{"error prod: environment-unreadable Kubernetes (https://eu-west-1/prod)"}, true},
		"nothing at all":       {upgrade.Kube{}, nil, "", []string{"error prod: environment-unreadable Kubernetes (https://eu-west-1/prod)"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			fake := &fakeKube{clusters: map[string]upgrade.Kube{"https://eu-west-1/prod": test.kube}}
			request := kubeRequest(t, &KubeSource{Reader: fake, Gate: (&fakeGate{}).pass}, map[string]string{"prod": prodVars})
			if test.change != nil {
				test.change(&request)
			}
			result := assess(t, request)
			if got := result.Report.Environments[0].Environment.Clusters[0].CurrentVersion().Text; got != test.current {
				t.Errorf("the current version is %q, want %q", got, test.current)
			}
			if got := fmt.Sprint(summaries(result.Report)); got != fmt.Sprint(test.finds) {
				t.Errorf("got %s, want %s", got, test.finds)
			}
			if got := result.Report.Unreadable(); got != test.unread {
				t.Errorf("unreadable: %t, want %t", got, test.unread)
			}
		})
	}
}

func given(version string) map[string]upgrade.VersionClaim {
	return map[string]upgrade.VersionClaim{"prod": upgrade.ClaimVersion(version, upgrade.Source{Kind: upgrade.SourceBaseline, Argument: "baseline"})}
}

// EKS that does not tell how a cluster is reached, and a cluster without a name, are
// unreadable.
func TestKubeIsNotReached(t *testing.T) {
	for name, test := range map[string]struct {
		vars, want string
	}{
		"denied":     {prodVars, "eks:DescribeCluster was denied."},
		"no name":    {"cluster_version = \"1.34\"\n", "nothing tells the name of its cluster"},
		"other name": {strings.Replace(prodVars, "prod", "other", 1), ""},
	} {
		source := &KubeSource{Reader: &fakeKube{clusters: map[string]upgrade.Kube{"https://eu-west-1/other": runs("1.33")}}, Gate: (&fakeGate{refuses: "prod"}).pass}
		result := assess(t, kubeRequest(t, source, map[string]string{"prod": test.vars}))
		said := ""
		for _, finding := range result.Report.Environments[0].Findings {
			if finding.Rule == "environment-unreadable" {
				said += finding.Message
			}
		}
		if (said == "") != (test.want == "") || !strings.Contains(said, test.want) || result.Report.Unreadable() != (test.want != "") {
			t.Errorf("%s: said %q, want %q", name, said, test.want)
		}
	}
}

// A cluster that EKS does not have is about to be made: there is no API server to ask.
func TestKubeOfAClusterThatIsNotThere(t *testing.T) {
	fake := &fakeKube{}
	request := liveRequest(t, &fakeEKS{}, map[string]string{"prod": prodVars})
	request.Kube = &KubeSource{Reader: fake, Gate: (&fakeGate{}).pass}
	if cluster := judged(t, request); cluster.Kube != nil || fake.rounds > 0 {
		t.Errorf("asked %v: %+v", fake.asked, cluster.Kube)
	}
}

const groupVars = prodVars + "node_groups = {\n  blue = { version = \"1.34\" }\n  green = { version = \"1.33\" }\n}\n"

func TestKubeletsTellNodeGroups(t *testing.T) {
	unread := runs("1.33", node("a", "1.32", "blue"))
	unread.NodesRead, unread.Nodes = false, nil
	for name, test := range map[string]struct {
		kube upgrade.Kube
		// blue is its version, else why it is not known; nodes are how many.
		blue  string
		nodes string
	}{
		"one version":          {runs("1.33", node("a", "1.33", "blue"), node("b", "1.33", "blue")), "1.33", "2"},
		"the oldest counts":    {runs("1.33", node("a", "1.33", "blue"), node("b", "1.32", "blue"), node("c", "1.31", "green")), "1.32", "2"},
		"a longer name":        {runs("1.33", node("a", "1.33", "prod-blue-20260101")), "1.33", "1"},
		"two longer names":     {runs("1.33", node("a", "1.33", "blue-1"), node("b", "1.33", "blue-2")), "no node in Kubernetes (https://eu-west-1/prod) tells that it is of node group blue", "not known"},
		"none":                 {runs("1.33", node("a", "1.33", "green")), "no node in Kubernetes (https://eu-west-1/prod) tells that it is of node group blue", "0"},
		"none by that name":    {runs("1.33", node("a", "1.33", "green"), node("b", "1.33", "main")), "no node in Kubernetes (https://eu-west-1/prod) tells that it is of node group blue", "not known"},
		"the list was kept":    {unread, "the nodes could not be read from Kubernetes (https://eu-west-1/prod)", "not known"},
		"a kubelet of no sort": {runs("1.33", upgrade.KubeNode{Name: "a", Kubelet: "x", NodeGroup: "blue"}), `node a gives "x" as the version of its kubelet, which is none`, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			source := &KubeSource{Reader: &fakeKube{clusters: map[string]upgrade.Kube{"https://eu-west-1/prod": test.kube}}, Gate: (&fakeGate{}).pass}
			blue := judged(t, kubeRequest(t, source, map[string]string{"prod": groupVars})).NodeGroups[0]
			current := blue.Current[len(blue.Current)-1]
			if got := current.Text + current.Reason; got != test.blue {
				t.Errorf("blue is at %q, want %q", got, test.blue)
			}
			size := "not known"
			if blue.Before.DesiredSize.IsKnown() {
				size = blue.Before.DesiredSize.Text
			}
			if size != test.nodes || blue.Before != blue.After {
				t.Errorf("blue has %s nodes, want %s", size, test.nodes)
			}
		})
	}
}

// What all nodes of a group have alike are the settings of the group.
func TestSettingsOfNodes(t *testing.T) {
	taint, own := upgrade.Taint{Key: "team", Value: "data", Effect: "NoSchedule"}, upgrade.Taint{Key: "own", Effect: "NoSchedule"}
	a, b := node("a", "1.33", "blue"), node("b", "1.33", "blue")
	a.Taints, b.Taints = []upgrade.Taint{own, taint}, []upgrade.Taint{taint}
	a.Labels["node.kubernetes.io/instance-type"], b.Labels["node.kubernetes.io/instance-type"] = "m6i.large", "m5.large"
	a.OS, b.OS = "Amazon Linux 2023.9", "Amazon Linux 2"
	settings := settingsOf([]upgrade.KubeNode{a, b}, false, upgrade.Source{})
	if got := fmt.Sprint(settings.Labels.Value, settings.Taints.Value, settings.InstanceTypes.Value, settings.AMIType.Value, settings.AMIType.Text); got != "map[pool:blue] [{team data NoSchedule}] [m5.large m6i.large]AL2_Amazon Linux 2" {
		t.Errorf("got %s", got)
	}
	if len(a.Labels) != 3 || len(a.Taints) != 2 {
		t.Errorf("the node was changed: %+v", a)
	}
	if settings := settingsOf([]upgrade.KubeNode{a}, false, upgrade.Source{}); settings.AMIType.Value != "Amazon Linux 2023.9" {
		t.Errorf("the system is %+v", settings.AMIType)
	}
}

// Drains of groups of tfvars are judged by what runs, Amazon Linux 2 among it.
func TestKubeTellsWhatADrainMeets(t *testing.T) {
	kube := runs("1.33", node("a", "1.33", "blue"), node("b", "1.33", "green"))
	kube.Nodes[0].OS = "Amazon Linux 2"
	for _, name := range []string{"cart", "web"} {
		pods := &upgrade.PodController{
			Replicas:     upgrade.Claim[int]{Knowledge: upgrade.Known, Value: 3, Text: "3", Source: kube.Source()},
			PodLabels:    upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: map[string]string{"app": name}},
			NodeSelector: upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: map[string]string{"pool": map[string]string{"cart": "blue", "web": "green"}[name]}},
		}
		pods.RequiredNodes.Knowledge, pods.Tolerations.Knowledge = upgrade.Absent, upgrade.Absent
		budget := &upgrade.Budget{
			MinAvailable: upgrade.Claim[upgrade.Share]{Knowledge: upgrade.Known, Value: upgrade.Share{Number: 3}, Text: "3"},
			Selector:     upgrade.Claim[upgrade.LabelSelector]{Knowledge: upgrade.Known, Value: upgrade.LabelSelector{MatchLabels: map[string]string{"app": name}}},
		}
		budget.MaxUnavailable.Knowledge = upgrade.Absent
		kube.Workloads = append(kube.Workloads, upgrade.Workload{Address: "Deployment shop/" + name, Kind: upgrade.Deployment, Namespace: "shop", Name: name, Before: pods, After: pods})
		kube.Budgets = append(kube.Budgets, upgrade.PodDisruptionBudget{Address: "PodDisruptionBudget shop/" + name, Namespace: "shop", Name: name, Before: budget, After: budget})
	}
	source := &KubeSource{Reader: &fakeKube{clusters: map[string]upgrade.Kube{"https://eu-west-1/prod": kube}}, Gate: (&fakeGate{}).pass}
	got := fmt.Sprint(summaries(assess(t, kubeRequest(t, source, map[string]string{"prod": groupVars})).Report))
	if !strings.Contains(got, "pdb-blocks-drain cart") || strings.Contains(got, "pdb-blocks-drain web") || !strings.Contains(got, "ami-unsupported blue") {
		t.Errorf("got %s", got)
	}
}

func runningAddon(name, version string) upgrade.KubeAddon {
	addon := upgrade.KubeAddon{Name: name, Kind: upgrade.Deployment, Namespace: "kube-system", Workload: name}
	parsed, ok := upgrade.ParseAddonVersion(version)
	addon.Version = upgrade.AddonClaim{Knowledge: upgrade.Known, Value: parsed, Text: version, Source: upgrade.Source{Kind: upgrade.SourceKubernetes, Attribute: "spec.template.spec.containers[0].image"}}
	if !ok {
		addon.Version = upgrade.UnknownClaim[upgrade.AddonVersion]("no version in the image reference", upgrade.Source{})
	}
	return addon
}

func TestKubeAddons(t *testing.T) {
	claim := func(version string) upgrade.AddonClaim { return runningAddon("", version).Version }
	for name, test := range map[string]struct {
		held    []upgrade.Addon
		running []upgrade.KubeAddon
		want    string
	}{
		"none held":                              {nil, []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1"), runningAddon("metrics-server", "")}, "Deployment kube-system/coredns v1.11.1 v1.11.1; Deployment kube-system/metrics-server no version in the image reference no version in the image reference"},
		"held by EKS":                            {[]upgrade.Addon{{Name: "coredns", Kind: upgrade.EKSAddon, Current: claim("v1.11.0"), Asked: claim("v1.11.0")}}, []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1")}, " v1.11.0 v1.11.0"},
		"two workloads of one":                   {nil, []upgrade.KubeAddon{runningAddon("aws-ebs-csi-driver", "v1.30.0"), runningAddon("aws-ebs-csi-driver", "v1.30.0")}, "Deployment kube-system/aws-ebs-csi-driver v1.30.0 v1.30.0"},
		"two installs":                           {nil, []upgrade.KubeAddon{runningAddon("ingress-nginx", "v1.12.0"), runningAddon("ingress-nginx", "v1.11.0")}, "Deployment kube-system/ingress-nginx v1.12.0 v1.12.0; Deployment kube-system/ingress-nginx v1.11.0 v1.11.0"},
		"the plan does not tell":                 {[]upgrade.Addon{{Address: "helm_release.x", Name: "coredns", Kind: upgrade.ChartAddon, Current: claim(""), Asked: claim("")}}, []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1")}, "helm_release.x v1.11.1 v1.11.1"},
		"the plan changes what it does not tell": {[]upgrade.Addon{{Address: "helm_release.x", Name: "coredns", Kind: upgrade.ChartAddon, Action: upgrade.Update, Current: claim(""), Asked: claim("")}}, []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1")}, "helm_release.x v1.11.1 no version in the image reference"},
		"nobody tells":                           {[]upgrade.Addon{{Address: "helm_release.x", Name: "coredns", Current: claim(""), Asked: claim("")}}, []upgrade.KubeAddon{runningAddon("coredns", "")}, "helm_release.x no version in the image reference no version in the image reference"},
		"the plan removes it":                    {[]upgrade.Addon{{Address: "aws_eks_addon.x", Name: "coredns", Action: upgrade.Delete, Current: claim("v1.11.1"), Asked: upgrade.NoClaim[upgrade.AddonVersion](upgrade.Source{})}}, []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1")}, "aws_eks_addon.x v1.11.1 "},
	} {
		cluster := upgrade.Cluster{}
		cluster.Addons = test.held
		addKubeAddons(&kubeQuestion{cluster: &cluster}, upgrade.Kube{Addons: test.running})
		var got []string
		for _, addon := range cluster.Addons {
			got = append(got, fmt.Sprint(addon.Address, " ", addon.Current.Text+addon.Current.Reason, " ", addon.Asked.Text+addon.Asked.Reason))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: got %q, want %q", name, strings.Join(got, "; "), test.want)
		}
	}
}

// What makes nodes besides the node groups keeps rules from taking those for all.
func TestNodesApart(t *testing.T) {
	karpenter := node("k", "1.33", "")
	karpenter.Labels[karpenterPool] = "default"
	for name, test := range map[string]struct {
		nodes []upgrade.KubeNode
		other string
		auto  bool
	}{
		"node groups and Fargate": {[]upgrade.KubeNode{node("a", "1.33", "blue"), {Name: "f", Fargate: true}}, "[]", false},
		"Karpenter":               {[]upgrade.KubeNode{karpenter, karpenter}, "[Karpenter]", false},
		"others":                  {[]upgrade.KubeNode{node("a", "1.33", ""), karpenter}, "[an Auto Scaling group or a person Karpenter]", false},
		"Auto Mode":               {[]upgrade.KubeNode{{Name: "i", AutoMode: true}}, "[]", true},
	} {
		var cluster upgrade.Cluster
		addNodesApart(&cluster, upgrade.Kube{Nodes: test.nodes})
		if got := fmt.Sprint(cluster.OtherNodes); got != test.other || cluster.AutoMode.Value != test.auto {
			t.Errorf("%s: got %s, Auto Mode %t", name, got, cluster.AutoMode.Value)
		}
	}
}

func TestKubePlans(t *testing.T) {
	kube := runs("1.33", node("a", "1.32", "blue"))
	running := func(name string) upgrade.Workload {
		return upgrade.Workload{Address: "Deployment default/" + name, Kind: upgrade.Deployment, Namespace: "default", Name: name}
	}
	kube.Workloads = []upgrade.Workload{running("app"), running("other")}
	kube.Budgets = []upgrade.PodDisruptionBudget{{Namespace: "default", Name: "app"}, {Namespace: "shop", Name: "app"}}
	kube.Autoscalers = []upgrade.PodAutoscaler{{Namespace: "default", Name: "app"}}
	kube.Addons = []upgrade.KubeAddon{runningAddon("coredns", "v1.11.1")}
	environments := []upgrade.Environment{plannedCluster(func(c *upgrade.Cluster) {
		c.NodeGroups = []upgrade.NodeGroup{{Address: "aws_eks_node_group.blue", Name: "blue"}, {Address: "aws_eks_node_group.blu", Name: "blu"}, {Name: "own", SelfManaged: true}}
		c.Workloads = []upgrade.Workload{{Address: "kubernetes_deployment.app", Kind: upgrade.Deployment, Name: "app"}}
		c.Budgets = []upgrade.PodDisruptionBudget{{Address: "kubernetes_pod_disruption_budget.app", Name: "app"}}
	})}
	fake := &fakeKube{clusters: map[string]upgrade.Kube{"https://ap-northeast-1/shop": kube}}
	source := &KubeSource{Reader: fake, Gate: (&fakeGate{}).pass}
	notes, err := source.addKubeToPlans(t.Context(), nil, environments, []string{"prod"})
	if err != nil || len(notes) > 0 {
		t.Fatalf("got %v, %v", notes, err)
	}
	cluster := environments[0].Clusters[0]
	var held []string
	for _, workload := range cluster.Workloads {
		held = append(held, workload.Address)
	}
	if got := strings.Join(held, ", "); got != "kubernetes_deployment.app, Deployment default/other" {
		t.Errorf("the workloads are %s", got)
	}
	if len(cluster.Budgets) != 2 || len(cluster.Autoscalers) != 1 || len(cluster.Addons) != 1 || cluster.CurrentVersion().Source.Kind != upgrade.SourceKubernetes {
		t.Errorf("got %+v", cluster)
	}
	blue, blu, own := cluster.NodeGroups[0], cluster.NodeGroups[1], cluster.NodeGroups[2]
	if blue.CurrentVersion().Text != "1.32" || blue.Before != nil || len(blue.Nodes) != 1 || blu.CurrentVersion().IsKnown() || len(own.Current) > 0 {
		t.Errorf("the node groups are %+v", cluster.NodeGroups)
	}
}

func TestKubePlansAreReached(t *testing.T) {
	own := map[string]KubeEnvironment{"prod": {Access: KubeAccess{Context: "admin@prod"}}}
	two := func(e *upgrade.Environment) { e.Clusters = append(e.Clusters, e.Clusters[0]) }
	for name, test := range map[string]struct {
		source  KubeSource
		change  func(*upgrade.Environment)
		asked   string
		note    string
		problem string
	}{
		"through EKS":                   {KubeSource{}, nil, "prod at https://ap-northeast-1/shop", "", ""},
		"by its own context":            {KubeSource{Environments: own}, nil, "prod at admin@prod", "", ""},
		"by the only context":           {KubeSource{Access: &KubeAccess{Context: "admin@prod"}}, nil, "prod at admin@prod", "", ""},
		"two clusters and one context":  {KubeSource{Environments: own}, two, "", "", "the plan holds several clusters"},
		"two clusters through EKS":      {KubeSource{}, two, "prod at https://ap-northeast-1/shop, prod at https://ap-northeast-1/shop", "", ""},
		"a plan without a cluster":      {KubeSource{Environments: own}, func(e *upgrade.Environment) { e.Clusters = nil }, "", "prod: the Kubernetes API was not asked", ""},
		"a plan that could not be read": {KubeSource{Environments: own}, func(e *upgrade.Environment) { e.Clusters, e.Plan = nil, nil }, "", "", ""},
		"a cluster that is made":        {KubeSource{}, func(e *upgrade.Environment) { e.Clusters[0].Action = upgrade.Create }, "", "", ""},
		"a cluster that is replaced":    {KubeSource{}, func(e *upgrade.Environment) { e.Clusters[0].Action = upgrade.CreateThenDelete }, "", "", ""},
		"a cluster without a name":      {KubeSource{}, func(e *upgrade.Environment) { e.Clusters[0].Name = "" }, "", "", "the plan does not tell the cluster's name"},
		"not known yet":                 {KubeSource{Unknown: "it is known only after apply"}, nil, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fake := &fakeKube{clusters: map[string]upgrade.Kube{"https://ap-northeast-1/shop": runs("1.33"), "admin@prod": runs("1.33")}}
			test.source.Reader, test.source.Gate = fake, (&fakeGate{}).pass
			environments := []upgrade.Environment{plannedCluster(func(*upgrade.Cluster) {})}
			if test.change != nil {
				test.change(&environments[0])
			}
			notes, err := test.source.addKubeToPlans(t.Context(), nil, environments, []string{"prod"})
			if err != nil {
				t.Fatal(err)
			}
			problem := ""
			for _, cluster := range environments[0].Clusters {
				if cluster.Kube.Unread() {
					problem = cluster.Kube.Problems[0].Message
				}
			}
			note := strings.Join(notes, " ")
			if got := strings.Join(fake.asked, ", "); got != test.asked || !strings.Contains(note, test.note) || (note == "") != (test.note == "") ||
				!strings.Contains(problem, test.problem) || (problem == "") != (test.problem == "") {
				t.Errorf("asked %q, noted %q, problem %q", got, note, problem)
			}
		})
	}
}

// Two plans never share one API server.
func TestKubePlansShareNoContext(t *testing.T) {
	environments := []upgrade.Environment{plannedCluster(func(*upgrade.Cluster) {}), plannedCluster(func(*upgrade.Cluster) {})}
	environments[1].Name = "stg"
	source := &KubeSource{Reader: &fakeKube{}, Access: &KubeAccess{Context: "admin"}}
	_, err := source.addKubeToPlans(t.Context(), nil, environments, []string{"prod", "stg"})
	if err == nil || !strings.Contains(err.Error(), "would stand for the clusters of prod, stg") {
		t.Errorf("got %v", err)
	}
}

// AssessPlans asks, notes and stops as it does of EKS.
func TestAssessPlansAsksKube(t *testing.T) {
	source := &KubeSource{Reader: &fakeKube{}, Environments: map[string]KubeEnvironment{"qa": {}}}
	_, err := AssessPlans(t.Context(), PlansRequest{Plans: []PlanFile{{Name: "prod", Path: "none.json"}}, Kube: source, Policy: upgrade.DefaultPolicy(), Catalog: catalog.Embedded()})
	var input *InputError
	if !errors.As(err, &input) || input.Argument != "kubernetes" {
		t.Errorf("got %v, want an error on kubernetes", err)
	}
}
