terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}
variable "v" { type = string }
provider "aws" {}
provider "aws" {
  alias = "uses"
  host  = aws_eks_cluster.cluster.output
}
provider "aws" {
  alias = "local"
  host  = local.cluster_output
}
resource "aws_eks_cluster" "cluster" {
  name    = "c"
  version = var.v
}
locals {
  cluster_name   = aws_eks_cluster.cluster.name
  cluster_output = aws_eks_cluster.cluster.output
  nothing        = "x"
}
resource "aws_eks_addon" "direct" {
  name    = aws_eks_cluster.cluster.name
  version = var.v
}
resource "aws_eks_addon" "by_local" {
  name    = local.cluster_name
  version = var.v
}
resource "aws_eks_addon" "other_local" {
  name    = local.nothing
  version = var.v
}
resource "aws_eks_addon" "by_depends" {
  version    = var.v
  depends_on = [aws_eks_cluster.cluster]
}
module "input" {
  source = "./leaf"
  name   = aws_eks_cluster.cluster.name
  v      = var.v
}
module "local_input" {
  source = "./leaf"
  name   = local.cluster_name
  v      = var.v
}
module "waits" {
  source     = "./leaf"
  v          = var.v
  depends_on = [aws_eks_cluster.cluster]
}
module "many" {
  source   = "./leaf"
  for_each = toset(["a.b", "x"])
  name     = aws_eks_cluster.cluster.name
  v        = var.v
}
resource "aws_eks_addon" "after_output" {
  name    = module.input.name
  version = var.v
}
resource "aws_eks_addon" "after_other_output" {
  name    = module.input.free
  version = var.v
}
resource "aws_eks_addon" "after_module" {
  version    = var.v
  depends_on = [module.input]
}
resource "aws_eks_addon" "after_object" {
  name    = jsonencode(module.input)
  version = var.v
}
resource "aws_eks_addon" "after_instance" {
  name    = module.many["x"].name
  version = var.v
}
data "aws_eks_addon_version" "direct" { input = aws_eks_cluster.cluster.name }
data "aws_eks_addon_version" "waits" {
  input      = "x"
  depends_on = [aws_eks_cluster.cluster]
}
resource "aws_eks_addon" "by_data" {
  name    = data.aws_eks_addon_version.direct.output
  version = var.v
}
resource "aws_eks_addon" "by_waiting_data" {
  name    = data.aws_eks_addon_version.waits.output
  version = var.v
}
resource "aws_eks_addon" "by_provider" {
  provider = aws.uses
  version  = var.v
}
resource "aws_eks_addon" "by_local_provider" {
  provider = aws.local
  version  = var.v
}
module "provided" {
  source    = "./leaf"
  v         = var.v
  providers = { aws = aws.uses }
}
resource "aws_eks_addon" "noop" { name = aws_eks_cluster.cluster.name }
resource "aws_eks_addon" "past_noop" {
  name    = aws_eks_addon.noop.name
  version = var.v
}
resource "aws_eks_addon" "by_count" {
  count   = aws_eks_cluster.cluster.name == "c" ? 1 : 0
  version = var.v
}
resource "aws_eks_addon" "by_dynamic" {
  version = var.v
  dynamic "item" {
    for_each = [aws_eks_cluster.cluster.name]
    content { value = item.value }
  }
}
resource "aws_eks_addon" "by_condition" {
  version = var.v
  lifecycle {
    precondition {
      condition     = aws_eks_cluster.cluster.name != ""
      error_message = "no"
    }
  }
}
resource "aws_eks_addon" "by_provisioner" {
  version = var.v
  provisioner "local-exec" { command = "echo ${aws_eks_cluster.cluster.name}" }
}
resource "aws_eks_addon" "by_lonely" { version = var.v }
# replaced
resource "aws_eks_addon" "replaced" {
  name  = "r"
  force = var.v
}
resource "aws_eks_addon" "replaced_user" {
  name    = aws_eks_addon.replaced.name
  version = var.v
}
resource "aws_eks_addon" "replaced_both" {
  name  = aws_eks_addon.replaced.name
  force = var.v
}
resource "aws_eks_addon" "cbd" {
  name  = "r"
  force = var.v
  lifecycle { create_before_destroy = true }
}
resource "aws_eks_addon" "cbd_user" {
  name    = aws_eks_addon.cbd.name
  version = var.v
}
resource "aws_eks_addon" "under_cbd" {
  name  = "r"
  force = var.v
}
resource "aws_eks_addon" "cbd_over" {
  name  = aws_eks_addon.under_cbd.name
  force = var.v
  lifecycle { create_before_destroy = true }
}
resource "aws_eks_addon" "cbd_replaced_user" {
  name  = aws_eks_addon.cbd.name
  force = var.v
  lifecycle { create_before_destroy = true }
}
# the control plane's version through a replaced leaf
resource "aws_eks_addon" "replaced_leaf" {
  name  = aws_eks_cluster.cluster.name
  force = var.v
}
resource "aws_eks_addon" "cbd_leaf" {
  name  = aws_eks_cluster.cluster.name
  force = var.v
  lifecycle { create_before_destroy = true }
}
module "outer" {
  source  = "./outer"
  cluster = { name = aws_eks_cluster.cluster.name }
  v       = var.v
}
resource "aws_eks_addon" "past_outer" {
  name    = module.outer.name
  version = var.v
}
resource "aws_eks_addon" "free_of_outer" {
  name    = module.outer.fixed
  version = var.v
}
resource "aws_eks_addon" "tagged" {
  input = "${local.cluster_name}-${var.v}"
}

provider "kubernetes" {
  host = aws_eks_cluster.cluster.output
}
resource "kubernetes_deployment" "object" {
  version = var.v
}
resource "kubernetes_deployment" "object_on_replaced" {
  version    = var.v
  depends_on = [aws_eks_addon.replaced_leaf]
}
