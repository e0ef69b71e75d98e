package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// nodeMakerGroups are the API groups of objects that make nodes beside the node
// groups, and who serves them.
var nodeMakerGroups = map[string]string{
	"karpenter.sh":      "Karpenter",
	"karpenter.k8s.aws": "Karpenter",
	"eks.amazonaws.com": "EKS Auto Mode",
}

var nodeMakerKinds = []string{"NodePool", "NodeClaim", "Provisioner", "NodeClass", "EC2NodeClass", "AWSNodeTemplate"}

// otherNodeMakers says what in a cluster makes nodes that are in no node group,
// such as "Karpenter (helm_release.karpenter)".
func otherNodeMakers(placed *upgrade.Placed) []string {
	if placed == nil {
		return nil
	}
	var found []string
	for _, addon := range placed.Addons {
		if addon.Name == "karpenter" && !addon.Removed() {
			found = append(found, fmt.Sprintf("Karpenter (%s)", addon.Address))
		}
	}
	for _, object := range placed.APIObjects {
		group, _, _ := strings.Cut(object.GroupVersion.Value, "/")
		if maker, is := nodeMakerGroups[group]; is && slices.Contains(nodeMakerKinds, object.Kind) {
			found = append(found, fmt.Sprintf("%s (%s)", maker, object.Address))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
