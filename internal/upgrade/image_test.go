package upgrade

import "testing"

func TestImageMinor(t *testing.T) {
	for text, want := range map[string]string{
		"amazon-eks-node-1.28-v20240213":                                                                     "1.28",
		"amazon-eks-gpu-node-1.27-v20240213":                                                                 "1.27",
		"amazon-eks-arm64-node-1.30-v*":                                                                      "1.30",
		"amazon-eks-node-1.31*":                                                                              "1.31",
		"amazon-eks-node-1.31":                                                                               "1.31",
		"amazon-eks-node-al2023-x86_64-standard-1.31-v20250101":                                              "1.31",
		"amazon-eks-node-al2023-arm64-nvidia-1.33-v20250101":                                                 "1.33",
		"amazon-eks-al2023-arm64-fips-accel-node-1.32-v20250101":                                             "1.32",
		"/aws/service/eks/optimized-ami/1.32/amazon-linux-2/recommended/image_id":                            "1.32",
		"/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id":         "1.34",
		"/aws/service/bottlerocket/aws-k8s-1.31/x86_64/latest/image_id":                                      "1.31",
		"/aws/service/bottlerocket/aws-k8s-1.31-nvidia/arm64/latest/image_version":                           "1.31",
		"bottlerocket-aws-k8s-1.29-x86_64-v1.19.0-12345678":                                                  "1.29",
		"/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.30/image_id":       "1.30",
		"Windows_Server-2019-English-Full-EKS_Optimized-1.28-2024.02.13":                                     "1.28",
		"/aws/service/canonical/ubuntu/eks/22.04/1.29/stable/current/amd64/hvm/ebs-gp2/ami-id":               "1.29",
		"ubuntu-eks/k8s_1.29/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240101":                        "1.29",
		"resolve:ssm:/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/image": "1.33",

		"":                                 "",
		"ami-0123456789abcdef0":            "",
		"amazon-eks-node-*":                "",
		"amazon-eks-node-1.2*":             "",
		"amazon-eks-node-1.281-v2":         "",
		"amazon-eks-node-1.28.3-20240213":  "",
		"al2023-ami-2023.6.20250101-arm64": "",
		"1.28":                             "",
		"1.28.3-20240213":                  "",
		"/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2": "",
	} {
		got, ok := ImageMinor(text)
		if want == "" {
			if ok {
				t.Errorf("%q: got %s, want none", text, got)
			}
			continue
		}
		if !ok || got != minor(t, want) {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
