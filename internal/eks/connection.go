package eks

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
	"github.com/hashicorp/aws-sdk-go-base/v2/diag"
	"github.com/hashicorp/aws-sdk-go-base/v2/validation"
)

// connection is one access with its credentials.
type connection struct {
	api     *eks.Client
	key     string
	region  string
	account string
	// identity asks STS whose the credentials are; nil where it is not to be asked.
	identity *sts.Client
	// signer makes tokens for the Kubernetes API.
	signer  *sts.PresignClient
	secrets []string
	// limit is how often a request may be sent; zero is no limit.
	limit int
	// deadline is how long EKS may take to answer for one reading.
	deadline time.Duration
}

// connected is a connection, or why there is none.
type connected struct {
	connection *connection
	failure    *failure
}

// connect gives the connection of an access. Credentials are fetched the first
// time.
func (c *Client) connect(ctx context.Context, access Access) connected {
	key := access.key()
	result, err := c.connections.Get(ctx, key, func(ctx context.Context) connected {
		ctx, cancel := context.WithTimeoutCause(ctx, c.options.Deadline, &hangError{after: c.options.Deadline})
		defer cancel()
		return c.open(ctx, access, key)
	})
	if err != nil {
		return connected{failure: &failure{err: err}}
	}
	return result
}

func (c *Client) open(ctx context.Context, access Access, key string) connected {
	if failure := incompleteKeys(access); failure != nil {
		return connected{failure: failure}
	}
	_, config, diagnostics := awsbase.GetAwsConfig(ctx, c.settings(access))
	if diagnostics.HasError() {
		return connected{failure: accessFailure(ctx, access, diagnostics)}
	}
	if config.Region == "" {
		return connected{failure: &failure{kind: noRegion}}
	}
	if !access.SkipRegionValidation {
		if err := validation.SupportedRegion(config.Region); err != nil {
			return connected{failure: &failure{kind: badRegion, err: err}}
		}
	}
	if access.usesWebIdentity() {
		if failed := withWebIdentity(ctx, &config, access); failed != nil {
			return connected{failure: failed}
		}
	}
	found, failed := assume(ctx, &config, access)
	if failed != nil {
		return connected{failure: failed}
	}
	secrets := append(access.secrets(), found.AccessKeyID, found.SecretAccessKey, found.SessionToken)
	account := cmp.Or(access.account(), found.AccountID)
	opened := &connection{
		key: key, region: config.Region, account: account, secrets: secrets,
		limit: config.RetryMaxAttempts, deadline: c.options.Deadline,
	}
	// The API server takes the endpoints of STS itself alone, whatever private one
	// this machine asks.
	opened.signer = sts.NewPresignClient(sts.NewFromConfig(config, func(options *sts.Options) { options.BaseEndpoint = nil }))
	if !access.SkipRequestingAccountID {
		opened.identity = stsClient(config, access)
	}
	opened.api = eks.NewFromConfig(config, func(options *eks.Options) { c.adjust(options, access, key) })
	return connected{connection: opened}
}

// adjust gives the SDK's client our endpoint, pace and retries.
func (c *Client) adjust(options *eks.Options, access Access, key string) {
	if access.EKSEndpoint != "" {
		options.BaseEndpoint = aws.String(access.EKSEndpoint)
	}
	if client, ok := options.HTTPClient.(*awshttp.BuildableClient); ok {
		options.HTTPClient = client.WithTransportOptions(func(transport *http.Transport) {
			transport.MaxIdleConnsPerHost = c.options.Concurrency
			transport.MaxIdleConns = max(transport.MaxIdleConns, c.options.Concurrency)
		})
	}
	if c.http != nil {
		options.HTTPClient = c.http
	}
	options.Logger = logging.Nop{}
	options.RetryMaxAttempts = 0
	options.Retryer = newRetryer(c.backoff)
	options.APIOptions = append(options.APIOptions, paced(c.pacerFor(options, key)))
}

// pacerFor gives the pacer that all share who ask the same server: that of an
// endpoint, or of an access in a region, as AWS counts by account and region.
func (c *Client) pacerFor(options *eks.Options, key string) *pacer {
	name := "access " + key
	if endpoint := aws.ToString(options.BaseEndpoint); endpoint != "" {
		name = "endpoint " + strings.TrimRight(endpoint, "/")
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pacers == nil {
		c.pacers = map[string]*pacer{}
	}
	pace := c.pacers[name]
	if pace == nil {
		pace = newPacer(c.options.Concurrency, c.options.Deadline)
		c.pacers[name] = pace
	}
	return pace
}

// settings are those of the AWS provider. Three things differ: the credentials
// are not tried out with a request of their own, as the first request tells as
// well; nothing is logged, as the SDK's log holds whole requests; and roles are
// assumed by assume, once, where the library does it twice.
func (c *Client) settings(access Access) *awsbase.Config {
	config := &awsbase.Config{
		AccessKey:               access.AccessKey,
		SecretKey:               access.SecretKey,
		Token:                   access.Token,
		Profile:                 access.Profile,
		Region:                  access.Region,
		SharedConfigFiles:       access.SharedConfigFiles,
		SharedCredentialsFiles:  access.SharedCredentialsFiles,
		CustomCABundle:          access.CustomCABundle,
		HTTPProxy:               access.HTTPProxy,
		HTTPSProxy:              access.HTTPSProxy,
		HTTPProxyMode:           awsbase.HTTPProxyModeLegacy,
		NoProxy:                 access.NoProxy,
		StsEndpoint:             access.STSEndpoint,
		CallerName:              "terraform-provider-eksupgrade",
		CallerDocumentationURL:  documentation,
		SkipCredsValidation:     true,
		SkipRequestingAccountId: true,
		SuppressDebugLog:        true,
		UserAgent:               c.userAgent(),
	}
	if access.MaxRetries != nil {
		config.MaxRetries = *access.MaxRetries
	}
	if skip := access.SkipMetadataAPICheck; skip != nil {
		config.EC2MetadataServiceEnableState = imds.ClientEnabled
		if *skip {
			config.EC2MetadataServiceEnableState = imds.ClientDisabled
		}
	}
	if access.usesWebIdentity() {
		// The library wants credentials; withWebIdentity replaces these.
		config.AccessKey, config.SecretKey = "replaced", "replaced"
	}
	return config
}

const documentation = "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs"

func (c *Client) userAgent() awsbase.UserAgentProducts {
	var products awsbase.UserAgentProducts
	if c.options.TerraformVersion != "" {
		products = append(products, awsbase.UserAgentProduct{Name: "Terraform", Version: c.options.TerraformVersion, Comment: "+https://www.terraform.io"})
	}
	return append(products, awsbase.UserAgentProduct{Name: "terraform-provider-eksupgrade", Version: c.options.ToolVersion, Comment: "+https://registry.terraform.io/providers/eksupgrade/eksupgrade"})
}

// accessFailure tells why there are no credentials.
func accessFailure(ctx context.Context, access Access, diagnostics diag.Diagnostics) *failure {
	failed := &failure{kind: badAccess, secrets: access.secrets()}
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity() != diag.SeverityError {
			continue
		}
		failed.err = errors.New(diagnostic.Summary() + ": " + diagnostic.Detail())
		if with, ok := diagnostic.(diag.DiagnosticWithErr); ok {
			failed.err = with.Err()
		}
		switch {
		case strings.Contains(strings.ToLower(failed.err.Error()), "missing region"):
			failed.kind = noRegion
		case awsbase.IsNoValidCredentialSourcesError(diagnostic):
			failed.kind = noCredentials
		}
		break
	}
	failed.err = causeOf(ctx, failed.err)
	return failed
}

// incompleteKeys tells of an access key without its secret key, and the reverse.
func incompleteKeys(access Access) *failure {
	switch {
	case access.AccessKey != "" && access.SecretKey == "":
		return &failure{kind: halfKeys, err: errors.New("access_key is set and secret_key is not")}
	case access.SecretKey != "" && access.AccessKey == "":
		return &failure{kind: halfKeys, err: errors.New("secret_key is set and access_key is not")}
	case access.Token != "" && access.AccessKey == "":
		return &failure{kind: halfKeys, err: errors.New("token is set and access_key is not")}
	default:
		return nil
	}
}
