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
	asker
	build Build
	now   func() time.Time
	eks   *readiness.EKS
}

func newLive(out io.Writer, build Build, now func() time.Time) *live {
	return &live{asker: asker{out: out, what: "Asking EKS for", after: patience}, build: build, now: now}
}

// reader reads from EKS, and remembers what it has read: there is one.
func (l *live) reader() *readiness.EKS {
	if l.eks == nil {
		l.eks = readiness.NewCommandEKS(l.build.Version, l.now)
	}
	return l.eks
}

// source is what the judgement asks.
func (l *live) source() *readiness.LiveSource {
	return &readiness.LiveSource{Reader: l.reader(), Progress: l.asking}
}

// asker says what is asked, where that takes its time.
type asker struct {
	out io.Writer
	// what begins the line, such as "Asking EKS for".
	what string
	// after is how long asking may be silent.
	after time.Duration

	guard sync.Mutex
	timer *time.Timer
	ended bool
}

// asking is told how many clusters are asked for.
func (a *asker) asking(clusters int) {
	a.guard.Lock()
	defer a.guard.Unlock()
	a.timer = time.AfterFunc(a.after, func() {
		a.guard.Lock()
		defer a.guard.Unlock()
		if !a.ended {
			_, _ = fmt.Fprintf(a.out, "%s %s\n", a.what, wording.Count(clusters, "cluster"))
		}
	})
}

// end keeps the report from being interrupted.
func (a *asker) end() {
	a.guard.Lock()
	defer a.guard.Unlock()
	a.ended = true
	if a.timer != nil {
		a.timer.Stop()
	}
}

// unreadClusters says of each cluster what EKS did not tell, and why its Kubernetes
// API could not be read, besides the report.
func unreadClusters(judged upgrade.Report) []string {
	var messages []string
	for _, environment := range judged.Environments {
		for _, cluster := range environment.Environment.Clusters {
			if cluster.Live != nil {
				messages = append(messages, inSentences(cluster.Live.Problems)...)
			}
			if cluster.Kube.Unread() {
				messages = append(messages, inSentences(cluster.Kube.Problems)...)
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
