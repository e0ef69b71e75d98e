package plan

import "strings"

// keptTypes are the types outside of the families below that a rule, or the
// model that rules judge, looks at.
var keptTypes = map[string]bool{
	"aws_ami":                  true,
	"aws_autoscaling_group":    true,
	"aws_launch_configuration": true,
	"aws_launch_template":      true,
	"aws_ssm_parameter":        true,
	"helm_release":             true,
	"k8s_manifest":             true,
	"spotinst_ocean_aws":       true,
	"spotinst_elastigroup_aws": true,
}

// keptFamilies are the beginnings of types that are kept: EKS itself, and all
// that providers for Kubernetes make.
var keptFamilies = []string{"aws_eks_", "kubernetes_", "kubectl_", "kustomization_", "argocd_"}

// bareTypes are types whose values no rule reads, and which may hold much or be
// secret. What is done to them, and where, is kept.
var bareTypes = map[string]bool{
	"kubernetes_config_map":               true,
	"kubernetes_config_map_v1":            true,
	"kubernetes_config_map_v1_data":       true,
	"kubernetes_secret":                   true,
	"kubernetes_secret_v1":                true,
	"kubernetes_secret_v1_data":           true,
	"aws_eks_cluster_auth":                true,
	"kubernetes_token_request_v1":         true,
	"kubernetes_service_account_token_v1": true,
}

// maxPassing is how many resources of a type that hands values on are kept, and
// maxPassingValues how long their values may be. A plan may hold very many of
// them, and hardly ever does one lead to a version.
const (
	maxPassing       = 1000
	maxPassingValues = 16 << 10
)

// passesValues tells whether resources of the type hand a value on that is
// unknown until the apply although the plan holds what it is made of.
func passesValues(resourceType string) bool { return resourceType == "terraform_data" }

// keepsValues tells whether the values of a resource of the type are kept.
func keepsValues(resourceType string) bool { return matters(resourceType) && !bareTypes[resourceType] }

// matters tells whether resources of the type are kept at all.
func matters(resourceType string) bool {
	if keptTypes[resourceType] || passesValues(resourceType) {
		return true
	}
	for _, family := range keptFamilies {
		if strings.HasPrefix(resourceType, family) {
			return true
		}
	}
	return false
}
