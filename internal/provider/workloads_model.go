package provider

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// A list that is nil is null: it was not read in whole, and nobody is to take what
// is missing for nothing.
type workloadsModel struct {
	Environment           types.String           `tfsdk:"environment"`
	ClusterName           types.String           `tfsdk:"cluster_name"`
	Region                types.String           `tfsdk:"region"`
	KubernetesVersion     types.String           `tfsdk:"kubernetes_version"`
	ServerVersion         types.String           `tfsdk:"server_version"`
	NodeVersions          map[string]types.Int64 `tfsdk:"node_versions"`
	Nodes                 []nodeModel            `tfsdk:"nodes"`
	Addons                []runningAddonModel    `tfsdk:"addons"`
	Workloads             []workloadModel        `tfsdk:"workloads"`
	DisruptionBudgets     []budgetModel          `tfsdk:"disruption_budgets"`
	WebhooksFailingClosed []webhookModel         `tfsdk:"webhooks_failing_closed"`
	DeprecatedAPIs        []deprecatedAPIModel   `tfsdk:"deprecated_apis"`
	NotRead               []notReadModel         `tfsdk:"not_read"`
}

type nodeModel struct {
	Name           types.String `tfsdk:"name"`
	KubeletVersion types.String `tfsdk:"kubelet_version"`
	NodeGroup      types.String `tfsdk:"node_group"`
	OSImage        types.String `tfsdk:"os_image"`
}

type runningAddonModel struct {
	Name      types.String `tfsdk:"name"`
	Version   types.String `tfsdk:"version"`
	Reason    types.String `tfsdk:"reason"`
	Image     types.String `tfsdk:"image"`
	Kind      types.String `tfsdk:"kind"`
	Namespace types.String `tfsdk:"namespace"`
	Workload  types.String `tfsdk:"workload"`
}

type workloadModel struct {
	Kind                  types.String            `tfsdk:"kind"`
	Namespace             types.String            `tfsdk:"namespace"`
	Name                  types.String            `tfsdk:"name"`
	Replicas              types.Int64             `tfsdk:"replicas"`
	Strategy              types.String            `tfsdk:"strategy"`
	NodeSelector          map[string]types.String `tfsdk:"node_selector"`
	Tolerations           []tolerationModel       `tfsdk:"tolerations"`
	WithoutReadinessProbe []types.String          `tfsdk:"without_readiness_probe"`
	WithoutLivenessProbe  []types.String          `tfsdk:"without_liveness_probe"`
}

type tolerationModel struct {
	Key      types.String `tfsdk:"key"`
	Operator types.String `tfsdk:"operator"`
	Value    types.String `tfsdk:"value"`
	Effect   types.String `tfsdk:"effect"`
}

type budgetModel struct {
	Namespace          types.String `tfsdk:"namespace"`
	Name               types.String `tfsdk:"name"`
	MinAvailable       types.String `tfsdk:"min_available"`
	MaxUnavailable     types.String `tfsdk:"max_unavailable"`
	DisruptionsAllowed types.Int64  `tfsdk:"disruptions_allowed"`
	CurrentHealthy     types.Int64  `tfsdk:"current_healthy"`
	DesiredHealthy     types.Int64  `tfsdk:"desired_healthy"`
	ExpectedPods       types.Int64  `tfsdk:"expected_pods"`
}

type webhookModel struct {
	Configuration types.String `tfsdk:"configuration"`
	Name          types.String `tfsdk:"name"`
	Service       types.String `tfsdk:"service"`
	Pods          types.Bool   `tfsdk:"pods"`
	Exempt        types.Bool   `tfsdk:"exempt"`
}

type deprecatedAPIModel struct {
	GroupVersion types.String `tfsdk:"group_version"`
	Resource     types.String `tfsdk:"resource"`
	RemovedIn    types.String `tfsdk:"removed_in"`
}

type notReadModel struct {
	Action      types.String `tfsdk:"action"`
	Message     types.String `tfsdk:"message"`
	Remediation types.String `tfsdk:"remediation"`
}

// fill takes what a Kubernetes API said. Its lists are shared, so they are not
// sorted in place.
func (m *workloadsModel) fill(kube upgrade.Kube) {
	m.ServerVersion = textOrNull(kube.Version)
	if minor, told := kube.Minor(); told {
		m.KubernetesVersion = types.StringValue(minor.String())
	}
	if kube.NodesRead {
		m.fillNodes(kube.Nodes)
	}
	if kube.WorkloadsRead {
		m.Addons = addonModels(kube.Addons)
	}
	if kube.WorkloadsRead && kube.LonePodsRead {
		m.Workloads = workloadModels(kube.Workloads)
	}
	if kube.BudgetsRead {
		m.DisruptionBudgets = budgetModels(&kube)
	}
	if kube.WebhooksRead {
		m.WebhooksFailingClosed = webhookModels(kube.Webhooks)
	}
	if kube.DeprecatedUsesRead {
		m.DeprecatedAPIs = deprecatedAPIModels(kube.DeprecatedUses)
	}
	m.NotRead = []notReadModel{}
	for _, problem := range kube.Problems {
		m.NotRead = append(m.NotRead, notReadModel{
			Action: textOrNull(problem.Action), Message: types.StringValue(problem.Message), Remediation: textOrNull(problem.Remediation),
		})
	}
}

func (m *workloadsModel) fillNodes(nodes []upgrade.KubeNode) {
	nodes = sorted(nodes, func(a, b upgrade.KubeNode) int { return cmp.Compare(a.Name, b.Name) })
	counts := map[string]int64{}
	m.Nodes = []nodeModel{}
	for _, node := range nodes {
		version := node.Kubelet
		if minor, told := node.Minor(); told {
			version = minor.String()
		}
		counts[version]++
		m.Nodes = append(m.Nodes, nodeModel{
			Name: types.StringValue(node.Name), KubeletVersion: textOrNull(node.Kubelet),
			NodeGroup: textOrNull(node.NodeGroup), OSImage: textOrNull(node.OS),
		})
	}
	m.NodeVersions = map[string]types.Int64{}
	for version, count := range counts {
		m.NodeVersions[version] = types.Int64Value(count)
	}
}

func addonModels(addons []upgrade.KubeAddon) []runningAddonModel {
	models := []runningAddonModel{}
	for _, addon := range sorted(addons, func(a, b upgrade.KubeAddon) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Workload, b.Workload), cmp.Compare(a.Image, b.Image))
	}) {
		model := runningAddonModel{
			Name: types.StringValue(addon.Name), Image: textOrNull(addon.Image), Kind: types.StringValue(string(addon.Kind)),
			Namespace: types.StringValue(addon.Namespace), Workload: types.StringValue(addon.Workload),
		}
		if addon.Version.IsKnown() {
			model.Version = types.StringValue(addon.Version.Value.String())
		} else {
			model.Reason = textOrNull(addon.Version.Reason)
		}
		models = append(models, model)
	}
	return models
}

func workloadModels(workloads []upgrade.Workload) []workloadModel {
	models := []workloadModel{}
	for _, workload := range sorted(workloads, func(a, b upgrade.Workload) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	}) {
		model := workloadModel{
			Kind: types.StringValue(string(workload.Kind)), Namespace: types.StringValue(workload.Namespace), Name: types.StringValue(workload.Name),
		}
		if workload.After != nil {
			model.addPods(workload.After)
		}
		models = append(models, model)
	}
	return models
}

// addPods adds what a controller says of its pods. Of lone pods only the metadata
// are read.
func (m *workloadModel) addPods(pods *upgrade.PodController) {
	if pods.Replicas.IsKnown() {
		m.Replicas = types.Int64Value(int64(pods.Replicas.Value))
	}
	if pods.Strategy.IsKnown() {
		m.Strategy = textOrNull(pods.Strategy.Value)
	}
	if pods.NodeSelector.IsKnown() || pods.NodeSelector.Knowledge == upgrade.Absent {
		m.NodeSelector = map[string]types.String{}
		for key, value := range pods.NodeSelector.Value {
			m.NodeSelector[key] = types.StringValue(value)
		}
	}
	if pods.Tolerations.IsKnown() || pods.Tolerations.Knowledge == upgrade.Absent {
		m.Tolerations = []tolerationModel{}
		for _, toleration := range pods.Tolerations.Value {
			m.Tolerations = append(m.Tolerations, tolerationModel{
				Key: textOrNull(toleration.Key), Operator: types.StringValue(cmp.Or(toleration.Operator, "Equal")),
				Value: textOrNull(toleration.Value), Effect: textOrNull(toleration.Effect),
			})
		}
	}
	if !pods.Containers.IsKnown() {
		return
	}
	m.WithoutReadinessProbe, m.WithoutLivenessProbe = []types.String{}, []types.String{}
	for _, container := range pods.Containers.Value {
		if container.Readiness.IsKnown() && !container.Readiness.Value {
			m.WithoutReadinessProbe = append(m.WithoutReadinessProbe, types.StringValue(container.Name))
		}
		if container.Liveness.IsKnown() && !container.Liveness.Value {
			m.WithoutLivenessProbe = append(m.WithoutLivenessProbe, types.StringValue(container.Name))
		}
	}
}

func budgetModels(kube *upgrade.Kube) []budgetModel {
	models := []budgetModel{}
	for _, budget := range sorted(kube.Budgets, func(a, b upgrade.PodDisruptionBudget) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	}) {
		model := budgetModel{Namespace: types.StringValue(budget.Namespace), Name: types.StringValue(budget.Name)}
		if budget.After != nil {
			model.MinAvailable, model.MaxUnavailable = textOrNull(budget.After.MinAvailable.Text), textOrNull(budget.After.MaxUnavailable.Text)
		}
		// What the controller found of an older budget says nothing of this one.
		if found, told := kube.Disruption(budget.Namespace, budget.Name); told && found.Current {
			model.DisruptionsAllowed, model.ExpectedPods = types.Int64Value(int64(found.Allowed)), types.Int64Value(int64(found.Expected))
			model.CurrentHealthy, model.DesiredHealthy = types.Int64Value(int64(found.Healthy)), types.Int64Value(int64(found.Desired))
		}
		models = append(models, model)
	}
	return models
}

func webhookModels(webhooks []upgrade.KubeWebhook) []webhookModel {
	models := []webhookModel{}
	for _, webhook := range sorted(webhooks, func(a, b upgrade.KubeWebhook) int {
		return cmp.Or(cmp.Compare(a.Configuration, b.Configuration), cmp.Compare(a.Name, b.Name))
	}) {
		if !webhook.FailsClosed {
			continue
		}
		models = append(models, webhookModel{
			Configuration: types.StringValue(webhook.Configuration), Name: types.StringValue(webhook.Name), Service: textOrNull(webhook.Service),
			Pods: types.BoolValue(webhook.Pods), Exempt: types.BoolValue(webhook.Exempt),
		})
	}
	return models
}

func deprecatedAPIModels(uses []upgrade.KubeDeprecatedUse) []deprecatedAPIModel {
	models := []deprecatedAPIModel{}
	for _, use := range sorted(uses, func(a, b upgrade.KubeDeprecatedUse) int {
		return cmp.Or(cmp.Compare(a.GroupVersion, b.GroupVersion), cmp.Compare(a.Resource, b.Resource))
	}) {
		model := deprecatedAPIModel{GroupVersion: types.StringValue(use.GroupVersion), Resource: types.StringValue(use.Resource)}
		if !use.RemovedIn.IsZero() {
			model.RemovedIn = types.StringValue(use.RemovedIn.String())
		}
		models = append(models, model)
	}
	return models
}

// sorted gives a sorted copy.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, compare)
	return list
}
