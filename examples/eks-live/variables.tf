variable "environment" {
  description = "The environment that this plan and its state are for: the name of a file in env-vars."
  type        = string
}

variable "cluster_name" {
  description = "The name of the cluster."
  type        = string
}

variable "region" {
  description = "The AWS region of the cluster."
  type        = string
}

variable "cluster_version" {
  description = "The Kubernetes minor of the control plane."
  type        = string
}

variable "self_managed_addons" {
  description = "The add-ons that EKS does not manage, each with its version."
  type        = map(string)
  default     = {}
}
