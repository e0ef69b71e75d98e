output "insights_not_passing" {
  description = "What EKS would have you put right before the upgrade."
  value = {
    for insight in data.eksupgrade_insights.this.insights : insight.name => insight.reason
    if insight.status != "PASSING"
  }
}

output "addons_to_update" {
  description = "The add-ons that do not run on this Kubernetes minor or the next."
  value       = data.eksupgrade_addon_compatibility.this.incompatible
}

output "end_of_standard_support" {
  description = "The last day of standard support of the cluster's version; null where EKS has not said."
  value = one([
    for version in data.eksupgrade_cluster_versions.this.versions : version.end_of_standard_support_date
    if version.version == var.cluster_version
  ])
}
