resource "aws_eks_addon" "gone" { name = "g" }
resource "aws_eks_addon" "gone_user" {
  name    = aws_eks_addon.gone.name
  version = var.v
}
resource "aws_eks_addon" "gone_cbd" {
  name = "g"
  lifecycle { create_before_destroy = true }
}
resource "aws_eks_addon" "gone_cbd_user" {
  name    = aws_eks_addon.gone_cbd.name
  version = var.v
}
resource "aws_eks_addon" "gone_leaf" {
  name = aws_eks_cluster.cluster.name
}
resource "aws_eks_addon" "gone_leaf2" {
  name = aws_eks_addon.gone_leaf.name
}
resource "aws_eks_addon" "gone_over_replaced" { name = aws_eks_addon.replaced.name }
resource "aws_eks_addon" "gone_over_cbd" { name = aws_eks_addon.cbd.name }
resource "aws_eks_addon" "gone_provider" {
  provider = aws.uses
  name     = "p"
}
resource "aws_eks_addon" "dropped" {
  name    = aws_eks_cluster.cluster.name
  version = var.v
}
resource "aws_eks_addon" "moves" {
  name    = aws_eks_addon.gone.name
  version = var.v
}
resource "aws_eks_addon" "count" {
  count = 2
  name  = aws_eks_cluster.cluster.name
}
resource "aws_eks_addon" "count_user" {
  name    = aws_eks_addon.count[1].name
  version = var.v
}
module "gone" {
  source = "./leaf"
  name   = aws_eks_cluster.cluster.name
  v      = var.v
}
module "shrinks" {
  source   = "./leaf"
  for_each = toset(["a", "b"])
  v        = var.v
}
resource "kubernetes_deployment" "object_gone" {}
resource "kubernetes_deployment" "object_gone_over_gone" {
  depends_on = [aws_eks_addon.gone]
}
resource "aws_eks_addon" "gone_cbd_leaf" {
  name = aws_eks_cluster.cluster.name
  lifecycle { create_before_destroy = true }
}
