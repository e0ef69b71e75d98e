package eks

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const listNodeGroups = "eks:ListNodegroups"

func (c *Client) nodeGroupsOf(ctx context.Context, on *connection, cluster string) listRead[upgrade.LiveNodeGroup] {
	return listOnce(ctx, on, &c.nodeGroups, request{action: listNodeGroups}, func(ctx context.Context) listRead[upgrade.LiveNodeGroup] {
		return on.readNodeGroups(ctx, cluster)
	}, cluster)
}

func (c *connection) readNodeGroups(ctx context.Context, cluster string) listRead[upgrade.LiveNodeGroup] {
	next := func(ctx context.Context, token *string) ([]string, *string, error) {
		output, err := c.api.ListNodegroups(ctx, &eks.ListNodegroupsInput{ClusterName: aws.String(cluster), MaxResults: aws.Int32(pageSize), NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return output.Nodegroups, output.NextToken, nil
	}
	return describeAll(ctx, c, request{action: listNodeGroups}, "node groups", next, func(name string) (upgrade.LiveNodeGroup, bool, *failure) {
		return c.describeNodeGroup(ctx, cluster, name)
	})
}

func (c *connection) describeNodeGroup(ctx context.Context, cluster, name string) (upgrade.LiveNodeGroup, bool, *failure) {
	what := request{action: "eks:DescribeNodegroup", subject: "node group " + name}
	var output *eks.DescribeNodegroupOutput
	failed := c.send(ctx, what, func(ctx context.Context) (err error) {
		output, err = c.api.DescribeNodegroup(ctx, &eks.DescribeNodegroupInput{ClusterName: aws.String(cluster), NodegroupName: aws.String(name)})
		return err
	})
	if failed != nil {
		return upgrade.LiveNodeGroup{}, false, failed
	}
	if output.Nodegroup == nil {
		return upgrade.LiveNodeGroup{}, false, c.bad(what, "it holds no node group")
	}
	return liveNodeGroup(name, output.Nodegroup), true, nil
}

// liveNodeGroup takes the name from the list, as the answer may lack it.
func liveNodeGroup(name string, group *types.Nodegroup) upgrade.LiveNodeGroup {
	live := upgrade.LiveNodeGroup{
		Name:           name,
		Version:        aws.ToString(group.Version),
		ReleaseVersion: aws.ToString(group.ReleaseVersion),
		AMIType:        string(group.AmiType),
		Status:         string(group.Status),
	}
	if group.Health != nil {
		for _, issue := range group.Health.Issues {
			live.Health = append(live.Health, healthIssue(string(issue.Code), issue.Message, issue.ResourceIds))
		}
	}
	return live
}
