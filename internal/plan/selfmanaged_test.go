package plan

import (
	"strings"
	"testing"
)

func TestSelfManagedNodes(t *testing.T) {
	const (
		tags  = `"tag":[{"key":"Name","value":"x","propagate_at_launch":true},{"key":"kubernetes.io/cluster/a","value":"owned","propagate_at_launch":true}]`
		ssm   = `"resolve:ssm:/aws/service/eks/optimized-ami/1.28/amazon-linux-2/recommended/image_id"`
		image = `1.28 (taken from the image "/aws/service/eks/optimized-ami/1.28/amaz"...)`
	)
	group := func(values string) plannedResource {
		return plannedResource{address: "aws_autoscaling_group.n", actions: []string{"no-op"}, before: values, after: values}
	}
	template := func(values string) plannedResource {
		return plannedResource{address: "aws_launch_template.n", actions: []string{"no-op"}, before: values, after: values}
	}
	stays := func(version string) string {
		return `self-managed aws_autoscaling_group.n "nodes" stays: ` + version + " -> " + version
	}
	for name, test := range map[string]struct {
		resources []plannedResource
		want      string // empty where the group is not one of nodes
		unjoined  bool
	}{
		"launch template":    {resources: []plannedResource{group(`{"name":"nodes",` + tags + `,"launch_template":[{"id":"lt-1","version":"$Latest"}]}`), template(`{"id":"lt-1","image_id":` + ssm + `}`)}, want: stays(image)},
		"mixed instances":    {resources: []plannedResource{group(`{"name":"nodes",` + tags + `,"mixed_instances_policy":[{"launch_template":[{"launch_template_specification":[{"launch_template_id":"lt-1","version":"3"}]}]}]}`), template(`{"id":"lt-1","image_id":` + ssm + `}`)}, want: stays(image)},
		"tags as maps":       {resources: []plannedResource{group(`{"name":"nodes","tags":[{"key":"k8s.io/cluster-autoscaler/enabled","value":"true"},{"key":"k8s.io/cluster-autoscaler/a","value":"owned"}],"launch_template":[{"id":"lt-1","version":"3"}]}`), template(`{"id":"lt-1","image_id":` + ssm + `}`)}, want: stays(image)},
		"template is away":   {resources: []plannedResource{group(`{"name":"nodes",` + tags + `,"launch_template":[{"id":"lt-9","version":"3"}]}`)}, want: stays("unknown")},
		"image of one's own": {resources: []plannedResource{group(`{"name":"nodes",` + tags + `,"launch_template":[{"id":"lt-1","version":"3"}]}`), template(`{"id":"lt-1","image_id":"ami-1"}`)}, want: stays("unknown")},
		"launch configuration": {resources: []plannedResource{group(`{"name":"nodes",` + tags + `,"launch_configuration":"lc"}`),
			{address: "aws_launch_configuration.n", actions: []string{"no-op"}, before: `{"name":"lc","image_id":` + ssm + `}`, after: `{"name":"lc","image_id":` + ssm + `}`}}, want: stays(image)},
		"of another cluster": {resources: []plannedResource{group(`{"name":"nodes","tag":[{"key":"kubernetes.io/cluster/other","value":"owned"}],"launch_template":[{"id":"lt-1","version":"3"}]}`)}, want: stays("unknown"), unjoined: true},
		"no nodes of EKS":    {resources: []plannedResource{group(`{"name":"nodes","tag":[{"key":"Name","value":"web"}],"launch_template":[{"id":"lt-1","version":"3"}]}`)}},
	} {
		t.Run(name, func(t *testing.T) {
			environment := groupPlan(test.resources...).environment(t)
			cluster := theOnly(t, environment.Clusters)
			groups := cluster.NodeGroups
			if test.unjoined {
				groups = environment.Unjoined
			}
			var got []string
			for _, group := range groups {
				got = append(got, describedGroup(group))
			}
			if got := strings.Join(got, "\n"); got != test.want {
				t.Errorf("got\n\t%s\nwant\n\t%s", got, test.want)
			}
			if got, want := len(cluster.OtherNodes) > 0, test.want != "" && !test.unjoined; got != want {
				t.Errorf("other nodes: got %v, want some: %t", cluster.OtherNodes, want)
			}
		})
	}
}
