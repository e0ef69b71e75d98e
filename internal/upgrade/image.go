package upgrade

import "regexp"

// imagePattern finds the Kubernetes minor in the names that EKS, Bottlerocket,
// Windows and Ubuntu give their images for EKS, and in the paths of their SSM
// parameters:
//
//	amazon-eks-node-1.31-v20250101
//	amazon-eks-node-al2023-x86_64-standard-1.31-v20250101
//	/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/image_id
//	/aws/service/bottlerocket/aws-k8s-1.31-nvidia/x86_64/latest/image_id
//	/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.31/image_id
//	/aws/service/canonical/ubuntu/eks/22.04/1.31/stable/current/amd64/hvm/ebs-gp3/ami-id
//	ubuntu-eks/k8s_1.31/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20250101
var imagePattern = regexp.MustCompile(`(?:amazon-eks-(?:[a-z0-9_]+-)*|optimized-ami/|aws-k8s-|EKS_Optimized-|ubuntu/eks/[0-9.]+/|ubuntu-eks/k8s_)(1\.[1-9][0-9])(?:[^0-9.]|$)`)

// ImageMinor gives the Kubernetes minor that the name of an image, or the path
// of an SSM parameter that holds one, is for; and false where it tells none.
func ImageMinor(text string) (Minor, bool) {
	return minorIn(imagePattern, text)
}
