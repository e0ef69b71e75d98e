package eks

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// bare takes away every setting of the machine that runs the test.
func bare(t *testing.T) {
	t.Helper()
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") || strings.HasPrefix(strings.ToLower(name), "http") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
}

// The command line has no provider configuration, so no message speaks of one.
func TestMissingSettingsOfCommandLine(t *testing.T) {
	for name, test := range map[string]struct {
		access Access
		todo   string
	}{
		"no credentials":  {Access{Region: "eu-west-1"}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"},
		"no region":       {Access{AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test"}, "AWS_REGION"},
		"no such region":  {Access{Region: "eu-wset-1", AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test"}, "the region in the tfvars"},
		"no such profile": {Access{Region: "eu-west-1", Profile: "nobody"}, "the profile in the shared files"},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			client := New(Options{CommandLine: true, Deadline: time.Second})
			target := Target{Environment: "prod", Cluster: "shop-prod", Access: test.access}
			_, asked := client.Insights(t.Context(), target, InsightFilter{})
			problems := append(client.Read(t.Context(), []Target{target}, wantAll)[0].Problems, *asked)
			if len(problems) != 2 {
				t.Fatalf("%+v", problems)
			}
			for _, problem := range problems {
				if !strings.Contains(problem.Remediation, test.todo) || strings.Contains(problem.Remediation, "provider configuration") || strings.Contains(problem.Remediation, "environments[") {
					t.Errorf("%s", problem.Remediation)
				}
			}
		})
	}
}

// Without settings nothing fails before something is read, and then the problem
// names what would help.
func TestMissingSettings(t *testing.T) {
	for name, test := range map[string]struct {
		access        Access
		message, todo []string
	}{
		"nothing": {
			message: []string{"eks:DescribeCluster for cluster shop-prod (account not known, region not known) needs credentials"},
			todo:    []string{"profile in the provider configuration", `environments["prod"].profile`, "AWS_PROFILE", "AWS_ACCESS_KEY_ID"},
		},
		"no credentials": {
			access:  Access{Region: "eu-west-1"},
			message: []string{"(account not known, eu-west-1) needs credentials"}, todo: []string{"AWS_ACCESS_KEY_ID", "aws sso login"},
		},
		"no region": {
			access:  Access{AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test"},
			message: []string{"needs a region"}, todo: []string{"region in the provider configuration", `environments["prod"].region`, "AWS_REGION"},
		},
		"no region for the role": {
			access:  Access{AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test", AssumeRole: []AssumeRole{{RoleARN: "arn:aws:iam::444455556666:role/reader"}}},
			message: []string{"account 444455556666", "needs a region"}, todo: []string{"AWS_REGION"},
		},
		"no such region": {
			access:  Access{Region: "eu-wset-1", AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test"},
			message: []string{"invalid AWS Region: eu-wset-1"}, todo: []string{"skip_region_validation"},
		},
		"half of the keys": {
			access:  Access{Region: "eu-west-1", AccessKey: "AKIAFAKEFAKEFAKEFAKE"},
			message: []string{"access_key is set and secret_key is not"}, todo: []string{"secret_key"},
		},
		"no such profile": {
			access:  Access{Region: "eu-west-1", Profile: "nobody"},
			message: []string{"nobody"}, todo: []string{"profile"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			client := hurried()
			target := Target{Environment: "prod", Cluster: "shop-prod", Access: test.access}
			live := client.Read(t.Context(), []Target{target}, wantAll)[0]
			_, asked := client.Insights(t.Context(), target, InsightFilter{})
			if len(live.Problems) != 1 || asked == nil {
				t.Fatalf("problems %+v, %+v", live.Problems, asked)
			}
			if !strings.HasPrefix(asked.Message, "eks:ListInsights for cluster shop-prod") {
				t.Errorf("%s", asked.Message)
			}
			for _, text := range test.message {
				if !strings.Contains(live.Problems[0].Message, text) {
					t.Errorf("message lacks %q: %s", text, live.Problems[0].Message)
				}
			}
			for _, text := range test.todo {
				if !strings.Contains(live.Problems[0].Remediation, text) {
					t.Errorf("remediation lacks %q: %s", text, live.Problems[0].Remediation)
				}
			}
		})
	}
}

// The ways in which hashicorp/aws finds its settings.
func TestSettings(t *testing.T) {
	role := "arn:aws:iam::444455556666:role/reader"
	for name, test := range map[string]struct {
		prepare func(t *testing.T, url string) Access
		account string
		action  string
	}{
		"arguments": {prepare: func(_ *testing.T, url string) Access { return accessTo(url) }, account: ekstest.Account},
		"environment variables": {prepare: func(t *testing.T, url string) Access {
			t.Setenv("AWS_REGION", ekstest.Region)
			t.Setenv("AWS_ACCESS_KEY_ID", ekstest.AccessKey)
			t.Setenv("AWS_SECRET_ACCESS_KEY", ekstest.SecretKey)
			t.Setenv("AWS_ENDPOINT_URL_EKS", url)
			return Access{}
		}, account: ekstest.Account},
		"profile": {prepare: func(t *testing.T, url string) Access {
			file := filepath.Join(t.TempDir(), "config")
			text := fmt.Sprintf("[profile ours]\nregion = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n", ekstest.Region, ekstest.AccessKey, ekstest.SecretKey)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return Access{Profile: "ours", SharedConfigFiles: []string{file}, EKSEndpoint: url}
		}, account: ekstest.Account},
		"role": {prepare: func(_ *testing.T, url string) Access {
			access := accessTo(url)
			access.AssumeRole = []AssumeRole{{RoleARN: role, SessionName: "test"}}
			return access
		}, account: "444455556666", action: "sts:AssumeRole"},
		"role, by environment variables": {prepare: func(t *testing.T, url string) Access {
			t.Setenv("AWS_ACCESS_KEY_ID", ekstest.AccessKey)
			t.Setenv("AWS_SECRET_ACCESS_KEY", ekstest.SecretKey)
			t.Setenv("AWS_ENDPOINT_URL", url)
			return Access{Region: ekstest.Region, AssumeRole: []AssumeRole{{RoleARN: role}}}
		}, account: "444455556666", action: "sts:AssumeRole"},
		"web identity": {prepare: func(_ *testing.T, url string) Access {
			access := accessTo(url)
			access.AccessKey, access.SecretKey = "", ""
			access.AssumeRoleWithWebIdentity = &AssumeRoleWithWebIdentity{RoleARN: role, SessionName: "ci", WebIdentityToken: "token-of-a-test"}
			return access
		}, account: "444455556666", action: "sts:AssumeRoleWithWebIdentity"},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			world := ekstest.SixEnvironments()
			other := ekstest.ReadyCluster("shop-prod")
			other.Account = "444455556666"
			world.Clusters = append(world.Clusters, other)
			world.Roles = []ekstest.Role{{ARN: role, WebIdentityToken: "token-of-a-test"}}
			server := ekstest.New(t, world)
			access := test.prepare(t, server.URL)
			client := New(Options{})
			targets := []Target{{Cluster: "shop-prod", Access: access}, {Cluster: "shop-prod", Access: access}}
			for _, live := range client.Read(t.Context(), targets, wantAll) {
				if len(live.Problems) > 0 || live.Account != test.account || live.Version != "1.34" || live.Region != ekstest.Region {
					t.Fatalf("account %q, version %q, region %q, %+v", live.Account, live.Version, live.Region, live.Problems)
				}
			}
			// Credentials are fetched once, and nothing else is asked of STS.
			var asked []string
			for _, call := range server.Calls() {
				if strings.HasPrefix(call.Action, "sts:") {
					asked = append(asked, call.Action)
				}
			}
			if strings.Join(asked, " ") != test.action {
				t.Errorf("asked STS for %v, expected %q", asked, test.action)
			}
		})
	}
}

// A client is made without credentials, and without the network.
func TestNewDoesNothing(t *testing.T) {
	bare(t)
	if lives := New(Options{}).Read(t.Context(), nil, nil); len(lives) != 0 {
		t.Errorf("%v", lives)
	}
}

func TestRoleRefused(t *testing.T) {
	bare(t)
	world := ekstest.SixEnvironments()
	server := ekstest.New(t, world)
	access := accessTo(server.URL)
	access.AssumeRole = []AssumeRole{{RoleARN: "arn:aws:iam::444455556666:role/nobody"}}
	live := hurried().Read(t.Context(), []Target{{Environment: "prod", Cluster: "shop-prod", Access: access}}, wantAll)[0]
	if len(live.Problems) != 1 {
		t.Fatalf("%+v", live.Problems)
	}
	for _, text := range []string{"sts:AssumeRole for cluster shop-prod (account 444455556666, eu-west-1)", "role/nobody", `environments["prod"].assume_role`} {
		if whole := live.Problems[0].Message + live.Problems[0].Remediation; !strings.Contains(whole, text) {
			t.Errorf("%q is not in %s", text, whole)
		}
	}
}

// EKS answers a wrong signature with the request, token included.
func TestSecretsAreHidden(t *testing.T) {
	bare(t)
	server := ekstest.New(t, ekstest.SixEnvironments())
	access := accessTo(server.URL)
	server.Break(ekstest.Fault{Effect: ekstest.BadRequest("InvalidSignatureException",
		"The request of "+access.AccessKey+" with "+access.SecretKey+" is not right.\nx-amz-security-token:whatever")})
	live := hurried().Read(t.Context(), []Target{{Cluster: "shop-prod", Access: access}}, func(Target, upgrade.Minor) Want { return Want{} })[0]
	text := fmt.Sprintf("%+v", live)
	for _, secret := range []string{access.AccessKey, access.SecretKey, "whatever"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in %s", secret, text)
		}
	}
	if !strings.Contains(text, "does not accept the credentials") {
		t.Error(text)
	}
}
