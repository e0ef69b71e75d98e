data "eksupgrade_cluster_versions" "this" {
  # With a date each version has days_left. Without one the data does not change from day to day.
  as_of = "2026-11-22"
}

output "end_of_standard_support" {
  description = "When each Kubernetes minor leaves standard support; null where EKS has not said."
  value = {
    for version in data.eksupgrade_cluster_versions.this.versions :
    version.version => version.end_of_standard_support_date
  }
}
