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
	read, err := c.addons.get(ctx, key(on, cluster), func(ctx context.Context) listRead[upgrade.LiveAddon] {
		ctx, cancel := withStopwatch(ctx, c.options.Deadline)
		defer cancel()
		return on.readAddons(ctx, cluster)
	})
	if err != nil {
		return failedList[upgrade.LiveAddon](on.gone(request{action: listAddons}, err))
	}
	return read
}

func (c *connection) readAddons(ctx context.Context, cluster string) listRead[upgrade.LiveAddon] {
	var addons gathering[upgrade.LiveAddon]
	failed := c.pages(ctx, request{action: listAddons}, func(ctx context.Context, token *string) (*string, error) {
		output, err := c.api.ListAddons(ctx, &eks.ListAddonsInput{ClusterName: aws.String(cluster), MaxResults: aws.Int32(pageSize), NextToken: token})
		if err != nil {
			return nil, err
		}
		if output.Addons == nil {
			return nil, noList("add-ons")
		}
		for _, name := range output.Addons {
			addons.add(func() (upgrade.LiveAddon, bool, *failure) { return c.describeAddon(ctx, cluster, name) })
		}
		return output.NextToken, nil
	})
	return addons.result(failed)
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
