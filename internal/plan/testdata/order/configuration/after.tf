resource "aws_eks_addon" "gone_user" {
  name    = "none"
  version = var.v
}
resource "aws_eks_addon" "gone_cbd_user" {
  name    = "none"
  version = var.v
}
resource "aws_eks_addon" "dropped" {
  name    = local.nothing
  version = var.v
}
resource "aws_eks_addon" "arrives" { name = "new" }
resource "aws_eks_addon" "moves" {
  name    = aws_eks_addon.arrives.name
  version = var.v
}
resource "aws_eks_addon" "count" {
  count = 1
  name  = aws_eks_cluster.cluster.name
}
resource "aws_eks_addon" "count_user" {
  name    = aws_eks_addon.count[0].name
  version = var.v
}
module "shrinks" {
  source   = "./leaf"
  for_each = toset(["a"])
  v        = var.v
}
