// Package rules holds what is judged, one file a rule. A rule is a struct
// literal with its documentation and a check that is pure.
package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// All lists every rule, in the order in which findings are reported.
func All() []upgrade.Rule {
	return []upgrade.Rule{
		planErrored,
		environmentUnreadable,
		environmentMissing,
		environmentMismatch,
		clusterDiffers,
		minorVersionSkip,
		versionDowngrade,
		versionUnknown,
		versionUnavailable,
		nodeGroupNewer,
		nodeGroupSkew,
		nodeGroupDowngrade,
		nodeGroupReleaseMismatch,
		nodeGroupReplaced,
		nodeGroupUpdateAll,
		nodeGroupRemovedInUse,
		nodeSelectorUnmatched,
		nodeTaintUntolerated,
		amiUnsupported,
		clusterReplaced,
		forceUpdate,
		addonIncompatible,
		addonUnavailable,
		addonVersionSkip,
		addonRemoved,
		addonBehind,
		clusterAutoscalerMinor,
		kubeProxySkew,
		releaseNote,
		insightError,
		insightWarning,
		insightStale,
		clusterUnhealthy,
		nodeGroupUnhealthy,
		kubeletSkew,
		removedAPI,
		deprecatedAPI,
		deprecatedAPIUsed,
		pdbBlocksDrain,
		evictionBlockedNow,
		pdbReplaced,
		pdbMissing,
		webhookFailsClosed,
		singleReplica,
		recreateStrategy,
		rollingUpdateUnavailable,
		readinessProbeMissing,
		livenessProbeMissing,
		environmentOrder,
		supportEnding,
		catalogStale,
		waiverExpired,
	}
}

// Names lists the names of all rules, in the same order.
func Names() []string {
	var names []string
	for _, rule := range All() {
		names = append(names, rule.Name)
	}
	return names
}

// Find gives the rule of a name, and false where there is none.
func Find(name string) (upgrade.Rule, bool) {
	for _, rule := range All() {
		if rule.Name == name {
			return rule, true
		}
	}
	return upgrade.Rule{}, false
}
