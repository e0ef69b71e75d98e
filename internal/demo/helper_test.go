package main

import (
	"encoding/json"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// aSkip is the edit that the stopped plans of these tests are about.
var aSkip = skip{environment: "prod", line: 3, from: "1.34", next: "1.35", to: "1.36"}

const skipDetail = "  env-vars/prod.tfvars:3 cluster_version\n\n" +
	"prod asks for Kubernetes 1.36 (env-vars/prod.tfvars:3). Its current version is 1.34 (git:HEAD at 0123456789ab, env-vars/prod.tfvars:3). " +
	"That skips 1.35; EKS updates a control plane one minor at a time and refuses this.\n\n" +
	"Next legal step: Set cluster_version = \"1.35\" at env-vars/prod.tfvars:3, apply it, and go on from there: 1.35, then 1.36."

func skipError() diagnostic {
	return diagnostic{Severity: "error", Summary: "prod: minor-version-skip 1.34 -> 1.36", Detail: skipDetail, Address: gate}
}

// output is what terraform plan -json prints, made of its messages.
func output(t *testing.T, status int, messages ...map[string]any) plan {
	t.Helper()
	text := ""
	for _, message := range messages {
		line, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		text += string(line) + "\n"
	}
	return readPlan("dev", sandbox.Result{Status: status, Stdout: text})
}

func said(d diagnostic) map[string]any {
	return map[string]any{"type": "diagnostic", "diagnostic": d}
}

func updates(address string) map[string]any {
	return map[string]any{"type": "planned_change", "change": map[string]any{"action": "update", "resource": map[string]any{"addr": address}}}
}

func summary(add, change, remove int) map[string]any {
	return map[string]any{"type": "change_summary", "changes": map[string]any{"add": add, "change": change, "remove": remove}}
}
