package rules

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// planCase is what a case says of the plan that its environment was read from.
type planCase struct {
	Plan *struct {
		Target    string   `json:"target"`
		Errored   bool     `json:"errored"`
		Partial   []string `json:"partial"`
		Named     bool     `json:"named"`
		NoCluster bool     `json:"no_cluster"`
		// Order lists steps of which the first comes before the second; left out
		// where nothing is known of the order. "destroy " before an address is the
		// step that destroys what is there.
		Order *[][2]string `json:"order"`
		// Unjoined are node groups whose cluster the plan does not hold.
		Unjoined []groupCase `json:"unjoined"`
	} `json:"plan"`
	// Unplaced are add-ons whose cluster the plan does not hold.
	Unplaced *struct {
		Addons []addonCase `json:"addons"`
		objectsCase
	} `json:"unplaced"`
}

func (c planCase) addTo(t *testing.T, environment *upgrade.Environment) {
	if c.Plan == nil {
		return
	}
	plan := &upgrade.Plan{Errored: c.Plan.Errored, Partial: c.Plan.Partial, Named: c.Plan.Named, HasCluster: !c.Plan.NoCluster}
	environment.Plan = plan
	if c.Plan.NoCluster {
		environment.Clusters = nil
	}
	if c.Plan.Target != "" {
		plan.Target = minor(t, c.Plan.Target)
	}
	if c.Plan.Order != nil {
		order := orderCase{}
		for _, pair := range *c.Plan.Order {
			order[[2]upgrade.Step{stepCase(pair[0]), stepCase(pair[1])}] = true
		}
		plan.Sequence = order
	}
	for _, group := range c.Plan.Unjoined {
		environment.Unjoined = append(environment.Unjoined, group.group(t, ""))
	}
	if c.Unplaced != nil {
		environment.Unplaced.Addons = addons(t, c.Unplaced.Addons)
		c.Unplaced.addTo(t, &environment.Unplaced)
	}
}

// orderCase holds the pairs of steps of which the first comes first.
type orderCase map[[2]upgrade.Step]bool

func (o orderCase) Relation(first, second upgrade.Step) upgrade.Relation {
	switch {
	case o[[2]upgrade.Step{first, second}]:
		return upgrade.Before
	case o[[2]upgrade.Step{second, first}]:
		return upgrade.After
	default:
		return upgrade.Either
	}
}

func stepCase(text string) upgrade.Step {
	address, destroys := strings.CutPrefix(text, "destroy ")
	return upgrade.Step{Address: address, Destroys: destroys}
}

// planClusterCase is what a plan tells of a cluster besides its versions.
type planClusterCase struct {
	ClusterName string       `json:"cluster_name"`
	Action      actionCase   `json:"action"`
	ReplacedBy  []string     `json:"replaced_by"`
	Deposed     bool         `json:"deposed"`
	ForceUpdate told[bool]   `json:"force_update"`
	AutoMode    told[bool]   `json:"auto_mode"`
	OtherNodes  []string     `json:"other_nodes"`
	Addons      []addonCase  `json:"addons"`
	Fargate     []fargateFor `json:"fargate"`
}

// fargateFor is the namespace of a Fargate profile.
type fargateFor string

func (c planClusterCase) addTo(t *testing.T, cluster *upgrade.Cluster) {
	cluster.Name = c.ClusterName
	cluster.Action = upgrade.Action(c.Action)
	cluster.ReplacedBy = c.ReplacedBy
	cluster.Deposed = c.Deposed
	cluster.ForceUpdate = c.ForceUpdate.claim("force_update_version")
	cluster.AutoMode = c.AutoMode.claim("compute_config[0].enabled")
	cluster.OtherNodes = c.OtherNodes
	cluster.Addons = addons(t, c.Addons)
	for _, namespace := range c.Fargate {
		cluster.Fargate = append(cluster.Fargate, upgrade.FargateProfile{
			Name: string(namespace), Selectors: []upgrade.FargateSelector{{Namespace: string(namespace)}},
		})
	}
}

// planGroupCase is what a plan tells of a node group besides its versions.
type planGroupCase struct {
	Action      actionCase    `json:"action"`
	ReplacedBy  []string      `json:"replaced_by"`
	Deposed     bool          `json:"deposed"`
	SelfManaged bool          `json:"self_managed"`
	Before      *settingsCase `json:"before"`
	After       *settingsCase `json:"after"`
}

func (c planGroupCase) addTo(t *testing.T, group *upgrade.NodeGroup) {
	group.Action = upgrade.Action(c.Action)
	group.ReplacedBy = c.ReplacedBy
	group.Deposed = c.Deposed
	group.SelfManaged = c.SelfManaged
	group.Before = c.Before.settings(t)
	group.After = c.After.settings(t)
}

type settingsCase struct {
	Labels         told[map[string]string] `json:"labels"`
	Taints         told[[]upgrade.Taint]   `json:"taints"`
	AMIType        told[string]            `json:"ami_type"`
	LaunchTemplate told[string]            `json:"launch_template"`
	Release        told[string]            `json:"release"`
	CustomAMI      told[bool]              `json:"custom_ami"`
	Image          told[string]            `json:"image"`
	InstanceTypes  told[[]string]          `json:"instance_types"`
	Desired        told[int]               `json:"desired"`
	// MaxUnavailable is such as "1" or "50%".
	MaxUnavailable told[string] `json:"max_unavailable"`
	ForceUpdate    told[bool]   `json:"force_update"`
	KubeletFlags   []string     `json:"kubelet_flags"`
}

func (c *settingsCase) settings(t *testing.T) *upgrade.NodeSettings {
	if c == nil {
		return nil
	}
	return &upgrade.NodeSettings{
		Labels:         c.Labels.claim("labels"),
		Taints:         c.Taints.claim("taint"),
		AMIType:        c.AMIType.claim("ami_type"),
		LaunchTemplate: c.LaunchTemplate.claim("launch_template"),
		Release:        c.Release.claim("release_version"),
		CustomAMI:      c.CustomAMI.claim("launch_template"),
		Image:          c.Image.claim("image_id"),
		InstanceTypes:  c.InstanceTypes.claim("instance_types"),
		DesiredSize:    c.Desired.claim("scaling_config[0].desired_size"),
		MaxUnavailable: shareClaim(t, c.MaxUnavailable.claim("update_config[0].max_unavailable")),
		ForceUpdate:    c.ForceUpdate.claim("force_update_version"),
		KubeletFlags:   c.KubeletFlags,
	}
}

// shareClaim reads a claim of a text such as "50%" as one of a share.
func shareClaim(t *testing.T, text upgrade.Claim[string]) upgrade.Claim[upgrade.Share] {
	claim := upgrade.Claim[upgrade.Share]{Knowledge: text.Knowledge, Text: text.Value, Reason: text.Reason, Source: text.Source}
	if !text.IsKnown() {
		return claim
	}
	number, percent := strings.CutSuffix(text.Value, "%")
	parsed, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	claim.Value = upgrade.Share{Number: parsed, Percent: percent}
	return claim
}

// told is a value of a plan: absent where it is left out, and unknown where it is
// {"unknown": "the reason"}.
type told[T any] struct {
	value   *T
	unknown string
}

func (c *told[T]) UnmarshalJSON(data []byte) error {
	var gap struct {
		Unknown string `json:"unknown"`
	}
	if err := decodeStrictly(data, &gap); err == nil && gap.Unknown != "" {
		c.unknown = gap.Unknown
		return nil
	}
	c.value = new(T)
	return decodeStrictly(data, c.value)
}

func (c told[T]) claim(attribute string) upgrade.Claim[T] {
	source := upgrade.Source{Kind: upgrade.SourcePlan, Attribute: attribute}
	switch {
	case c.unknown != "":
		return upgrade.UnknownClaim[T](c.unknown, source)
	case c.value == nil:
		return upgrade.NoClaim[T](source)
	}
	text, isText := any(*c.value).(string)
	if !isText {
		data, err := json.Marshal(*c.value)
		if err == nil {
			text = string(data)
		}
	}
	return upgrade.Claim[T]{Knowledge: upgrade.Known, Value: *c.value, Text: text, Source: source}
}

// actionCase is an action by its name; nothing is done where it is left out.
type actionCase upgrade.Action

func (c *actionCase) UnmarshalText(text []byte) error {
	action, ok := map[string]upgrade.Action{
		"create": upgrade.Create, "update": upgrade.Update, "delete": upgrade.Delete, "forget": upgrade.Forget,
		"delete then create": upgrade.DeleteThenCreate, "create then delete": upgrade.CreateThenDelete,
	}[string(text)]
	if !ok {
		return strconv.ErrSyntax
	}
	*c = actionCase(action)
	return nil
}

// addonCase is an add-on. What is there now and what the apply leaves are absent
// where they are left out.
type addonCase struct {
	Name    string       `json:"name"`
	Address string       `json:"address"`
	Kind    string       `json:"kind"`
	Action  actionCase   `json:"action"`
	Current told[string] `json:"current"`
	Asked   told[string] `json:"asked"`
	// Planned is the plan's current version, where Current is the cluster's.
	Planned   told[string] `json:"planned"`
	ProxyMode told[string] `json:"proxy_mode"`
	Preserve  bool         `json:"preserve"`
	ChosenFor string       `json:"chosen_for"`
}

func addons(t *testing.T, cases []addonCase) []upgrade.Addon {
	t.Helper()
	var found []upgrade.Addon
	for _, c := range cases {
		found = append(found, upgrade.Addon{
			Name: c.Name, Address: c.Address, Kind: upgrade.AddonKind(or(c.Kind, string(upgrade.EKSAddon))), Attribute: "addon_version",
			Action: upgrade.Action(c.Action), Preserve: c.Preserve, ProxyMode: c.ProxyMode.claim("configuration_values"),
			ChosenFor: minorOrNone(t, c.ChosenFor),
			Current:   addonClaim(t, c.Current, upgrade.SourcePrior), Asked: addonClaim(t, c.Asked, upgrade.SourcePlan),
			Planned: addonClaim(t, c.Planned, upgrade.SourcePrior),
		})
	}
	return found
}

func addonClaim(t *testing.T, c told[string], kind upgrade.SourceKind) upgrade.AddonClaim {
	t.Helper()
	text := c.claim("addon_version")
	claim := upgrade.AddonClaim{Knowledge: text.Knowledge, Text: text.Text, Reason: text.Reason, Source: text.Source}
	claim.Source.Kind = kind
	if text.IsKnown() {
		claim.Value = addonVersion(t, text.Value)
	}
	return claim
}

func addonVersion(t *testing.T, text string) upgrade.AddonVersion {
	t.Helper()
	version, ok := upgrade.ParseAddonVersion(text)
	if !ok {
		t.Fatalf("%q is no version of an add-on", text)
	}
	return version
}

// planCatalogCase holds facts that only rules on plans judge by.
type planCatalogCase struct {
	Addons []addonFactsCase `json:"addons"`
	AMIs   []struct {
		Prefix string   `json:"prefix"`
		Paths  []string `json:"paths"`
		Title  string   `json:"title"`
		Last   string   `json:"last"`
		Advice string   `json:"advice"`
	} `json:"amis"`
	Notes []struct {
		Name       string           `json:"name"`
		Kubernetes string           `json:"kubernetes"`
		Looks      upgrade.NoteLook `json:"looks"`
		Signs      []string         `json:"signs"`
		Severity   string           `json:"severity"`
	} `json:"notes"`
}

type addonFactsCase struct {
	Name            string            `json:"name"`
	Title           string            `json:"title"`
	EKS             bool              `json:"eks"`
	Essential       bool              `json:"essential"`
	FollowsMinor    bool              `json:"follows_minor"`
	OneMinorAtATime bool              `json:"one_minor_at_a_time"`
	Ranges          []addonRangeCase  `json:"ranges"`
	Needs           []addonNeedCase   `json:"needs"`
	Latest          map[string]string `json:"latest"`
	Retired         string            `json:"retired"`
}

type addonRangeCase struct {
	From         string `json:"from"`
	Before       string `json:"before"`
	Oldest       string `json:"oldest"`
	Newest       string `json:"newest"`
	TestedOldest bool   `json:"tested_oldest"`
	TestedNewest bool   `json:"tested_newest"`
}

type addonNeedCase struct {
	Kubernetes string `json:"kubernetes"`
	AtLeast    string `json:"at_least"`
	Why        string `json:"why"`
	Severity   string `json:"severity"`
}

func (c planCatalogCase) addTo(t *testing.T, catalog *upgrade.Catalog) {
	for _, a := range c.Addons {
		catalog.Addons = append(catalog.Addons, a.facts(t))
	}
	for _, a := range c.AMIs {
		catalog.AMIs = append(catalog.AMIs, upgrade.AMIFact{Prefix: a.Prefix, Paths: a.Paths, Title: a.Title, Last: minor(t, a.Last), Advice: a.Advice})
	}
	for _, n := range c.Notes {
		catalog.Notes = append(catalog.Notes, upgrade.Note{
			Name: n.Name, Kubernetes: minorOrNone(t, n.Kubernetes), Looks: n.Looks, Signs: n.Signs, Severity: severityCase(t, n.Severity),
			Says: "It breaks.", Do: "Mend it.", Source: "https://example.com/" + n.Name,
		})
	}
}

func (c addonFactsCase) facts(t *testing.T) upgrade.AddonFacts {
	t.Helper()
	facts := upgrade.AddonFacts{
		Name: c.Name, Title: or(c.Title, c.Name), EKS: c.EKS, Essential: c.Essential, FollowsMinor: c.FollowsMinor, OneMinorAtATime: c.OneMinorAtATime,
		Retired: upgrade.SourcedText{Text: c.Retired},
	}
	for _, r := range c.Ranges {
		facts.Ranges = append(facts.Ranges, upgrade.AddonRange{
			From: addonVersionOrNone(t, r.From), Before: addonVersionOrNone(t, r.Before),
			Oldest: minorOrNone(t, r.Oldest), Newest: minorOrNone(t, r.Newest), TestedOldest: r.TestedOldest, TestedNewest: r.TestedNewest,
			Source: "https://example.com/ranges",
		})
	}
	for _, n := range c.Needs {
		facts.Needs = append(facts.Needs, upgrade.AddonNeed{
			Kubernetes: minor(t, n.Kubernetes), AtLeast: addonVersion(t, n.AtLeast), Why: or(n.Why, "it crashes"), Severity: severityCase(t, n.Severity),
			Source: "https://example.com/needs",
		})
	}
	for number := 10; number <= 50; number++ {
		if latest := c.Latest[at(t, number).String()]; latest != "" {
			facts.Latest = append(facts.Latest, upgrade.AddonLatest{Kubernetes: at(t, number), Version: addonVersion(t, latest), Source: "https://example.com/latest"})
		}
	}
	return facts
}

func addonVersionOrNone(t *testing.T, text string) upgrade.AddonVersion {
	t.Helper()
	if text == "" {
		return upgrade.AddonVersion{}
	}
	return addonVersion(t, text)
}

func minorOrNone(t *testing.T, text string) upgrade.Minor {
	t.Helper()
	if text == "" {
		return upgrade.Minor{}
	}
	return minor(t, text)
}

func severityCase(t *testing.T, text string) upgrade.Severity {
	t.Helper()
	for _, severity := range []upgrade.Severity{upgrade.Info, upgrade.Warning, upgrade.Error} {
		if text == severity.String() {
			return severity
		}
	}
	if text != "" {
		t.Fatalf("%q is no severity", text)
	}
	return upgrade.Off
}
