package ekstest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// created is when all that the server describes was made.
var created = time.Date(2025, 3, 11, 9, 15, 30, 412_000_000, time.UTC)

// epoch is a time as EKS writes it: seconds, with a fraction.
func epoch(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return float64(at.UnixMilli()) / 1000
}

// ofCluster finds the cluster that the request names, in the account and the
// region of its signature.
func ofCluster(handle func(*exchange, Cluster) answer) func(*Server, *exchange) answer {
	return func(_ *Server, x *exchange) answer {
		for _, cluster := range x.clusters() {
			if cluster.Name == x.call.Cluster {
				return handle(x, cluster)
			}
		}
		return notFound(x.call.Cluster, "No cluster found for name: "+x.call.Cluster+".")
	}
}

func notFound(cluster, message string) answer {
	return failureOf(http.StatusNotFound, "ResourceNotFoundException", message, cluster)
}

// clusters are those that the signature can see.
func (x *exchange) clusters() []Cluster {
	var found []Cluster
	for _, cluster := range x.world.Clusters {
		if cluster.account() == x.credential.account() && cluster.region() == x.signature.region {
			found = append(found, cluster)
		}
	}
	return found
}

func listClusters(_ *Server, x *exchange) answer {
	return page(x, "clusters", names(x.clusters(), func(c Cluster) string { return c.Name }))
}

func describeCluster(_ *exchange, cluster Cluster) answer {
	return goodJSON(object{"cluster": object{
		"name":                 cluster.Name,
		"arn":                  cluster.ARN(),
		"createdAt":            epoch(created),
		"version":              cluster.Version,
		"platformVersion":      orElse(cluster.PlatformVersion, "eks.1"),
		"status":               orElse(cluster.Status, "ACTIVE"),
		"endpoint":             orElse(cluster.Endpoint, "https://"+cluster.Name+".gr7."+cluster.region()+".eks.amazonaws.com"),
		"certificateAuthority": object{"data": base64.StdEncoding.EncodeToString([]byte(cluster.CA))},
		"roleArn":              "arn:aws:iam::" + cluster.account() + ":role/" + cluster.Name + "-cluster",
		"upgradePolicy":        object{"supportType": orElse(cluster.SupportType, "EXTENDED")},
		"health":               health(cluster.Health),
		"accessConfig":         object{"authenticationMode": "API"},
		"deletionProtection":   false,
		"tags":                 object{},
	}})
}

// health is a list of issues as EKS writes it.
func health(issues []upgrade.HealthIssue) object {
	list := []object{}
	for _, issue := range issues {
		list = append(list, object{"code": issue.Code, "message": issue.Message, "resourceIds": texts(issue.Resources)})
	}
	return object{"issues": list}
}

func listNodegroups(x *exchange, cluster Cluster) answer {
	return page(x, "nodegroups", names(cluster.NodeGroups, func(g upgrade.LiveNodeGroup) string { return g.Name }))
}

func describeNodegroup(x *exchange, cluster Cluster) answer {
	for _, group := range cluster.NodeGroups {
		if group.Name != x.call.Name {
			continue
		}
		return goodJSON(object{"nodegroup": object{
			"nodegroupName":  group.Name,
			"nodegroupArn":   partARN(cluster, "nodegroup", group.Name),
			"clusterName":    cluster.Name,
			"version":        group.Version,
			"releaseVersion": group.ReleaseVersion,
			"createdAt":      epoch(created),
			"modifiedAt":     epoch(created),
			"status":         orElse(group.Status, "ACTIVE"),
			"capacityType":   "ON_DEMAND",
			"scalingConfig":  object{"minSize": 1, "maxSize": 6, "desiredSize": 3},
			"instanceTypes":  []string{"m6i.large"},
			"amiType":        orElse(group.AMIType, "AL2023_x86_64_STANDARD"),
			"updateConfig":   object{"maxUnavailable": 1},
			"health":         health(group.Health),
			"tags":           object{},
		}})
	}
	return notFound(cluster.Name, "No node group found for name: "+x.call.Name+".")
}

func listAddons(x *exchange, cluster Cluster) answer {
	return page(x, "addons", names(cluster.Addons, func(a upgrade.LiveAddon) string { return a.Name }))
}

func describeAddon(x *exchange, cluster Cluster) answer {
	for _, addon := range cluster.Addons {
		if addon.Name != x.call.Name {
			continue
		}
		return goodJSON(object{"addon": object{
			"addonName":    addon.Name,
			"addonArn":     partARN(cluster, "addon", addon.Name),
			"clusterName":  cluster.Name,
			"addonVersion": addon.Version,
			"status":       orElse(addon.Status, "ACTIVE"),
			"health":       health(addon.Health),
			"createdAt":    epoch(created),
			"modifiedAt":   epoch(created),
			"tags":         object{},
		}})
	}
	return notFound(cluster.Name, fmt.Sprintf("No addon: %s found in cluster: %s", x.call.Name, cluster.Name))
}

func listFargateProfiles(x *exchange, cluster Cluster) answer {
	return page(x, "fargateProfileNames", cluster.FargateProfiles)
}

func describeFargateProfile(x *exchange, cluster Cluster) answer {
	for _, profile := range cluster.FargateProfiles {
		if profile != x.call.Name {
			continue
		}
		return goodJSON(object{"fargateProfile": object{
			"fargateProfileName": profile,
			"fargateProfileArn":  partARN(cluster, "fargateprofile", profile),
			"clusterName":        cluster.Name,
			"createdAt":          epoch(created),
			"status":             "ACTIVE",
			"selectors":          []object{{"namespace": profile}},
			"tags":               object{},
		}})
	}
	return notFound(cluster.Name, "No Fargate Profile found with name: "+x.call.Name+".")
}

func partARN(cluster Cluster, kind, name string) string {
	return fmt.Sprintf("arn:aws:eks:%s:%s:%s/%s/%s/1ac2b3d4-e5f6-0718-2930-a4b5c6d7e8f9",
		cluster.region(), cluster.account(), kind, cluster.Name, name)
}

func names[T any](list []T, name func(T) string) []string {
	var result []string
	for _, element := range list {
		result = append(result, name(element))
	}
	return result
}

// texts is a list that is empty and not null where there is nothing.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
