cluster_version = "1.34"
