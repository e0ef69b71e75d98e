package eks

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// defaultAttempts is how often a request is sent that fails for another reason
// than throttling.
const defaultAttempts = 4

const (
	firstBackoff = 200 * time.Millisecond
	maxBackoff   = 5 * time.Second
)

// errNoMoreAttempts is joined to the error of the last attempt.
var errNoMoreAttempts = errors.New("tried as often as allowed")

// attempts counts how often one call was tried.
type attempts struct {
	action string
	// begun is when the call first asked for its turn, throttled when it was first
	// throttled.
	begun, throttled time.Time
	sent, failed     int
	limit, errors    int
}

type attemptsKey struct{}

func withAttempts(ctx context.Context, action string, limit int) (context.Context, *attempts) {
	counter := &attempts{action: action, begun: now(), limit: limit, errors: defaultAttempts}
	if limit > 0 {
		counter.errors = limit
	}
	return context.WithValue(ctx, attemptsKey{}, counter), counter
}

// attemptsOf gives those of the call, and new ones where the context has none.
func attemptsOf(ctx context.Context) *attempts {
	if counter, ok := ctx.Value(attemptsKey{}).(*attempts); ok {
		return counter
	}
	return &attempts{begun: now(), errors: defaultAttempts}
}

// retryer decides what is tried again. A throttled request is, as long as the
// pacer lets it: unless max_retries says how often a request may be sent.
type retryer struct{ aws.RetryerV2 }

// newRetryer waits for the given time before the second attempt, and twice as
// long each time after.
func newRetryer(first time.Duration) aws.RetryerV2 {
	return retryer{retry.NewStandard(func(options *retry.StandardOptions) {
		options.RateLimiter = ratelimit.None
		options.Backoff = retry.BackoffDelayerFunc(func(attempt int, err error) (time.Duration, error) {
			return backoff(first, attempt, err), nil
		})
	})}
}

// MaxAttempts is no limit: GetRetryToken counts.
func (retryer) MaxAttempts() int { return 0 }

// IsErrorRetryable adds to the SDK's list: an answer that breaks off, a status of
// throttling without a code, and any other status of the server's own failure.
func (r retryer) IsErrorRetryable(err error) bool {
	if isStall(err) {
		return false
	}
	return r.RetryerV2.IsErrorRetryable(err) || isThrottle(err) || isBroken(err) || isServerFault(err)
}

// GetRetryToken refuses when the call was tried often enough.
func (retryer) GetRetryToken(ctx context.Context, err error) (func(error) error, error) {
	done := func(error) error { return nil }
	counter := attemptsOf(ctx)
	counter.sent++
	switch {
	case !isThrottle(err):
		counter.failed++
	case counter.throttled.IsZero():
		counter.throttled = now()
	}
	if counter.failed >= counter.errors || counter.limit > 0 && counter.sent >= counter.limit {
		return done, errNoMoreAttempts
	}
	return done, nil
}

// GetAttemptToken gives what is always there: the pacer is asked around each
// attempt.
func (retryer) GetAttemptToken(context.Context) (func(error) error, error) {
	return func(error) error { return nil }, nil
}

// backoff is how long to wait before the next attempt. After throttling the pacer
// waits; only who is throttled again and again waits besides.
func backoff(first time.Duration, attempt int, err error) time.Duration {
	const patient = 3
	if isThrottle(err) {
		attempt -= patient
	}
	if attempt < 1 {
		return 0
	}
	delay := first
	for range min(attempt-1, 10) {
		delay *= 2
	}
	return min(delay, maxBackoff)
}

// paced puts the pacer and the stopwatch around each attempt of a request.
func paced(pace *pacer) func(*middleware.Stack) error {
	around := middleware.FinalizeMiddlewareFunc("EksupgradePace", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
		call := attemptsOf(ctx)
		if err := pace.acquire(ctx, call); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
		watch := stopwatchOf(ctx)
		watch.start()
		out, metadata, err := next.HandleFinalize(ctx, in)
		watch.stop()
		pace.release(call, outcomeOf(err))
		if isThrottle(err) && pace.hopeless(call) {
			err = &stallError{after: pace.patience}
		}
		return out, metadata, err
	})
	return func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(around, "Retry", middleware.After)
	}
}

func outcomeOf(err error) outcome {
	var response *smithyhttp.ResponseError
	switch {
	case err == nil:
		return answered
	case isThrottle(err):
		return throttled
	case errors.As(err, &response) && response.HTTPStatusCode() != 0:
		return answered
	default:
		return unanswered
	}
}

func isStall(err error) bool {
	var stall *stallError
	return errors.As(err, &stall)
}

// isThrottle tells whether the server asks for fewer requests.
func isThrottle(err error) bool {
	var api smithy.APIError
	if errors.As(err, &api) {
		if _, ok := retry.DefaultThrottleErrorCodes[api.ErrorCode()]; ok {
			return true
		}
	}
	return statusOf(err) == http.StatusTooManyRequests
}

// isBroken tells whether an answer broke off.
func isBroken(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

func isServerFault(err error) bool { return statusOf(err) >= http.StatusInternalServerError }

// statusOf gives the HTTP status of the answer, and zero where there is none.
func statusOf(err error) int {
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) && response.Response != nil {
		return response.HTTPStatusCode()
	}
	return 0
}
