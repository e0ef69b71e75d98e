package rules

import "strings"

// deploymentExample is a Deployment for an example, with arguments of its spec.
func deploymentExample(arguments string) string { return exampleDeployment(arguments, "", "") }

// selectingExample is a Deployment for an example, with a node selector.
func selectingExample(label string) string {
	return exampleDeployment("", `node_selector = { nodegroup = "`+label+`" }`, "")
}

// probeExample is a Deployment for an example, with one probe.
func probeExample(probe string) string {
	return exampleDeployment(`replicas = "2"`, "", probe+` {
  http_get {
    path = "/healthz"
    port = "8080"
  }
}`)
}

// exampleDeployment is a Deployment with further arguments of its spec, of its
// pods' spec and of its container.
func exampleDeployment(spec, pod, container string) string {
	return `resource "kubernetes_deployment_v1" "app" {
  metadata {
    name = "app"
  }
  spec {
` + indented(spec, 4) + `    selector {
      match_labels = { app = "app" }
    }
    template {
      metadata {
        labels = { app = "app" }
      }
      spec {
` + indented(pod, 8) + `        container {
          name  = "app"
          image = "example.com/app:1.0"
` + indented(container, 10) + `        }
      }
    }
  }
}`
}

// indented gives the lines of an example, each with spaces before it; none of an
// empty text.
func indented(text string, spaces int) string {
	if text == "" {
		return ""
	}
	prefix := strings.Repeat(" ", spaces)
	return prefix + strings.ReplaceAll(text, "\n", "\n"+prefix) + "\n"
}

// budgetExample is a budget for an example, with its limit.
func budgetExample(limit string) string {
	return `resource "kubernetes_pod_disruption_budget_v1" "app" {
  metadata {
    name = "app"
  }
  spec {
    ` + limit + `
    selector {
      match_labels = { app = "app" }
    }
  }
}`
}

// betaBudgetExample is a budget for an example, of the resource type that stands
// for policy/v1beta1.
var betaBudgetExample = strings.Replace(budgetExample(`max_unavailable = "1"`), "_v1", "", 1)

// labelledGroupExample is a node group for an example, with a label.
func labelledGroupExample(label string) string {
	return `resource "aws_eks_node_group" "this" {
  cluster_name  = aws_eks_cluster.this.name
  node_role_arn = aws_iam_role.node.arn
  subnet_ids    = var.subnet_ids
  labels        = { nodegroup = "` + label + `" }
  scaling_config {
    desired_size = 2
    max_size     = 3
    min_size     = 2
  }
}`
}

// taintedGroupExample is a node group for an example, with a label and a taint.
var taintedGroupExample = "# the taint is new\n" + strings.Replace(labelledGroupExample("green"), "  scaling_config {", `  taint {
    key    = "team"
    value  = "data"
    effect = "NO_SCHEDULE"
  }
  scaling_config {`, 1)
