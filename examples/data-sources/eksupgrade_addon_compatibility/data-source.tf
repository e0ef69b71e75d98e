# The EKS add-ons of a cluster are looked up. What EKS does not manage is named here, with its version.
data "eksupgrade_addon_compatibility" "prod" {
  cluster_name        = "shop-prod"
  kubernetes_versions = ["1.35"]

  addons = {
    aws-load-balancer-controller = "2.13.0"
    cluster-autoscaler           = "1.34.5"
  }
}

output "addons_to_update" {
  description = "The version to take before or with Kubernetes 1.35, for each add-on that does not run there."
  value = {
    for name in data.eksupgrade_addon_compatibility.prod.incompatible :
    name => data.eksupgrade_addon_compatibility.prod.matrix[name]["1.35"].upgrade_to
  }
}
