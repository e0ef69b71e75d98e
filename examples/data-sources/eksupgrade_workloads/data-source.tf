# What runs in a cluster, reached through EKS.
data "eksupgrade_workloads" "prod" {
  cluster_name = "shop-prod"
}

output "addons" {
  description = "The versions of the add-ons that run; null where the image names none."
  value       = { for addon in data.eksupgrade_workloads.prod.addons : "${addon.namespace}/${addon.workload}" => addon.version }
}

output "blocked_budgets" {
  description = "The budgets that would stop a drain now."
  value = [
    for budget in data.eksupgrade_workloads.prod.disruption_budgets : "${budget.namespace}/${budget.name}"
    if budget.disruptions_allowed == 0
  ]
}
