package readiness

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestCommands(t *testing.T) {
	for name, test := range map[string]struct {
		request     Request
		environment string
		want        []string
	}{
		"the parent":         {Request{EnvVarsDir: "env-vars"}, "prod", []string{"terraform plan -var-file=env-vars/prod.tfvars -out=prod.tfplan", "terraform apply prod.tfplan"}},
		"another module":     {Request{EnvVarsDir: "env-vars", ModuleDir: "eks"}, "prod", []string{"terraform -chdir=eks plan -var-file=../env-vars/prod.tfvars -out=prod.tfplan", "terraform -chdir=eks apply prod.tfplan"}},
		"the folder itself":  {Request{EnvVarsDir: "env-vars", ModuleDir: "./env-vars"}, "prod", []string{"terraform -chdir=env-vars plan -var-file=prod.tfvars -out=prod.tfplan", "terraform -chdir=env-vars apply prod.tfplan"}},
		"the working folder": {Request{EnvVarsDir: "eks/env-vars", ModuleDir: "."}, "prod", []string{"terraform plan -var-file=eks/env-vars/prod.tfvars -out=prod.tfplan", "terraform apply prod.tfplan"}},
		"a name for a shell": {Request{EnvVarsDir: "env-vars"}, "it's; ls", []string{`terraform plan -var-file='env-vars/it'\''s; ls.tfvars' -out='it'\''s; ls.tfplan'`, `terraform apply 'it'\''s; ls.tfplan'`}},
		"a name like a flag": {Request{EnvVarsDir: "env-vars"}, "-x", []string{"terraform plan -var-file=env-vars/-x.tfvars -out=./-x.tfplan", "terraform apply ./-x.tfplan"}},
		"no such folder":     {Request{EnvVarsDir: "nowhere"}, "prod", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, dir := range []string{"env-vars", "eks/env-vars"} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			environment := upgrade.Environment{Name: test.environment, Source: filepath.ToSlash(filepath.Join(test.request.EnvVarsDir, test.environment+".tfvars"))}
			if got := Commands(test.request, environment); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
