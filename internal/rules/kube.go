package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// kubeNotAsked is why a rule on what only a running cluster tells does not speak.
const kubeNotAsked = "the Kubernetes API was not asked what runs in the cluster"

// judgeKube runs a check over each cluster whose Kubernetes API told of it, where an
// upgrade is pending that the check speaks of. A list that the check needs and that could not be read keeps
// it from judging. Where nobody asked the API, the rule is listed as not judged.
func judgeKube(subject upgrade.Subject, needs []kubeList, speaks func(place) bool, check func(place, upgrade.Kube) upgrade.Outcome) upgrade.Outcome {
	var outcome upgrade.Outcome
	notAsked := false
	for i := range subject.Environment.Clusters {
		cluster := &subject.Environment.Clusters[i]
		if cluster.Action.Destroys() || cluster.Action == upgrade.Create {
			continue
		}
		if cluster.Kube == nil {
			notAsked = notAsked || cluster.Pending()
			continue
		}
		in := placeOf(subject.Environment, cluster)
		if cluster.Kube.Unread() || !speaks(in) {
			continue
		}
		if gaps := in.unreadLists(needs...); len(gaps) > 0 {
			outcome.NotJudged = append(outcome.NotJudged, gaps...)
			continue
		}
		told := check(in, *cluster.Kube)
		outcome.Findings = append(outcome.Findings, told.Findings...)
		outcome.NotJudged = append(outcome.NotJudged, told.NotJudged...)
	}
	if notAsked && subject.Environment.Missing == nil && len(subject.Environment.Unreadable) == 0 {
		outcome.AddNotJudged(upgrade.NotJudged{Reason: kubeNotAsked, NotAsked: true})
	}
	return outcome
}

// kubeList is a part of the Kubernetes API that is read by itself.
type kubeList struct {
	// verb is what an account must be allowed to do with the resources.
	verb string
	// resources are as a ClusterRole has them.
	resources []string
	read      func(upgrade.Kube) bool
}

// The parts of the Kubernetes API that rules judge by.
var (
	nodeLists       = kubeList{"list", []string{"nodes"}, func(k upgrade.Kube) bool { return k.NodesRead }}
	workloadLists   = kubeList{"list", []string{"deployments", "daemonsets", "statefulsets"}, func(k upgrade.Kube) bool { return k.WorkloadsRead }}
	lonePodLists    = kubeList{"list", []string{"replicasets", "pods"}, func(k upgrade.Kube) bool { return k.LonePodsRead }}
	autoscalerLists = kubeList{"list", []string{"horizontalpodautoscalers"}, func(k upgrade.Kube) bool { return k.AutoscalersRead }}
	budgetLists     = kubeList{"list", []string{"poddisruptionbudgets"}, func(k upgrade.Kube) bool { return k.BudgetsRead }}
	webhookLists    = kubeList{"list", []string{"validatingwebhookconfigurations", "mutatingwebhookconfigurations"}, func(k upgrade.Kube) bool { return k.WebhooksRead }}
	usageMetric     = kubeList{"get", []string{"/metrics"}, func(k upgrade.Kube) bool { return k.DeprecatedUsesRead }}
)

// unreadLists says what of the Kubernetes API is missing, where it was asked: who
// chose to ask it is not to take what it did not tell for nothing.
func (p place) unreadLists(needs ...kubeList) []upgrade.NotJudged {
	if p.cluster == nil || p.cluster.Kube == nil || p.cluster.Kube.Unread() {
		return nil
	}
	var gaps []upgrade.NotJudged
	for _, list := range needs {
		if !list.read(*p.cluster.Kube) {
			gaps = append(gaps, upgrade.NotJudged{Address: p.cluster.Address, Reason: list.gap(*p.cluster.Kube), AffectsVerdict: true})
		}
	}
	return gaps
}

// gap says what is needed to read the list, or why it could not be read: only
// where it was denied is a permission needed.
func (l kubeList) gap(kube upgrade.Kube) string {
	var missing, denials, failures []string
	otherwise := false
	for _, problem := range kube.Problems {
		name, is := l.resourceOf(problem)
		message := strings.TrimRight(problem.Message, ". ")
		switch {
		case is && problem.Denied:
			missing = append(missing, name)
			denials = append(denials, message)
		case is:
			failures = append(failures, l.of(name)+" could not be read: "+message)
		default:
			otherwise = otherwise || !problem.Denied
		}
	}
	if len(missing) > 0 {
		denied := fmt.Sprintf("needs %s on %s: %s", l.verb, strings.Join(missing, ", "), strings.Join(denials, "; "))
		failures = append([]string{denied}, failures...)
	}
	switch {
	case len(failures) > 0:
		return strings.Join(failures, "; ")
	case otherwise: // one problem stands for all requests that fail for the same reason
		return fmt.Sprintf("%s could not be read from %s", l.of(strings.Join(l.resources, ", ")), kube.Source().Ref)
	default:
		return fmt.Sprintf("needs %s on %s, which %s did not give", l.verb, strings.Join(l.resources, ", "), kube.Source().Ref)
	}
}

// of names what a request of the list gives, by the resource.
func (l kubeList) of(resource string) string {
	if l.verb == "list" {
		return "the list of " + resource
	}
	return resource
}

// resourceOf is the resource of the list that a problem is about. Its action is such
// as list poddisruptionbudgets.policy, or get /metrics.
func (l kubeList) resourceOf(problem upgrade.Problem) (string, bool) {
	asked, is := strings.CutPrefix(problem.Action, l.verb+" ")
	if name, _, _ := strings.Cut(asked, "."); is && slices.Contains(l.resources, name) {
		return name, true
	}
	return "", false
}

// readWhole tells whether all workloads of the cluster were read from its Kubernetes
// API.
func (p place) readWhole() bool {
	return p.cluster != nil && p.cluster.Kube != nil && p.cluster.Kube.WorkloadsRead
}

// holder names what tells what runs in the place.
func (p place) holder() string {
	if p.readWhole() {
		return "the cluster"
	}
	return "the plan"
}

// disruption is what the disruption controller says now of a budget that the apply
// leaves as it is, and false where it is not known.
func (p place) disruption(budget upgrade.PodDisruptionBudget) (upgrade.KubeDisruption, bool) {
	if p.cluster == nil || budget.Action.Changes() {
		return upgrade.KubeDisruption{}, false
	}
	found, told := p.cluster.Kube.Disruption(budget.Namespace, budget.Name)
	return found, told && found.Current
}

// isForeignAddon tells whether a workload runs an add-on that no plan holds. How it
// is made is decided by EKS or by the project that it comes from.
func (p place) isForeignAddon(workload upgrade.Workload) bool {
	if p.cluster == nil || p.cluster.Kube == nil {
		return false
	}
	return slices.ContainsFunc(p.cluster.Kube.Addons, func(addon upgrade.KubeAddon) bool {
		return workload.Address == upgrade.ObjectName(string(addon.Kind), addon.Namespace, addon.Workload)
	})
}

// kubeFinding is a finding about what runs in a cluster, without words yet.
func kubeFinding(in place, kube upgrade.Kube) upgrade.Finding {
	return upgrade.Finding{Address: in.address(), Source: kube.Source()}
}

// nameNodes writes names that come from a cluster: the first few, on one line.
func nameNodes(names []string) string { return wording.Plain(someOf(names)) }
