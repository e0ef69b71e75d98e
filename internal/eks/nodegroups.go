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
	read, err := c.nodeGroups.get(ctx, key(on, cluster), func(ctx context.Context) listRead[upgrade.LiveNodeGroup] {
		ctx, cancel := withStopwatch(ctx, c.options.Deadline)
		defer cancel()
		return on.readNodeGroups(ctx, cluster)
	})
	if err != nil {
		return failedList[upgrade.LiveNodeGroup](on.gone(request{action: listNodeGroups}, err))
	}
	return read
}

func (c *connection) readNodeGroups(ctx context.Context, cluster string) listRead[upgrade.LiveNodeGroup] {
	var groups gathering[upgrade.LiveNodeGroup]
	failed := c.pages(ctx, request{action: listNodeGroups}, func(ctx context.Context, token *string) (*string, error) {
		output, err := c.api.ListNodegroups(ctx, &eks.ListNodegroupsInput{ClusterName: aws.String(cluster), MaxResults: aws.Int32(pageSize), NextToken: token})
		if err != nil {
			return nil, err
		}
		if output.Nodegroups == nil {
			return nil, noList("node groups")
		}
		for _, name := range output.Nodegroups {
			groups.add(func() (upgrade.LiveNodeGroup, bool, *failure) { return c.describeNodeGroup(ctx, cluster, name) })
		}
		return output.NextToken, nil
	})
	return groups.result(failed)
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
