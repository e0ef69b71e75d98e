output "cluster_name" {
  description = "The name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "cluster_version" {
  description = "The Kubernetes minor of the control plane."
  value       = aws_eks_cluster.this.version
}

output "applied" {
  description = "What the last apply let through: the baseline of the next plan."
  value       = eksupgrade_readiness.this.applied
}
