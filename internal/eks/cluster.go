package eks

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clusterRead is a cluster without what belongs to it.
type clusterRead struct {
	live upgrade.Live
	// endpoint is that of the Kubernetes API, and authority the base64 of the PEM of
	// its certificate authority.
	endpoint, authority string
	failed              *failure
}

func (c *Client) cluster(ctx context.Context, on *connection, name string) clusterRead {
	read, failed := once(ctx, on, &c.clusters, request{action: describeCluster}, func(ctx context.Context) clusterRead {
		return on.describeCluster(ctx, name)
	}, name)
	if failed != nil {
		return clusterRead{failed: failed}
	}
	return read
}

const describeCluster = "eks:DescribeCluster"

func (c *connection) describeCluster(ctx context.Context, name string) clusterRead {
	what := request{action: describeCluster}
	var output *eks.DescribeClusterOutput
	failed := c.send(ctx, what, func(ctx context.Context) (err error) {
		output, err = c.api.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)})
		return err
	})
	switch {
	case failed != nil && isNoCluster(failed.err):
		return clusterRead{live: upgrade.Live{NotFound: true}}
	case failed != nil:
		return clusterRead{failed: failed}
	case output.Cluster == nil || aws.ToString(output.Cluster.Version) == "":
		return clusterRead{failed: c.bad(what, "it holds no cluster with a version")}
	case output.Cluster.Name != nil && *output.Cluster.Name != name:
		return clusterRead{failed: c.bad(what, "it is about another cluster, "+upgrade.Quote(*output.Cluster.Name))}
	}
	read := clusterRead{live: liveCluster(output.Cluster), endpoint: aws.ToString(output.Cluster.Endpoint)}
	if output.Cluster.CertificateAuthority != nil {
		read.authority = aws.ToString(output.Cluster.CertificateAuthority.Data)
	}
	return read
}

func liveCluster(cluster *types.Cluster) upgrade.Live {
	live := upgrade.Live{
		Account:         accountOfARN(aws.ToString(cluster.Arn)),
		ARN:             aws.ToString(cluster.Arn),
		Version:         aws.ToString(cluster.Version),
		PlatformVersion: aws.ToString(cluster.PlatformVersion),
		Status:          string(cluster.Status),
	}
	if cluster.UpgradePolicy != nil {
		live.SupportType = string(cluster.UpgradePolicy.SupportType)
	}
	if cluster.Health != nil {
		for _, issue := range cluster.Health.Issues {
			live.Health = append(live.Health, healthIssue(string(issue.Code), issue.Message, issue.ResourceIds))
		}
	}
	return live
}

func healthIssue(code string, message *string, resources []string) upgrade.HealthIssue {
	return upgrade.HealthIssue{Code: code, Message: aws.ToString(message), Resources: resources}
}
