output "cluster_version" {
  description = "The Kubernetes minor of the control plane."
  value       = terraform_data.cluster.output.version
}

output "applied" {
  description = "What the last apply let through: the baseline of the next plan."
  value       = eksupgrade_readiness.this.applied
}
