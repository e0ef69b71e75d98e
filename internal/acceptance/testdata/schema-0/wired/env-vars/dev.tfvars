cluster_version = "1.34"
node_groups = {
  blue = { version = "1.34" }
}
