# terraform_data stands for the cluster and its node groups, so that this example
# can be planned and applied without an AWS account. See ../../eks for the same
# module with hashicorp/aws and hashicorp/kubernetes.

resource "terraform_data" "cluster" {
  input = {
    name    = "shop-${var.environment}"
    version = var.cluster_version
  }
}

resource "terraform_data" "node_group" {
  for_each = var.node_groups

  input = {
    cluster_name = terraform_data.cluster.output.name
    name         = each.key
    version      = each.value.version
  }
}

# The gate. Every plan of every environment judges all six tfvars files.
resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
  environments = ["cc", "dev", "lab", "prod", "stg", "stg2"]
  environment  = var.environment

  cluster_version     = var.cluster_version
  node_group_versions = { for name, group in var.node_groups : name => group.version }

  depends_on = [terraform_data.cluster, terraform_data.node_group]
}
