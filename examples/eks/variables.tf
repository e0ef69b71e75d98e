variable "environment" {
  description = "The environment that this plan and its state are for: the name of a file in env-vars."
  type        = string
}

variable "region" {
  description = "The AWS region of the cluster."
  type        = string
  default     = "eu-central-1"
}

variable "subnet_ids" {
  description = "The private subnets of the cluster and its nodes."
  type        = list(string)
}

variable "cluster_version" {
  description = "The Kubernetes minor of the control plane."
  type        = string
}

variable "blue" {
  description = "The node group blue."
  type = object({
    enabled       = optional(bool, true)
    version       = optional(string) # not set: the control plane's
    instance_type = optional(string, "m7i.large")
    size          = optional(number, 3)
  })
}

variable "green" {
  description = "The node group green: the other one while workloads move."
  type = object({
    enabled       = optional(bool, true)
    version       = optional(string)
    instance_type = optional(string, "m7i.large")
    size          = optional(number, 3)
  })
  default = { enabled = false }
}

variable "addons" {
  description = "The EKS add-ons, each with its version."
  type        = map(string)
  default     = {}
}

variable "app" {
  description = "The workload, and the node group that it runs on."
  type = object({
    image      = optional(string, "registry.k8s.io/e2e-test-images/agnhost:2.53")
    replicas   = optional(number, 3)
    node_group = optional(string, "blue")
  })
  default = {}
}
