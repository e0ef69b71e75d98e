package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func workloadsSchema() schema.Schema {
	notEmpty := stringvalidator.LengthAtLeast(1)
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "What runs in a cluster, by its Kubernetes API: versions, nodes, add-ons by their images, workloads, budgets, and what hinders an upgrade. It only reads. " +
			"A list that could not be read in whole is null, and `not_read` says why.",
		Attributes: map[string]schema.Attribute{
			"environment": schema.StringAttribute{
				Optional: true, Validators: []validator.String{notEmpty},
				MarkdownDescription: "The entry of the provider's `environments` that says how the cluster is reached: by its `kubernetes`, or where it has none, or `cluster_name` is set here, through EKS.",
			},
			"cluster_name": schema.StringAttribute{
				Optional: true, Validators: []validator.String{notEmpty},
				MarkdownDescription: "The name of the cluster in EKS, through which its API server is reached. Default: the `cluster_name` of the entry; and without `environment`, the server that the provider's `kubernetes` names.",
			},
			"region": schema.StringAttribute{
				Optional: true, Validators: []validator.String{notEmpty, stringvalidator.AlsoRequires(path.MatchRoot("cluster_name"))},
				MarkdownDescription: "The region of the cluster. Default: the entry's, or the provider's.",
			},
			"kubernetes_version": computedText("The Kubernetes minor of the API server, such as `1.34`."),
			"server_version":     computedText("The whole version of the API server, such as `v1.34.2-eks-a737599`."),
			"node_versions": schema.MapAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "How many nodes there are, by the Kubernetes minor of their kubelet.",
			},
			"nodes": computedList("The nodes, by name.", map[string]schema.Attribute{
				"name":            computedText("The name of the node."),
				"kubelet_version": computedText("The whole version of its kubelet."),
				"node_group":      computedText("The managed node group that it is of; null where it is of none."),
				"os_image":        computedText("Its operating system, such as `Amazon Linux 2023.9.20260914`."),
			}),
			"addons": computedList("The add-ons that run, by name. One may be there several times: a CSI driver is a Deployment and a DaemonSet.", map[string]schema.Attribute{
				"name":      computedText("The name of the add-on, such as `vpc-cni` or `cluster-autoscaler`."),
				"version":   computedText("The version that the tag of the image names; null where it names none."),
				"reason":    computedText("Why the version is not known; null where it is."),
				"image":     computedText("The image."),
				"kind":      computedText("`Deployment`, `DaemonSet` or `StatefulSet`."),
				"namespace": computedText("The namespace."),
				"workload":  computedText("The name of the Deployment, DaemonSet or StatefulSet."),
			}),
			"workloads": computedList("What runs pods, by namespace, kind and name: Deployments, DaemonSets and StatefulSets, and the ReplicaSets and Pods that no controller makes anew. Of the latter two the rest is null.", map[string]schema.Attribute{
				"kind":          computedText("`Deployment`, `DaemonSet`, `StatefulSet`, `ReplicaSet` or `Pod`."),
				"namespace":     computedText("The namespace."),
				"name":          computedText("The name."),
				"replicas":      number("How many pods it asks for; null for a DaemonSet."),
				"strategy":      computedText("`RollingUpdate`, `Recreate` or `OnDelete`."),
				"node_selector": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The labels that a node must have for its pods."},
				"tolerations": computedList("The taints of nodes that its pods tolerate.", map[string]schema.Attribute{
					"key":      computedText("The key of the taint; null for every taint."),
					"operator": computedText("`Equal` or `Exists`."),
					"value":    computedText("The value of the taint; null where it does not matter."),
					"effect":   computedText("`NoSchedule`, `PreferNoSchedule` or `NoExecute`; null for all."),
				}),
				"without_readiness_probe": computedTexts("The containers without a readiness probe. Sidecars are among them, and other init containers not."),
				"without_liveness_probe":  computedTexts("The containers without a liveness probe."),
			}),
			"disruption_budgets": computedList("The PodDisruptionBudgets, by namespace and name.", map[string]schema.Attribute{
				"namespace":           computedText("The namespace."),
				"name":                computedText("The name."),
				"min_available":       computedText("How many pods must stay, or a percentage; null where it is not set."),
				"max_unavailable":     computedText("How many pods may go, or a percentage; null where it is not set."),
				"disruptions_allowed": number("How many pods may be evicted now; null, as the next three, where Kubernetes has not looked at the budget as it is now."),
				"current_healthy":     number("How many of its pods are healthy."),
				"desired_healthy":     number("How many of its pods must stay healthy."),
				"expected_pods":       number("How many pods it is about."),
			}),
			"webhooks_failing_closed": computedList("The admission webhooks that keep requests from being done while they do not answer.", map[string]schema.Attribute{
				"configuration": computedText("Such as `ValidatingWebhookConfiguration policies`."),
				"name":          computedText("The name of the webhook."),
				"service":       computedText("The namespace and the name of the Service that answers; null where a URL does."),
				"pods":          flag("Whether it is asked about new pods."),
				"exempt":        flag("Whether it is not asked about the namespace of its own Service, so that its own pods can always be made."),
			}),
			"deprecated_apis": computedList("The deprecated APIs that were asked for since the API server was started.", map[string]schema.Attribute{
				"group_version": computedText("Such as `policy/v1beta1`."),
				"resource":      computedText("Such as `poddisruptionbudgets`."),
				"removed_in":    computedText("The Kubernetes minor that does not serve it any more; null where none is named."),
			}),
			"not_read": computedList("What could not be read. A warning says the same.", map[string]schema.Attribute{
				"action":      computedText("What was asked, such as `list daemonsets.apps`."),
				"message":     computedText("Why it could not be read."),
				"remediation": computedText("What to do, such as the permission that is missing."),
			}),
		},
	}
}

func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func computedTexts(description string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}

func computedList(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
}
