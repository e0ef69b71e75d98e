package kube

import (
	"strconv"

	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// atPath is the place of a value in an object that was read from source.
func atPath(source upgrade.Source, path string) upgrade.Source {
	source.Attribute = path
	return source
}

// textClaim claims a text. The API server writes an empty one as one that is not
// set.
func textClaim(text string, source upgrade.Source) upgrade.Claim[string] {
	if text == "" {
		return upgrade.NoClaim[string](source)
	}
	return upgrade.ClaimText(text, source)
}

func numberClaim(number *int32, source upgrade.Source) upgrade.Claim[int] {
	if number == nil {
		return upgrade.NoClaim[int](source)
	}
	return upgrade.Claim[int]{Knowledge: upgrade.Known, Value: int(*number), Text: strconv.Itoa(int(*number)), Source: source}
}

// shareClaim claims a number or a percentage. Kubernetes refuses a text that is no
// percentage (k8s.io/apimachinery/pkg/util/intstr).
func shareClaim(share *intstr.IntOrString, source upgrade.Source) upgrade.Claim[upgrade.Share] {
	if share == nil {
		return upgrade.NoClaim[upgrade.Share](source)
	}
	made := upgrade.Claim[upgrade.Share]{Knowledge: upgrade.Known, Text: share.String(), Source: source}
	if share.Type == intstr.Int {
		made.Value = upgrade.Share{Number: int(share.IntVal)}
		return made
	}
	percentage, ok := upgrade.ParsePercentage(share.StrVal)
	if !ok {
		made.Knowledge, made.Reason = upgrade.Invalid, strconv.Quote(share.StrVal)+" is no percentage"
		return made
	}
	made.Value = percentage
	return made
}

// labelsClaim claims labels or annotations. None at all is how the API server
// writes what is not set.
func labelsClaim(labels map[string]string, source upgrade.Source) upgrade.Claim[map[string]string] {
	if len(labels) == 0 {
		return upgrade.NoClaim[map[string]string](source)
	}
	return upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: labels, Text: upgrade.DescribeLabels(labels), Source: source}
}

func flagClaim(flag bool, source upgrade.Source) upgrade.Claim[bool] {
	return upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: flag, Text: strconv.FormatBool(flag), Source: source}
}
