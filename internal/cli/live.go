package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// live is the EKS API as a command asks it: with the access that the AWS
// environment variables and the shared files give.
type live struct {
	out   io.Writer
	build Build
	now   func() time.Time
	// after is how long asking may be silent.
	after time.Duration

	guard sync.Mutex
	timer *time.Timer
	ended bool
}

func newLive(out io.Writer, build Build, now func() time.Time) *live {
	return &live{out: out, build: build, now: now, after: patience}
}

// source is what the judgement asks.
func (l *live) source() *readiness.LiveSource {
	return &readiness.LiveSource{Reader: readiness.NewCommandEKS(l.build.Version, l.now), Progress: l.asking}
}

// asking says how many clusters are asked for, where that takes its time.
func (l *live) asking(clusters int) {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.timer = time.AfterFunc(l.after, func() {
		l.guard.Lock()
		defer l.guard.Unlock()
		if !l.ended {
			_, _ = fmt.Fprintf(l.out, "Asking EKS for %s\n", wording.Count(clusters, "cluster"))
		}
	})
}

// end keeps the report from being interrupted.
func (l *live) end() {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.ended = true
	if l.timer != nil {
		l.timer.Stop()
	}
}

// unreadClusters says of each cluster what EKS did not tell, besides the report.
func unreadClusters(judged upgrade.Report) []string {
	var messages []string
	for _, environment := range judged.Environments {
		for _, cluster := range environment.Environment.Clusters {
			if cluster.Live != nil {
				messages = append(messages, inSentences(cluster.Live.Problems)...)
			}
		}
	}
	return messages
}

// inSentences says of each problem what it is and what to do.
func inSentences(problems []upgrade.Problem) []string {
	var messages []string
	for _, problem := range problems {
		messages = append(messages, problem.Message+" "+problem.Remediation)
	}
	return messages
}
