package eks

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// emulatorVariable names the URL of an AWS emulator that nobody here wrote, such
// as that of moto_server.
const emulatorVariable = "EKSUPGRADE_TEST_EMULATOR"

// A server that nobody here wrote is read as EKS is. What it does not know is a
// problem that names the action, and never an empty list.
func TestEmulator(t *testing.T) {
	url := os.Getenv(emulatorVariable)
	if url == "" {
		t.Skip("there is no AWS emulator: set " + emulatorVariable + " to its URL, such as http://127.0.0.1:5000 of moto_server")
	}
	// An emulator keeps what a run that was ended had made.
	cluster := fmt.Sprintf("emulated-%d", time.Now().UnixNano())
	const role = "arn:aws:iam::123456789012:role/eks"
	access := accessTo(url)
	client := New(Options{Deadline: 10 * time.Second, Now: time.Now})
	opened := client.connect(t.Context(), access)
	if opened.failure != nil {
		t.Fatal(opened.failure.err)
	}
	api := opened.connection.api
	network := &types.VpcConfigRequest{SubnetIds: []string{"subnet-1", "subnet-2"}}
	if _, err := api.CreateCluster(t.Context(), &eks.CreateClusterInput{
		Name: aws.String(cluster), Version: aws.String("1.34"), RoleArn: aws.String(role), ResourcesVpcConfig: network,
	}); err != nil {
		t.Fatalf("CreateCluster: %v", err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		for _, group := range []string{"blue", "green"} {
			_, _ = api.DeleteNodegroup(ctx, &eks.DeleteNodegroupInput{ClusterName: aws.String(cluster), NodegroupName: aws.String(group)})
		}
		_, _ = api.DeleteCluster(ctx, &eks.DeleteClusterInput{Name: aws.String(cluster)})
	})
	for _, group := range []string{"blue", "green"} {
		if _, err := api.CreateNodegroup(t.Context(), &eks.CreateNodegroupInput{
			ClusterName: aws.String(cluster), NodegroupName: aws.String(group), NodeRole: aws.String(role), Subnets: network.SubnetIds,
			Version: aws.String("1.34"), ReleaseVersion: aws.String("1.34.2-20251112"),
		}); err != nil {
			t.Fatalf("CreateNodegroup: %v", err)
		}
	}
	_, noAddons := api.CreateAddon(t.Context(), &eks.CreateAddonInput{
		ClusterName: aws.String(cluster), AddonName: aws.String("vpc-cni"), AddonVersion: aws.String("v1.21.1-eksbuild.1"),
	})

	target := Target{Environment: "emulated", Cluster: cluster, Access: access}
	live := client.Read(t.Context(), []Target{target}, func(Target, upgrade.Minor) Want { return Want{NodeGroups: true, Addons: true} })[0]
	if live.NotFound || live.Version != "1.34" || live.Status != "ACTIVE" || !strings.HasPrefix(live.ARN, "arn:aws:eks:eu-west-1:") || live.Account == "" {
		t.Errorf("DescribeCluster: %+v", live)
	}
	if len(live.NodeGroups) != 2 || !live.NodeGroupsRead {
		t.Fatalf("ListNodegroups, DescribeNodegroup: %+v, %+v", live.NodeGroups, live.Problems)
	}
	for i, name := range []string{"blue", "green"} {
		if group := live.NodeGroups[i]; group.Name != name || group.Version != "1.34" || group.ReleaseVersion != "1.34.2-20251112" || group.Status != "ACTIVE" {
			t.Errorf("DescribeNodegroup: %+v", group)
		}
	}
	emulatedAddons(t, live, noAddons)

	target.Cluster = "nobody-made-it"
	if live := client.Read(t.Context(), []Target{target}, wantAll)[0]; !live.NotFound || len(live.Problems) > 0 || live.Account == "" {
		t.Errorf("a cluster that is not there: %+v", live)
	}
}

// emulatedAddons judges what was read of the add-ons of an emulator, which may
// not know them: then it could not make one either.
func emulatedAddons(t *testing.T, live upgrade.Live, notMade error) {
	t.Helper()
	if notMade == nil {
		if len(live.Problems) > 0 || !live.AddonsRead || len(live.Addons) != 1 || live.Addons[0].Name != "vpc-cni" || live.Addons[0].Version != "v1.21.1-eksbuild.1" {
			t.Errorf("ListAddons, DescribeAddon: %+v, %+v", live.Addons, live.Problems)
		}
		return
	}
	t.Logf("the emulator knows no add-ons: CreateAddon: %v", notMade)
	if live.AddonsRead || !slices.ContainsFunc(live.Problems, func(p upgrade.Problem) bool { return p.Action == listAddons }) {
		t.Errorf("add-ons that cannot be read: expected a problem that names %s, found %+v", listAddons, live)
	}
}
