package ekstest

import (
	"net/http"
	"net/url"
	"strings"
)

// route is one action and how it is asked for.
type route struct {
	action string
	method string
	// path has {cluster} and {name} where the request names them.
	path string
	// kind is how an ARN calls what {name} names.
	kind string
	// unsigned tells that the action takes no signature.
	unsigned bool
	handle   func(*Server, *exchange) answer
}

// routes are the actions of EKS that the server knows: those that read.
var routes = []*route{
	{action: "eks:ListClusters", method: http.MethodGet, path: "/clusters", handle: listClusters},
	{action: "eks:DescribeCluster", method: http.MethodGet, path: "/clusters/{cluster}", handle: ofCluster(describeCluster)},
	{action: "eks:ListNodegroups", method: http.MethodGet, path: "/clusters/{cluster}/node-groups", handle: ofCluster(listNodegroups)},
	{action: "eks:DescribeNodegroup", method: http.MethodGet, path: "/clusters/{cluster}/node-groups/{name}", kind: "nodegroup", handle: ofCluster(describeNodegroup)},
	{action: "eks:ListAddons", method: http.MethodGet, path: "/clusters/{cluster}/addons", handle: ofCluster(listAddons)},
	{action: "eks:DescribeAddon", method: http.MethodGet, path: "/clusters/{cluster}/addons/{name}", kind: "addon", handle: ofCluster(describeAddon)},
	{action: "eks:ListFargateProfiles", method: http.MethodGet, path: "/clusters/{cluster}/fargate-profiles", handle: ofCluster(listFargateProfiles)},
	{action: "eks:DescribeFargateProfile", method: http.MethodGet, path: "/clusters/{cluster}/fargate-profiles/{name}", kind: "fargateprofile", handle: ofCluster(describeFargateProfile)},
	{action: "eks:ListInsights", method: http.MethodPost, path: "/clusters/{cluster}/insights", handle: ofCluster(listInsights)},
	{action: "eks:DescribeInsight", method: http.MethodGet, path: "/clusters/{cluster}/insights/{name}", handle: ofCluster(describeInsight)},
	{action: "eks:DescribeAddonVersions", method: http.MethodGet, path: "/addons/supported-versions", handle: describeAddonVersions},
	{action: "eks:DescribeClusterVersions", method: http.MethodGet, path: "/cluster-versions", handle: describeClusterVersions},
}

// findRoute finds the action of a request to EKS, and what the path names.
func findRoute(method, escapedPath string) (found *route, cluster, name string) {
	parts := strings.Split(escapedPath, "/")
	for _, route := range routes {
		if route.method != method {
			continue
		}
		if cluster, name, ok := matchPath(strings.Split(route.path, "/"), parts); ok {
			return route, cluster, name
		}
	}
	return nil, "", ""
}

func matchPath(pattern, parts []string) (cluster, name string, ok bool) {
	if len(pattern) != len(parts) {
		return "", "", false
	}
	for i, part := range parts {
		text, err := url.PathUnescape(part)
		if err != nil {
			return "", "", false
		}
		switch pattern[i] {
		case "{cluster}":
			cluster = text
		case "{name}":
			name = text
		default:
			if text != pattern[i] {
				return "", "", false
			}
			continue
		}
		if text == "" {
			return "", "", false
		}
	}
	return cluster, name, true
}
