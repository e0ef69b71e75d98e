package rules

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// objectsCase is what runs in a cluster.
type objectsCase struct {
	Workloads   []workloadCase   `json:"workloads"`
	Budgets     []budgetCase     `json:"budgets"`
	Autoscalers []autoscalerCase `json:"autoscalers"`
	APIObjects  []apiObjectCase  `json:"api_objects"`
	Opaque      []upgrade.Opaque `json:"opaque"`
}

func (c objectsCase) addTo(t *testing.T, placed *upgrade.Placed) {
	for _, workload := range c.Workloads {
		placed.Workloads = append(placed.Workloads, workload.workload(t))
	}
	for _, budget := range c.Budgets {
		placed.Budgets = append(placed.Budgets, budget.budget(t))
	}
	for _, autoscaler := range c.Autoscalers {
		placed.Autoscalers = append(placed.Autoscalers, autoscaler.autoscaler())
	}
	for _, object := range c.APIObjects {
		placed.APIObjects = append(placed.APIObjects, object.object())
	}
	placed.Opaque = c.Opaque
}

// workloadCase is a Deployment named app, unless it says otherwise.
type workloadCase struct {
	Kind      string     `json:"kind"`
	Name      string     `json:"name"`
	Namespace string     `json:"namespace"`
	Address   string     `json:"address"`
	Action    actionCase `json:"action"`
	// Pods stands for Before and After, which are the same.
	Pods   *podsCase `json:"pods"`
	Before *podsCase `json:"before"`
	After  *podsCase `json:"after"`
	// Planned is the plan's before, where Before is the cluster's.
	Planned *podsCase `json:"planned"`
	// NoWait lets Terraform go on before the new pods run.
	NoWait bool `json:"no_wait"`
}

func (c workloadCase) workload(t *testing.T) upgrade.Workload {
	t.Helper()
	name := or(c.Name, "app")
	workload := upgrade.Workload{
		Kind: upgrade.WorkloadKind(or(c.Kind, "Deployment")), Name: name, Namespace: c.Namespace,
		Address: or(c.Address, "kubernetes_deployment."+name), Action: upgrade.Action(c.Action), WaitsForRollout: !c.NoWait,
		Before: c.Before.pods(t, name), After: c.After.pods(t, name), Planned: c.Planned.pods(t, name),
	}
	if c.Pods != nil {
		workload.Before, workload.After = c.Pods.pods(t, name), c.Pods.pods(t, name)
	}
	return workload
}

// podsCase has the label app with the workload's name, unless it says otherwise.
type podsCase struct {
	Replicas       told[int]                  `json:"replicas"`
	Strategy       told[string]               `json:"strategy"`
	MaxUnavailable told[string]               `json:"max_unavailable"`
	Labels         told[map[string]string]    `json:"labels"`
	NodeSelector   told[map[string]string]    `json:"node_selector"`
	RequiredNodes  told[[]upgrade.NodeTerm]   `json:"required_nodes"`
	Tolerations    told[[]upgrade.Toleration] `json:"tolerations"`
	Containers     told[[]containerCase]      `json:"containers"`
}

func (c *podsCase) pods(t *testing.T, name string) *upgrade.PodController {
	t.Helper()
	if c == nil {
		return nil
	}
	labels := c.Labels
	if labels.value == nil && labels.unknown == "" {
		labels.value = &map[string]string{"app": name}
	}
	containers := c.Containers.claim("container")
	pods := &upgrade.PodController{
		Replicas:       c.Replicas.claim("spec[0].replicas"),
		Strategy:       c.Strategy.claim("spec[0].strategy[0].type"),
		MaxUnavailable: shareClaim(t, c.MaxUnavailable.claim("max_unavailable")),
		PodLabels:      labels.claim("labels"),
		NodeSelector:   c.NodeSelector.claim("node_selector"),
		RequiredNodes:  c.RequiredNodes.claim("affinity"),
		Tolerations:    c.Tolerations.claim("toleration"),
		Containers:     upgrade.Claim[[]upgrade.Container]{Knowledge: containers.Knowledge, Reason: containers.Reason, Source: containers.Source},
	}
	for _, container := range containers.Value {
		pods.Containers.Value = append(pods.Containers.Value, upgrade.Container{
			Name: container.Name, Readiness: container.Readiness.claim("readiness_probe"), Liveness: container.Liveness.claim("liveness_probe"),
		})
	}
	return pods
}

type containerCase struct {
	Name      string     `json:"name"`
	Readiness told[bool] `json:"readiness"`
	Liveness  told[bool] `json:"liveness"`
}

// budgetCase is a PodDisruptionBudget named app, unless it says otherwise.
type budgetCase struct {
	Name      string     `json:"name"`
	Namespace string     `json:"namespace"`
	Action    actionCase `json:"action"`
	// Limits stands for Before and After, which are the same.
	Limits *limitsCase `json:"limits"`
	Before *limitsCase `json:"before"`
	After  *limitsCase `json:"after"`
	// Planned is the plan's before, where Before is the cluster's.
	Planned *limitsCase `json:"planned"`
}

func (c budgetCase) budget(t *testing.T) upgrade.PodDisruptionBudget {
	t.Helper()
	name := or(c.Name, "app")
	budget := upgrade.PodDisruptionBudget{
		Address: "kubernetes_pod_disruption_budget_v1." + name, Name: name, Namespace: c.Namespace, Action: upgrade.Action(c.Action),
		Before: c.Before.limits(t), After: c.After.limits(t), Planned: c.Planned.limits(t),
	}
	if c.Limits != nil {
		budget.Before, budget.After = c.Limits.limits(t), c.Limits.limits(t)
	}
	return budget
}

// limitsCase is for pods with the label app=app, unless it says otherwise.
type limitsCase struct {
	Min          told[string]                `json:"min"`
	Max          told[string]                `json:"max"`
	Selector     told[upgrade.LabelSelector] `json:"selector"`
	GroupVersion string                      `json:"group_version"`
}

func (c *limitsCase) limits(t *testing.T) *upgrade.Budget {
	t.Helper()
	if c == nil {
		return nil
	}
	selector := c.Selector
	if selector.value == nil && selector.unknown == "" {
		selector.value = &upgrade.LabelSelector{MatchLabels: map[string]string{"app": "app"}}
	}
	return &upgrade.Budget{
		MinAvailable: shareClaim(t, c.Min.claim("min_available")), MaxUnavailable: shareClaim(t, c.Max.claim("max_unavailable")),
		Selector: selector.claim("selector"), GroupVersion: or(c.GroupVersion, "policy/v1"),
	}
}

// autoscalerCase is for the Deployment app.
type autoscalerCase struct {
	Min told[int] `json:"min"`
}

func (c autoscalerCase) autoscaler() upgrade.PodAutoscaler {
	return upgrade.PodAutoscaler{Address: "kubernetes_horizontal_pod_autoscaler_v2.app", TargetKind: "Deployment", TargetName: "app", MinReplicas: c.Min.claim("min_replicas")}
}

type apiObjectCase struct {
	Address      string       `json:"address"`
	Name         string       `json:"name"`
	Action       actionCase   `json:"action"`
	GroupVersion told[string] `json:"group_version"`
	Kind         string       `json:"kind"`
	ResourceType string       `json:"resource_type"`
}

func (c apiObjectCase) object() upgrade.APIObject {
	return upgrade.APIObject{
		Address: c.Address, Name: or(c.Name, "app"), Action: upgrade.Action(c.Action), GroupVersion: c.GroupVersion.claim("api_version"),
		Kind: c.Kind, ResourceType: c.ResourceType,
	}
}

// objectsCatalogCase holds facts on APIs.
type objectsCatalogCase struct {
	APIs []struct {
		GroupVersion            string `json:"group_version"`
		Kind                    string `json:"kind"`
		Component               string `json:"component"`
		Deprecated              string `json:"deprecated"`
		Removed                 string `json:"removed"`
		ReplacementGroupVersion string `json:"replacement_group_version"`
		ReplacementKind         string `json:"replacement_kind"`
	} `json:"apis"`
	ResourceAPIs []upgrade.ResourceAPI `json:"resource_apis"`
}

func (c objectsCatalogCase) addTo(t *testing.T, catalog *upgrade.Catalog) {
	for _, api := range c.APIs {
		catalog.APIs = append(catalog.APIs, upgrade.API{
			GroupVersion: api.GroupVersion, Kind: api.Kind, Component: or(api.Component, "k8s"),
			DeprecatedIn: addonVersionOrNone(t, api.Deprecated), RemovedIn: addonVersionOrNone(t, api.Removed),
			ReplacementGroupVersion: api.ReplacementGroupVersion, ReplacementKind: api.ReplacementKind,
		})
	}
	catalog.ResourceAPIs = c.ResourceAPIs
}
