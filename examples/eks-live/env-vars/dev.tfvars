environment     = "dev"
cluster_name    = "shop-dev"
region          = "eu-central-1"
cluster_version = "1.34"

self_managed_addons = {
  aws-load-balancer-controller = "2.13.0"
  cluster-autoscaler           = "1.34.5"
}
