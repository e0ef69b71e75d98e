terraform {
  required_version = ">= 1.3"

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

# Credentials come from where hashicorp/aws takes them: environment variables, profiles, SSO, a role. iam-policy.json is
# all that they have to allow.
provider "eksupgrade" {
  region = "eu-central-1"

  # How the clusters of other accounts and regions are reached. cluster_name and region may stand in the tfvars instead.
  environments = {
    prod = {
      region       = "eu-west-1"
      cluster_name = "shop-prod"
      assume_role = {
        role_arn = "arn:aws:iam::111122223333:role/eksupgrade-read"
      }
    }
  }
}
