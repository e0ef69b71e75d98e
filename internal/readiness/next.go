package readiness

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// NextResult is the next step of each environment, in the order in which they are
// to be applied.
type NextResult struct {
	Environments []NextStep
	// LeftOut, Unmatched and Notes are those of Result.
	LeftOut, Unmatched, Notes []string
}

// NextStep is the next step of one environment, and what it does to its file.
type NextStep struct {
	Environment string
	// File is the environment's file, for messages.
	File string
	// Path is the whole way; the step is its first.
	Path path.Path
	// Overtakes are the environments that promotion_order puts first and that the
	// step would leave behind. Then it is not to be taken yet.
	Overtakes []string
	// Before and After are the content of the file. They are the same where it asks
	// for the step already, and nil where there is no step, or none that is written.
	Before, After []byte
	// ByHand are the edits that nobody but a person can make exactly. Where there
	// is one, none of the others is made.
	ByHand []HandEdit
	// Refused are the errors that check would find after the edit. Then it is not made.
	Refused []upgrade.Finding
	// Unreadable tells that a file, or the baseline that somebody chose, could not
	// be read, or is missing, or that the file asks for what is no version.
	Unreadable bool
	// Told is what told the version that runs.
	Told upgrade.Source
	// folder and name are where the file is.
	folder, name string
}

// HandEdit is an edit to make by hand.
type HandEdit struct {
	// Place is such as env-vars/prod.tfvars:3.
	Place string
	// Reason says what stands there, and Remedy what to write. Both are sentences.
	Reason, Remedy string
}

// Step is the next step, and false where there is none.
func (n NextStep) Step() (path.Step, bool) {
	if len(n.Path.Steps) == 0 {
		return path.Step{}, false
	}
	return n.Path.Steps[0], true
}

// Edits tells whether the file is to be changed.
func (n NextStep) Edits() bool { return string(n.Before) != string(n.After) }

// Next finds the next legal step of each environment. The target of the request is
// the goal; without one it is what the tfvars ask for. Its error is that of Assess.
func Next(ctx context.Context, request Request) (NextResult, error) {
	goal, chosen := request.Target, request.Environments
	if err := mustBeAGoal(goal, request.Catalog); err != nil {
		return NextResult{}, err
	}
	request.Target = upgrade.Minor{}
	if chosen != nil && !goal.IsZero() {
		// Who goes first is judged by all that promotion_order names.
		request.Environments = slices.Concat(chosen, request.Policy.PromotionOrder)
	}
	found, err := gatherTowards(ctx, request, goal)
	if err != nil {
		return NextResult{}, err
	}
	if chosen == nil {
		chosen = found.names
	}
	result := NextResult{LeftOut: found.leftOut, Unmatched: unmatched(found.asked, chosen, request), Notes: found.notes}
	var paths []path.Path
	for _, environment := range found.fleet.Environments {
		paths = append(paths, path.Of(path.Question{
			Environment: environment, Target: goal, Policy: request.Policy, Catalog: request.Catalog,
			Run: found.folders.commands(environment),
		})...)
	}
	uncommitted := found.uncommitted(ctx, request)
	for _, way := range path.InOrder(paths, request.Policy.PromotionOrder) {
		if !slices.Contains(chosen, way.Environment) {
			continue
		}
		next := NextStep{Environment: way.Environment, Path: way}
		overtaken := path.Overtaken(paths, way, request.Policy.PromotionOrder)
		if !goal.IsZero() {
			next.Overtakes = overtaken
		} else if len(overtaken) > 0 {
			next.Path.Notes = append(next.Path.Notes, fmt.Sprintf("promotion_order puts %s first: apply this step after theirs.", strings.Join(overtaken, ", ")))
		}
		i := slices.IndexFunc(found.fleet.Environments, func(e upgrade.Environment) bool { return e.Name == way.Environment })
		environment := found.fleet.Environments[i]
		next.File = environment.Source
		next.Unreadable = unreadable(environment)
		next.Told = environment.Clusters[0].CurrentVersion().Source
		next.folder, next.name = found.folders.envVars, filepath.Base(filepath.FromSlash(next.File))
		if step, ok := next.Step(); ok && len(next.Overtakes) == 0 {
			next.edit(found.fleet, i, step)
			next.Path.Notes = append(next.Path.Notes, uncommitted[way.Environment]...)
		}
		result.Environments = append(result.Environments, next)
	}
	return result, ctx.Err()
}

// mustBeAGoal refuses a version that EKS never had, or of which nothing is known yet.
// EKS may be a minor ahead of the catalog.
func mustBeAGoal(goal upgrade.Minor, catalog upgrade.Catalog) error {
	newest := catalog.Newest()
	switch {
	case goal.IsZero() || newest.IsZero():
		return nil
	case goal.Older(upgrade.FirstEKSMinor):
		return inputError("target_version", `Write it as a text, such as "1.30".`, nil, "The target %s is a version that EKS never had.", goal)
	case goal.Newer(newest.Next()):
		return inputError("target_version", "Name a nearer one, or update this program.", nil,
			"The target %s is too far ahead: the newest Kubernetes version in the catalog of %s is %s.", goal, catalog.Date, newest)
	default:
		return nil
	}
}

// unreadable tells whether what an environment asks for, or the baseline that
// somebody chose for it, could not be read, or is no version.
func unreadable(environment upgrade.Environment) bool {
	judged := upgrade.Report{Environments: []upgrade.EnvironmentReport{{Environment: environment}}}
	return environment.Missing != nil || judged.Unreadable() || slices.ContainsFunc(environment.Clusters, asksForNoVersion)
}

func asksForNoVersion(cluster upgrade.Cluster) bool {
	asked := cluster.AskedVersion()
	return asked.Knowledge == upgrade.Invalid || asked.IsKnown() && asked.Value.Older(upgrade.FirstEKSMinor) ||
		slices.ContainsFunc(cluster.NodeGroups, func(g upgrade.NodeGroup) bool { return g.AskedVersion().Knowledge == upgrade.Invalid })
}

// gatherTowards is gather with the add-ons that the tfvars hold. EKS is asked for
// what the goal needs.
func gatherTowards(ctx context.Context, request Request, goal upgrade.Minor) (gathered, error) {
	live := request.Live
	request.Live, request.withAddons = nil, true
	found, err := gather(ctx, request)
	if err != nil || live == nil {
		return found, err
	}
	towards := slices.Clone(found.fleet.Environments)
	if !goal.IsZero() {
		for i := range towards {
			towards[i].Clusters = slices.Clone(towards[i].Clusters)
			for j := range towards[i].Clusters {
				cluster := &towards[i].Clusters[j]
				cluster.NodeGroups = slices.Clone(cluster.NodeGroups)
				aimAt(cluster, goal)
			}
		}
	}
	found.notes = live.addLive(ctx, found.asked, towards, request)
	for i, environment := range towards {
		for j, read := range environment.Clusters {
			cluster := &found.fleet.Environments[i].Clusters[j]
			read.Asked = cluster.Asked
			for k := range read.NodeGroups {
				read.NodeGroups[k].Asked, read.NodeGroups[k].ReleaseVersion = cluster.NodeGroups[k].Asked, cluster.NodeGroups[k].ReleaseVersion
			}
			runAsEKSSays(&read)
			*cluster = read
		}
	}
	return found, ctx.Err()
}

// edit works out what the file is to hold, and judges that.
func (n *NextStep) edit(fleet upgrade.Fleet, i int, step path.Step) {
	environment := fleet.Environments[i]
	var edits []tfvars.Edit
	for _, change := range step.Changes {
		switch {
		case !change.Edits():
		case change.Source.Kind != upgrade.SourceFile || change.Source.File != n.File:
			n.ByHand = append(n.ByHand, elsewhere(change, n.File))
		case strings.HasSuffix(change.Source.Attribute, "release_version"):
			n.ByHand = append(n.ByHand, pinned(change, change.Source))
		default:
			edits = append(edits, tfvars.Edit{At: change.Source, Was: change.Asked, Now: change.To})
		}
	}
	n.ByHand = append(n.ByHand, pinnedBeside(environment, step)...)
	// What a person edits is judged by check, with what they write.
	if len(n.ByHand) == 0 {
		n.judge(fleet, i, step)
	}
	if len(n.Refused) == 0 {
		n.rewrite(edits)
	}
}

// judge has the rules judge the environments with the step of one of them. What check
// would call an error keeps the step from being taken, and what is not known of its
// version is noted. The other environments are as their files ask for them now.
func (n *NextStep) judge(fleet upgrade.Fleet, i int, step path.Step) {
	fleet.Environments = slices.Clone(fleet.Environments)
	fleet.Environments[i] = step.Taken(fleet.Environments[i], fleet.Environments[i].Clusters[0].Address)
	for _, finding := range upgrade.Evaluate(rules.All(), fleet).Environments[i].Findings {
		switch {
		case finding.Waiver != nil:
		case finding.Severity == upgrade.Error:
			n.Refused = append(n.Refused, finding)
		case finding.Severity == upgrade.Warning && finding.Rule == "version-unavailable":
			n.Path.Notes = append(n.Path.Notes, finding.Message)
		}
	}
}

// elsewhere is the edit of a value that the environment's own file does not set.
func elsewhere(change path.Change, file string) HandEdit {
	where := change.Source.Position()
	return HandEdit{
		Place:  where,
		Reason: fmt.Sprintf("%s is set there for all environments, and not in %s.", change.Source.Name(), file),
		Remedy: fmt.Sprintf("Set %s to %q in %s.", change.Source.Name(), change.To, file),
	}
}

const releaseParameter = "/aws/service/eks/optimized-ami/%s/amazon-linux-2023/x86_64/standard/recommended/release_version"

// pinned is the edit of a release of the image, which no version tells.
func pinned(change path.Change, at upgrade.Source) HandEdit {
	return HandEdit{
		Place:  at.Position(),
		Reason: fmt.Sprintf("Node group %s pins a release of its image, and which releases of %s there are is not known here.", change.Name, change.To),
		Remedy: fmt.Sprintf("Set %s to a release of %s (aws ssm get-parameter --name "+releaseParameter+"), or remove it.", at.Name(), change.To, change.To),
	}
}

// pinnedBeside are the releases that node groups pin beside a version that a step
// changes.
func pinnedBeside(environment upgrade.Environment, step path.Step) []HandEdit {
	var edits []HandEdit
	for _, change := range step.Changes {
		for _, group := range environment.Clusters[0].NodeGroups {
			release, names := upgrade.ReleaseMinor(group.ReleaseVersion.Value)
			own := strings.HasSuffix(change.Source.Attribute, "release_version")
			if change.Part == path.NodeGroupPart && group.Name == change.Name && names && !own && release.String() != change.To {
				edits = append(edits, pinned(change, group.ReleaseVersion.Source))
			}
		}
	}
	return edits
}
