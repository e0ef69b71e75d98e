package kube

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// failureKind is what went wrong, as far as it decides what to do about it.
type failureKind int

const (
	// ofError means that the error itself tells.
	ofError failureKind = iota
	// wrongSetting is about the settings: nothing was sent.
	wrongSetting
	noCredentials
	unreachable
	untrusted
	unauthorized
	forbidden
	notServed
	throttled
	serverFault
	malformed
	hanging
	cancelled
	refused
)

// failure is why something could not be read.
type failure struct {
	kind failureKind
	request
	err error
	// status is the HTTP status, where there was an answer, and after what its
	// Retry-After asks for.
	status int
	after  time.Duration
	// attempts is how often the request was sent.
	attempts int
	// continued tells that the request was for a later page of a list.
	continued bool
	// setting and todo are for wrongSetting.
	setting, todo string
	secrets       []string
}

// badSetting is the failure of a setting, by its name in Access as the provider's
// configuration has it.
func badSetting(setting string, err error, todo string) *failure {
	return &failure{kind: wrongSetting, setting: setting, err: err, todo: todo}
}

// failed is the failure of a request.
func (c *connection) failed(what request, err error) *failure {
	return &failure{request: what, err: err, secrets: append([]string{c.guard.secret()}, c.secrets...)}
}

// hangError says that the API server did not answer in time.
type hangError struct{ after time.Duration }

func (e *hangError) Error() string { return fmt.Sprintf("no answer within %s", e.after) }

func (f *failure) resolved() failureKind {
	if f.kind != ofError {
		return f.kind
	}
	return kindOf(f.err)
}

func kindOf(err error) failureKind {
	var status *statusError
	var hang *hangError
	var bad *malformedError
	var redirect *redirectError
	switch {
	case errors.As(err, &status):
		return kindOfStatus(status)
	case errors.As(err, &hang), errors.Is(err, context.DeadlineExceeded):
		return hanging
	case errors.Is(err, context.Canceled):
		return cancelled
	case errors.As(err, &bad), errors.As(err, &redirect), errors.Is(err, io.ErrUnexpectedEOF):
		return malformed
	case errors.Is(err, errWrites):
		return refused
	case isUntrusted(err):
		return untrusted
	case strings.HasPrefix(plainText(err), credentialsPrefix):
		return noCredentials
	default:
		return unreachable
	}
}

// credentialsPrefix begins what client-go says of a program that gave no token. It
// wraps no error that could be told apart.
const credentialsPrefix = "getting credentials: "

func isUntrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &invalid) ||
		errors.As(err, &alert) || errors.As(err, &record)
}

func kindOfStatus(answer *statusError) failureKind {
	known := answer.reason != "" || answer.message != ""
	switch status := answer.status; {
	case status == http.StatusTooManyRequests:
		return throttled
	case status >= http.StatusInternalServerError:
		return serverFault
	case status == http.StatusUnauthorized:
		return unauthorized
	case status == http.StatusForbidden:
		return forbidden
	case !known:
		return malformed
	case status == http.StatusNotFound:
		return notServed
	default:
		return refused
	}
}

// text is what the other side, or the network, said: without secrets, and short.
func (f *failure) text() string {
	text := plainText(f.err)
	for _, secret := range f.secrets {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, "(hidden)")
		}
	}
	return shorten(text)
}

// shortestSecret is how long a text is at least that is hidden: shorter ones are
// no secrets, such as a variable's value 1.
const shortestSecret = 8

// plainText leaves out the address that the HTTP client puts before an error.
func plainText(err error) string {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

func shorten(text string) string {
	const longest = 400
	text, _, _ = strings.Cut(strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")), "\n")
	text = strings.TrimRight(strings.TrimSpace(wording.Plain(text)), ".:")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "..."
	}
	return text
}

// readable writes a duration as people do: 60 seconds.
func readable(d time.Duration) string {
	if d%time.Second == 0 && d > 0 {
		return wording.Count(int(d/time.Second), "second")
	}
	return d.String()
}
