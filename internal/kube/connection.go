package kube

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/flowcontrol"
)

const (
	// dialTimeout is how long a connection may take to be made. A private endpoint
	// that is not reached from here drops what is sent to it.
	dialTimeout = 10 * time.Second
	// mostUnderway and perSecond limit the requests to one cluster, so that reading
	// it takes nothing away from what runs there.
	mostUnderway = 4
	perSecond    = 50
)

// connection is one API server and the credentials for it.
type connection struct {
	client *http.Client
	base   *url.URL
	// context is the kubeconfig's, where one was used.
	context string
	// program gives the token; empty where none does.
	program  string
	guard    *guard
	secrets  []string
	pace     flowcontrol.RateLimiter
	underway chan struct{}
	backoff  time.Duration
}

// open makes the connection of an access. It sends nothing.
func (c *Client) open(access Access) (*connection, *failure) {
	found, failed := access.load()
	if failed != nil {
		failed.secrets = access.secrets()
		return nil, failed
	}
	config := found.rest
	config.UserAgent = cmp.Or(c.options.UserAgent, "terraform-provider-eksupgrade")
	config.Dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	on := &connection{
		context: found.context,
		secrets: slices.Concat(access.secrets(), secretsOf(config)),
		pace:    flowcontrol.NewTokenBucketRateLimiter(perSecond, perSecond), underway: make(chan struct{}, mostUnderway),
		backoff: c.backoff,
	}
	base, _, err := rest.DefaultServerURL(config.Host, "", schema.GroupVersion{}, true)
	if err != nil {
		return nil, on.badSetting("host", err, "Give it as https://NAME, with a port and a path where they are needed.")
	}
	base.RawQuery, base.Fragment, base.User = "", "", nil
	// JoinPath keeps a path relative that begins as none.
	base.Path = cmp.Or(base.Path, "/")
	on.base = base
	on.guard = &guard{server: base, paths: map[string]bool{}}
	for _, path := range allPaths() {
		on.guard.paths[base.JoinPath(path).Path] = true
	}
	config.Wrap(func(base http.RoundTripper) http.RoundTripper {
		on.guard.base = base
		return on.guard
	})
	transport, err := rest.TransportFor(config)
	if err != nil {
		return nil, on.badSetting(settingOf(config), err, "Correct it in the settings, or in the kubeconfig.")
	}
	if config.ExecProvider != nil && config.BearerToken == "" {
		on.program = config.ExecProvider.Command
	}
	on.client = &http.Client{Transport: transport, CheckRedirect: noRedirects}
	return on, nil
}

func allPaths() []string {
	paths := []string{versionPath, metricsPath}
	for _, list := range lists {
		paths = append(paths, list.path)
	}
	return paths
}

// settingOf guesses which setting the transport cannot be made of.
func settingOf(config *rest.Config) string {
	if config.ExecProvider != nil {
		return "exec"
	}
	return "config_path"
}

// secretsOf are the secrets that the kubeconfig adds.
func secretsOf(config *rest.Config) []string {
	texts := []string{config.BearerToken, config.Password, string(config.KeyData)}
	if config.ExecProvider != nil {
		for _, variable := range config.ExecProvider.Env {
			texts = append(texts, variable.Value)
		}
	}
	return texts
}

func (c *connection) badSetting(setting string, err error, todo string) *failure {
	failed := badSetting(setting, err, todo)
	failed.secrets = c.secrets
	return failed
}

// server names the API server in messages.
func (c *connection) server() string {
	return c.base.Host + strings.TrimRight(c.base.Path, "/")
}

// close ends the connections that wait for more requests.
func (c *connection) close() { utilnet.CloseIdleConnectionsFor(c.client.Transport) }

// turn waits until one more request may be sent, and gives what ends it.
func (c *connection) turn(ctx context.Context) (done func(), err error) {
	if err := c.pace.Wait(ctx); err != nil {
		return nil, causeOf(ctx, err)
	}
	select {
	case c.underway <- struct{}{}:
		return func() { <-c.underway }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// causeOf prefers why the context ended to what came of it.
func causeOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
