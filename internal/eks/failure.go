package eks

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/smithy-go"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// failureKind is what went wrong, as far as it decides what to do about it.
type failureKind int

const (
	// ofError means that the error itself tells.
	ofError failureKind = iota
	noRegion
	badRegion
	noCredentials
	halfKeys
	cannotAssume
	badAccess
	denied
	expired
	clockSkewed
	badCredentials
	throttledForLong
	hanging
	cancelled
	unreachable
	serverFault
	malformed
	notThere
	refused
)

// failure is why something could not be read.
type failure struct {
	kind failureKind
	request
	region, account string
	err             error
	// sent is how often the request was sent.
	sent    int
	secrets []string
}

// before is the failure as that of the request that could not be made for it.
func (f *failure) before(what request) *failure {
	whole := *f
	if whole.action == "" {
		whole.action = what.action
	}
	whole.regional = what.regional
	return &whole
}

// malformedError is an answer that lacks what EKS always gives.
type malformedError struct{ what string }

func (e *malformedError) Error() string { return e.what }

// resolved gives the kind, from the error where nothing else told it.
func (f *failure) resolved() failureKind {
	if f.kind != ofError {
		// A cause that ended everything is the better explanation.
		if kind := kindOfContext(f.err); kind != ofError {
			return kind
		}
		return f.kind
	}
	return kindOf(f.err)
}

func kindOfContext(err error) failureKind {
	var hang *hangError
	switch {
	case errors.As(err, &hang), errors.Is(err, context.DeadlineExceeded):
		return hanging
	case errors.Is(err, context.Canceled):
		return cancelled
	default:
		return ofError
	}
}

func kindOf(err error) failureKind {
	var api smithy.APIError
	switch {
	case isStall(err), isThrottle(err):
		return throttledForLong
	case kindOfContext(err) != ofError:
		return kindOfContext(err)
	case isMalformed(err) && statusOf(err) < http.StatusInternalServerError:
		return malformed
	case hasCode(err) && errors.As(err, &api):
		return kindOfCode(api, statusOf(err))
	case statusOf(err) >= http.StatusInternalServerError:
		return serverFault
	case statusOf(err) == http.StatusForbidden:
		return denied
	case statusOf(err) == 0:
		return unreachable
	default:
		return malformed
	}
}

func isMalformed(err error) bool {
	var bad *malformedError
	var decoding *smithy.DeserializationError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return errors.As(err, &bad) || errors.As(err, &decoding) || errors.As(err, &syntax) || errors.As(err, &kind) || isBroken(err)
}

var (
	deniedCodes  = []string{"AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "NotAuthorized", "OptInRequired", "ForbiddenException"}
	expiredCodes = []string{"ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenRefreshRequired"}
	skewCodes    = []string{"RequestTimeTooSkewed", "RequestInTheFuture"}
	badKeyCodes  = []string{
		"UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch",
		"IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
		"InvalidAccessKeyId", "AuthFailure",
	}
	absentCodes = []string{"ResourceNotFoundException", "NotFoundException"}
)

func kindOfCode(api smithy.APIError, status int) failureKind {
	code, message := api.ErrorCode(), strings.ToLower(api.ErrorMessage())
	switch {
	case slices.Contains(skewCodes, code), slices.Contains(badKeyCodes, code) && (strings.Contains(message, "signature expired") || strings.Contains(message, "signature not yet current")):
		return clockSkewed
	case slices.Contains(expiredCodes, code), slices.Contains(badKeyCodes, code) && strings.Contains(message, "expired"):
		return expired
	case slices.Contains(badKeyCodes, code):
		return badCredentials
	case slices.Contains(deniedCodes, code):
		return denied
	case slices.Contains(absentCodes, code), isNoCluster(api):
		return notThere
	case status >= http.StatusInternalServerError:
		return serverFault
	default:
		return refused
	}
}

// isNoCluster recognises both ways in which EKS says that a cluster is not there:
// ResourceNotFoundException, and ClientException with a message.
func isNoCluster(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	return api.ErrorCode() == "ResourceNotFoundException" ||
		strings.Contains(strings.ToLower(api.ErrorMessage()), "no cluster found for name")
}

// text is what the other side, or the network, said: without secrets, and short.
func (f *failure) text() string {
	if f.err == nil {
		return ""
	}
	return shorten(f.redact(plainText(f.err)))
}

// plainText leaves out what the SDK wraps around an error.
func plainText(err error) string {
	var api smithy.APIError
	var network *net.OpError
	var lookup *net.DNSError
	switch {
	case errors.As(err, &api):
		if message := strings.TrimSpace(api.ErrorMessage()); message != "" {
			return api.ErrorCode() + ": " + message
		}
		return api.ErrorCode()
	case errors.As(err, &lookup):
		return lookup.Error()
	case errors.As(err, &network):
		return network.Error()
	}
	for {
		inner := unwrap(err)
		if inner == nil || inner.Error() == "" {
			return err.Error()
		}
		err = inner
	}
}

// unwrap follows the first of joined errors: the SDK adds why it does not try
// again.
func unwrap(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) > 0 {
		return joined.Unwrap()[0]
	}
	return errors.Unwrap(err)
}

// redact hides secrets: EKS answers a wrong signature with the request that it
// was made for, token included.
func (f *failure) redact(text string) string {
	for _, secret := range f.secrets {
		if len(secret) >= 4 {
			text = strings.ReplaceAll(text, secret, "(hidden)")
		}
	}
	return text
}

func shorten(text string) string {
	const longest = 400
	text, _, _ = strings.Cut(strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")), "\n")
	text = strings.TrimRight(strings.TrimSpace(text), ".:")
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
