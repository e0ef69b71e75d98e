package readiness

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/git"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// gitBaseline reads what is there now from the same folder at a commit.
type gitBaseline struct {
	asked    bool
	source   upgrade.Source
	checkout *git.Checkout
	commit   *git.Commit
	// envVars is the folder's path in the checkout.
	envVars string
	reader  *tfvars.Reader
	// files are the paths that environments may have in the checkout, and ignored
	// those of them that git ignores, once that was asked.
	files   []string
	ignored map[string]bool
	// problem is why git cannot tell anything at all.
	problem *upgrade.Problem
}

// openGitBaseline opens the commit that a request asks for; nil where git is
// not asked, or was not asked by anybody and has nothing to do with the folder.
func openGitBaseline(ctx context.Context, request Request, folders folders, names []string) *gitBaseline {
	ref := request.Baselines.Git
	if ref == "" {
		return nil
	}
	baseline := &gitBaseline{
		asked:  request.Baselines.GitAsked,
		source: upgrade.Source{Kind: upgrade.SourceGit, Ref: "git:" + ref},
	}
	err := baseline.open(ctx, ref, folders, request.Names)
	if err == nil {
		for _, name := range names {
			baseline.files = append(baseline.files, baseline.filesOf(name)...)
		}
		return baseline
	}
	// A checkout whose git data cannot be reached looks to git like none at all.
	unused := errors.Is(err, git.ErrNoCommits) || !git.LooksLikeCheckout(folders.envVars)
	if !baseline.asked && unused {
		return nil
	}
	baseline.problem = &upgrade.Problem{
		Message:     fmt.Sprintf("The current version cannot be read from git:%s: %s.", ref, err),
		Remediation: "Mend that, or give the current version in baseline.",
		Source:      baseline.source,
	}
	return baseline
}

func (b *gitBaseline) open(ctx context.Context, ref string, folders folders, names tfvars.Names) error {
	checkout, err := git.Open(ctx, folders.envVars)
	if err != nil {
		return err
	}
	b.checkout = checkout
	if b.envVars, err = checkout.Rel(folders.envVars); err != nil {
		return err
	}
	if b.commit, err = checkout.Baseline(ctx, ref); err != nil {
		return err
	}
	b.source.Ref = fmt.Sprintf("git:%s at %s", ref, b.commit.Short())
	b.reader, err = b.openFolders(folders, names)
	return err
}

// openFolders opens the two folders as they are at the commit. A folder that is not
// there yet holds no environment.
func (b *gitBaseline) openFolders(folders folders, names tfvars.Names) (*tfvars.Reader, error) {
	envVars, err := fs.Sub(b.commit, b.envVars)
	if err != nil {
		return nil, err
	}
	folder := tfvars.Folder{
		EnvVars:     envVars,
		EnvVarsPath: folders.envVarsShown,
		ModulePath:  folders.moduleShown,
		Source:      b.source,
		Shared:      folders.shared,
	}
	if module, err := b.checkout.Rel(folders.module); err == nil {
		if folder.Module, err = fs.Sub(b.commit, module); err != nil {
			return nil, err
		}
	}
	reader, err := tfvars.Open(folder, names)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return reader, err
}

func (b *gitBaseline) close() {
	if b != nil && b.commit != nil {
		_ = b.commit.Close()
	}
}

// add gives a cluster what the commit says of it.
func (b *gitBaseline) add(ctx context.Context, cluster *upgrade.Cluster, environment string) {
	if b.problem != nil {
		cluster.BaselineProblems = append(cluster.BaselineProblems, *b.problem)
		return
	}
	var read tfvars.Environment
	if b.reader != nil {
		read = b.reader.Read(environment)
	}
	switch {
	case !read.Exists:
		b.addAbsent(ctx, cluster, environment)
	case read.ClusterVersion.Knowledge == upgrade.Absent:
		cluster.BaselineProblems = append(cluster.BaselineProblems, upgrade.Problem{
			Message:     fmt.Sprintf("At %s nothing sets the cluster version of %s.", b.source.Ref, environment),
			Remediation: "If the variable had another name there, give the current version in baseline until that commit is behind you.",
			Source:      b.source,
		})
	case read.ClusterVersion.Knowledge != upgrade.Unknown:
		cluster.Current = append(cluster.Current, read.ClusterVersion)
		b.addNodeGroups(cluster, read)
	}
	// What is known beside a mistake counts all the same.
	for _, problem := range read.Problems {
		problem.Remediation = "Give the current version in baseline until a commit without the mistake is the baseline."
		cluster.BaselineProblems = append(cluster.BaselineProblems, problem)
	}
}

// addAbsent tells a file that is new since the commit from one that git was
// told to ignore, about which it can never tell anything.
func (b *gitBaseline) addAbsent(ctx context.Context, cluster *upgrade.Cluster, environment string) {
	source := b.source
	ignored := b.ignoredFile(ctx, environment)
	switch {
	case ignored != "":
		cluster.BaselineProblems = append(cluster.BaselineProblems, upgrade.Problem{
			Message:     fmt.Sprintf("Git ignores %s, so %s cannot tell the current version of %s.", ignored, source.Ref, environment),
			Remediation: "Take the file out of .gitignore and commit it, or give the current version in baseline.",
			Source:      source,
		})
	case b.asked:
		cluster.BaselineProblems = append(cluster.BaselineProblems, upgrade.Problem{
			Message:     fmt.Sprintf("There is no file for %s at %s, so it cannot tell the current version.", environment, source.Ref),
			Remediation: "If the environment is new, give the version that it is made at in baseline until its file is there.",
			Source:      source,
		})
	default:
		cluster.Current = append(cluster.Current, upgrade.NoClaim[upgrade.Minor](source))
		for i := range cluster.NodeGroups {
			cluster.NodeGroups[i].Current = append(cluster.NodeGroups[i].Current, upgrade.NoClaim[upgrade.Minor](source))
		}
	}
}

// filesOf are the paths that an environment's file may have in the checkout.
func (b *gitBaseline) filesOf(environment string) []string {
	return []string{path.Join(b.envVars, environment+".tfvars"), path.Join(b.envVars, environment+".tfvars.json")}
}

// ignoredFile gives the environment's file that git ignores, or "".
func (b *gitBaseline) ignoredFile(ctx context.Context, environment string) string {
	if b.ignored == nil {
		// Where git cannot say, the file counts as new, which is said as well.
		b.ignored, _ = b.checkout.Ignored(ctx, b.files...)
	}
	for _, file := range b.filesOf(environment) {
		if b.ignored[file] {
			return file
		}
	}
	return ""
}

// addNodeGroups gives each node group its version at the commit. One that was
// there without a version has no version to compare with.
func (b *gitBaseline) addNodeGroups(cluster *upgrade.Cluster, read tfvars.Environment) {
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		claim := upgrade.NoClaim[upgrade.Minor](b.source)
		for _, was := range read.NodeGroups {
			if was.Name != group.Name {
				continue
			}
			claim = was.Version
			if claim.Knowledge == upgrade.Absent && group.AskedVersion().Knowledge != upgrade.Absent {
				claim = upgrade.UnknownClaim[upgrade.Minor]("no version was set for the node group at "+b.source.Ref, b.source)
			}
		}
		group.Current = append(group.Current, claim)
	}
}
