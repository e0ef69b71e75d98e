package readiness

import (
	"cmp"
	"context"
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addKubeToPlans asks the API servers of the clusters of plans that are there now and
// stay. there are the environments of all plans given. It returns what is to be
// noted.
func (s *KubeSource) addKubeToPlans(ctx context.Context, vars *planVars, environments []upgrade.Environment, there []string) ([]string, error) {
	var notes, judged []string
	var questions []kubeQuestion
	for i := range environments {
		environment := &environments[i]
		staying := stayingClusters(environment)
		if len(staying) > 0 {
			judged = append(judged, environment.Name)
		}
		access, unknown := s.accessOf(environment.Name, true)
		if len(staying) == 0 && access != nil && environment.Plan != nil {
			notes = append(notes, fmt.Sprintf("%s: the Kubernetes API was not asked, for the plan holds no EKS cluster that is there and stays.", environment.Name))
		}
		for _, cluster := range staying {
			question := kubeQuestion{cluster: cluster, environment: environment.Name, planned: true, access: access}
			switch {
			case unknown != "":
				notAsked(cluster, unknown)
			case access != nil && len(staying) > 1:
				addKube(&question, upgrade.Kube{Problems: []upgrade.Problem{severalClusters(environment.Name, *cluster)}})
			case access != nil || s.targetInPlan(&question, vars):
				questions = append(questions, question)
			}
		}
	}
	if err := s.check(judged, there); err != nil {
		return nil, err
	}
	s.ask(ctx, questions)
	return notes, nil
}

// stayingClusters are the clusters of a plan that are there now and stay.
func stayingClusters(environment *upgrade.Environment) []*upgrade.Cluster {
	var staying []*upgrade.Cluster
	for i := range environment.Clusters {
		cluster := &environment.Clusters[i]
		if cluster.Action != upgrade.Create && !cluster.Action.Destroys() && !cluster.Deposed {
			staying = append(staying, cluster)
		}
	}
	return staying
}

// targetInPlan finds the cluster that EKS is to be asked for, and false where it
// cannot be, or nobody wants it to.
func (s *KubeSource) targetInPlan(question *kubeQuestion, vars *planVars) bool {
	cluster := question.cluster
	if s.Gate == nil || cluster.Live != nil && cluster.Live.NotFound {
		return false
	}
	if cluster.Name == "" {
		addKube(question, upgrade.Kube{Problems: []upgrade.Problem{namelessInPlan(question.environment, *cluster)}})
		return false
	}
	var read tfvars.Environment
	if vars != nil {
		read = vars.reader.Read(question.environment)
	}
	reach := s.eks().reachOf(question.environment)
	question.target = reach.target(question.environment, cluster.Name, regionOf(cluster.ARN), read.Region.Value, reach.Region)
	return true
}

// severalClusters is the problem of one API server for several clusters.
func severalClusters(environment string, cluster upgrade.Cluster) upgrade.Problem {
	return upgrade.Problem{
		Message: fmt.Sprintf("The Kubernetes API of %s in %s cannot be asked: the plan holds several clusters, and what was given reaches one API server.",
			cmp.Or(cluster.Name, cluster.Address), environment),
		Remediation: "Give no context and no host for this environment, so that each cluster is reached through EKS.",
		Source:      upgrade.Source{Kind: upgrade.SourceKubernetes, Ref: "Kubernetes (" + cmp.Or(cluster.Name, cluster.Address, "no name") + ")"},
	}
}
