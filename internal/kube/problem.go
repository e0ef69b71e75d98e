package kube

import (
	"errors"
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// place is the cluster that a problem is about.
type place struct {
	target Target
	// server and context are empty where they are not known.
	server, context string
	commandLine     bool
}

// problem tells the reader what could not be read, why, and what to do.
func (f *failure) problem(where place) upgrade.Problem {
	said := f.words(where)
	problem := upgrade.Problem{
		Message:     f.opening(where) + said.why,
		Remediation: said.todo,
		Source:      upgrade.Kube{Server: where.server, Context: where.context}.Source(),
	}
	if f.what != "" {
		problem.Action = f.action()
		problem.Denied = f.resolved() == forbidden
	}
	return problem
}

// opening says what was tried, and where.
func (f *failure) opening(where place) string {
	if f.what == "" {
		if where.target.Environment == "" {
			return "The Kubernetes API"
		}
		return "The Kubernetes API of " + where.target.Environment
	}
	return f.action() + " in " + where.String()
}

// String gives the cluster at api.example.com (context prod).
func (p place) String() string {
	name := "the cluster at " + p.server
	if p.context != "" {
		name += " (context " + p.context + ")"
	}
	return name
}

// words are why something failed, as the end of a sentence, and what to do.
type words struct{ why, todo string }

func (f *failure) words(where place) words {
	switch f.resolved() {
	case wrongSetting:
		return words{
			why:  fmt.Sprintf(" cannot be read, as %s does not serve: %s.", where.setting(f.setting), f.text()),
			todo: f.todo,
		}
	case noCredentials, unauthorized, forbidden:
		return f.wordsForCredentials(where)
	case unreachable:
		return words{
			why: fmt.Sprintf(" could not reach the server: %s.", f.text()),
			todo: fmt.Sprintf("Check %s and the proxy (HTTPS_PROXY), and that this machine may reach the server: the endpoint of an EKS cluster may be private, or open to some addresses alone.",
				where.setting("host")),
		}
	case untrusted:
		return words{
			why:  fmt.Sprintf(" found no server that can be trusted: %s.", f.text()),
			todo: fmt.Sprintf("Check %s and %s: they have to be of this cluster, also where it was made anew. A proxy in between may show a certificate of its own.", where.setting("cluster_ca_certificate"), where.setting("host")),
		}
	case notServed:
		return words{
			why:  fmt.Sprintf(" is not there: %s.", f.text()),
			todo: fmt.Sprintf("Check %s: an API server of a release that EKS supports has %s. Where it stays, this part is not judged.", where.setting("host"), f.path),
		}
	case throttled:
		return words{
			why:  fmt.Sprintf(" was throttled for too long (%s): %s.", wording.Count(f.attempts, "attempt"), f.text()),
			todo: "Try again when less else asks this API server.",
		}
	case serverFault:
		return words{
			why:  fmt.Sprintf(" failed in the API server itself%s: %s.", f.times(), f.text()),
			todo: "Try again. Where it stays, see the health of the control plane.",
		}
	case malformed:
		return words{
			why:  fmt.Sprintf(" gave an answer that cannot be read%s: %s.", f.times(), f.text()),
			todo: fmt.Sprintf("Check that an API server answers at %s, and no sign-in page or proxy.", where.setting("host")),
		}
	case hanging:
		return words{
			why:  fmt.Sprintf(" got no answer: %s.", f.hang()),
			todo: "Check the network path to the API server (endpoint, proxy), and try again.",
		}
	case cancelled:
		return words{why: " was cancelled before it ended.", todo: "Try again."}
	default:
		return words{
			why:  fmt.Sprintf(" was refused: %s.", f.text()),
			todo: "Do what the message says, and try again.",
		}
	}
}

// wordsForCredentials is about who asks, and what they may.
func (f *failure) wordsForCredentials(where place) words {
	switch f.resolved() {
	case noCredentials:
		text := strings.TrimPrefix(f.text(), credentialsPrefix)
		return words{
			why:  fmt.Sprintf(" has no credentials: %s.", text),
			todo: fmt.Sprintf("Check %s: run the program by hand, as this machine does. It gets no input, and its own messages are on standard error.", where.setting("exec")),
		}
	case unauthorized:
		return words{
			why: fmt.Sprintf(" was refused, as the API server does not accept the credentials: %s.", f.text()),
			todo: fmt.Sprintf("Check %s: a token may have expired, or be of another cluster. An EKS cluster also needs an access entry for the IAM principal: aws eks create-access-entry.",
				where.setting("token")),
		}
	default:
		return words{
			why:  fmt.Sprintf(" is not allowed: %s.", f.text()),
			todo: fmt.Sprintf("Let a ClusterRole allow %s, and bind it to %s with a ClusterRoleBinding.", f.permission(), f.who()),
		}
	}
}

// permission is what a ClusterRole has to allow.
func (f *failure) permission() string {
	switch {
	case f.list == nil:
		return fmt.Sprintf("%s on the nonResourceURL %s", f.verb, f.path)
	case f.list.group == "":
		return fmt.Sprintf("%s on %s", f.verb, f.list.name)
	default:
		return fmt.Sprintf("%s on %s (API group %s)", f.verb, f.list.name, f.list.group)
	}
}

// who is the user that RBAC's message tells: User "alice" cannot list resource.
func (f *failure) who() string {
	_, rest, found := strings.Cut(f.text(), `User "`)
	user, _, ended := strings.Cut(rest, `"`)
	if found && ended && user != "" && len(user) <= longestUser {
		return "the user " + user
	}
	return "the user of these credentials"
}

// longestUser is longer than the ARN of an assumed role.
const longestUser = 200

func (f *failure) times() string {
	if f.attempts < 2 {
		return ""
	}
	return fmt.Sprintf(" (%s)", wording.Count(f.attempts, "attempt"))
}

func (f *failure) hang() string {
	var hang *hangError
	if errors.As(f.err, &hang) {
		return "the cluster was not read within " + readable(hang.after)
	}
	return "the time for it ran out"
}

// setting names a setting where the user has it.
func (p place) setting(name string) string {
	if p.commandLine {
		switch name {
		case "context":
			return "--kube-context"
		case "config_path":
			return "the kubeconfig (KUBECONFIG)"
		case "host":
			return "the server in the kubeconfig"
		default:
			return "the " + strings.ReplaceAll(name, "_", " ") + " in the kubeconfig"
		}
	}
	if name == "context" {
		name = "config_context"
	}
	if p.target.Environment == "" {
		return "kubernetes." + name + " in the provider configuration"
	}
	return fmt.Sprintf("kubernetes.%s in the provider configuration (or environments[%q].kubernetes)", name, p.target.Environment)
}

// problems says each thing once: what fails for the same reason whatever is asked
// for is told of the first request alone.
func problems(failures []*failure, where place) []upgrade.Problem {
	var found []upgrade.Problem
	said := map[string]bool{}
	for _, failed := range failures {
		cause := fmt.Sprint(failed.resolved())
		switch failed.resolved() {
		case wrongSetting, noCredentials, unreachable, untrusted, unauthorized, hanging, cancelled:
		default:
			cause += failed.action()
		}
		if said[cause] {
			continue
		}
		said[cause] = true
		found = append(found, failed.problem(where))
	}
	return found
}
