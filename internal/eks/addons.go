package eks

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const listAddons = "eks:ListAddons"

func (c *Client) addonsOf(ctx context.Context, on *connection, cluster string) listRead[upgrade.LiveAddon] {
	return listOnce(ctx, on, &c.addons, request{action: listAddons}, func(ctx context.Context) listRead[upgrade.LiveAddon] {
		return on.readAddons(ctx, cluster)
	}, cluster)
}

func (c *connection) readAddons(ctx context.Context, cluster string) listRead[upgrade.LiveAddon] {
	next := func(ctx context.Context, token *string) ([]string, *string, error) {
		output, err := c.api.ListAddons(ctx, &eks.ListAddonsInput{ClusterName: aws.String(cluster), MaxResults: aws.Int32(pageSize), NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return output.Addons, output.NextToken, nil
	}
	return describeAll(ctx, c, request{action: listAddons}, "add-ons", next, func(name string) (upgrade.LiveAddon, bool, *failure) {
		return c.describeAddon(ctx, cluster, name)
	})
}

func (c *connection) describeAddon(ctx context.Context, cluster, name string) (upgrade.LiveAddon, bool, *failure) {
	what := request{action: "eks:DescribeAddon", subject: "add-on " + name}
	var output *eks.DescribeAddonOutput
	failed := c.send(ctx, what, func(ctx context.Context) (err error) {
		output, err = c.api.DescribeAddon(ctx, &eks.DescribeAddonInput{ClusterName: aws.String(cluster), AddonName: aws.String(name)})
		return err
	})
	if failed != nil {
		return upgrade.LiveAddon{}, false, failed
	}
	if output.Addon == nil {
		return upgrade.LiveAddon{}, false, c.bad(what, "it holds no add-on")
	}
	return liveAddon(name, output.Addon), true, nil
}

// liveAddon takes the name from the list, as the answer may lack it.
func liveAddon(name string, addon *types.Addon) upgrade.LiveAddon {
	live := upgrade.LiveAddon{
		Name:    name,
		Version: aws.ToString(addon.AddonVersion),
		Status:  string(addon.Status),
	}
	if addon.Health != nil {
		for _, issue := range addon.Health.Issues {
			live.Health = append(live.Health, healthIssue(string(issue.Code), issue.Message, issue.ResourceIds))
		}
	}
	return live
}
