package ekstest

import (
	"net/http"
	"slices"
	"strings"
)

// describeAddonVersions answers with the add-ons that have a version for what is
// asked, which may be none. With a Kubernetes version, only what is compatible with
// it is named.
func describeAddonVersions(_ *Server, x *exchange) answer {
	kubernetes, asked := x.query.Get("kubernetesVersion"), x.query.Get("addonName")
	var order []string
	versions := map[string][]object{}
	for _, offer := range x.world.Offers {
		if asked != "" && asked != offer.Addon {
			continue
		}
		compatibilities := offer.compatibilities(kubernetes)
		if len(compatibilities) == 0 {
			continue
		}
		if versions[offer.Addon] == nil {
			order = append(order, offer.Addon)
		}
		versions[offer.Addon] = append(versions[offer.Addon], object{
			"addonVersion":           offer.Version,
			"architecture":           []string{"amd64", "arm64"},
			"computeTypes":           []string{"ec2"},
			"compatibilities":        compatibilities,
			"requiresConfiguration":  false,
			"requiresIamPermissions": false,
		})
	}
	addons := []object{}
	for _, name := range order {
		addons = append(addons, object{
			"addonName": name, "type": "networking", "owner": "aws", "publisher": "eks",
			"defaultNamespace": "kube-system", "addonVersions": versions[name],
		})
	}
	return page(x, "addons", addons)
}

func (o Offer) compatibilities(kubernetes string) []object {
	var result []object
	for _, minor := range o.Kubernetes {
		if kubernetes == "" || kubernetes == minor {
			result = append(result, object{
				"clusterVersion":   minor,
				"platformVersions": []string{"*"},
				"defaultVersion":   slices.Contains(o.DefaultFor, minor),
			})
		}
	}
	return result
}

// describeClusterVersions answers with the versions that EKS offers, and with all
// that it ever offered where includeAll or a status asks for them.
func describeClusterVersions(_ *Server, x *exchange) answer {
	asked, status := x.query["clusterVersions"], x.query.Get("versionStatus")
	if !slices.Contains([]string{"", "STANDARD_SUPPORT", "EXTENDED_SUPPORT", "UNSUPPORTED"}, status) {
		return failureOf(http.StatusBadRequest, "InvalidParameterException", "The version status is not valid.", "")
	}
	versions := []object{}
	for _, version := range x.world.Versions {
		hidden := version.Status == "UNSUPPORTED" && status == "" && len(asked) == 0 && x.query.Get("includeAll") != "true"
		if hidden || !keeps(asked, version.Version) || (status != "" && status != version.Status) ||
			(x.query.Get("defaultOnly") == "true" && !version.Default) {
			continue
		}
		versions = append(versions, object{
			"clusterVersion":           version.Version,
			"clusterType":              "eks",
			"defaultPlatformVersion":   "eks.1",
			"defaultVersion":           version.Default,
			"releaseDate":              epoch(version.Release),
			"endOfStandardSupportDate": epoch(version.EndOfStandardSupport),
			"endOfExtendedSupportDate": epoch(version.EndOfExtendedSupport),
			"status":                   strings.ReplaceAll(strings.ToLower(version.Status), "_", "-"),
			"versionStatus":            version.Status,
			"kubernetesPatchVersion":   version.Version + ".1",
		})
	}
	return page(x, "clusterVersions", versions)
}
