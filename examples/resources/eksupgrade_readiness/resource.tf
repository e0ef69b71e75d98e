variable "environment" {
  description = "The environment that this plan is for: the name of a file in env-vars, without .tfvars."
  type        = string
}

variable "cluster_version" {
  description = "The Kubernetes minor of the EKS cluster."
  type        = string
}

variable "node_groups" {
  description = "The node groups, by name, each with its Kubernetes minor."
  type        = map(object({ version = string }))
}

resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
  environment  = var.environment

  # These must all be there; without the list, each file that sets a cluster version is judged.
  environments = ["cc", "dev", "lab", "prod", "stg", "stg2"]

  # What this plan uses. A difference from the file of the environment is an error: another environment's -var-file?
  cluster_version     = var.cluster_version
  node_group_versions = { for name, group in var.node_groups : name => group.version }

  policy = {
    max_node_group_skew = 1
    promotion_order     = ["lab", "dev", "stg", "prod"]
  }

  rules = {
    support-ending = "off"
  }

  # Name the cluster and its node groups here, so that versions are recorded once they were applied:
  # depends_on = [aws_eks_cluster.this, aws_eks_node_group.blue]
}
