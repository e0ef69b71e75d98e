package readiness

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addKube lays what the Kubernetes API of a cluster says over what is known of the
// cluster.
func addKube(question *kubeQuestion, kube upgrade.Kube) {
	cluster := question.cluster
	if kube.Server == "" && kube.Context == "" {
		kube.Server = cluster.Name
	}
	cluster.Kube, cluster.BaselineAsked = &kube, true
	source := kube.Source()
	minor, told := kube.Minor()
	if !told {
		if kube.Version != "" || len(kube.Problems) == 0 {
			kube.Problems = append([]upgrade.Problem{noKubeVersion(kube, source)}, kube.Problems...)
		}
		addUntold(cluster, strings.TrimSuffix(kube.Problems[0].Message, "."), source)
		return
	}
	cluster.Current = append(cluster.Current, upgrade.ClaimVersion(minor.String(), source))
	addKubeNodes(question, kube, source)
	addKubeAddons(question, kube)
	addKubeObjects(question, kube)
}

// noKubeVersion is an answer without a version that can be judged by.
func noKubeVersion(kube upgrade.Kube, source upgrade.Source) upgrade.Problem {
	says := "did not tell its version"
	if kube.Version != "" {
		says = fmt.Sprintf("gives %s as its version, which is none", upgrade.Quote(kube.Version))
	}
	return upgrade.Problem{
		Message:     fmt.Sprintf("%s: the API server %s.", source.Ref, says),
		Remediation: "See that the address is that of a Kubernetes API server, and what \"kubectl version\" says.",
		Source:      source,
	}
}
