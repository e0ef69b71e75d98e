terraform {
  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

resource "eksupgrade_readiness" "this" {
  env_vars_dir        = "${path.module}/env-vars"
  environments        = ["dev", "prod"]
  environment         = "dev"
  other_environments  = "warning"
  cluster_version     = "1.34"
  node_group_versions = { blue = "1.34", green = "1.33" }
  module_dir          = path.module
  baseline_source     = "state"
  baseline            = { dev = "1.33", prod = null }
  enforcement         = "error"
  config_file         = "${path.module}/team.hcl"

  variable_names = {
    cluster_version     = "eks.version"
    cluster_name        = "eks.name"
    region              = "eks.region"
    node_group_versions = ["blue.version", "green.version"]
  }

  policy = {
    max_node_group_skew  = 2
    support_warning_days = 30
    promotion_order      = ["dev", "prod"]
  }

  rules = {
    "support-ending"    = "off"
    "environment-order" = "warning"
  }
}
