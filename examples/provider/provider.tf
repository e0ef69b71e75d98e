terraform {
  required_version = ">= 1.0"

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

# Nothing has to be set: reading the tfvars needs no credentials.
provider "eksupgrade" {}

variable "environment" {
  description = "The environment that this plan is for."
  type        = string
}

# Fails the plan when an environment in env-vars/ skips a Kubernetes minor, or leaves its node groups behind.
resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
  environment  = var.environment
}
