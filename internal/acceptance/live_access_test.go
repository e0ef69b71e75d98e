package acceptance

import (
	"fmt"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// Settings of the provider mean what they mean in hashicorp/aws: profiles and
// files, also for one environment alone.
func TestProfilesAndFiles(t *testing.T) {
	const other = "444455556666"
	world := ekstest.SixEnvironments()
	for i := range world.Clusters {
		if world.Clusters[i].Name == "shop-prod" {
			world.Clusters[i].Account, world.Clusters[i].Region = other, "eu-central-1"
		}
	}
	world.Credentials = []ekstest.Credential{
		ekstest.DefaultCredential(),
		{AccessKey: "AKIAOTHERACCOUNT0001", SecretKey: "other/secret", Account: other},
	}
	server := ekstest.New(t, world)
	m := newModule(t, root+fmt.Sprintf(`
provider "eksupgrade" {
  profile                     = "shop"
  shared_config_files         = ["${path.root}/aws/config"]
  shared_credentials_files    = ["${path.root}/aws/credentials"]
  max_retries                 = 2
  skip_credentials_validation = true
  skip_metadata_api_check     = "true"
  skip_region_validation      = true
  skip_requesting_account_id  = true
  no_proxy                    = "127.0.0.1"
  endpoints {
    eks = %[1]q
    sts = %[1]q
  }
  environments = {
    prod = { profile = "prod" }
  }
}
`, server.URL)+liveGate)
	m.write("aws/config", "[profile shop]\nregion = "+ekstest.Region+"\n\n[profile prod]\nregion = eu-central-1\n")
	m.write("aws/credentials", fmt.Sprintf("[shop]\naws_access_key_id = %s\naws_secret_access_key = %s\n\n"+
		"[prod]\naws_access_key_id = AKIAOTHERACCOUNT0001\naws_secret_access_key = other/secret\n", ekstest.AccessKey, ekstest.SecretKey))
	m.fleet("1.34")
	m.livePlan().passes().warns()
	for _, call := range server.Calls() {
		if call.Cluster == "shop-prod" && (call.AccessKey != "AKIAOTHERACCOUNT0001" || call.Region != "eu-central-1") {
			t.Errorf("%s of shop-prod was asked with the key %s in %s", call.Action, call.AccessKey, call.Region)
		}
	}
}

// A role with an OIDC token, as in CI.
func TestWebIdentity(t *testing.T) {
	world := ekstest.SixEnvironments()
	world.Roles = []ekstest.Role{{ARN: "arn:aws:iam::" + ekstest.Account + ":role/ci", WebIdentityToken: "token-of-the-pipeline"}}
	server := ekstest.New(t, world)
	m := newModule(t, root+fmt.Sprintf(`
provider "eksupgrade" {
  region = %q
  endpoints {
    eks = %[2]q
    sts = %[2]q
  }
  assume_role_with_web_identity {
    role_arn                = "arn:aws:iam::%[3]s:role/ci"
    session_name            = "plan"
    web_identity_token_file = "${path.root}/token"
    duration                = "15m"
  }
}
`, ekstest.Region, server.URL, ekstest.Account)+liveGate)
	m.write("token", "token-of-the-pipeline")
	m.fleet("1.34")
	m.livePlan().passes().warns()

	m.write("token", "of-somebody-else")
	m.livePlan().find("error", "dev: environment-unreadable")
}

func TestBadAccess(t *testing.T) {
	for name, test := range map[string]struct{ settings, summary, says string }{
		"duration":  {"  assume_role {\n    duration = \"5m\"\n  }\n", "Invalid value", "15m"},
		"retries":   {"  max_retries = -1\n", "Invalid Attribute Value", "at least 0"},
		"endpoints": {"  endpoints {\n  }\n  endpoints {\n  }\n", "Invalid Attribute Value", "at most 1"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, root+"provider \"eksupgrade\" {\n"+test.settings+"}\n"+liveGate)
			m.cluster("dev", "1.34")
			m.livePlan().says("error", test.summary, test.says)
		})
	}
}
