terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "name" { default = null }
variable "v" {}
resource "aws_eks_addon" "this" {
  name    = var.name
  version = var.v
}
resource "aws_eks_addon" "second" {
  name    = aws_eks_addon.this.name
  version = var.v
}
resource "aws_eks_addon" "free" {
  name    = "free"
  version = var.v
}
output "name" { value = aws_eks_addon.this.name }
output "free" { value = aws_eks_addon.free.name }
