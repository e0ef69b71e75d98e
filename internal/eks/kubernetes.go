package eks

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// KubernetesAccess is how to reach the Kubernetes API of a cluster with the
// credentials that read it from EKS. The token is a secret: never print it.
type KubernetesAccess struct {
	Endpoint string
	// CA is the PEM of the authority that the endpoint's certificate is from.
	CA    string
	Token string
	// Expires is when the token is no longer good, by the clock of this machine.
	Expires time.Time
}

const (
	// A token is a presigned request in which the server asks STS who signed it
	// (https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster).
	tokenPrefix = "k8s-aws-v1."
	// clusterHeader binds it to one cluster.
	clusterHeader = "x-k8s-aws-id"
	// signedFor are the seconds in the URL. The server takes it for 15 minutes all
	// the same.
	signedFor     = "60"
	tokenLifetime = 15 * time.Minute
	// tokenRenewal is for how long one token is given to all who ask.
	tokenRenewal = 10 * time.Minute
)

// KubernetesAccess gives the endpoint and the authority of the cluster, which
// DescribeCluster tells, and a token, for which nothing is sent.
func (c *Client) KubernetesAccess(ctx context.Context, target Target) (KubernetesAccess, *upgrade.Problem) {
	target.commandLine = c.options.CommandLine
	what := request{action: describeCluster}
	opened := c.connect(ctx, target.Access)
	if opened.failure != nil {
		problem := opened.failure.before(what).problem(target, "")
		return KubernetesAccess{}, &problem
	}
	on := opened.connection
	read := c.cluster(ctx, on, target.Cluster)
	failed := read.failed
	if failed == nil && read.live.NotFound {
		failed = on.failed(what, errNoSuchCluster)
		failed.kind = notThere
	}
	var access KubernetesAccess
	if failed == nil {
		access, failed = c.kubernetesAccess(ctx, on, target.Cluster, read)
	}
	if failed != nil {
		problem := failed.problem(target, read.live.Account)
		return KubernetesAccess{}, &problem
	}
	return access, nil
}

func (c *Client) kubernetesAccess(ctx context.Context, on *connection, cluster string, read clusterRead) (KubernetesAccess, *failure) {
	what := request{action: describeCluster}
	authority, err := base64.StdEncoding.DecodeString(read.authority)
	switch {
	case read.endpoint == "":
		return KubernetesAccess{}, on.bad(what, "it holds no endpoint, as of a cluster that is being made")
	case err != nil:
		return KubernetesAccess{}, on.bad(what, "its certificate authority is no base64")
	}
	access := KubernetesAccess{Endpoint: read.endpoint, CA: string(authority)}
	var failed *failure
	access.Token, access.Expires, failed = c.token(ctx, on, cluster)
	return access, failed
}

// errNoSuchCluster says that EKS does not have the cluster.
var errNoSuchCluster = errors.New("EKS has no cluster of this name in this account and region")

// signed is a token.
type signed struct {
	token   string
	expires time.Time
	failed  *failure
}

// token signs a request for a cluster. Who asks again soon gets the same one, so
// that what was read with it counts for the same access.
func (c *Client) token(ctx context.Context, on *connection, cluster string) (string, time.Time, *failure) {
	what := request{action: "sts:GetCallerIdentity"}
	period := now().Truncate(tokenRenewal).Format(time.RFC3339)
	made, failed := once(ctx, on, &c.tokens, what, func(ctx context.Context) signed {
		expires := now().Add(tokenLifetime)
		presigned, err := on.signer.PresignGetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(options *sts.PresignOptions) {
			options.ClientOptions = append(options.ClientOptions, func(options *sts.Options) {
				options.APIOptions = append(options.APIOptions,
					smithyhttp.SetHeaderValue(clusterHeader, cluster), smithyhttp.SetHeaderValue("X-Amz-Expires", signedFor))
			})
		})
		if err != nil {
			return signed{failed: on.failed(what, causeOf(ctx, err))}
		}
		return signed{token: tokenPrefix + base64.RawURLEncoding.EncodeToString([]byte(presigned.URL)), expires: expires}
	}, cluster, period)
	if failed != nil {
		return "", time.Time{}, failed
	}
	return made.token, made.expires, made.failed
}
