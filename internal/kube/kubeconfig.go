package kube

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// settings is an access with what the kubeconfig files add to it.
type settings struct {
	rest *rest.Config
	// context is the kubeconfig's, where one was used.
	context string
}

// load gives the settings of an access. It reads kubeconfig files, and writes
// none: clientcmd would copy an old file to where it is today.
func (a Access) load() (settings, *failure) {
	if failed := a.check(); failed != nil {
		return settings{}, failed
	}
	files, failed := a.files()
	if failed != nil {
		return settings{}, failed
	}
	rules := &clientcmd.ClientConfigLoadingRules{Precedence: files}
	merged, err := rules.Load()
	if err != nil {
		return settings{}, badSetting("config_path", err, "Correct the file, or name another one.")
	}
	context, failed := a.contextOf(merged, files)
	if failed != nil {
		return settings{}, failed
	}
	if a.Host == "" && context == "" {
		return inCluster(files)
	}
	config, err := clientcmd.NewNonInteractiveClientConfig(*merged, context, a.overrides(), nil).ClientConfig()
	switch {
	case clientcmd.IsEmptyConfig(err):
		return settings{}, badSetting("config_path", fmt.Errorf("the cluster of context %q is not there, or has no server", context),
			"Correct the file, or name another context of it.")
	case err != nil:
		return settings{}, badSetting("config_path", err, "Correct the file, or name another context of it.")
	}
	return finished(settings{rest: config, context: context})
}

// files are the kubeconfig files that count.
func (a Access) files() ([]string, *failure) {
	if len(a.ConfigPaths) == 0 {
		if a.Host != "" {
			return nil, nil
		}
		return clientcmd.NewDefaultClientConfigLoadingRules().Precedence, nil
	}
	var files []string
	var missing error
	for _, path := range a.ConfigPaths {
		path = expandHome(path)
		if _, err := os.Stat(path); err != nil {
			missing = errors.Join(missing, err)
			continue
		}
		files = append(files, path)
	}
	// One of several may be missing, as KUBECONFIG has it.
	if len(files) == 0 {
		return nil, badSetting("config_path", missing, "Name a kubeconfig file that is there, such as one that \"aws eks update-kubeconfig\" has written.")
	}
	return files, nil
}

// expandHome replaces ~ by the home folder.
func expandHome(path string) string {
	rest, found := strings.CutPrefix(path, "~")
	if !found || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// contextOf is the context that counts; empty where none is needed.
func (a Access) contextOf(merged *api.Config, files []string) (string, *failure) {
	context := a.Context
	if context == "" {
		context = merged.CurrentContext
	}
	if context == "" {
		if a.Host != "" || len(merged.Contexts) == 0 && len(a.ConfigPaths) == 0 {
			return "", nil
		}
		return "", badSetting("context", fmt.Errorf("%s no current context; %s", filesHave(files), contextsOf(merged)), "Name one of them as the context.")
	}
	if merged.Contexts[context] == nil {
		return "", badSetting("context", fmt.Errorf("%s no context %q; %s", filesHave(files), context, contextsOf(merged)),
			"Name a context that is there, or add it: aws eks update-kubeconfig --name CLUSTER --alias CONTEXT.")
	}
	return context, nil
}

func filesHave(files []string) string {
	switch len(files) {
	case 0:
		return "without a kubeconfig file there is"
	case 1:
		return files[0] + " has"
	default:
		return strings.Join(files, ", ") + " have"
	}
}

// contextsOf lists the contexts, so that a misspelling is seen.
func contextsOf(merged *api.Config) string {
	const most = 20
	names := slices.Sorted(maps.Keys(merged.Contexts))
	if len(names) == 0 {
		return "there are none"
	}
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %s", wording.Count(len(names)-most, "other"))
		names = names[:most]
	}
	return "there are " + strings.Join(names, ", ") + more
}

// overrides are the settings that win over the kubeconfig.
func (a Access) overrides() *clientcmd.ConfigOverrides {
	overrides := &clientcmd.ConfigOverrides{}
	overrides.ClusterInfo = api.Cluster{
		Server:                   a.server(),
		TLSServerName:            a.TLSServerName,
		InsecureSkipTLSVerify:    a.Insecure,
		CertificateAuthorityData: []byte(a.ClusterCACertificate),
		ProxyURL:                 a.ProxyURL,
	}
	overrides.AuthInfo = api.AuthInfo{
		Token:                 a.Token,
		ClientCertificateData: []byte(a.ClientCertificate),
		ClientKeyData:         []byte(a.ClientKey),
	}
	if a.Exec != nil {
		overrides.AuthInfo.Exec = a.Exec.config()
	}
	return overrides
}

func (e *Exec) config() *api.ExecConfig {
	config := &api.ExecConfig{APIVersion: e.APIVersion, Command: e.Command, Args: e.Args, InteractiveMode: api.NeverExecInteractiveMode}
	for _, name := range slices.Sorted(maps.Keys(e.Env)) {
		config.Env = append(config.Env, api.ExecEnvVar{Name: name, Value: e.Env[name]})
	}
	return config
}

// inCluster is the access of a pod, where this runs in one.
func inCluster(files []string) (settings, *failure) {
	config, err := rest.InClusterConfig()
	switch {
	case errors.Is(err, rest.ErrNotInCluster):
		return settings{}, badSetting("config_path", fmt.Errorf("nothing says which cluster to read: no host is set, and %s no context", filesHave(files)),
			"Write a kubeconfig (aws eks update-kubeconfig --name CLUSTER), or set KUBECONFIG, config_path or host.")
	case err != nil:
		return settings{}, badSetting("config_path", fmt.Errorf("the service account of this pod cannot be used: %w", err), "Mount its token, or name a kubeconfig file.")
	}
	return finished(settings{rest: config})
}

// finished refuses what would ask a person, or needs a library that is not here.
func finished(found settings) (settings, *failure) {
	config := found.rest
	if exec := config.ExecProvider; exec != nil && config.BearerToken == "" {
		if exec.InteractiveMode == api.AlwaysExecInteractiveMode {
			return settings{}, badSetting("exec", fmt.Errorf("%s asks a person for input (interactiveMode Always), and there is none", exec.Command),
				"Use a program that needs no input, such as aws eks get-token, or a token.")
		}
		exec.InteractiveMode = api.NeverExecInteractiveMode
	}
	if provider := config.AuthProvider; provider != nil {
		return settings{}, badSetting("config_path", fmt.Errorf("its user has the auth-provider %q, which is no longer in use", provider.Name),
			"Replace it by an exec plugin (client.authentication.k8s.io/v1), or set a token.")
	}
	return found, nil
}
