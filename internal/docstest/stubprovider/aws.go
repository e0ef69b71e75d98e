package main

import (
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var aws = stubProvider{
	name: "aws",
	schema: providerschema.Schema{
		Attributes: map[string]providerschema.Attribute{
			"region": providerschema.StringAttribute{Optional: true},
		},
		Blocks: map[string]providerschema.Block{
			"default_tags": providerschema.ListNestedBlock{NestedObject: providerschema.NestedBlockObject{
				Attributes: map[string]providerschema.Attribute{
					"tags": providerschema.MapAttribute{Optional: true, ElementType: types.StringType},
				},
			}},
		},
	},
	resources: map[string]schema.Schema{
		"aws_eks_cluster": of(arguments{
			"name": text, "role_arn": text, "version": text, "endpoint": text,
			"certificate_authority": computed(arguments{"data": text}),
		}, blocks{
			"vpc_config": block(arguments{"subnet_ids": texts, "endpoint_private_access": flag, "endpoint_public_access": flag}, nil),
		}),
		"aws_eks_node_group": of(arguments{
			"cluster_name": text, "node_group_name": text, "node_role_arn": text, "subnet_ids": texts,
			"version": text, "ami_type": text, "instance_types": texts, "labels": textMap,
		}, blocks{
			"scaling_config": block(arguments{"desired_size": number, "min_size": number, "max_size": number}, nil),
			"taint":          block(arguments{"key": text, "value": text, "effect": text}, nil),
			"update_config":  block(arguments{"max_unavailable": number}, nil),
		}),
		"aws_eks_addon": of(arguments{
			"cluster_name": text, "addon_name": text, "addon_version": text, "resolve_conflicts_on_update": text,
		}, nil),
		"aws_iam_role":                   of(arguments{"name": text, "arn": text, "assume_role_policy": text}, nil),
		"aws_iam_role_policy_attachment": of(arguments{"role": text, "policy_arn": text}, nil),
	},
}
