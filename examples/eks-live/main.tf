# The gate with EKS itself as the source of what is there: versions, node groups, add-ons, health and upgrade insights.
resource "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  environments    = ["dev", "prod"]
  environment     = var.environment
  baseline_source = "eks"
}

# What EKS has found in this environment's cluster.
data "eksupgrade_insights" "this" {
  cluster_name = var.cluster_name
  region       = var.region
  categories   = ["UPGRADE_READINESS"]
}

# Which versions of its add-ons run on the next Kubernetes minor.
data "eksupgrade_addon_compatibility" "this" {
  cluster_name = var.cluster_name
  region       = var.region
  addons       = var.self_managed_addons
}

# The support calendar, as EKS gives it.
data "eksupgrade_cluster_versions" "this" {}
