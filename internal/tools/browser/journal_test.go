package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// journal collects what a tab must not do.
type journal struct {
	mu sync.Mutex
	// requests holds the address of each document, script, style, font or image
	// that was asked for.
	requests []string
	// troubles are messages of the console, exceptions, dialogs and reports of a
	// broken Content-Security-Policy.
	troubles []string
}

// keep makes the journal of a tab.
func keep(ctx context.Context) *journal {
	kept := &journal{}
	chromedp.ListenTarget(ctx, func(event any) {
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			kept.request(event.Request.URL)
		case *network.EventWebSocketCreated:
			kept.request(event.URL)
		case *runtime.EventConsoleAPICalled:
			kept.console(event)
		case *runtime.EventExceptionThrown:
			kept.trouble("exception: %v", event.ExceptionDetails)
		case *log.EventEntryAdded:
			if event.Entry.Level == log.LevelWarning || event.Entry.Level == log.LevelError {
				kept.trouble("%s of %s: %s", event.Entry.Level, event.Entry.Source, event.Entry.Text)
			}
		case *audits.EventIssueAdded:
			details, _ := json.Marshal(event.Issue.Details)
			kept.trouble("issue %s: %s", event.Issue.Code, details)
		case *page.EventJavascriptDialogOpening:
			kept.trouble("dialog: %s", event.Message)
			// An open dialog stops the page, and the listener may not wait.
			go func() { _ = chromedp.Run(ctx, page.HandleJavaScriptDialog(false)) }()
		}
	})
	return kept
}

func (j *journal) request(address string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests = append(j.requests, address)
}

func (j *journal) trouble(format string, arguments ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.troubles = append(j.troubles, fmt.Sprintf(format, arguments...))
}

func (j *journal) console(event *runtime.EventConsoleAPICalled) {
	switch event.Type {
	case runtime.APITypeWarning, runtime.APITypeError, runtime.APITypeAssert:
	default:
		return
	}
	var words []string
	for _, argument := range event.Args {
		words = append(words, strings.Trim(string(argument.Value), `"`)+argument.Description)
	}
	j.trouble("console %s: %s", event.Type, strings.Join(words, " "))
}

// forget empties the journal, for a page that is opened anew.
func (j *journal) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests, j.troubles = nil, nil
}

// quiet fails the test for all that the tab did but reading the file.
func (j *journal) quiet(t *testing.T, file string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, trouble := range j.troubles {
		t.Errorf("the page is not quiet: %s", trouble)
	}
	if len(j.requests) == 0 {
		t.Errorf("the journal holds no request, not even that for the page itself")
	}
	for _, address := range j.requests {
		if asked, err := url.Parse(address); err != nil || asked.Scheme != "file" || asked.Path != file {
			t.Errorf("the page asks for %.200s; expected nothing but %s", address, file)
		}
	}
}
