package kube

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const (
	jsonType = "application/json"
	textType = "text/plain"

	// mostBytes is the largest answer that is read. A page of 500 objects is a few
	// MiB; an object is at most 1.5 MiB.
	mostBytes = 64 << 20
	// mostErrorBytes is how much of an answer without success is read.
	mostErrorBytes = 64 << 10
)

// malformedError is an answer that an API server would not give.
type malformedError struct{ what string }

func (e *malformedError) Error() string { return e.what }

func badAnswer(format string, arguments ...any) error {
	return &malformedError{what: fmt.Sprintf(format, arguments...)}
}

// limited reads at most so many bytes, and says so when there are more.
type limited struct {
	from io.Reader
	left int64
	most int64
}

func limit(from io.Reader, most int64) *limited { return &limited{from: from, left: most, most: most} }

// Read reads from what is limited.
func (l *limited) Read(into []byte) (int, error) {
	if l.left <= 0 {
		return 0, badAnswer("it is larger than %d MiB", l.most>>20)
	}
	if int64(len(into)) > l.left {
		into = into[:l.left]
	}
	count, err := l.from.Read(into)
	l.left -= int64(count)
	return count, err
}

// mediaType is the content type without its parameters.
func mediaType(contentType string) string {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return media
}

// otherType says what an answer is instead of what was asked for.
func otherType(contentType string) error {
	switch media := mediaType(contentType); media {
	case "":
		return badAnswer("it does not say what it is (Content-Type)")
	default:
		return badAnswer("it is %.60s", media)
	}
}

// statusError is an answer without success.
type statusError struct {
	status int
	// reason and message are the API server's; empty where something else answered.
	reason  metav1.StatusReason
	message string
}

func (e *statusError) Error() string {
	if e.message != "" {
		return e.message
	}
	return fmt.Sprintf("HTTP status %d, without a message that an API server would give", e.status)
}

// readStatus reads an answer without success.
func readStatus(answer *http.Response) error {
	failed := &statusError{status: answer.StatusCode}
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostErrorBytes))
	if err != nil {
		return failed
	}
	var status metav1.Status
	if mediaType(answer.Header.Get("Content-Type")) == jsonType && json.Unmarshal(body, &status) == nil {
		failed.reason, failed.message = status.Reason, wording.Plain(status.Message)
	}
	return failed
}
