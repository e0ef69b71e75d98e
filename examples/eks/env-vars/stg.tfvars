environment = "stg"
subnet_ids  = ["subnet-0a1b2c3d4e5f60051", "subnet-0a1b2c3d4e5f60052", "subnet-0a1b2c3d4e5f60053"]

cluster_version = "1.34"

blue  = { version = "1.34", size = 3 }
green = { enabled = false }

addons = {
  coredns    = "v1.13.2-eksbuild.19"
  kube-proxy = "v1.34.6-eksbuild.13"
  vpc-cni    = "v1.20.1-eksbuild.3"
}

app = { replicas = 3 }
