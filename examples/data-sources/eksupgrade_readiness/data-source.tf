# The verdict as data: it never fails the plan.
data "eksupgrade_readiness" "this" {
  env_vars_dir      = "${path.module}/env-vars"
  environment_names = ["cc", "dev", "lab", "prod", "stg", "stg2"]
  baseline_source   = "git:origin/main"
}

output "not_ready" {
  description = "The environments that something stands in the way of, with their next legal version."
  value = {
    for name, environment in data.eksupgrade_readiness.this.environments : name => environment.next_version
    if environment.verdict == "not_ready"
  }
}
