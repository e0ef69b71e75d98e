package rules

import (
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// liveCase is what EKS says of the cluster prod of account 111122223333 in
// eu-west-1. All that was asked was read.
type liveCase struct {
	Version  string        `json:"version"`
	Status   string        `json:"status"`
	NotFound bool          `json:"not_found"`
	Unread   bool          `json:"unread_insights"`
	ReadAt   string        `json:"read_at"`
	Health   []healthCase  `json:"health"`
	Problems []problemCase `json:"problems"`
	Groups   []struct {
		Name   string       `json:"name"`
		Status string       `json:"status"`
		Health []healthCase `json:"health"`
	} `json:"node_groups"`
	Addons []struct {
		Name   string       `json:"name"`
		Status string       `json:"status"`
		Health []healthCase `json:"health"`
	} `json:"addons"`
	Insights []insightCase `json:"insights"`
	// Versions is the calendar of EKS: version, release, end of standard and of
	// extended support.
	Versions [][4]string `json:"versions"`
	Offers   []struct {
		Addon      string   `json:"addon"`
		Kubernetes string   `json:"kubernetes"`
		Default    string   `json:"default"`
		Compatible []string `json:"compatible"`
	} `json:"offers"`
}

type healthCase struct {
	Code      string   `json:"code"`
	Message   string   `json:"message"`
	Resources []string `json:"resources"`
}

// insightCase is an insight, of UPGRADE_READINESS where nothing else is said.
type insightCase struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Category       string `json:"category"`
	Kubernetes     string `json:"kubernetes"`
	Status         string `json:"status"`
	Reason         string `json:"reason"`
	Recommendation string `json:"recommendation"`
	// Refreshed is a time; at the time of reading where it is left out, and none
	// where it is "never".
	Refreshed string `json:"refreshed"`
	Resources []struct {
		URI    string `json:"uri"`
		ARN    string `json:"arn"`
		Status string `json:"status"`
		Reason string `json:"reason"`
	} `json:"resources"`
	Deprecations []struct {
		Usage        string `json:"usage"`
		ReplacedWith string `json:"replaced_with"`
		Clients      []struct {
			Agent    string `json:"agent"`
			Requests int    `json:"requests"`
			Last     string `json:"last"`
		} `json:"clients"`
	} `json:"deprecations"`
	Addons []struct {
		Name       string   `json:"name"`
		Compatible []string `json:"compatible"`
	} `json:"addons"`
}

func (c *liveCase) live(t *testing.T) *upgrade.Live {
	t.Helper()
	if c == nil {
		return nil
	}
	readAt := timeOf(t, or(c.ReadAt, "2026-06-01T12:00:00Z"))
	live := &upgrade.Live{
		Name: "prod", Region: "eu-west-1", Account: "111122223333", ReadAt: readAt,
		Version: c.Version, Status: c.Status, NotFound: c.NotFound,
		Health: health(c.Health), Problems: problems(c.Problems), InsightsRead: !c.Unread,
	}
	for _, g := range c.Groups {
		live.NodeGroups = append(live.NodeGroups, upgrade.LiveNodeGroup{Name: g.Name, Status: g.Status, Health: health(g.Health)})
	}
	for _, a := range c.Addons {
		live.Addons = append(live.Addons, upgrade.LiveAddon{Name: a.Name, Status: a.Status, Health: health(a.Health)})
	}
	for _, row := range c.Versions {
		live.Versions = append(live.Versions, upgrade.VersionSupport{
			Version: minor(t, row[0]), Release: day(t, row[1]), EndOfStandardSupport: day(t, row[2]), EndOfExtendedSupport: day(t, row[3]),
		})
	}
	for _, i := range c.Insights {
		live.Insights = append(live.Insights, i.insight(t, readAt))
	}
	for _, o := range c.Offers {
		live.AddonOffers = append(live.AddonOffers, upgrade.AddonOffer{Addon: o.Addon, Kubernetes: minor(t, o.Kubernetes), Default: o.Default, Compatible: o.Compatible})
	}
	return live
}

func (c insightCase) insight(t *testing.T, readAt time.Time) upgrade.Insight {
	t.Helper()
	insight := upgrade.Insight{
		ID: c.ID, Name: c.Name, Category: or(c.Category, "UPGRADE_READINESS"), KubernetesVersion: c.Kubernetes, Status: c.Status,
		Reason: c.Reason, Recommendation: c.Recommendation, LastRefresh: readAt,
	}
	switch c.Refreshed {
	case "":
	case "never":
		insight.LastRefresh = time.Time{}
	default:
		insight.LastRefresh = timeOf(t, c.Refreshed)
	}
	for _, r := range c.Resources {
		insight.Resources = append(insight.Resources, upgrade.InsightResource{ARN: r.ARN, KubernetesResourceURI: r.URI, Status: r.Status, Reason: r.Reason})
	}
	for _, d := range c.Deprecations {
		deprecation := upgrade.InsightDeprecation{Usage: d.Usage, ReplacedWith: d.ReplacedWith}
		for _, client := range d.Clients {
			stat := upgrade.InsightClient{UserAgent: client.Agent, RequestsLast30Days: client.Requests}
			if client.Last != "" {
				stat.LastRequest = timeOf(t, client.Last)
			}
			deprecation.ClientStats = append(deprecation.ClientStats, stat)
		}
		insight.Deprecations = append(insight.Deprecations, deprecation)
	}
	for _, a := range c.Addons {
		insight.Addons = append(insight.Addons, upgrade.InsightAddon{Name: a.Name, CompatibleVersions: a.Compatible})
	}
	return insight
}

func health(cases []healthCase) []upgrade.HealthIssue {
	var issues []upgrade.HealthIssue
	for _, c := range cases {
		issues = append(issues, upgrade.HealthIssue(c))
	}
	return issues
}

func timeOf(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
