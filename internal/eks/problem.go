package eks

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// problem tells the reader of a plan what could not be read, why, and what to do.
func (f *failure) problem(target Target, account string) upgrade.Problem {
	place := placeOf(target, f, account)
	said := wordsFor(f, target)
	return upgrade.Problem{
		Message:     f.opening(place) + said.why,
		Remediation: said.todo,
		Action:      f.action,
		Source:      upgrade.Source{Kind: upgrade.SourceEKS, Ref: place.ref()},
	}
}

// opening says what was tried: the action, what of the cluster, and where.
func (f *failure) opening(place place) string {
	subject := place.String()
	switch {
	case place.cluster == "":
		subject = "in " + subject
	case f.subject != "":
		subject = "for " + f.subject + " of " + subject
	default:
		subject = "for " + subject
	}
	return f.action + " " + subject
}

// place is where something is read, as far as it is known.
type place struct{ cluster, account, region string }

func placeOf(target Target, f *failure, account string) place {
	where := place{
		cluster: target.Cluster,
		account: cmp.Or(account, f.account, target.Access.account()),
		region:  cmp.Or(f.region, target.Access.Region),
	}
	if f.regional {
		where.cluster = ""
	}
	return where
}

func (p place) parts() []string {
	account, region := "account not known", "region not known"
	if p.account != "" {
		account = "account " + p.account
	}
	if p.region != "" {
		region = p.region
	}
	return []string{account, region}
}

// String gives cluster prod (account 111122223333, eu-west-1).
func (p place) String() string {
	parts := strings.Join(p.parts(), ", ")
	if p.cluster == "" {
		return parts
	}
	return "cluster " + p.cluster + " (" + parts + ")"
}

// ref gives EKS (cluster prod, account 111122223333, eu-west-1).
func (p place) ref() string {
	parts := p.parts()
	if p.cluster != "" {
		parts = append([]string{"cluster " + p.cluster}, parts...)
	}
	return "EKS (" + strings.Join(parts, ", ") + ")"
}

// words are why something failed, as the end of a sentence, and what to do.
type words struct{ why, todo string }

func wordsFor(f *failure, target Target) words {
	switch kind := f.resolved(); kind {
	case noRegion, badRegion, noCredentials, halfKeys, cannotAssume, badAccess:
		said := wordsForAccess(kind, f, target)
		if target.commandLine {
			said.todo = todoOnCommandLine(kind)
		}
		return said
	case denied, expired, clockSkewed, badCredentials:
		return wordsForCredentials(kind, f, target)
	case throttledForLong:
		return words{
			why:  fmt.Sprintf(" was throttled for too long: %s.", throttleText(f)),
			todo: "Plan again when less else asks the EKS API of this account and region, or ask AWS for a higher limit.",
		}
	case hanging:
		return words{
			why:  fmt.Sprintf(" got no answer: %s.", hangText(f)),
			todo: "Check the network path to the EKS API (endpoint, proxy, VPC endpoint), and plan again.",
		}
	case cancelled:
		return words{why: " was cancelled before it ended.", todo: "Plan again."}
	case unreachable:
		return words{
			why:  fmt.Sprintf(" could not reach the server: %s.", f.text()),
			todo: "Check region, endpoints, http_proxy (HTTPS_PROXY) and custom_ca_bundle (AWS_CA_BUNDLE), and that this machine may reach the server.",
		}
	case serverFault:
		return words{
			why:  fmt.Sprintf(" failed in AWS itself%s: %s.", timesText(f), faultText(f)),
			todo: "Plan again. Where it stays, see the AWS Health Dashboard for EKS in this region.",
		}
	case malformed:
		return words{
			why:  fmt.Sprintf(" gave an answer that cannot be read: %s.", faultText(f)),
			todo: "Check what answers at this endpoint (endpoints, AWS_ENDPOINT_URL_EKS, a proxy in between), and plan again.",
		}
	case notThere:
		return words{
			why:  fmt.Sprintf(" found nothing there: %s.", f.text()),
			todo: "Check the cluster's name, the account and the region. Where something was just deleted, plan again.",
		}
	default:
		return words{
			why:  fmt.Sprintf(" was refused: %s.", f.text()),
			todo: "Do what the message says, and plan again.",
		}
	}
}

// wordsForAccess is about settings: nothing was sent to EKS.
func wordsForAccess(kind failureKind, f *failure, target Target) words {
	switch kind {
	case noRegion:
		return words{
			why:  " needs a region, and none is set.",
			todo: fmt.Sprintf("Set %s, the environment variable AWS_REGION, or a region in the shared config file's profile.", attribute(target, "region")),
		}
	case badRegion:
		return words{
			why:  fmt.Sprintf(" cannot be done: %s.", f.text()),
			todo: fmt.Sprintf("Correct %s (or AWS_REGION). For a region newer than this release set skip_region_validation = true.", attribute(target, "region")),
		}
	case noCredentials:
		return words{
			why: fmt.Sprintf(" needs credentials, and none were found: %s.", f.text()),
			todo: fmt.Sprintf("Set %s (AWS_PROFILE), access_key and secret_key (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or %s. With SSO, sign in first: aws sso login.",
				attribute(target, "profile"), attribute(target, "assume_role_with_web_identity")),
		}
	case halfKeys:
		return words{
			why:  fmt.Sprintf(" cannot be done: %s.", f.text()),
			todo: "Set access_key and secret_key both in the provider configuration, or neither.",
		}
	case cannotAssume:
		return words{
			why:  fmt.Sprintf(" could not assume %s: %s.", cmp.Or(target.Access.role(), "the role"), f.text()),
			todo: fmt.Sprintf("Check role_arn in %s, that the role trusts these credentials, and that they may %s on it.", attribute(target, assumeAttribute(f)), f.action),
		}
	default:
		return words{
			why:  fmt.Sprintf(" could not be set up: %s.", f.text()),
			todo: fmt.Sprintf("Correct %s, shared_config_files and shared_credentials_files, or the AWS environment variables.", attribute(target, "profile")),
		}
	}
}

// todoOnCommandLine is what to do about settings where the environment variables
// and the shared files are all there is.
func todoOnCommandLine(kind failureKind) string {
	switch kind {
	case noRegion:
		return "Set the environment variable AWS_REGION, or a region in the shared config file's profile."
	case badRegion:
		return "Correct the region in the tfvars, in AWS_REGION or in the profile."
	case noCredentials:
		return "Set the environment variables AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE. With SSO, sign in first: aws sso login."
	default:
		return "Correct the AWS environment variables, or the profile in the shared files."
	}
}

// wordsForCredentials is about credentials that AWS does not accept.
func wordsForCredentials(kind failureKind, f *failure, target Target) words {
	switch kind {
	case denied:
		return words{
			why:  fmt.Sprintf(" is not allowed: %s.", f.text()),
			todo: fmt.Sprintf("Allow %s on this cluster in the IAM policy of the principal that the message names.", f.action),
		}
	case expired:
		return words{
			why:  fmt.Sprintf(" was refused, as the credentials have expired: %s.", f.text()),
			todo: fmt.Sprintf("Get new ones: aws sso login for %s, or a new token (AWS_SESSION_TOKEN).", attribute(target, "profile")),
		}
	case clockSkewed:
		return words{
			why:  fmt.Sprintf(" was refused, as the clock of this machine differs from that of AWS: %s.", f.text()),
			todo: "Set the clock of this machine, and plan again.",
		}
	default:
		return words{
			why:  fmt.Sprintf(" was refused, as AWS does not accept the credentials: %s.", f.text()),
			todo: fmt.Sprintf("Check %s%s, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that they are of this account and partition.", keysOf(target), attribute(target, "profile")),
		}
	}
}

// attribute names an attribute of the provider configuration, and that of the
// environment besides.
func attribute(target Target, name string) string {
	if target.commandLine {
		return "the " + name + " in use"
	}
	if target.Environment == "" {
		return name + " in the provider configuration"
	}
	return fmt.Sprintf("%s in the provider configuration (or environments[%q].%s)", name, target.Environment, name)
}

// keysOf names the keys of the provider configuration, where there may be one.
func keysOf(target Target) string {
	if target.commandLine {
		return ""
	}
	return "access_key, secret_key and token, "
}

func assumeAttribute(f *failure) string {
	if f.action == "sts:AssumeRoleWithWebIdentity" {
		return "assume_role_with_web_identity"
	}
	return "assume_role"
}

func throttleText(f *failure) string {
	var stall *stallError
	if errors.As(f.err, &stall) {
		return "no request was let through for " + readable(stall.after)
	}
	return f.text()
}

func hangText(f *failure) string {
	var hang *hangError
	if errors.As(f.err, &hang) {
		return "the server did not answer within " + readable(hang.after)
	}
	return "the time for it ran out"
}

func timesText(f *failure) string {
	if f.sent < 2 {
		return ""
	}
	return fmt.Sprintf(" (%s)", wording.Count(f.sent, "attempt"))
}

// hasCode tells whether the answer says what went wrong.
func hasCode(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() != "UnknownError"
}

// faultText is what the answer says, with its status where that is no success. A
// proxy or a firewall answers in words that say nothing here: the status does.
func faultText(f *failure) string {
	status := statusOf(f.err)
	switch {
	case status < http.StatusMultipleChoices:
		return f.text()
	case hasCode(f.err):
		return fmt.Sprintf("HTTP status %d, %s", status, f.text())
	default:
		return fmt.Sprintf("HTTP status %d, without a message that EKS would give", status)
	}
}
