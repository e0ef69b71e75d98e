// Package readiness puts a judgement together: it reads the tfvars of all
// environments, finds what is there now, and has the rules judge. The provider
// and the command line both do just this, so it is done here, once.
package readiness

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Names says where tfvars keep things.
type Names = tfvars.Names

// DefaultClusterVersions are the variables in which a cluster's version is
// looked for where Names says nothing.
func DefaultClusterVersions() []string { return tfvars.DefaultClusterVersions() }

// Request is what is to be judged and by what.
type Request struct {
	// EnvVarsDir is the folder of <environment>.tfvars.
	EnvVarsDir string
	// ModuleDir is the root module; "" means the parent of EnvVarsDir.
	ModuleDir string
	Names     Names
	// Environments are the ones to judge, in this order. Nil means every file
	// that sets a cluster version.
	Environments []string
	// Own is the environment that the plan is for; "" means all of them.
	Own string
	// OwnClusterVersion and OwnNodeGroupVersions are what the plan will really
	// use for Own; nil where that was not given.
	OwnClusterVersion    *upgrade.VersionClaim
	OwnNodeGroupVersions map[string]upgrade.VersionClaim
	// OwnNodeGroupsUnknown is set where the plan will use versions of which not
	// even the groups are known yet.
	OwnNodeGroupsUnknown *upgrade.VersionClaim
	Baselines            Baselines
	// Live asks EKS what is there now; nil where nobody chose EKS.
	Live *LiveSource
	// Kube asks the Kubernetes API of each cluster what runs there; nil where nobody
	// chose to.
	Kube *KubeSource
	// Target is judged in place of what is asked for, nodes included; zero means
	// what is asked for.
	Target  upgrade.Minor
	Policy  upgrade.Policy
	Catalog upgrade.Catalog
	Today   upgrade.Date
	// withAddons reads the add-ons that the tfvars hold too. They are edited, and
	// not judged by the gate.
	withAddons bool
}

// judges tells whether the policy wants to hear of an environment.
func (r Request) judges(environment upgrade.Environment) bool {
	return r.Own == "" || environment.Own || r.Policy.OtherEnvironments != upgrade.Off
}

// Baselines says where current versions come from.
type Baselines struct {
	// Explicit wins, by environment.
	Explicit map[string]upgrade.VersionClaim
	// ExplicitUnknown is set where not even the environments are known yet that
	// an explicit baseline will speak of.
	ExplicitUnknown *upgrade.VersionClaim
	// Applied is what a state recorded, by environment.
	Applied map[string]upgrade.Applied
	// Git is a ref whose merge base with HEAD tells; "" means that git is not
	// asked.
	Git string
	// GitAsked is true where somebody chose git. Where nobody did, git speaks if
	// it can, and a folder in no checkout is no problem.
	GitAsked bool
	// AsAsked takes what the tfvars ask for as what is there now.
	AsAsked bool
	// GitForOthersOnly keeps git from speaking for the plan's own environment.
	GitForOthersOnly bool
}

// InputError is a request that cannot be judged at all. Argument is what it is
// about: env_vars_dir, module_dir, variable_names, environments or kubernetes.
type InputError struct {
	Argument    string
	Message     string
	Remediation string
	Cause       error
}

func (e *InputError) Error() string {
	if e.Remediation == "" {
		return e.Message
	}
	return e.Message + " " + e.Remediation
}

func (e *InputError) Unwrap() error { return e.Cause }

// Settings are what a configuration file or arguments may decide; nil is not
// decided.
type Settings struct {
	MaxNodeGroupSkew   *int
	SupportWarningDays *int
	PromotionOrder     []string
	Severities         map[string]upgrade.Severity
}

// PolicyOf lays settings over those of a configuration file, and both over the
// defaults.
func PolicyOf(file config.File, settings Settings) upgrade.Policy {
	policy := upgrade.DefaultPolicy()
	policy.Waivers = file.Waivers
	policy.Severities = map[string]upgrade.Severity{}
	for _, layer := range []Settings{
		{file.MaxNodeGroupSkew, file.SupportWarningDays, file.PromotionOrder, file.Severities},
		settings,
	} {
		if layer.MaxNodeGroupSkew != nil {
			policy.MaxNodeGroupSkew = *layer.MaxNodeGroupSkew
		}
		if layer.SupportWarningDays != nil {
			policy.SupportWarningDays = *layer.SupportWarningDays
		}
		if layer.PromotionOrder != nil {
			policy.PromotionOrder = layer.PromotionOrder
		}
		for rule, severity := range layer.Severities {
			policy.Severities[rule] = severity
		}
	}
	return policy
}

func inputError(argument, remediation string, cause error, format string, arguments ...any) *InputError {
	return &InputError{Argument: argument, Message: fmt.Sprintf(format, arguments...), Remediation: remediation, Cause: cause}
}
