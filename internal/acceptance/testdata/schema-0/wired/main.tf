terraform {
  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

variable "environment" {
  type    = string
  default = "dev"
}

variable "cluster_version" {
  type    = string
  default = "1.34"
}

variable "node_groups" {
  type    = map(object({ version = string }))
  default = { blue = { version = "1.34" } }
}

resource "terraform_data" "cluster" {
  input = var.cluster_version
}

resource "terraform_data" "node_group" {
  for_each = var.node_groups
  input    = each.value.version
}

resource "eksupgrade_readiness" "this" {
  env_vars_dir        = "${path.module}/env-vars"
  environment         = var.environment
  cluster_version     = var.cluster_version
  node_group_versions = { for name, group in var.node_groups : name => group.version }

  depends_on = [terraform_data.cluster, terraform_data.node_group]
}
