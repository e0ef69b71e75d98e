terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.38"
    }
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }

  # One state for each environment: launch.sh selects the workspace of its name.
  # backend "s3" {
  #   bucket               = "example-terraform-states"
  #   key                  = "eks.tfstate"
  #   region               = "eu-central-1"
  #   workspace_key_prefix = "eks"
  #   use_lockfile         = true
  # }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

provider "kubernetes" {
  host                   = aws_eks_cluster.this.endpoint
  cluster_ca_certificate = base64decode(aws_eks_cluster.this.certificate_authority[0].data)

  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "aws"
    args        = ["eks", "get-token", "--region", var.region, "--cluster-name", aws_eks_cluster.this.name]
  }
}

# Needs no credentials. Severities, policy and waivers are in .eksupgrade.hcl.
provider "eksupgrade" {}
