package plan

import "testing"

func TestNodeGroupsJoinTheirClusters(t *testing.T) {
	cluster := func(address, values, unknown string) plannedResource {
		return plannedResource{address: address, actions: []string{"no-op"}, before: values, after: values, unknown: unknown}
	}
	newCluster := func(address string) plannedResource {
		return plannedResource{address: address, actions: []string{"create"}, after: `{"version":"1.28"}`, unknown: `{"name":true}`}
	}
	group := func(address, values string) plannedResource {
		return plannedResource{address: address, actions: []string{"no-op"}, before: values, after: values}
	}
	newGroup := func(address string) plannedResource {
		return plannedResource{address: address, actions: []string{"create"}, after: `{"version":"1.28"}`, unknown: `{"cluster_name":true}`}
	}
	const (
		west   = `{"name":"prod","arn":"arn:aws:eks:us-west-2:1:cluster/prod"}`
		east   = `{"name":"prod","arn":"arn:aws:eks:us-east-1:1:cluster/prod"}`
		blue   = `{"cluster_name":"prod","arn":"arn:aws:eks:us-east-1:1:nodegroup/prod/blue/x"}`
		refers = `{"resources":[
			{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","expressions":{}},
			{"address":"aws_eks_cluster.b","mode":"managed","type":"aws_eks_cluster","name":"b","expressions":{}},
			{"address":"aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","expressions":{"cluster_name":{"references":["aws_eks_cluster.b.name","aws_eks_cluster.b"]}}}]}`
		instances = `{"resources":[
			{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","expressions":{},"for_each_expression":{"constant_value":["x","y"]}},
			{"address":"aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","expressions":{"cluster_name":{"references":["aws_eks_cluster.a","each.key"]}},"for_each_expression":{"constant_value":["x","y"]}}]}`
		providers = `{"resources":[
			{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","provider_config_key":"aws","expressions":{}},
			{"address":"aws_eks_cluster.b","mode":"managed","type":"aws_eks_cluster","name":"b","provider_config_key":"aws.east","expressions":{}},
			{"address":"aws_eks_node_group.g","mode":"managed","type":"aws_eks_node_group","name":"g","provider_config_key":"aws.east","expressions":{"cluster_name":{"references":["var.name"]}}}]}`
	)
	for name, test := range map[string]struct {
		plan testPlan
		want string // the address of the cluster; empty for none
	}{
		"by its name among two": {testPlan{resources: []plannedResource{
			cluster("aws_eks_cluster.a", `{"name":"a"}`, ""), cluster("aws_eks_cluster.b", `{"name":"b"}`, ""), group("aws_eks_node_group.g", `{"cluster_name":"b"}`),
		}}, "aws_eks_cluster.b"},
		"by reference where the name is not known": {testPlan{configuration: refers, resources: []plannedResource{
			newCluster("aws_eks_cluster.a"), newCluster("aws_eks_cluster.b"), newGroup("aws_eks_node_group.g"),
		}}, "aws_eks_cluster.b"},
		"by the key of the instance": {testPlan{configuration: instances, resources: []plannedResource{
			newCluster(`aws_eks_cluster.a["x"]`), newCluster(`aws_eks_cluster.a["y"]`), newGroup(`aws_eks_node_group.g["y"]`),
		}}, `aws_eks_cluster.a["y"]`},
		"by the key of the module": {testPlan{resources: []plannedResource{
			newCluster(`module.c["a.b"].aws_eks_cluster.this[0]`), newCluster(`module.c["c"].aws_eks_cluster.this[0]`), newGroup(`module.c["a.b"].aws_eks_node_group.this[0]`),
		}}, `module.c["a.b"].aws_eks_cluster.this[0]`},
		"the only one": {testPlan{resources: []plannedResource{newCluster("aws_eks_cluster.a"), newGroup("aws_eks_node_group.g")}}, "aws_eks_cluster.a"},
		"by region among two of one name": {testPlan{resources: []plannedResource{
			cluster("aws_eks_cluster.a", west, ""), cluster("aws_eks_cluster.b", east, ""), group("aws_eks_node_group.g", blue),
		}}, "aws_eks_cluster.b"},
		"by region, as version 6 of the provider has it": {testPlan{resources: []plannedResource{
			{address: "aws_eks_cluster.a", actions: []string{"create"}, after: `{"name":"prod","region":"eu-west-1"}`},
			{address: "aws_eks_cluster.b", actions: []string{"create"}, after: `{"name":"prod","region":"us-east-1"}`},
			{address: "aws_eks_node_group.g", actions: []string{"create"}, after: `{"cluster_name":"prod","region":"us-east-1"}`},
		}}, "aws_eks_cluster.b"},
		"by provider": {testPlan{configuration: providers, resources: []plannedResource{
			{address: "aws_eks_cluster.a", actions: []string{"create"}, after: `{"name":"prod"}`},
			{address: "aws_eks_cluster.b", actions: []string{"create"}, after: `{"name":"prod"}`},
			{address: "aws_eks_node_group.g", actions: []string{"create"}, after: `{"cluster_name":"prod"}`},
		}}, "aws_eks_cluster.b"},
		"to the one that stands, not to what a replacement left": {testPlan{resources: []plannedResource{
			{address: "aws_eks_cluster.a", actions: []string{"delete"}, before: `{"name":"a"}`, deposed: "0a1b2c3d"},
			cluster("aws_eks_cluster.a", `{"name":"a"}`, ""), group("aws_eks_node_group.g", `{"cluster_name":"a"}`),
		}}, "aws_eks_cluster.a"},
		"of a cluster that is renamed": {testPlan{resources: []plannedResource{
			{address: "aws_eks_cluster.a", actions: []string{"delete", "create"}, before: `{"name":"a"}`, after: `{"name":"b"}`},
			cluster("aws_eks_cluster.c", `{"name":"c"}`, ""),
			{address: "aws_eks_node_group.g", actions: []string{"delete"}, before: `{"cluster_name":"a"}`},
		}}, "aws_eks_cluster.a"},
		"not, where the cluster is another one": {testPlan{resources: []plannedResource{
			cluster("aws_eks_cluster.a", `{"name":"a"}`, ""), group("aws_eks_node_group.g", `{"cluster_name":"shared"}`),
		}}, ""},
		"not, where there is none": {testPlan{resources: []plannedResource{group("aws_eks_node_group.g", `{"cluster_name":"shared"}`)}}, ""},
		"not, where two could be it": {testPlan{resources: []plannedResource{
			newCluster("aws_eks_cluster.a"), newCluster("aws_eks_cluster.b"), newGroup("aws_eks_node_group.g"),
		}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			environment := test.plan.environment(t)
			got := ""
			for _, cluster := range environment.Clusters {
				if len(cluster.NodeGroups) > 0 && !cluster.Deposed {
					got += cluster.Address
				}
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if joined := len(environment.Unjoined) == 0; joined != (test.want != "") {
				t.Errorf("unjoined: got %+v", environment.Unjoined)
			}
		})
	}
}
