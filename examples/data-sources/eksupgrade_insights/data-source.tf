# What EKS has found that would hinder an upgrade.
data "eksupgrade_insights" "prod" {
  cluster_name = "shop-prod"
  categories   = ["UPGRADE_READINESS"]
}

output "upgrade_blockers" {
  description = "The insights that do not pass, with what EKS advises."
  value = {
    for insight in data.eksupgrade_insights.prod.insights : insight.name => insight.recommendation
    if insight.status != "PASSING"
  }
}
