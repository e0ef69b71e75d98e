package ekstest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one request that the server got.
type Call struct {
	Started time.Time
	// Ended is zero while the request is under way.
	Ended time.Time
	// Action is as IAM writes it, such as eks:ListInsights; empty where the request
	// is none that the server knows.
	Action string
	// Cluster is the cluster that the request names, if any, and Name the node
	// group, add-on, profile or insight.
	Cluster string
	Name    string
	Method  string
	// Path has the query.
	Path string
	// Region and AccessKey are those of the signature; nothing has checked them.
	Region    string
	AccessKey string
	UserAgent string
	// Status is the HTTP status of the answer; 0 where none was given.
	Status int
}

// exchange is a request and the answer that is being made for it.
type exchange struct {
	request   *http.Request
	body      []byte
	signature signature
	route     *route
	call      Call
	// query are the members of the query, and with ListInsights the token of the
	// body.
	query  url.Values
	filter insightFilter
	form   url.Values

	world      World
	now        time.Time
	credential Credential

	// What the faults ask for.
	repeatToken, half, hang, reset bool
	delay                          time.Duration

	answer answer
}

func newExchange(r *http.Request, body []byte) *exchange {
	x := &exchange{request: r, body: body, query: r.URL.Query(), signature: parseSignature(r)}
	x.call = Call{
		Method: r.Method, Path: r.URL.RequestURI(), UserAgent: r.UserAgent(),
		Region: x.signature.region, AccessKey: x.signature.accessKey,
	}
	if r.URL.Path == "/" && r.Method == http.MethodPost {
		x.form, _ = url.ParseQuery(string(body))
		x.route = stsRoutes[x.form.Get("Action")]
	} else {
		x.route, x.call.Cluster, x.call.Name = findRoute(r.Method, r.URL.EscapedPath())
	}
	if x.route == nil {
		return x
	}
	x.call.Action = x.route.action
	if x.route.action == "eks:ListInsights" {
		x.readListInsights()
	}
	return x
}

// listInsightsInput is the body of ListInsights.
type listInsightsInput struct {
	Filter     insightFilter `json:"filter"`
	MaxResults *int          `json:"maxResults"`
	NextToken  string        `json:"nextToken"`
}

// readListInsights puts what ListInsights has in its body where the other actions
// have it: into the query. A body that is no JSON is answered as one.
func (x *exchange) readListInsights() {
	if len(x.body) == 0 {
		return
	}
	var input listInsightsInput
	if err := json.Unmarshal(x.body, &input); err != nil {
		x.filter.invalid = true
		return
	}
	x.filter = input.Filter
	if input.MaxResults != nil {
		x.query.Set("maxResults", strconv.Itoa(*input.MaxResults))
	}
	if input.NextToken != "" {
		x.query.Set("nextToken", input.NextToken)
	}
}

// raw finds the answer that the world gives as it is.
func (x *exchange) raw() (body []byte, found bool) {
	most := -1
	for _, key := range slices.Sorted(maps.Keys(x.world.Raw)) {
		path, text, _ := strings.Cut(key, "?")
		members, err := url.ParseQuery(text)
		if err != nil || path != x.request.URL.Path || len(members) <= most || !contains(x.query, members) {
			continue
		}
		body, found, most = x.world.Raw[key], true, len(members)
	}
	return body, found
}

func contains(query, members url.Values) bool {
	for name := range members {
		if query.Get(name) != members.Get(name) {
			return false
		}
	}
	return true
}

// arn is the resource of the request, as an IAM message names it.
func (x *exchange) arn() string {
	prefix := "arn:aws:eks:" + x.signature.region + ":" + x.credential.account() + ":"
	switch {
	case x.route.kind != "" && x.call.Name != "":
		return prefix + x.route.kind + "/" + x.call.Cluster + "/" + x.call.Name + "/*"
	case x.call.Cluster != "":
		return prefix + "cluster/" + x.call.Cluster
	case x.route.action == "eks:DescribeAddonVersions":
		return prefix + "/addons/supported-versions"
	default:
		return prefix + "*"
	}
}
