terraform {
  required_version = ">= 1.8" # functions

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

variable "cluster_version" {
  type    = string
  default = "1.35"
}

variable "node_group_version" {
  type    = string
  default = "1.34"
}

output "minors_behind" {
  value = provider::eksupgrade::minor_distance(var.node_group_version, var.cluster_version)
}
