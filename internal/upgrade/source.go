package upgrade

import "fmt"

// SourceKind is the kind of place that a value was read from.
type SourceKind string

const (
	// SourceFile is a tfvars file, or a variable's default, in the work tree.
	SourceFile SourceKind = "file"
	// SourceGit is such a file at a commit.
	SourceGit SourceKind = "git"
	// SourceState is what the last apply of this state let through.
	SourceState SourceKind = "state"
	// SourceArgument is an argument of the gate or of the data source.
	SourceArgument SourceKind = "argument"
	// SourceBaseline is an explicitly given baseline.
	SourceBaseline SourceKind = "baseline"
	// SourceTarget is a version to judge in place of the one that is set, at the
	// place where that is set.
	SourceTarget SourceKind = "target"
	// SourcePlan is what a plan leaves after its apply. File and line are those
	// of the tfvars it was made with, where they are known.
	SourcePlan SourceKind = "plan"
	// SourcePrior is what was there when the plan was made.
	SourcePrior SourceKind = "prior state"
	// SourceEKS is the EKS API. Ref names the cluster, the account and the region.
	SourceEKS SourceKind = "eks"
	// SourceKubernetes is the Kubernetes API of a cluster. Ref names the cluster.
	SourceKubernetes SourceKind = "kubernetes"
)

// Source is where a value was read, as precisely as the reader knows it.
type Source struct {
	Kind SourceKind
	// File is a path as the user would write it, with forward slashes.
	File string
	// Line and Column count from 1; 0 is not known.
	Line, Column int
	// Attribute is the variable or the path into it, such as blue.version.
	Attribute string
	// Argument is the argument of the gate that holds the value. Where the file
	// says the same, the place in the file is known besides.
	Argument string
	// Ref names the commit for SourceGit, such as "git:main at 3f2a1c9".
	Ref string
}

// FromCluster tells whether the cluster itself answered, through EKS or through its
// own API.
func (s Source) FromCluster() bool { return s.Kind == SourceEKS || s.Kind == SourceKubernetes }

// Position gives file and line, such as env-vars/prod.tfvars:3, or "" where the
// source is no file.
func (s Source) Position() string {
	switch {
	case s.File == "":
		return ""
	case s.Line == 0:
		return s.File
	default:
		return fmt.Sprintf("%s:%d", s.File, s.Line)
	}
}

// Name is what the value is called where it stands.
func (s Source) Name() string {
	if s.Attribute != "" {
		return s.Attribute
	}
	return s.Argument
}

// String names the source in a message.
func (s Source) String() string {
	switch s.Kind {
	case SourceState:
		return "the last apply"
	case SourceArgument:
		if position := s.Position(); position != "" {
			return position
		}
		return "argument " + s.Argument
	case SourceBaseline:
		return "the baseline given"
	case SourceTarget:
		return "the target version given"
	case SourcePlan:
		if position := s.Position(); position != "" {
			return position
		}
		return "the plan"
	case SourceEKS, SourceKubernetes:
		return s.Ref
	case SourcePrior:
		return "what was there when the plan was made"
	case SourceGit:
		if position := s.Position(); position != "" {
			return s.Ref + ", " + position
		}
		return s.Ref
	default:
		return s.Position()
	}
}
