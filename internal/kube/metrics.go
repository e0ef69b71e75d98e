package kube

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	// mostMetricBytes is how much of the metrics is read: an API server of a large
	// cluster gives tens of MiB.
	mostMetricBytes = 512 << 20
	// longestMetric is the longest line that is looked at.
	longestMetric = 64 << 10
)

// readDeprecatedUses reads the use of deprecated APIs from the metrics, line by
// line, and keeps nothing else of them.
func readDeprecatedUses(ctx context.Context, on *connection) listRead[upgrade.KubeDeprecatedUse] {
	var read listRead[upgrade.KubeDeprecatedUse]
	asked := request{verb: "get", what: metricsPath, path: metricsPath, accept: textType}
	read.failed = on.get(ctx, asked, func(contentType string, body io.Reader) (err error) {
		if mediaType(contentType) != textType {
			return otherType(contentType)
		}
		read.items, err = usesIn(limit(body, mostMetricBytes))
		return err
	})
	if read.failed != nil {
		read.items = nil
	}
	return read
}

// usesIn finds the uses of deprecated APIs in metrics. An API that was never asked
// for has no line, so there must be something else that only an API server gives.
func usesIn(metrics io.Reader) ([]upgrade.KubeDeprecatedUse, error) {
	var uses []upgrade.KubeDeprecatedUse
	lines := bufio.NewReaderSize(metrics, longestMetric)
	known, cut := false, false
	for {
		line, err := lines.ReadSlice('\n')
		// The rest of a line that is too long is no line.
		if begins := !cut; begins && len(line) > 0 {
			known = known || strings.HasPrefix(string(line[:min(len(line), len(serverMetric))]), serverMetric)
			if !errors.Is(err, bufio.ErrBufferFull) && strings.HasPrefix(string(line[:min(len(line), len(deprecatedUseMetric))]), deprecatedUseMetric) {
				if use, is := deprecatedUseOf(string(line)); is && !slices.Contains(uses, use) {
					uses = append(uses, use)
				}
			}
		}
		cut = errors.Is(err, bufio.ErrBufferFull)
		switch {
		case errors.Is(err, io.EOF) && !known:
			return nil, badAnswer("it holds no metrics of an API server")
		case errors.Is(err, io.EOF):
			return uses, nil
		case err != nil && !cut:
			return nil, err
		case len(uses) > mostUses:
			return nil, badAnswer("it holds more than %d deprecated APIs", mostUses)
		}
	}
}

const (
	// serverMetric begins the metrics that only an API server has.
	serverMetric = "apiserver_"
	// mostUses is more than there are APIs.
	mostUses = 10_000
)
