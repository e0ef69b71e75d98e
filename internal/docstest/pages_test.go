package docstest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// required names the provider, as the module of whoever pastes an example does.
const required = `terraform {
  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}
`

// The first example of each page can be applied when it is pasted into a module
// that names the provider.
func TestPagesWorkWhenPasted(t *testing.T) {
	pages := slices.Concat(files(t, "docs/resources", ".md"), files(t, "docs/data-sources", ".md"), files(t, "docs/functions", ".md"))
	if len(pages) < 8 {
		t.Errorf("only %v are there", pages)
	}
	for _, page := range pages {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			example := map[string]string{"main.tf": firstBlock(t, page, terraformKind).text}
			if reason := needTerraform(t).tooOld(example); reason != "" {
				t.Skip(reason)
			}
			if !strings.Contains(example["main.tf"], "required_providers") {
				example["providers.tf"] = required
			}
			for _, environment := range []string{"cc", "dev", "lab", "prod", "stg", "stg2"} {
				example["env-vars/"+environment+".tfvars"] = "environment = \"" + environment + "\"\ncluster_version = \"1.34\"\nnode_groups = { blue = { version = \"1.34\" } }\n"
			}
			w := newWorkbench(t)
			w.askOf(clustersThatRun(t))
			w.module("pasted", example)
			printed := w.mustRun("pasted", "terraform apply -var-file=env-vars/dev.tfvars")
			if !strings.Contains(printed, "Apply complete!") {
				t.Errorf("nothing was applied:\n%s", printed)
			}
		})
	}
}

var inlineCommand = regexp.MustCompile("(?m)^`(terraform plan [^`]+)`")

// The first example of the registry's first page does what the page says: with
// what it shows and nothing else, a plan passes, and one with a skip is stopped.
func TestIndexWorksWhenPasted(t *testing.T) {
	const page = "docs/index.md"
	example, values := firstBlock(t, page, terraformKind), firstBlock(t, page, tfvarsKind)
	command := inlineCommand.FindStringSubmatch(read(t, page))
	if command == nil {
		t.Fatalf("%s does not say how to plan", page)
	}
	w := newWorkbench(t)
	w.module("pasted", map[string]string{"main.tf": example.text, values.name: values.text, "env-vars/prod.tfvars": values.text})
	if printed := w.mustRun("pasted", command[1]); !strings.Contains(printed, "Plan: 1 to add") {
		t.Errorf("%s does not plan the gate:\n%s", command[1], printed)
	}
	skip := strings.Replace(values.text, `"1.34"`, `"1.36"`, 1)
	w.must(os.WriteFile(filepath.Join(w.dir, "pasted/env-vars/prod.tfvars"), []byte(skip), 0o600))
	if printed, status := w.run("pasted", command[1]); status != 1 || !strings.Contains(printed, "Error: prod: minor-version-skip 1.34 -> 1.36") {
		t.Errorf("a skip passes: exit status %d\n%s", status, printed)
	}
}

func firstBlock(t *testing.T, page string, kind kind) codeBlock {
	t.Helper()
	blocks, err := blocksOf(read(t, page))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	place := slices.IndexFunc(blocks, func(block codeBlock) bool { return block.kind == kind })
	if place < 0 {
		t.Fatalf("%s shows no %s", page, kind)
	}
	return blocks[place]
}

// module commits a module of its own to the repository, also at the branch that
// others have.
func (w *workbench) module(dir string, files map[string]string) {
	w.t.Helper()
	for name, text := range files {
		file := filepath.Join(w.dir, dir, filepath.FromSlash(name))
		w.must(os.MkdirAll(filepath.Dir(file), 0o755))
		w.must(os.WriteFile(file, []byte(text), 0o600))
	}
	w.mustRun(".", "git add -A && git commit -qm module && git update-ref refs/remotes/origin/main HEAD")
}

// clustersThatRun are the clusters of six environments, whose Kubernetes API is asked
// with the tokens that EKS takes for shop-prod.
func clustersThatRun(t *testing.T) *ekstest.Server {
	t.Helper()
	var aws *ekstest.Server
	world := kubetest.SixAddons()
	world.Authenticate = func(token string) (string, bool) { return aws.WhoSigned("shop-prod", token) }
	server := kubetest.New(t, world)
	clusters := ekstest.SixEnvironments()
	for at := range clusters.Clusters {
		clusters.Clusters[at].Endpoint, clusters.Clusters[at].CA = server.URL, server.CA
	}
	aws = ekstest.New(t, clusters)
	return aws
}

// askOf has what asks EKS ask a server that stands for it.
func (w *workbench) askOf(server *ekstest.Server) {
	nowhere := filepath.Join(w.dir, "none")
	w.env = append(w.env, "AWS_ENDPOINT_URL_EKS="+server.URL, "AWS_ENDPOINT_URL_STS="+server.URL, "AWS_REGION="+ekstest.Region,
		"AWS_ACCESS_KEY_ID="+ekstest.AccessKey, "AWS_SECRET_ACCESS_KEY="+ekstest.SecretKey, "AWS_SESSION_TOKEN=",
		"AWS_CONFIG_FILE="+nowhere, "AWS_SHARED_CREDENTIALS_FILE="+nowhere, "HTTP_PROXY=", "HTTPS_PROXY=", "http_proxy=", "https_proxy=")
}
