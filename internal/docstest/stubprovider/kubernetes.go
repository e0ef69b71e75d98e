package main

import (
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	metadata = block(arguments{"name": text, "namespace": text, "labels": textMap}, nil)
	selector = block(arguments{"match_labels": textMap}, nil)
	probe    = block(arguments{"initial_delay_seconds": number}, blocks{"http_get": block(arguments{"path": text, "port": text}, nil)})

	budget = of(nil, blocks{
		"metadata": metadata,
		"spec":     block(arguments{"max_unavailable": text, "min_available": text}, blocks{"selector": selector}),
	})

	container = block(arguments{"name": text, "image": text, "args": texts}, blocks{
		"port":            block(arguments{"container_port": number}, nil),
		"readiness_probe": probe,
		"liveness_probe":  probe,
		"resources":       block(arguments{"requests": textMap, "limits": textMap}, nil),
	})
)

var kubernetes = stubProvider{
	name: "kubernetes",
	schema: providerschema.Schema{
		Attributes: map[string]providerschema.Attribute{
			"host":                   providerschema.StringAttribute{Optional: true},
			"cluster_ca_certificate": providerschema.StringAttribute{Optional: true},
		},
		Blocks: map[string]providerschema.Block{
			"exec": providerschema.ListNestedBlock{NestedObject: providerschema.NestedBlockObject{
				Attributes: map[string]providerschema.Attribute{
					"api_version": providerschema.StringAttribute{Optional: true},
					"command":     providerschema.StringAttribute{Optional: true},
					"args":        providerschema.ListAttribute{Optional: true, ElementType: types.StringType},
				},
			}},
		},
	},
	resources: map[string]schema.Schema{
		"kubernetes_namespace_v1": of(nil, blocks{"metadata": metadata}),
		"kubernetes_deployment_v1": of(nil, blocks{
			"metadata": metadata,
			"spec": block(arguments{"replicas": text}, blocks{
				"selector": selector,
				"strategy": block(arguments{"type": text}, blocks{
					"rolling_update": block(arguments{"max_surge": text, "max_unavailable": text}, nil),
				}),
				"template": block(nil, blocks{
					"metadata": metadata,
					"spec":     block(arguments{"node_selector": textMap}, blocks{"container": container}),
				}),
			}),
		}),
		"kubernetes_pod_disruption_budget":    budget,
		"kubernetes_pod_disruption_budget_v1": budget,
	},
}
