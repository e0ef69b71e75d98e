package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// live is how to ask EKS, by the provider's configuration.
type live struct {
	eks    *readiness.EKS
	access readiness.Access
	// undecided are the settings that are not known yet. Then EKS cannot be asked.
	undecided []string
	// environments are how to reach the clusters of environments, and
	// environmentsUndecided tells that not even their names are known yet.
	environments          map[string]readiness.LiveEnvironment
	environmentsUndecided bool
}

// source is EKS as the source of what is there now, for a gate.
func (l live) source() *readiness.LiveSource {
	source := &readiness.LiveSource{
		Reader: l.eks, Access: l.access, Environments: l.environments,
		NameIn: "cluster_name in environments of the provider's configuration",
	}
	switch {
	case len(l.undecided) > 0:
		source.Unknown = onlyAfterApply(l.undecided...)
	case l.environmentsUndecided:
		source.Unknown = onlyAfterApply("environments")
	}
	return source
}

// onlyAfterApply is why EKS cannot be asked before settings are known.
func onlyAfterApply(settings ...string) string {
	return fmt.Sprintf("the provider's configuration (%s) is known only after apply", strings.Join(settings, ", "))
}

// target is a cluster that a data source names; region is "" for the provider's.
func (l live) target(cluster, region string) readiness.Target {
	target := readiness.Target{Cluster: cluster, Access: l.access}
	if region != "" {
		target.Access.Region = region
	}
	return target
}

// given tells whether the configuration or the environment of this process hold
// both a region and credentials. A plan of a person who has none is not to wait
// for a network that has no answer. It looks at no credentials, only at whether
// there is a place for them.
func (l live) given(region string) bool {
	return len(l.undecided) == 0 && l.eks != nil && l.regionGiven(region) && l.credentialsGiven()
}

func (l live) regionGiven(region string) bool {
	return region != "" || l.access.Region != "" || l.access.Profile != "" || len(l.access.SharedConfigFiles) > 0 ||
		anyVariable("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE") || sharedFile("AWS_CONFIG_FILE", "config")
}

func (l live) credentialsGiven() bool {
	a := l.access
	metadata := a.SkipMetadataAPICheck != nil && !*a.SkipMetadataAPICheck
	return a.AccessKey != "" || a.Profile != "" || len(a.SharedConfigFiles)+len(a.SharedCredentialsFiles)+len(a.AssumeRole) > 0 ||
		a.AssumeRoleWithWebIdentity != nil || metadata ||
		anyVariable("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE",
			"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI") ||
		sharedFile("AWS_SHARED_CREDENTIALS_FILE", "credentials") || sharedFile("AWS_CONFIG_FILE", "config")
}

func anyVariable(names ...string) bool {
	for _, name := range names {
		if os.Getenv(name) != "" {
			return true
		}
	}
	return false
}

// sharedFile tells whether a shared file of AWS is there.
func sharedFile(variable, name string) bool {
	file := os.Getenv(variable)
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return false
		}
		file = filepath.Join(home, ".aws", name)
	}
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular()
}

// undecidedDiagnostic says that EKS is not asked before the provider's
// configuration is known.
func (l live) undecidedDiagnostic(what string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("eksupgrade: %s cannot be read before apply", what),
		fmt.Sprintf("Not known yet in the provider's configuration: %s. EKS cannot be asked without it, so what it would say is null in this plan. To have it at plan, give the setting a value that is known then.",
			strings.Join(l.undecided, ", ")))
}

// problemDetail words why EKS could not tell.
func problemDetail(problem upgrade.Problem) string {
	detail := problem.Message
	if problem.Remediation != "" {
		detail += "\n\nWhat to do: " + problem.Remediation
	}
	return detail
}
