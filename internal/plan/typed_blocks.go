package plan

// The blocks of the Kubernetes provider's resources that rules ask for, by the
// resource's names. They are the same in versions 1 to 3 of the provider.

func attribute(name string) typedBlock { return typedBlock{name: name, plain: true} }

func one(name string, nested map[string]typedBlock) typedBlock {
	return typedBlock{name: name, nested: nested}
}

func many(name string, nested map[string]typedBlock) typedBlock {
	return typedBlock{name: name, repeats: true, nested: nested}
}

var objectMetaBlocks = map[string]typedBlock{
	"name":        attribute("name"),
	"namespace":   attribute("namespace"),
	"labels":      attribute("labels"),
	"annotations": attribute("annotations"),
}

// metadataBlocks are what every resource has that names an object.
var metadataBlocks = map[string]typedBlock{
	"api_version": attribute("apiVersion"),
	"kind":        attribute("kind"),
	"metadata":    one("metadata", objectMetaBlocks),
}

var requirementBlocks = map[string]typedBlock{
	"key":      attribute("key"),
	"operator": attribute("operator"),
	"values":   attribute("values"),
}

var selectorBlocks = map[string]typedBlock{
	"match_labels":      attribute("matchLabels"),
	"match_expressions": many("matchExpressions", requirementBlocks),
}

var containerBlocks = map[string]typedBlock{
	"name":            attribute("name"),
	"image":           attribute("image"),
	"restart_policy":  attribute("restartPolicy"),
	"readiness_probe": one("readinessProbe", nil),
	"liveness_probe":  one("livenessProbe", nil),
}

var podSpecBlocks = map[string]typedBlock{
	"node_selector": attribute("nodeSelector"),
	"affinity": one("affinity", map[string]typedBlock{
		"pod_affinity":      attribute("podAffinity"),
		"pod_anti_affinity": attribute("podAntiAffinity"),
		"node_affinity": one("nodeAffinity", map[string]typedBlock{
			"preferred_during_scheduling_ignored_during_execution": attribute("preferredDuringSchedulingIgnoredDuringExecution"),
			"required_during_scheduling_ignored_during_execution": one("requiredDuringSchedulingIgnoredDuringExecution", map[string]typedBlock{
				"node_selector_term": many("nodeSelectorTerms", map[string]typedBlock{
					"match_expressions": many("matchExpressions", requirementBlocks),
					"match_fields":      many("matchFields", requirementBlocks),
				}),
			}),
		}),
	}),
	"toleration": many("tolerations", map[string]typedBlock{
		"key":      attribute("key"),
		"operator": attribute("operator"),
		"value":    attribute("value"),
		"effect":   attribute("effect"),
	}),
	"container":      many("containers", containerBlocks),
	"init_container": many("initContainers", containerBlocks),
	"volume":         {name: "volumes", repeats: true, kinds: true},
}

var podTemplateBlock = one("template", map[string]typedBlock{
	"metadata": one("metadata", objectMetaBlocks),
	"spec":     one("spec", podSpecBlocks),
})

var strategyBlocks = map[string]typedBlock{
	"type": attribute("type"),
	"rolling_update": one("rollingUpdate", map[string]typedBlock{
		"max_unavailable": attribute("maxUnavailable"),
		"max_surge":       attribute("maxSurge"),
	}),
}

// specBlocks are the blocks inside spec, by the kind of the object.
var specBlocks = map[string]map[string]typedBlock{
	"Deployment": {
		"replicas": attribute("replicas"),
		"strategy": one("strategy", strategyBlocks),
		"template": podTemplateBlock,
	},
	"StatefulSet": {
		"replicas":        attribute("replicas"),
		"update_strategy": one("updateStrategy", strategyBlocks),
		"template":        podTemplateBlock,
	},
	"DaemonSet": {
		"strategy": one("updateStrategy", strategyBlocks),
		"template": podTemplateBlock,
	},
	"ReplicationController": {
		"replicas": attribute("replicas"),
		"template": podTemplateBlock,
	},
	"Job": {"template": podTemplateBlock},
	"CronJob": {
		"job_template": one("jobTemplate", map[string]typedBlock{
			"spec": one("spec", map[string]typedBlock{"template": podTemplateBlock}),
		}),
	},
	"Pod": podSpecBlocks,
	"PodDisruptionBudget": {
		"min_available":   attribute("minAvailable"),
		"max_unavailable": attribute("maxUnavailable"),
		"selector":        one("selector", selectorBlocks),
	},
	"HorizontalPodAutoscaler": {
		"min_replicas": attribute("minReplicas"),
		"scale_target_ref": one("scaleTargetRef", map[string]typedBlock{
			"kind": attribute("kind"),
			"name": attribute("name"),
		}),
	},
}

// typedBlocks are the blocks of a resource for a kind of object.
func typedBlocks(kind string) typedBlock {
	return typedBlock{nested: map[string]typedBlock{
		"metadata": one("metadata", objectMetaBlocks),
		"spec":     one("spec", specBlocks[kind]),
	}}
}
