package ekstest

import (
	"embed"
	"fmt"
)

//go:embed testdata/*.json
var goldenFiles embed.FS

// GoldenCluster is the cluster that the golden answers describe.
const GoldenCluster = "shop-prod"

// The insights that the golden answers describe.
const (
	GoldenInsightAPIs    = "8c2a1f60-3b7d-4e52-9a61-0d4f5b6c7e81"
	GoldenInsightAddons  = "9d3b2071-4c8e-4f63-8b72-1e5a6c7d8f92"
	GoldenInsightKubelet = "ae4c3182-5d9f-4074-9c83-2f6b7d8e90a3"
	GoldenInsightHealth  = "bf5d4293-6ea0-4185-8d94-307c8e9fa1b4"
)

// goldenAnswers are the files by the path that they answer; testdata/README.md
// says where they come from.
var goldenAnswers = map[string]string{
	"/clusters/shop-prod":                                  "describe-cluster",
	"/clusters/shop-prod/node-groups":                      "list-nodegroups",
	"/clusters/shop-prod/node-groups/blue":                 "describe-nodegroup-blue",
	"/clusters/shop-prod/node-groups/green":                "describe-nodegroup-green",
	"/clusters/shop-prod/addons":                           "list-addons",
	"/clusters/shop-prod/addons/vpc-cni":                   "describe-addon-vpc-cni",
	"/clusters/shop-prod/addons/coredns":                   "describe-addon-coredns",
	"/clusters/shop-prod/fargate-profiles":                 "list-fargate-profiles",
	"/clusters/shop-prod/insights":                         "list-insights-1",
	"/clusters/shop-prod/insights?nextToken=cGFnZTI=":      "list-insights-2",
	"/clusters/shop-prod/insights/" + GoldenInsightAPIs:    "describe-insight-apis",
	"/clusters/shop-prod/insights/" + GoldenInsightAddons:  "describe-insight-addons",
	"/clusters/shop-prod/insights/" + GoldenInsightKubelet: "describe-insight-kubelet",
	"/clusters/shop-prod/insights/" + GoldenInsightHealth:  "describe-insight-health",
	"/addons/supported-versions":                           "describe-addon-versions-1",
	"/addons/supported-versions?nextToken=cGFnZTI=":        "describe-addon-versions-2",
	"/cluster-versions":                                    "describe-cluster-versions-1",
	"/cluster-versions?nextToken=cGFnZTI=":                 "describe-cluster-versions-2",
}

// GoldenFile is one of the files that hold golden answers, without `.json`.
func GoldenFile(name string) ([]byte, error) {
	content, err := goldenFiles.ReadFile("testdata/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("no golden answer %q: %w", name, err)
	}
	return content, nil
}

// GoldenWorld serves the golden answers, whatever filter a request has: one cluster,
// its parts, its insights on two pages, the offers of add-ons and the calendar on
// two pages each. The files are part of the package: what cannot be read is left
// out, and the request for it is answered as any that the world does not know.
func GoldenWorld() World {
	world := World{Raw: map[string][]byte{}}
	for path, name := range goldenAnswers {
		if content, err := GoldenFile(name); err == nil {
			world.Raw[path] = content
		}
	}
	return world
}
