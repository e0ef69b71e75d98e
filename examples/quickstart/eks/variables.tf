variable "environment" {
  description = "The environment that this plan and its state are for."
  type        = string
}

variable "cluster_version" {
  description = "The Kubernetes minor of the control plane."
  type        = string
}

variable "node_groups" {
  description = "The managed node groups, by name."
  type = map(object({
    version = string
  }))
}
