package kubetest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// exchange is a request and the answer that is being made for it.
type exchange struct {
	request *http.Request
	call    Call
	world   World
	list    *stored

	form       form
	acceptable bool

	// What the faults ask for.
	delay          time.Duration
	half, reset    bool
	endless, again bool

	answer answer
}

// respond is the answer without faults.
func (x *exchange) respond() answer {
	user, trusted := x.authenticate()
	x.call.User = user
	switch {
	case !trusted:
		return x.status(http.StatusUnauthorized, metav1.StatusReasonUnauthorized, "Unauthorized")
	case x.call.Method != http.MethodGet:
		return x.status(http.StatusMethodNotAllowed, metav1.StatusReasonMethodNotAllowed, "the server does not allow this method on the requested resource")
	case x.call.Path == "/version":
		return x.versionInfo()
	case x.call.Path == "/metrics":
		return answer{status: http.StatusOK, contentType: "text/plain; version=0.0.4; charset=utf-8; escaping=underscores", body: []byte(x.metrics())}
	case x.list == nil:
		return x.status(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
	case !x.acceptable:
		return x.status(http.StatusNotAcceptable, metav1.StatusReasonNotAcceptable, "only the following media types are accepted: application/json")
	default:
		return x.page()
	}
}

// authenticate tells who asks: by the client certificate, or by the token.
func (x *exchange) authenticate() (user string, trusted bool) {
	if x.request.TLS != nil && len(x.request.TLS.VerifiedChains) > 0 {
		return x.request.TLS.PeerCertificates[0].Subject.CommonName, true
	}
	token, bearer := strings.CutPrefix(x.call.Authorization, "Bearer ")
	switch {
	case !bearer:
		return "", false
	case x.world.Authenticate != nil:
		return x.world.Authenticate(token)
	default:
		return User, token == Token
	}
}

func (x *exchange) metrics() string {
	if x.world.Metrics != "" {
		return x.world.Metrics
	}
	return DefaultMetrics
}

func (x *exchange) versionInfo() answer {
	version := x.world.version()
	parts := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	for len(parts) < 2 {
		parts = append(parts, "")
	}
	body, err := json.MarshalIndent(map[string]string{
		"major": parts[0], "minor": parts[1], "gitVersion": version, "gitCommit": "b8e4a1f6cbd5d9f5c8d6b1f8ee92f4b5b1d5d0aa",
		"gitTreeState": "clean", "buildDate": "2026-10-02T09:04:38Z", "goVersion": "go1.25.3", "compiler": "gc", "platform": "linux/amd64",
	}, "", "  ")
	if err != nil {
		return x.broken(err)
	}
	return answer{status: http.StatusOK, contentType: jsonType, body: body}
}

// position is what a token of a page holds.
type position struct {
	Version string `json:"v"`
	Start   int    `json:"start"`
}

func (p position) String() string {
	text, _ := json.Marshal(p)
	return base64.RawURLEncoding.EncodeToString(text)
}

func parsePosition(token string) (position, bool) {
	var found position
	text, err := base64.RawURLEncoding.DecodeString(token)
	return found, err == nil && json.Unmarshal(text, &found) == nil && found.Start >= 0
}

// page is one page of the list, with the objects that the selector picks.
func (x *exchange) page() answer {
	var from position
	if token := x.request.URL.Query().Get("continue"); token != "" {
		var ok bool
		if from, ok = parsePosition(token); !ok {
			return x.status(http.StatusBadRequest, metav1.StatusReasonBadRequest, "continue key is not valid: illegal base64 data")
		}
	}
	limit, _ := strconv.Atoi(x.request.URL.Query().Get("limit"))
	if x.world.PageSize > 0 && (limit == 0 || x.world.PageSize < limit) {
		limit = x.world.PageSize
	}
	items, err := x.list.items(x.form)
	if err != nil {
		return x.broken(err)
	}
	fields := x.request.URL.Query().Get("fieldSelector")
	at := min(from.Start, len(items))
	if x.endless || x.again {
		at = 0
	}
	var found page
	for ; at < len(items) && (limit == 0 || len(found.items) < limit); at++ {
		if selects(fields, x.list.objects[at]) {
			found.items = append(found.items, items[at])
		}
	}
	switch {
	case x.again:
		found.next = position{Version: "meta.k8s.io/v1", Start: 1}.String()
	case x.endless:
		found.next = position{Version: "meta.k8s.io/v1", Start: from.Start + 1}.String()
	case at < len(items):
		found.next, found.remaining = position{Version: "meta.k8s.io/v1", Start: at}.String(), int64(len(items)-at)
	}
	body, err := x.list.writePage(found, x.form)
	if err != nil {
		return x.broken(err)
	}
	return answer{status: http.StatusOK, contentType: jsonType, body: body}
}

func (x *exchange) broken(err error) answer {
	return x.status(http.StatusInternalServerError, metav1.StatusReasonInternalError, "Internal error occurred: "+err.Error())
}

// status is an answer without success.
func (x *exchange) status(code int, reason metav1.StatusReason, message string) answer {
	status := &metav1.Status{Status: metav1.StatusFailure, Message: message, Reason: reason, Code: int32(code)}
	status.Kind, status.APIVersion = "Status", "v1"
	// A Status holds texts and numbers.
	body, _ := json.Marshal(status)
	return answer{status: code, contentType: jsonType, body: body}
}

// denied is how RBAC refuses the request.
func (x *exchange) denied() answer {
	if x.list == nil {
		return x.status(http.StatusForbidden, metav1.StatusReasonForbidden, fmt.Sprintf("forbidden: User %q cannot get path %q", x.call.User, x.call.Path))
	}
	of := x.list.resource
	full := of.name
	if of.group != "" {
		full += "." + of.group
	}
	return x.status(http.StatusForbidden, metav1.StatusReasonForbidden,
		fmt.Sprintf("%s is forbidden: User %q cannot list resource %q in API group %q at the cluster scope", full, x.call.User, of.name, of.group))
}
