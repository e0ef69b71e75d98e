package cli

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// liveAWS is a fake EKS that the command line reaches as it would reach AWS:
// through environment variables.
func liveAWS(t *testing.T, world ekstest.World) *ekstest.Server {
	t.Helper()
	server := ekstest.New(t, world)
	nowhere := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_EKS": server.URL, "AWS_ENDPOINT_URL_STS": server.URL,
		"AWS_ACCESS_KEY_ID": ekstest.AccessKey, "AWS_SECRET_ACCESS_KEY": ekstest.SecretKey, "AWS_SESSION_TOKEN": "",
		"AWS_REGION": ekstest.Region, "AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere,
	} {
		t.Setenv(name, value)
	}
	return server
}

// liveFolder is the tfvars of clusters that ask for 1.35, by environment.
func liveFolder(t *testing.T, environments ...string) *folder {
	t.Helper()
	f := newFolder(t, nil)
	for _, environment := range environments {
		f.write("env-vars/"+environment+".tfvars", "cluster_name = \""+ekstest.ClusterName(environment)+"\"\ncluster_version = \"1.35\"\n")
	}
	return f
}

func TestCheckLive(t *testing.T) {
	liveAWS(t, ekstest.SixEnvironments())
	f := liveFolder(t, ekstest.Environments()...)
	got := command("check", "--live", f.envVars())
	got.want(t, 0, "6 environments: 6 ready")
	if strings.Contains(got.stdout, "EKS was not asked") {
		t.Errorf("EKS was asked, and the report says otherwise: %s", got.stdout)
	}
	f.set("cc", "1.36")
	command("check", "--live", "--environments", "cc", f.envVars()).want(t, 1, "environment-unreadable", "nothing tells the name of its cluster")
}

func TestCheckWithoutLive(t *testing.T) {
	server := liveAWS(t, ekstest.SixEnvironments())
	f := liveFolder(t, "prod")
	command("check", "--baseline", "prod=1.34", f.envVars()).want(t, 0,
		"EKS was not asked, for there is no live source: insight-error, insight-warning, insight-stale, cluster-unhealthy, node-group-unhealthy for prod (does not affect the verdict)")
	if calls := server.Calls(); len(calls) > 0 {
		t.Errorf("EKS was asked without --live: %+v", calls)
	}
}

func TestCheckLiveFinds(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*ekstest.Cluster)
		status int
		want   []string
	}{
		"a skip": {func(c *ekstest.Cluster) { c.Version = "1.33" }, 2,
			[]string{"minor-version-skip 1.33 -> 1.35", "EKS (cluster shop-prod, account 111122223333, eu-west-1)"}},
		"an insight": {func(c *ekstest.Cluster) {
			c.Insights[1].Status, c.Insights[1].Recommendation = "ERROR", "Update the nodes."
		}, 2,
			[]string{"insight-error Kubelet version skew, Kubernetes 1.35", "Fix: Update the nodes."}},
		"a status that is new": {func(c *ekstest.Cluster) { c.Insights[1].Status = "SEVERE" }, 3, []string{"insight-warning", `"SEVERE"`}},
		"a node group too old": {func(c *ekstest.Cluster) { c.NodeGroups[0].Version = "1.33" }, 2, []string{"node-group-skew blue 1.33, control plane 1.35"}},
		"an add-on too old":    {func(c *ekstest.Cluster) { c.Addons[1].Version = "v1.30.0-eksbuild.1" }, 2, []string{"kube-proxy-skew"}},
		"a broken cluster": {func(c *ekstest.Cluster) {
			c.Health = []upgrade.HealthIssue{{Code: "Ec2SubnetNotFound", Message: "A subnet is gone.", Resources: []string{"subnet-1"}}}
		}, 2, []string{"cluster-unhealthy Ec2SubnetNotFound"}},
		"no such cluster": {func(c *ekstest.Cluster) { c.Name = "other" }, 0,
			[]string{"warning environment-unreadable", "shop-prod", "does not exist", "about to be created"}},
	} {
		t.Run(name, func(t *testing.T) {
			cluster := ekstest.ReadyCluster("shop-prod")
			test.change(&cluster)
			liveAWS(t, ekstest.World{Clusters: []ekstest.Cluster{cluster}, Offers: ekstest.Offers(), Versions: ekstest.Versions()})
			command("check", "--live", liveFolder(t, "prod").envVars()).want(t, test.status, test.want...)
		})
	}
}

// What EKS does not tell is never ready.
func TestCheckLiveUnreadable(t *testing.T) {
	for _, action := range []string{
		"eks:DescribeCluster", "eks:ListNodegroups", "eks:DescribeNodegroup", "eks:ListAddons", "eks:DescribeAddon",
		"eks:DescribeAddonVersions", "eks:ListInsights", "eks:DescribeInsight",
	} {
		t.Run(action, func(t *testing.T) {
			server := liveAWS(t, ekstest.SixEnvironments())
			server.Break(ekstest.Fault{Action: action, Cluster: "", Effect: ekstest.AccessDenied()})
			got := command("check", "--live", "--format", "json", liveFolder(t, "prod").envVars())
			got.want(t, 1, action, "environment-unreadable")
			var report judged
			if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
				t.Fatal(err)
			}
			if report.Verdict != "not_ready" {
				t.Errorf("the verdict is %s, want not_ready", report.Verdict)
			}
			if !strings.Contains(got.stderr, "Error: ") || !strings.Contains(got.stderr, action) {
				t.Errorf("standard error does not name %s: %s", action, got.stderr)
			}
		})
	}
}

func TestAnalyzeLive(t *testing.T) {
	const region, account = "ap-northeast-1", "123456789012"
	cluster := ekstest.Cluster{
		Account: account, Region: region, Name: "shop-stg", Version: "1.28",
		NodeGroups: []upgrade.LiveNodeGroup{{Name: "shop-stg-blue", Version: "1.28"}, {Name: "by-hand", Version: "1.25"}},
		Addons:     []upgrade.LiveAddon{{Name: "vpc-cni", Version: "v1.15.4-eksbuild.1"}, {Name: "kube-proxy", Version: "v1.28.4-eksbuild.1"}},
		Insights:   ekstest.PassingInsights("1.29", time.Now()),
	}
	cluster.Insights[0].Status = "ERROR"
	world := ekstest.World{
		Clusters:    []ekstest.Cluster{cluster},
		Credentials: []ekstest.Credential{{AccessKey: ekstest.AccessKey, SecretKey: ekstest.SecretKey, Account: account}},
		Offers: []ekstest.Offer{
			{Addon: "vpc-cni", Version: "v1.15.4-eksbuild.1", Kubernetes: []string{"1.28", "1.29"}},
			{Addon: "kube-proxy", Version: "v1.28.4-eksbuild.1", Kubernetes: []string{"1.28", "1.29"}},
		},
	}
	server := liveAWS(t, world)
	command("analyze", "--live", "stg="+planFile("b01-cp-129")).want(t, 2,
		"insight-error Deprecated APIs removed in Kubernetes v1.29", "aws_eks_cluster.this", "node-group-skew by-hand 1.25, control plane 1.29")
	if calls := server.Calls(); len(calls) == 0 || slices.ContainsFunc(calls, func(c ekstest.Call) bool { return c.Region != region && strings.HasPrefix(c.Action, "eks:") }) {
		t.Errorf("EKS was not asked in the region of the plan: %+v", calls)
	}
	command("analyze", "--live", "stg="+planFile("b00-noop")).want(t, 0)

	server.Update(func(world *ekstest.World) { world.Clusters = nil })
	command("analyze", "--live", "stg="+planFile("b01-cp-129")).want(t, 1, "shop-stg", "does not exist", "but the state says that it was there")

	server.Update(func(world *ekstest.World) {
		cluster.Account, world.Credentials[0].Account = ekstest.Account, ekstest.Account
		world.Clusters = []ekstest.Cluster{cluster}
	})
	command("analyze", "--live", "stg="+planFile("b01-cp-129")).want(t, 1, "another cluster than the plan's", account, "Use the credentials of the account")
}

// A cluster that a plan makes is not there to be asked for.
func TestAnalyzeLiveOfANewCluster(t *testing.T) {
	server := liveAWS(t, ekstest.SixEnvironments())
	got := command("analyze", "--live", "dev="+planFile("a00-fresh-dev"))
	if strings.Contains(got.stdout, "environment-unreadable") || len(server.Calls()) > 0 {
		t.Errorf("EKS was asked %d times: %s", len(server.Calls()), got.stdout)
	}
}

func TestAskingIsTold(t *testing.T) {
	told := &lockedBuffer{}
	asked := newLive(told, Build{}, time.Now)
	asked.after = time.Millisecond
	asked.asking(6)
	for range 1000 {
		if told.String() != "" {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if got, want := told.String(), "Asking EKS for 6 clusters\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	quick := &lockedBuffer{}
	asked = newLive(quick, Build{}, time.Now)
	asked.after = 20 * time.Millisecond
	asked.asking(6)
	asked.end()
	time.Sleep(40 * time.Millisecond)
	if got := quick.String(); got != "" {
		t.Errorf("an answer that came at once is told of all the same: %q", got)
	}
}

// lockedBuffer is a buffer for several goroutines.
type lockedBuffer struct {
	guard  sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(data []byte) (int, error) {
	b.guard.Lock()
	defer b.guard.Unlock()
	return b.buffer.Write(data)
}

func (b *lockedBuffer) String() string {
	b.guard.Lock()
	defer b.guard.Unlock()
	return b.buffer.String()
}
