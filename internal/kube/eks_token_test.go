package kube

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// The access that EKS gives reaches the cluster, and no other.
func TestAccessFromEKS(t *testing.T) {
	var aws *ekstest.Server
	world := kubetest.SixAddons()
	world.Authenticate = func(token string) (string, bool) { return aws.WhoSigned("shop-prod", token) }
	server := kubetest.New(t, world)
	clusters := ekstest.SixEnvironments()
	for at := range clusters.Clusters {
		clusters.Clusters[at].Endpoint, clusters.Clusters[at].CA = server.URL, server.CA
	}
	aws = ekstest.New(t, clusters)
	off := true
	for cluster, good := range map[string]bool{"shop-prod": true, "shop-dev": false} {
		access, problem := eks.New(eks.Options{}).KubernetesAccess(t.Context(), eks.Target{Cluster: cluster, Access: eks.Access{
			Region: ekstest.Region, AccessKey: ekstest.AccessKey, SecretKey: ekstest.SecretKey, SkipMetadataAPICheck: &off,
			EKSEndpoint: aws.URL, STSEndpoint: aws.URL,
		}})
		if problem != nil {
			t.Fatalf("%+v", problem)
		}
		kube := readOne(t, Access{Host: access.Endpoint, ClusterCACertificate: access.CA, Token: access.Token})
		switch {
		case good && (len(kube.Problems) > 0 || !kube.NodesRead):
			t.Errorf("%+v", kube.Problems)
		case !good && (len(kube.Problems) != 1 || !strings.Contains(kube.Problems[0].Remediation, "access entry")):
			t.Errorf("%+v", kube.Problems)
		}
	}
}
