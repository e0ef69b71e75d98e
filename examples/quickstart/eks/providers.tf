terraform {
  required_version = ">= 1.4"

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

provider "eksupgrade" {}
