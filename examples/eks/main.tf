locals {
  name = "shop-${var.environment}"
  tags = {
    Project     = "shop"
    Environment = var.environment
  }

  node_groups = { for name, group in { blue = var.blue, green = var.green } : name => group if group.enabled }
}

# The gate. Every plan of every environment judges all six tfvars files.
resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
  environments = ["cc", "dev", "lab", "prod", "stg", "stg2"]
  environment  = var.environment

  # What this plan really uses.
  cluster_version     = var.cluster_version
  node_group_versions = { for name, group in local.node_groups : name => group.version }

  # Where the tfvars keep the versions of node groups. "terraform-provider-eksupgrade check" does not read
  # this file, so .eksupgrade.hcl says it too.
  variable_names = {
    node_group_versions = ["blue.version", "green.version"]
  }

  # The gate comes last, so that it records what was applied.
  depends_on = [aws_eks_cluster.this, aws_eks_node_group.this]
}

resource "aws_eks_cluster" "this" {
  name     = local.name
  role_arn = aws_iam_role.cluster.arn
  version  = var.cluster_version

  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = false
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_eks_node_group" "this" {
  for_each = local.node_groups

  cluster_name    = aws_eks_cluster.this.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = var.subnet_ids
  version         = each.value.version
  ami_type        = "AL2023_x86_64_STANDARD"
  instance_types  = [each.value.instance_type]

  scaling_config {
    desired_size = each.value.size
    min_size     = each.value.size
    max_size     = each.value.size + 2
  }

  update_config {
    max_unavailable = 1
  }

  labels = {
    nodegroup = each.key
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [aws_iam_role_policy_attachment.node]
}

resource "aws_eks_addon" "this" {
  for_each = var.addons

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value
  resolve_conflicts_on_update = "PRESERVE"
}

resource "aws_iam_role" "cluster" {
  name = "${local.name}-cluster"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "node" {
  name = "${local.name}-node"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "kubernetes_namespace_v1" "app" {
  metadata {
    name = "app"
  }
}

resource "kubernetes_deployment_v1" "app" {
  metadata {
    name      = "app"
    namespace = kubernetes_namespace_v1.app.metadata[0].name
    labels    = { app = "app" }
  }

  spec {
    replicas = var.app.replicas

    selector {
      match_labels = { app = "app" }
    }

    template {
      metadata {
        labels = { app = "app" }
      }

      spec {
        node_selector = { nodegroup = var.app.node_group }

        container {
          name  = "app"
          image = var.app.image
          args  = ["netexec", "--http-port=8080"]

          port {
            container_port = 8080
          }

          readiness_probe {
            http_get {
              path = "/healthz"
              port = "8080"
            }
          }

          liveness_probe {
            http_get {
              path = "/healthz"
              port = "8080"
            }
            initial_delay_seconds = 10
          }

          resources {
            requests = { cpu = "100m", memory = "128Mi" }
            limits   = { memory = "256Mi" }
          }
        }
      }
    }
  }

  depends_on = [aws_eks_node_group.this]
}

resource "kubernetes_pod_disruption_budget_v1" "app" {
  metadata {
    name      = "app"
    namespace = kubernetes_namespace_v1.app.metadata[0].name
  }

  spec {
    max_unavailable = "1"

    selector {
      match_labels = { app = "app" }
    }
  }
}
