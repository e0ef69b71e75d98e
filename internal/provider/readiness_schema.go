package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// readinessArguments are the arguments that the gate and the data source have in
// common. No default is stored: a default that changed would be a diff for
// every user.
func readinessArguments(hasState bool) map[string]schema.Attribute {
	defaults := upgrade.DefaultPolicy()
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	needsEnvironment := path.MatchRoot("environment")
	const gitOrCluster = "`git:<ref>` (the file at the merge base of HEAD and the ref), `eks` (the cluster itself: see the guide Before an upgrade) " +
		"or `kubernetes` (its Kubernetes API alone: see the guide Live Kubernetes)"
	baselineSource := "Where current versions come from: " + gitOrCluster + ". Default: nothing, and then the rules about version steps are not judged."
	if hasState {
		baselineSource = "Where current versions come from: `state` (what the last apply of this state let through), " + gitOrCluster + ". " +
			"Default: `state`; and with `environment` set, `git:HEAD` for the other environments where the folder is in a git checkout. " +
			"For `environment` itself `applied` counts too: where two baselines are known and differ, the newer counts and the finding names both. With `eks` and `kubernetes` a step up is judged from what the cluster says."
	}
	enforcement := "Accepted so that the arguments of the gate can be copied. The data source never stops a plan."
	if hasState {
		enforcement = "The greatest severity of a finding: `error` (default), `warning` or `off`. The provider's `enforcement` wins over it."
	}
	return map[string]schema.Attribute{
		"env_vars_dir": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The folder of `<environment>.tfvars` or `<environment>.tfvars.json`, such as `\"${path.module}/env-vars\"`.",
			Validators:          notEmpty,
		},
		"environment": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The environment that this plan and its state are for. One that does not exist is an error. Not set: this state stands for all environments.",
			Validators:          notEmpty,
		},
		"other_environments": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The greatest severity of findings about environments other than `environment`: `error` (default), `warning` or `off`.",
			Validators:          []validator.String{stringvalidator.OneOf(severityNames...)},
		},
		"cluster_version": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The cluster version that this plan will really use for `environment`, such as `var.cluster_version`. It wins over the file, and a difference is a finding of `environment-mismatch`.",
			Validators:          []validator.String{stringvalidator.AlsoRequires(needsEnvironment)},
		},
		"node_group_versions": schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "The versions, by node group, that this plan will really use for `environment`. They win over the file, and a difference is a finding of `environment-mismatch`.",
			Validators:          []validator.Map{mapvalidator.AlsoRequires(needsEnvironment)},
		},
		"module_dir": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The root module, which supplies variable defaults, `terraform.tfvars` and `*.auto.tfvars`. Default: the parent of `env_vars_dir`.",
			Validators:          notEmpty,
		},
		"variable_names": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Where tfvars keep things. Each is the name of a variable or a path into one, such as `eks.version`, `blue.version` or `node_groups.*.version`. " +
				"Default for the cluster: `" + strings.Join(readiness.DefaultClusterVersions(), "`, `") + "`. " +
				"Default for node groups: `node_group_version`, `nodegroup_version`, `node_version`, and `version` or `release_version` inside `node_groups`, `eks_managed_node_groups`, `managed_node_groups`, `nodegroups`.",
			Attributes: map[string]schema.Attribute{
				"cluster_version":     schema.StringAttribute{Optional: true, MarkdownDescription: "The cluster's version.", Validators: notEmpty},
				"cluster_name":        schema.StringAttribute{Optional: true, MarkdownDescription: "The cluster's name, for `baseline_source = \"eks\"`, and to reach its Kubernetes API through EKS.", Validators: notEmpty},
				"region":              schema.StringAttribute{Optional: true, MarkdownDescription: "The cluster's region, for `baseline_source = \"eks\"`. Default: `region` or `aws_region`, and else the provider's.", Validators: notEmpty},
				"node_group_versions": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "The versions of node groups. The key before the last part is the group's name: `blue.version` is of `blue`.", Validators: []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(notEmpty...)}},
			},
		},
		"baseline_source": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: baselineSource,
			Validators:          []validator.String{isBaselineSource(hasState)},
		},
		"baseline": schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "The current version by environment. It wins over `baseline_source`. A null element means not given; one that is not known yet is judged at apply.",
			Validators:          []validator.Map{mapvalidator.ValueStringsAre(isMinor)},
		},
		"policy": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "What a team decides.",
			Attributes: map[string]schema.Attribute{
				"max_node_group_skew": schema.Int64Attribute{
					Optional:            true,
					MarkdownDescription: fmt.Sprintf("How many minors a node group may be behind its control plane at rest: 0 to 3, default %d. EKS itself allows three.", defaults.MaxNodeGroupSkew),
					Validators:          []validator.Int64{int64validator.Between(upgrade.MinNodeGroupSkewSetting, upgrade.MaxNodeGroupSkewSetting)},
				},
				"support_warning_days": schema.Int64Attribute{
					Optional:            true,
					MarkdownDescription: fmt.Sprintf("How many days before the end of standard support the warning begins. Default %d.", defaults.SupportWarningDays),
					Validators:          []validator.Int64{int64validator.Between(0, upgrade.MaxSupportWarningDays)},
				},
				"promotion_order": schema.ListAttribute{
					Optional: true, ElementType: types.StringType,
					MarkdownDescription: "The environments in the order in which they are upgraded.",
					Validators:          []validator.List{listvalidator.NoNullValues(), listvalidator.UniqueValues()},
				},
			},
		},
		"rules": schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Severity by rule: `error`, `warning` or `off`.",
			Validators: []validator.Map{
				mapvalidator.NoNullValues(),
				mapvalidator.KeysAre(isRuleName),
				mapvalidator.ValueStringsAre(stringvalidator.OneOf(severityNames...)),
			},
		},
		"enforcement": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: enforcement,
			Validators:          []validator.String{stringvalidator.OneOf(severityNames...)},
		},
		"config_file": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The `" + config.FileName + "` whose severities, policy and waivers hold; attributes here win. Default: searched upward from `env_vars_dir`.",
			Validators:          notEmpty,
		},
	}
}

// environmentNames is the set of environments to judge. On the data source it
// has another name, because environments is what that returns.
func environmentNames() schema.SetAttribute {
	return schema.SetAttribute{
		Optional:            true,
		ElementType:         types.StringType,
		MarkdownDescription: "The environments that must be there, and the only ones judged. Default: each file that sets a cluster version. A named one without a file is a finding of `environment-missing`.",
		Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
	}
}

// forDataSource gives the same arguments for a data source.
func forDataSource(arguments map[string]schema.Attribute) map[string]datasource.Attribute {
	converted := make(map[string]datasource.Attribute, len(arguments))
	for name, argument := range arguments {
		switch a := argument.(type) {
		case schema.StringAttribute:
			converted[name] = datasource.StringAttribute{Required: a.Required, Optional: a.Optional, MarkdownDescription: a.MarkdownDescription, Validators: a.Validators}
		case schema.Int64Attribute:
			converted[name] = datasource.Int64Attribute{Optional: true, MarkdownDescription: a.MarkdownDescription, Validators: a.Validators}
		case schema.ListAttribute:
			converted[name] = datasource.ListAttribute{Optional: true, ElementType: a.ElementType, MarkdownDescription: a.MarkdownDescription, Validators: a.Validators}
		case schema.SetAttribute:
			converted[name] = datasource.SetAttribute{Optional: true, ElementType: a.ElementType, MarkdownDescription: a.MarkdownDescription, Validators: a.Validators}
		case schema.MapAttribute:
			converted[name] = datasource.MapAttribute{Optional: true, ElementType: a.ElementType, MarkdownDescription: a.MarkdownDescription, Validators: a.Validators}
		case schema.SingleNestedAttribute:
			converted[name] = datasource.SingleNestedAttribute{Optional: true, MarkdownDescription: a.MarkdownDescription, Attributes: forDataSource(a.Attributes)}
		default:
			panic(fmt.Sprintf("argument %s has a type that data sources are not given yet: %T", name, argument))
		}
	}
	return converted
}
