package plan

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func readMinor(v value) (upgrade.Minor, string, error) {
	text, _, err := readText(v)
	if err != nil {
		return upgrade.Minor{}, "", err
	}
	minor, err := upgrade.ParseMinor(text)
	return minor, text, err
}

// versionAt is the Kubernetes version that an attribute sets.
func versionAt(a attributes, path ...string) upgrade.VersionClaim {
	claim := claimOf(a, readMinor, path...)
	if claim.IsKnown() && !claim.Sensitive && claim.Note == "" && a.kind == upgrade.SourcePlan {
		claim.Note = lostZero(claim.Value)
	}
	return claim
}

// lostZero says what a version that EKS never had probably was: the number 1.30,
// in JSON or in a tfvars file, reaches a plan as the text 1.3.
func lostZero(version upgrade.Minor) string {
	if !version.Older(upgrade.FirstEKSMinor) {
		return ""
	}
	meant, err := upgrade.ParseMinor(version.String() + "0")
	if err != nil || strings.HasSuffix(version.String(), ".0") {
		return ""
	}
	return fmt.Sprintf("an unquoted %s, as in tfvars or JSON, is the number %s: write %q", meant, version, meant)
}

// keptVersion is the version of an object that goes on as it is.
func keptVersion(current upgrade.VersionClaim) upgrade.VersionClaim {
	if current.Knowledge == upgrade.Absent {
		return upgrade.UnknownClaim[upgrade.Minor]("the plan does not tell the version that is there now", current.Source)
	}
	return current
}

// currentVersion is the version that is there now; absent where nothing is.
func (d *document) currentVersion(ch change) upgrade.VersionClaim {
	now := d.now(ch)
	if !now.exists() {
		return upgrade.NoClaim[upgrade.Minor](now.source("version"))
	}
	return keptVersion(versionAt(now, "version"))
}

// askedVersion is the version that the apply leaves; absent where the object
// goes, or where EKS chooses.
func (d *document) askedVersion(ch change) upgrade.VersionClaim {
	left, current := d.left(ch), d.currentVersion(ch)
	switch {
	case ch.Reason != "":
		return upgrade.UnknownClaim[upgrade.Minor](d.resolver().why(ch, "version"), left.source("version"))
	case !left.exists():
		return upgrade.NoClaim[upgrade.Minor](left.source("version"))
	}
	asked := versionAt(left, "version")
	if action := ch.Change.action(); asked.Knowledge == upgrade.Absent && action != upgrade.Create && !action.Replaces() {
		return current
	}
	return asked
}
