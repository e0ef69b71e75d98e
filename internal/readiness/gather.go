package readiness

import (
	"context"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// gathered is all that is known of the environments of a request, before anything
// is judged.
type gathered struct {
	folders folders
	asked   *tfvars.Reader
	names   []string
	fleet   upgrade.Fleet
	// leftOut and notes are those of Result.
	leftOut, notes []string
}

// gather reads what the environments ask for, and what is there now.
func gather(ctx context.Context, request Request) (gathered, error) {
	folders, asked, err := openOnDisk(request)
	if err != nil {
		return gathered{}, err
	}
	if slices.Contains(request.Environments, "") {
		return gathered{}, inputError("environments", "Name each environment as its file is named, without .tfvars.", nil, "One of the environments named is empty.")
	}
	names, leftOut := chooseEnvironments(asked, request)
	if len(names) == 0 {
		remedy := "Name the folder that holds <environment>.tfvars, or say in variable_names where they keep the cluster version."
		if place := setForAll(asked); place != "" {
			remedy = fmt.Sprintf("%s sets it for all of them: name the environments to have them judged by that.", place)
		}
		return gathered{}, inputError("env_vars_dir", remedy, nil, "No file in %s sets a cluster version%s.", folders.envVarsShown, filesSeen(leftOut))
	}
	baseline := openGitBaseline(ctx, request, folders, names)
	defer baseline.close()
	if err := ctx.Err(); err != nil {
		return gathered{}, err
	}
	found := gathered{folders: folders, asked: asked, names: names, leftOut: leftOut}
	found.fleet = upgrade.Fleet{Catalog: request.Catalog, Policy: request.Policy, Today: request.Today}
	for _, name := range names {
		environment := assemble(request, asked, folders, name)
		for i := range environment.Clusters {
			addBaselines(ctx, &environment.Clusters[i], name, request, baseline)
			if request.withAddons {
				environment.Clusters[i].Addons = addonsOf(asked.Read(name), baseline.addons(name))
			}
		}
		found.fleet.Environments = append(found.fleet.Environments, environment)
	}
	if request.Live != nil {
		found.notes = request.Live.addLive(ctx, asked, found.fleet.Environments, request)
	}
	if request.Kube != nil {
		if err := request.Kube.addKube(ctx, asked, found.fleet.Environments, request); err != nil {
			return gathered{}, err
		}
	}
	// What an interrupt kept from being read is no finding.
	return found, ctx.Err()
}

// setForAll is the place that sets a cluster version for environments whose files set
// none; empty where there is none.
func setForAll(asked *tfvars.Reader) string {
	for _, name := range asked.Environments() {
		if version := asked.Read(name).ClusterVersion; version.Knowledge == upgrade.Known || version.Knowledge == upgrade.Invalid {
			return version.Source.Position()
		}
	}
	return ""
}
