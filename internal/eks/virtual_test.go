package eks

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// virtual answers as EKS does, in the time of a test bubble: a second takes none.
// Each list has three pages of two members.
type virtual struct {
	latency time.Duration
	// jitter is how much longer a request may take to arrive.
	jitter time.Duration
	// perSecond and burst are a token bucket; zero is no limit.
	perSecond, burst float64

	mutex             sync.Mutex
	tokens            float64
	refilled          time.Time
	served, throttled int
	most, underway    int
	actions           map[string]int
}

func (v *virtual) Do(request *http.Request) (*http.Response, error) {
	if v.jitter > 0 {
		time.Sleep(rand.N(v.jitter))
	}
	let := v.arrive(request)
	defer v.leave()
	select {
	case <-time.After(v.latency):
	case <-request.Context().Done():
		return nil, request.Context().Err()
	}
	if !let {
		return reply(http.StatusTooManyRequests, "ThrottlingException", `{"message":"Rate exceeded"}`), nil
	}
	return reply(http.StatusOK, "", answerTo(request)), nil
}

func (v *virtual) arrive(request *http.Request) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.underway++
	v.most = max(v.most, v.underway)
	if v.perSecond > 0 {
		at := time.Now()
		if v.refilled.IsZero() {
			v.tokens = v.burst
		} else {
			v.tokens = min(v.burst, v.tokens+v.perSecond*at.Sub(v.refilled).Seconds())
		}
		v.refilled = at
		if v.tokens < 1 {
			v.throttled++
			return false
		}
		v.tokens--
	}
	v.served++
	if v.actions == nil {
		v.actions = map[string]int{}
	}
	v.actions[actionOf(request)]++
	return true
}

func (v *virtual) leave() {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.underway--
}

func actionOf(request *http.Request) string {
	parts := strings.Split(strings.Trim(request.URL.Path, "/"), "/")
	switch {
	case len(parts) > 2:
		return parts[2] + strings.Repeat(" one", len(parts)-3)
	case parts[0] == "addons":
		return "addon versions"
	default:
		return parts[0]
	}
}

func reply(status int, code, body string) *http.Response {
	header := http.Header{"Content-Type": {"application/json"}}
	if code != "" {
		header.Set("X-Amzn-Errortype", code)
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}
}

// answerTo gives the body of an answer to any request of this package.
func answerTo(request *http.Request) string {
	parts := strings.Split(strings.Trim(request.URL.Path, "/"), "/")
	page, next := pageOf(request)
	switch action := actionOf(request); action {
	case "clusters":
		return fmt.Sprintf(`{"cluster":{"name":%q,"version":"1.34","platformVersion":"eks.9","status":"ACTIVE","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/%s"}}`, parts[1], parts[1])
	case "node-groups":
		return fmt.Sprintf(`{"nodegroups":["blue%d","green%d"],%s}`, page, page, next)
	case "addons":
		return fmt.Sprintf(`{"addons":["addon%da","addon%db"],%s}`, page, page, next)
	case "insights":
		return fmt.Sprintf(`{"insights":[{"id":"i%da","name":"a"},{"id":"i%db","name":"b"}],%s}`, page, page, next)
	case "node-groups one":
		return fmt.Sprintf(`{"nodegroup":{"nodegroupName":%q,"version":"1.34","status":"ACTIVE"}}`, parts[3])
	case "addons one":
		return fmt.Sprintf(`{"addon":{"addonName":%q,"addonVersion":"v1.0.0-eksbuild.1","status":"ACTIVE"}}`, parts[3])
	case "insights one":
		return fmt.Sprintf(`{"insight":{"id":%q,"name":"n","category":"UPGRADE_READINESS","kubernetesVersion":"1.35","insightStatus":{"status":"PASSING"},"lastRefreshTime":1763800000}}`, parts[3])
	case "addon versions":
		minor := request.URL.Query().Get("kubernetesVersion")
		version := func(name string) string {
			return fmt.Sprintf(`{"addonName":%q,"addonVersions":[{"addonVersion":"v1.0.0-eksbuild.1","compatibilities":[{"clusterVersion":%q,"defaultVersion":true}]}]}`, name, minor)
		}
		return fmt.Sprintf(`{"addons":[%s,%s],%s}`, version(fmt.Sprintf("addon%da", page)), version(fmt.Sprintf("addon%db", page)), next)
	default:
		return `{}`
	}
}

// pageOf reads the token, from the query or the body, and gives the next one.
func pageOf(request *http.Request) (page int, next string) {
	token := request.URL.Query().Get("nextToken")
	if request.Body != nil {
		body, _ := io.ReadAll(request.Body)
		if _, after, found := strings.Cut(string(body), `"nextToken":"`); found {
			token, _, _ = strings.Cut(after, `"`)
		}
	}
	page, _ = strconv.Atoi(token)
	if page == 2 {
		return page, `"nextToken":null`
	}
	return page, fmt.Sprintf(`"nextToken":"%d"`, page+1)
}

// fakeAccess reaches nothing by itself.
func fakeAccess() Access {
	off := true
	return Access{
		Region: "eu-west-1", AccessKey: "AKIAFAKEFAKEFAKEFAKE", SecretKey: "secret-of-a-test", SkipMetadataAPICheck: &off,
		EKSEndpoint: "http://127.0.0.1:1",
	}
}

func fleet(clusters int) []Target {
	var targets []Target
	for number := range clusters {
		targets = append(targets, Target{Environment: fmt.Sprintf("env%d", number), Cluster: fmt.Sprintf("cluster%d", number), Access: fakeAccess()})
	}
	return targets
}

// wantAll is what the gate wants.
func wantAll(_ Target, current upgrade.Minor) Want {
	want := Want{Insights: true, NodeGroups: true, Addons: true}
	if !current.IsZero() {
		want.AddonVersionsFor = []upgrade.Minor{current, current.Next()}
	}
	return want
}
