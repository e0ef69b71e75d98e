package ekstest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

func sdkConfig(server *Server) aws.Config {
	return aws.Config{
		Region: Region, BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	}
}

// Amazon's own client reads what the server says of six environments.
func TestSDKReadsSixEnvironments(t *testing.T) {
	world := SixEnvironments()
	world.PageSize = 2
	client := eks.NewFromConfig(sdkConfig(New(t, world)))
	var clusters []string
	for pages := eks.NewListClustersPaginator(client, &eks.ListClustersInput{}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		clusters = append(clusters, page.Clusters...)
	}
	if want := []string{"shop-cc", "shop-dev", "shop-lab", "shop-prod", "shop-stg", "shop-stg2"}; !slices.Equal(clusters, want) {
		t.Errorf("clusters %v", clusters)
	}
	name := aws.String("shop-prod")
	var insights int
	filter := &types.InsightsFilter{Categories: []types.Category{types.CategoryUpgradeReadiness}}
	for pages := eks.NewListInsightsPaginator(client, &eks.ListInsightsInput{ClusterName: name, Filter: filter}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, summary := range page.Insights {
			insights++
			insight, err := client.DescribeInsight(t.Context(), &eks.DescribeInsightInput{ClusterName: name, Id: summary.Id})
			if err != nil || insight.Insight.InsightStatus.Status != types.InsightStatusValuePassing || time.Since(*insight.Insight.LastRefreshTime) > 7*time.Hour {
				t.Errorf("insight %+v: %v", insight, err)
			}
		}
	}
	if insights != 6 {
		t.Errorf("%d insights", insights)
	}
	offers, err := client.DescribeAddonVersions(t.Context(), &eks.DescribeAddonVersionsInput{KubernetesVersion: aws.String("1.35"), AddonName: aws.String("vpc-cni")})
	if err != nil || len(offers.Addons) != 1 || len(offers.Addons[0].AddonVersions) != 2 {
		t.Errorf("offers %+v: %v", offers, err)
	}
	versions, err := client.DescribeClusterVersions(t.Context(), &eks.DescribeClusterVersionsInput{VersionStatus: types.VersionStatusExtendedSupport, MaxResults: aws.Int32(1)})
	if err != nil || len(versions.ClusterVersions) != 1 || versions.NextToken == nil {
		t.Errorf("versions %+v: %v", versions, err)
	}
}

// Amazon's own client understands the golden files, which no code made.
func TestSDKReadsGolden(t *testing.T) {
	client := eks.NewFromConfig(sdkConfig(New(t, GoldenWorld())))
	name := aws.String(GoldenCluster)
	cluster, err := client.DescribeCluster(t.Context(), &eks.DescribeClusterInput{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	if c := cluster.Cluster; *c.Version != "1.34" || c.UpgradePolicy.SupportType != "EXTENDED" || len(c.Health.Issues) != 1 || c.CreatedAt.UnixMilli() != 1741684530412 {
		t.Errorf("%+v", c)
	}
	insight, err := client.DescribeInsight(t.Context(), &eks.DescribeInsightInput{ClusterName: name, Id: aws.String(GoldenInsightAPIs)})
	if err != nil {
		t.Fatal(err)
	}
	summary := insight.Insight.CategorySpecificSummary
	if len(summary.DeprecationDetails) != 2 || summary.DeprecationDetails[0].ClientStats[0].NumberOfRequestsLast30Days != 120345 ||
		!insight.Insight.LastRefreshTime.Equal(time.Date(2026, 11, 22, 6, 12, 44, 0, time.UTC)) {
		t.Errorf("%+v", insight.Insight)
	}
	for _, read := range []func(context.Context) error{
		func(ctx context.Context) error {
			_, err := client.DescribeNodegroup(ctx, &eks.DescribeNodegroupInput{ClusterName: name, NodegroupName: aws.String("blue")})
			return err
		},
		func(ctx context.Context) error {
			_, err := client.DescribeAddon(ctx, &eks.DescribeAddonInput{ClusterName: name, AddonName: aws.String("vpc-cni")})
			return err
		},
		func(ctx context.Context) error {
			for pages := eks.NewDescribeAddonVersionsPaginator(client, &eks.DescribeAddonVersionsInput{}); pages.HasMorePages(); {
				if _, err := pages.NextPage(ctx); err != nil {
					return err
				}
			}
			return nil
		},
		func(ctx context.Context) error {
			for pages := eks.NewDescribeClusterVersionsPaginator(client, &eks.DescribeClusterVersionsInput{}); pages.HasMorePages(); {
				if _, err := pages.NextPage(ctx); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		if err := read(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// The errors come out as the types that Amazon's client has for them.
func TestSDKReadsErrors(t *testing.T) {
	describe := func(effect *Effect) error {
		world := World{}
		if effect != nil {
			world.Faults = []Fault{{Effect: *effect}}
		}
		_, err := eks.NewFromConfig(sdkConfig(New(t, world))).DescribeCluster(t.Context(), &eks.DescribeClusterInput{Name: aws.String("none")})
		return err
	}
	var notFound *types.ResourceNotFoundException
	if err := describe(nil); !errors.As(err, &notFound) || *notFound.ClusterName != "none" {
		t.Errorf("%v", err)
	}
	effect := NoClusterForClient()
	var client *types.ClientException
	if err := describe(&effect); !errors.As(err, &client) || client.ErrorMessage() != "No cluster found for name: none" {
		t.Errorf("%v", err)
	}
	for code, effect := range map[string]Effect{
		"AccessDeniedException": AccessDenied(), "ExpiredTokenException": ExpiredToken(), "ServerException": ServerError(),
		"ThrottlingException": Throttled(), "TooManyRequestsException": TooManyRequests(), "ServiceUnavailableException": Unavailable(),
	} {
		var failure smithy.APIError
		if err := describe(&effect); !errors.As(err, &failure) || failure.ErrorCode() != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for name, effect := range map[string]Effect{"half a body": HalfBody(), "other types": WrongJSON(), "a page of a proxy": Body("<html>"), "reset": Reset()} {
		if err := describe(&effect); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSDKAssumesARole(t *testing.T) {
	role := Role{ARN: "arn:aws:iam::444455556666:role/reader", ExternalID: "shop"}
	server := New(t, World{Roles: []Role{role}, Clusters: []Cluster{{Name: "there", Account: "444455556666", Version: "1.34"}}})
	config := sdkConfig(server)
	session, err := sts.NewFromConfig(config).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn: aws.String(role.ARN), RoleSessionName: aws.String("ci"), ExternalId: aws.String("shop"),
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := session.Credentials
	config.Credentials = credentials.NewStaticCredentialsProvider(*keys.AccessKeyId, *keys.SecretAccessKey, *keys.SessionToken)
	identity, err := sts.NewFromConfig(config).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *identity.Account != "444455556666" {
		t.Errorf("%+v: %v", identity, err)
	}
	if _, err := eks.NewFromConfig(config).DescribeCluster(t.Context(), &eks.DescribeClusterInput{Name: aws.String("there")}); err != nil {
		t.Error(err)
	}
}

// A client whose clock is wrong sets it by the Date of the first answer.
func TestSDKSkew(t *testing.T) {
	world := SixEnvironments()
	world.Skew = -time.Hour
	server := New(t, world)
	config := sdkConfig(server)
	config.RetryMaxAttempts = 2
	if _, err := eks.NewFromConfig(config).DescribeCluster(t.Context(), &eks.DescribeClusterInput{Name: aws.String("shop-prod")}); err != nil {
		t.Error(err)
	}
	if calls := server.Calls(); len(calls) != 2 || calls[0].Status != 403 || calls[1].Status != 200 {
		t.Errorf("%+v", calls)
	}
}
