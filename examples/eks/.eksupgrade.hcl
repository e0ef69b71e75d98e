# .eksupgrade.hcl: what the gate and the command line have in common.

env_vars_dir = "env-vars"
environments = ["cc", "dev", "lab", "prod", "stg", "stg2"]

variable_names {
  node_group_versions = ["blue.version", "green.version"]
}

policy {
  promotion_order = ["lab", "cc", "dev", "stg", "stg2", "prod"]
}
