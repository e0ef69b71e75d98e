terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "cluster" {}
variable "v" {}
module "inner" {
  source   = "../leaf"
  for_each = { "a[b].\"c\"" = var.cluster.name, "日本" = "x" }
  name     = each.value
  v        = var.v
}
output "name" { value = module.inner["日本"].name }
output "fixed" { value = "fixed" }
