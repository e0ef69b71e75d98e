package readiness

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// KubeReader reads clusters from their Kubernetes APIs, all of them at once. It
// gives what it read in the order of the targets; what it could not read is in the
// problems of each.
type KubeReader interface {
	Read(ctx context.Context, targets []KubeTarget) []upgrade.Kube
}

// KubeGate asks EKS how the API server of a cluster is reached, or gives why it
// cannot be told.
type KubeGate func(ctx context.Context, target Target) (KubeAccess, *upgrade.Problem)

// KubeSource is the Kubernetes API of each cluster as the source of what runs there,
// and how the API servers are reached.
type KubeSource struct {
	Reader KubeReader
	// Access is for the cluster of the one environment that has no entry of its own:
	// the plan's own where there is one, else the only one that is judged. Nil where
	// nothing was given.
	Access *KubeAccess
	// AccessName is how messages call Access, such as --kube-context CONTEXT.
	AccessName string
	// Environments says how to reach one environment's cluster, by environment.
	Environments map[string]KubeEnvironment
	// Gate tells how clusters are reached that have no access here. Where it is nil
	// they are not asked.
	Gate KubeGate
	// EKS says how EKS is reached for that; of it the reader is not used.
	EKS *LiveSource
	// Unknown is why it is not known yet how any of the clusters is reached; empty
	// where it is.
	Unknown string
	// Progress is told before the clusters are asked how many they are. It may be
	// nil.
	Progress func(clusters int)
}

// KubeEnvironment is how the API server of one environment's cluster is reached.
type KubeEnvironment struct {
	Access KubeAccess
	// Unknown is why this is not known yet; empty where it is.
	Unknown string
}

// kubeQuestion is one cluster whose API server is to be asked.
type kubeQuestion struct {
	cluster *upgrade.Cluster
	// environment is the cluster's, and planned tells that it was read from a plan.
	environment string
	planned     bool
	// access is nil where EKS tells how the API server is reached, by target.
	access *KubeAccess
	target Target
}

// accessOf is how an environment's API server is reached by what was given, nil
// where nothing was; or why that is not known yet.
func (s *KubeSource) accessOf(environment string, alone bool) (access *KubeAccess, unknown string) {
	if s.Unknown != "" {
		return nil, s.Unknown
	}
	if entry, own := s.Environments[environment]; own {
		return &entry.Access, entry.Unknown
	}
	if alone {
		return s.Access, ""
	}
	return nil, ""
}

// check refuses one access for the clusters of several environments, and an entry
// for an environment that is not there.
func (s *KubeSource) check(judged, there []string) error {
	for name := range s.Environments {
		if !slices.Contains(there, name) && !slices.Contains(judged, name) {
			return inputError("kubernetes", fmt.Sprintf("Correct the name: the environments are %s.", listOr(there, "none")), nil,
				"It is said how to reach the Kubernetes API of %q, which is no environment here.", name)
		}
	}
	if s.Access == nil {
		return nil
	}
	sharing := slices.DeleteFunc(slices.Clone(judged), func(name string) bool {
		_, own := s.Environments[name]
		return own
	})
	if len(sharing) < 2 {
		return nil
	}
	return inputError("kubernetes", "Give each environment its own, or judge one alone.", nil,
		"%s would stand for the clusters of %s, and an API server is that of one cluster.",
		cmp.Or(s.AccessName, "One way to reach a Kubernetes API"), strings.Join(sharing, ", "))
}

// notAsked notes of a cluster that its API server cannot be asked yet.
func notAsked(cluster *upgrade.Cluster, unknown string) {
	cluster.BaselineAsked = true
	cluster.Current = append(cluster.Current, upgrade.UnknownClaim[upgrade.Minor](
		unknown+", and its Kubernetes API is asked then", upgrade.Source{Kind: upgrade.SourceBaseline, Argument: "baseline_source"}))
}

// addKube asks the API server of each environment's cluster, and lays what it says
// over what is known.
func (s *KubeSource) addKube(ctx context.Context, asked *tfvars.Reader, environments []upgrade.Environment, request Request) error {
	var judged []*upgrade.Environment
	var names []string
	for i := range environments {
		if environment := &environments[i]; environment.Missing == nil && request.judges(*environment) {
			judged = append(judged, environment)
			names = append(names, environment.Name)
		}
	}
	if request.Own == "" {
		if err := s.check(names, asked.Environments()); err != nil {
			return err
		}
	}
	var questions []kubeQuestion
	for _, environment := range judged {
		access, unknown := s.accessOf(environment.Name, request.Own == "" || environment.Own)
		for j := range environment.Clusters {
			cluster := &environment.Clusters[j]
			if unknown != "" {
				notAsked(cluster, unknown)
				continue
			}
			question := kubeQuestion{cluster: cluster, environment: environment.Name, access: access}
			if access == nil && !s.targetOf(&question, asked.Read(environment.Name)) {
				continue
			}
			questions = append(questions, question)
		}
	}
	s.ask(ctx, questions)
	return nil
}

// targetOf finds the cluster that EKS is to be asked for, and false where it cannot
// be, or nobody wants it to.
func (s *KubeSource) targetOf(question *kubeQuestion, read tfvars.Environment) bool {
	cluster := question.cluster
	if s.Gate == nil || cluster.Live != nil && cluster.Live.NotFound {
		return false
	}
	reach := s.eks().reachOf(question.environment)
	name := cmp.Or(reach.Cluster, read.ClusterName.Value)
	switch {
	case reach.Unknown != "":
		notAsked(cluster, reach.Unknown)
		return false
	case name == "":
		addKube(question, upgrade.Kube{Problems: []upgrade.Problem{s.eks().nameless(read)}})
		return false
	}
	cluster.Name = cmp.Or(cluster.Name, name)
	question.target = reach.target(question.environment, name, reach.Region, read.Region.Value)
	return true
}

// eks is how EKS is reached: where nothing was given, as the environment of this
// process says.
func (s *KubeSource) eks() *LiveSource {
	if s.EKS == nil {
		return &LiveSource{}
	}
	return s.EKS
}

// ask asks all API servers at once.
func (s *KubeSource) ask(ctx context.Context, questions []kubeQuestion) {
	if len(questions) == 0 {
		return
	}
	if s.Progress != nil {
		s.Progress(len(questions))
	}
	refused := s.passGates(ctx, questions)
	var targets []KubeTarget
	var reached []int
	for i, question := range questions {
		if refused[i] != nil {
			addKube(&questions[i], upgrade.Kube{Server: question.target.Cluster, Problems: []upgrade.Problem{*refused[i]}})
			continue
		}
		targets = append(targets, KubeTarget{Environment: question.environment, Access: *question.access})
		reached = append(reached, i)
	}
	if len(targets) == 0 {
		return
	}
	for i, kube := range s.Reader.Read(ctx, targets) {
		addKube(&questions[reached[i]], kube)
	}
}

// passGates finds out how API servers are reached of which only EKS tells that, and
// gives by place why it did not.
func (s *KubeSource) passGates(ctx context.Context, questions []kubeQuestion) []*upgrade.Problem {
	refused := make([]*upgrade.Problem, len(questions))
	var gates sync.WaitGroup
	for i := range questions {
		question := &questions[i]
		if question.access != nil {
			continue
		}
		gates.Go(func() {
			access, problem := s.Gate(ctx, question.target)
			question.access, refused[i] = &access, problem
		})
	}
	gates.Wait()
	return refused
}
