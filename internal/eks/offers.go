package eks

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const describeAddonVersions = "eks:DescribeAddonVersions"

var addonVersions = request{action: describeAddonVersions, regional: true}

// offersRead is what EKS offers for one minor, by add-on.
type offersRead struct {
	offers map[string]upgrade.AddonOffer
	failed *failure
}

// offersFor reads what EKS offers for a minor: of one add-on, or of all where the
// name is empty. All in one list are fewer requests than one for each add-on, and
// clusters of one account and region share it.
func (c *Client) offersFor(ctx context.Context, on *connection, minor upgrade.Minor, addon string) offersRead {
	read, failed := once(ctx, on, &c.offers, addonVersions, func(ctx context.Context) offersRead {
		return on.readOffers(ctx, minor, addon)
	}, minor.String(), addon)
	if failed != nil {
		return offersRead{failed: failed}
	}
	return read
}

func (c *connection) readOffers(ctx context.Context, minor upgrade.Minor, addon string) offersRead {
	read := offersRead{offers: map[string]upgrade.AddonOffer{}}
	input := eks.DescribeAddonVersionsInput{KubernetesVersion: aws.String(minor.String()), MaxResults: aws.Int32(pageSize)}
	if addon != "" {
		input.AddonName = aws.String(addon)
	}
	read.failed = c.pages(ctx, addonVersions, func(ctx context.Context, token *string) (*string, error) {
		page := input
		page.NextToken = token
		output, err := c.api.DescribeAddonVersions(ctx, &page)
		if err != nil {
			return nil, err
		}
		if output.Addons == nil {
			return nil, noList("add-ons")
		}
		for _, info := range output.Addons {
			name := aws.ToString(info.AddonName)
			read.offers[name] = offered(read.offers[name], info, minor)
		}
		return output.NextToken, nil
	})
	// EKS says so of a name that it does not know: it offers nothing.
	if addon != "" && read.failed != nil && kindOf(read.failed.err) == notThere {
		read.failed = nil
	}
	for name, offer := range read.offers {
		slices.SortStableFunc(offer.Compatible, newestFirst)
		read.offers[name] = offer
	}
	return read
}

// offered adds what a page says of an add-on: its versions may be spread over
// several.
func offered(offer upgrade.AddonOffer, info types.AddonInfo, minor upgrade.Minor) upgrade.AddonOffer {
	offer.Addon, offer.Kubernetes = aws.ToString(info.AddonName), minor
	for _, version := range info.AddonVersions {
		text := aws.ToString(version.AddonVersion)
		for _, compatible := range version.Compatibilities {
			if aws.ToString(compatible.ClusterVersion) != minor.String() || text == "" {
				continue
			}
			if !slices.Contains(offer.Compatible, text) {
				offer.Compatible = append(offer.Compatible, text)
			}
			if compatible.DefaultVersion {
				offer.Default = text
			}
		}
	}
	return offer
}

func newestFirst(a, b string) int {
	first, ok := upgrade.ParseAddonVersion(a)
	second, also := upgrade.ParseAddonVersion(b)
	if !ok || !also {
		return strings.Compare(b, a)
	}
	return second.Compare(first)
}

// offersOf gives the offers of add-ons for minors. One that the list of all does
// not name is asked for by name, before it is said that EKS offers none.
func (c *Client) offersOf(ctx context.Context, on *connection, addons []string, minors []upgrade.Minor) listRead[upgrade.AddonOffer] {
	var offers gathering[[]upgrade.AddonOffer]
	for _, minor := range minors {
		offers.add(func() ([]upgrade.AddonOffer, bool, *failure) {
			all := c.offersFor(ctx, on, minor, "")
			if all.failed != nil {
				return nil, false, all.failed
			}
			return c.pickOffers(ctx, on, all, addons, minor)
		})
	}
	read := offers.result(nil)
	flat := listRead[upgrade.AddonOffer]{failures: read.failures}
	for _, some := range read.items {
		flat.items = append(flat.items, some...)
	}
	slices.SortStableFunc(flat.items, func(a, b upgrade.AddonOffer) int {
		if order := strings.Compare(a.Addon, b.Addon); order != 0 {
			return order
		}
		return a.Kubernetes.Compare(b.Kubernetes)
	})
	return flat
}

func (c *Client) pickOffers(ctx context.Context, on *connection, all offersRead, addons []string, minor upgrade.Minor) ([]upgrade.AddonOffer, bool, *failure) {
	if len(addons) == 0 {
		var every []upgrade.AddonOffer
		for _, offer := range all.offers {
			every = append(every, offer)
		}
		return every, true, nil
	}
	var picked gathering[upgrade.AddonOffer]
	for _, name := range addons {
		picked.add(func() (upgrade.AddonOffer, bool, *failure) {
			if offer, ok := all.offers[name]; ok {
				return offer, true, nil
			}
			alone := c.offersFor(ctx, on, minor, name)
			if alone.failed != nil {
				return upgrade.AddonOffer{}, false, alone.failed
			}
			offer := alone.offers[name]
			offer.Addon, offer.Kubernetes = name, minor
			return offer, true, nil
		})
	}
	read := picked.result(nil)
	if len(read.failures) > 0 {
		return read.items, true, read.failures[0]
	}
	return read.items, true, nil
}
