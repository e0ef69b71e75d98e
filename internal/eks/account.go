package eks

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// identityDeadline is how long STS may take to tell the account, which only
// completes a message.
const identityDeadline = 5 * time.Second

// accountOf gives the account of the connection, and asks STS for it where neither
// the role nor the credentials tell. What EKS has answers with an ARN that holds
// the account, so this is for a cluster that EKS does not have. Empty where STS
// does not tell, or is not to be asked.
func (c *Client) accountOf(ctx context.Context, on *connection) string {
	if on.account != "" || on.identity == nil {
		return on.account
	}
	// Who stops waiting leaves the account out as well.
	account, _ := c.accounts.Get(ctx, on.key, func(ctx context.Context) string {
		ctx, cancel := context.WithTimeout(ctx, min(c.options.Deadline, identityDeadline))
		defer cancel()
		identity, err := on.identity.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		if err != nil {
			return ""
		}
		return aws.ToString(identity.Account)
	})
	return account
}
