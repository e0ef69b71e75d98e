package plan

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clusterChanges lists the EKS clusters that the plan manages.
func (d *document) clusterChanges() []change {
	var found []change
	for _, ch := range d.managed("aws_eks_cluster") {
		if ofAWS(ch.ProviderName) {
			found = append(found, ch)
		}
	}
	return found
}

// cluster is an EKS cluster without what belongs to it.
func (d *document) cluster(ch change) upgrade.Cluster {
	now, left := d.now(ch), d.left(ch)
	told := left
	if !left.exists() {
		told = now
	}
	found := upgrade.Cluster{
		Address:     ch.Address,
		Name:        told.shown("name"),
		ARN:         now.shown("arn"),
		Asked:       []upgrade.VersionClaim{d.askedVersion(ch)},
		Current:     []upgrade.VersionClaim{d.currentVersion(ch)},
		Action:      d.actionOf(ch),
		ReplacedBy:  replacedBy(ch.Change.ReplacePaths),
		ForceUpdate: claimOf(told, readFlag, "force_update_version"),
		AutoMode:    claimOf(told, readFlag, "compute_config", "enabled"),
		Deposed:     ch.Deposed != "",
	}
	if networks := only(told.at("remote_network_config")); !networks.isNull() {
		found.OtherNodes = append(found.OtherNodes, fmt.Sprintf("hybrid nodes (remote_network_config of %s)", ch.Address))
	}
	return found
}

// actionOf is what this apply does to an object: nothing, where the change is
// deferred.
func (d *document) actionOf(ch change) upgrade.Action {
	if ch.Reason != "" {
		return upgrade.NoAction
	}
	return ch.Change.action()
}

// replacedBy names the attributes whose change makes a replacement necessary,
// such as vpc_config[0].subnet_ids.
func replacedBy(paths jsontext.Value) []string {
	steps, _ := decode(bytes.TrimSpace(paths)).([]any)
	var names []string
	for _, path := range steps {
		parts, _ := path.([]any)
		var name strings.Builder
		for _, part := range parts {
			text, _ := value{data: part}.text()
			switch _, index := strconv.Atoi(text); {
			case index == nil:
				name.WriteString("[" + text + "]")
			case name.Len() > 0:
				name.WriteString("." + text)
			default:
				name.WriteString(text)
			}
		}
		if name.Len() > 0 {
			names = append(names, name.String())
		}
	}
	return names
}
