package rules

import (
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// What pods are made of is judged by where the control plane goes.
func TestReleaseNotesSeeWorkloads(t *testing.T) {
	annotations := func(claim upgrade.Claim[map[string]string], volumes ...string) *upgrade.PodController {
		return &upgrade.PodController{Annotations: claim, VolumeKinds: volumes}
	}
	has := func(keys ...string) upgrade.Claim[map[string]string] {
		values := map[string]string{}
		for _, key := range keys {
			values[key] = "x"
		}
		return upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: values}
	}
	for name, test := range map[string]struct {
		current, asked string
		before, after  *upgrade.PodController
		want           []string
		unknown        bool
	}{
		"annotations":             {"1.26", "1.27", nil, annotations(has("seccomp.alpha/pod", "other", "seccomp.alpha/init")), []string{"the annotation seccomp.alpha/init on Deployment app, Kubernetes 1.27", "the annotation seccomp.alpha/pod on Deployment app, Kubernetes 1.27"}, false},
		"a volume":                {"1.35", "1.36", nil, annotations(has(), "emptyDir", "gitRepo"), []string{"a gitRepo volume in Deployment app, Kubernetes 1.36"}, false},
		"past the version":        {"1.27", "1.28", nil, annotations(has("seccomp.alpha/pod")), nil, false},
		"not yet at the version":  {"1.25", "1.26", nil, annotations(has("seccomp.alpha/pod"), "gitRepo"), nil, false},
		"gone":                    {"1.26", "1.27", annotations(has("seccomp.alpha/pod")), nil, nil, false},
		"annotations not known":   {"1.26", "1.27", nil, annotations(upgrade.UnknownClaim[map[string]string]("it comes from terraform_data.a.output", upgrade.Source{})), nil, true},
		"no version is changing":  {"1.27", "1.27", nil, annotations(has("seccomp.alpha/pod")), nil, false},
		"two versions at once":    {"1.26", "1.36", nil, annotations(has(), "gitRepo"), []string{"a gitRepo volume in Deployment app, Kubernetes 1.36"}, false},
		"nothing of it is there":  {"1.26", "1.36", nil, annotations(has("other"), "emptyDir"), nil, false},
		"an older one is at hand": {"1.26", "1.27", annotations(has("seccomp.alpha/pod")), annotations(has("other")), nil, false},
	} {
		prior, plan := upgrade.Source{Kind: upgrade.SourcePrior}, upgrade.Source{Kind: upgrade.SourcePlan}
		cluster := upgrade.Cluster{
			Asked:   []upgrade.VersionClaim{upgrade.ClaimVersion(test.asked, plan)},
			Current: []upgrade.VersionClaim{upgrade.ClaimVersion(test.current, prior)},
		}
		cluster.Workloads = []upgrade.Workload{{Address: "kubernetes_deployment_v1.app", Kind: upgrade.Deployment, Name: "app", Before: test.before, After: test.after}}
		outcome := releaseNote.Check(upgrade.Subject{
			Environment: upgrade.Environment{Name: "prod", Plan: &upgrade.Plan{HasCluster: true}, Clusters: []upgrade.Cluster{cluster}},
			Catalog: upgrade.Catalog{Notes: []upgrade.Note{
				{Name: "seccomp", Kubernetes: minor(t, "1.27"), Looks: upgrade.LookAnnotations, Signs: []string{"seccomp.alpha/"}, Says: "It breaks.", Do: "Mend it."},
				{Name: "git", Kubernetes: minor(t, "1.36"), Looks: upgrade.LookVolumes, Signs: []string{"gitRepo"}, Says: "It breaks.", Do: "Mend it."},
			}},
		})
		var facts []string
		for _, finding := range outcome.Findings {
			facts = append(facts, finding.Fact)
			checkWording(t, finding)
			if finding.Address != "kubernetes_deployment_v1.app" {
				t.Errorf("%s: found at %q", name, finding.Address)
			}
		}
		if !slices.Equal(facts, test.want) {
			t.Errorf("%s: found %q, want %q", name, facts, test.want)
		}
		if unknown := len(outcome.NotJudged) > 0; unknown != test.unknown {
			t.Errorf("%s: not judged: %+v", name, outcome.NotJudged)
		}
	}
}
