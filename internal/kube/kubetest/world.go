// Package kubetest is a server on 127.0.0.1 that answers as a Kubernetes API
// server does, from objects that it is given: with TLS and a certificate authority
// of its own, in pages, whole or the metadata alone. Faults can be switched on. It
// is for tests, for the bench and for the demo.
//
//	server := kubetest.New(t, kubetest.SixAddons())
//	access := kube.Access{Host: server.URL, ClusterCACertificate: server.CA, Token: kubetest.Token}
package kubetest

import "time"

// Token is what a client shows where the world names no other.
const Token = "kubetest-token-of-the-only-user"

// User is who shows it.
const User = "system:serviceaccount:ci:eksupgrade"

// World is all that the server knows.
type World struct {
	// Version is the API server's; DefaultVersion where it is empty.
	Version string
	// Objects are served in the order that an API server has: by namespace and
	// name. Objects reads them from manifests.
	Objects []Object
	// Metrics are those of /metrics in the text format of Prometheus;
	// DefaultMetrics where they are empty.
	Metrics string
	// Authenticate tells who shows a token, and false where it is not trusted. Where
	// it is nil, Token is trusted alone. A client certificate of the server's
	// authority always is.
	Authenticate func(token string) (user string, trusted bool)
	// PageSize is the greatest page that the server gives; what the client asks for
	// where it is zero.
	PageSize int
	// Latency is how long each request takes.
	Latency time.Duration
	// Faults are what goes wrong from the start; see Server.Break.
	Faults []Fault
}

// DefaultVersion is as EKS writes it.
const DefaultVersion = "v1.34.2-eks-a737599"

// DefaultMetrics are a few of those of an API server that nobody asked for a
// deprecated API.
const DefaultMetrics = `# HELP apiserver_audit_event_total [ALPHA] Counter of audit events generated and sent to the audit backend.
# TYPE apiserver_audit_event_total counter
apiserver_audit_event_total 48211
# HELP apiserver_request_total [STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.
# TYPE apiserver_request_total counter
apiserver_request_total{code="200",component="apiserver",dry_run="",group="apps",resource="deployments",scope="cluster",subresource="",verb="LIST",version="v1"} 812
# HELP process_start_time_seconds [ALPHA] Start time of the process since unix epoch in seconds.
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1.79527394412e+09
`

// DeprecatedUse is a line of metrics that tells of the use of a deprecated API.
func DeprecatedUse(group, version, resource, removedIn string) string {
	return `apiserver_requested_deprecated_apis{group="` + group + `",removed_release="` + removedIn +
		`",resource="` + resource + `",subresource="",version="` + version + `"} 1` + "\n"
}
