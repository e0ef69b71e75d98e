package eks

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const describeClusterVersions = "eks:DescribeClusterVersions"

var clusterVersions = request{action: describeClusterVersions, regional: true}

func (c *Client) versionsOf(ctx context.Context, on *connection) listRead[upgrade.VersionSupport] {
	return listOnce(ctx, on, &c.versions, clusterVersions, on.readVersions)
}

func (c *connection) readVersions(ctx context.Context) listRead[upgrade.VersionSupport] {
	var read listRead[upgrade.VersionSupport]
	failed := c.pages(ctx, clusterVersions, func(ctx context.Context, token *string) (*string, error) {
		output, err := c.api.DescribeClusterVersions(ctx, &eks.DescribeClusterVersionsInput{
			IncludeAll: aws.Bool(true), MaxResults: aws.Int32(pageSize), NextToken: token,
		})
		if err != nil {
			return nil, err
		}
		for _, version := range output.ClusterVersions {
			if row, ok := versionSupport(version); ok {
				read.items = append(read.items, row)
			}
		}
		return output.NextToken, nil
	})
	if failed != nil {
		return failedList[upgrade.VersionSupport](failed)
	}
	if len(read.items) == 0 {
		return failedList[upgrade.VersionSupport](c.bad(clusterVersions, "it holds no version"))
	}
	slices.SortStableFunc(read.items, func(a, b upgrade.VersionSupport) int { return a.Version.Compare(b.Version) })
	// A version is listed once for each type of cluster.
	read.items = slices.CompactFunc(read.items, func(a, b upgrade.VersionSupport) bool { return a.Version == b.Version })
	return read
}

// versionSupport leaves out what is no minor: the calendar holds minors alone.
func versionSupport(version types.ClusterVersionInformation) (upgrade.VersionSupport, bool) {
	minor, err := upgrade.ParseMinor(aws.ToString(version.ClusterVersion))
	if err != nil {
		return upgrade.VersionSupport{}, false
	}
	return upgrade.VersionSupport{
		Version:              minor,
		Release:              dayOf(version.ReleaseDate),
		EndOfStandardSupport: dayOf(version.EndOfStandardSupportDate),
		EndOfExtendedSupport: dayOf(version.EndOfExtendedSupportDate),
		Source:               describeClusterVersions,
		Reported:             upgrade.SupportStatus(version.VersionStatus),
	}, true
}

// dayOf gives the day of a time in UTC, which is zero where there is none.
func dayOf(at *time.Time) upgrade.Date {
	if at == nil {
		return upgrade.Date{}
	}
	return upgrade.DateOf(*at)
}
