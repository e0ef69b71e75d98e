terraform {
  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
}

output "applied" {
  value = eksupgrade_readiness.this.applied
}
