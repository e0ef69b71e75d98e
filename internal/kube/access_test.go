package kube

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// bare takes away what this machine has of its own.
func bare(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	for name, value := range map[string]string{"HOME": home, "USERPROFILE": home, "KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": "", "KUBERNETES_SERVICE_PORT": ""} {
		t.Setenv(name, value)
	}
	return home
}

func writeFile(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// kubeconfig has the context that is asked for, with this user.
func kubeconfig(server *kubetest.Server, context, user string) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: %s
clusters:
  - name: c
    cluster:
      server: %s
      certificate-authority-data: %s
contexts:
  - name: %s
    context: {cluster: c, user: u}
users:
  - name: u
    user: %s
`, context, server.URL, base64.StdEncoding.EncodeToString([]byte(server.CA)), context, user)
}

const tokenUser = "{token: " + kubetest.Token + "}"

func TestAccess(t *testing.T) {
	home := bare(t)
	server := kubetest.New(t, kubetest.SixAddons())
	certificate, key, err := server.ClientCertificate("alice")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	prod := writeFile(t, filepath.Join(dir, "prod"), kubeconfig(server, "prod", tokenUser))
	dev := writeFile(t, filepath.Join(dir, "dev"), strings.NewReplacer("name: c\n", "name: d\n", "cluster: c,", "cluster: d,").Replace(kubeconfig(server, "dev", "{token: not-that-one}")))
	writeFile(t, filepath.Join(home, "mine"), kubeconfig(server, "mine", tokenUser))
	writeFile(t, filepath.Join(dir, "token"), kubetest.Token)
	files := writeFile(t, filepath.Join(dir, "files"), strings.Replace(kubeconfig(server, "files", "{tokenFile: token}"),
		"certificate-authority-data: "+base64.StdEncoding.EncodeToString([]byte(server.CA)), "certificate-authority: ca.pem", 1))
	writeFile(t, filepath.Join(dir, "ca.pem"), server.CA)
	for name, test := range map[string]struct {
		access  Access
		env     string
		context string
	}{
		"a token":                      {access: accessTo(server)},
		"a host without a scheme":      {access: Access{Host: strings.TrimPrefix(server.URL, "https://"), ClusterCACertificate: server.CA, Token: kubetest.Token}},
		"insecure":                     {access: Access{Host: server.URL, Insecure: true, Token: kubetest.Token}},
		"a client certificate":         {access: Access{Host: server.URL, ClusterCACertificate: server.CA, ClientCertificate: certificate, ClientKey: key}},
		"another name of the server":   {access: Access{Host: server.URL, ClusterCACertificate: server.CA, Token: kubetest.Token, TLSServerName: "kubernetes.default.svc"}},
		"a file":                       {access: Access{ConfigPaths: []string{prod}}, context: "prod"},
		"a file in the home folder":    {access: Access{ConfigPaths: []string{"~/mine"}}, context: "mine"},
		"one of several":               {access: Access{ConfigPaths: []string{dev, filepath.Join(dir, "absent"), prod}, Context: "prod", Token: kubetest.Token}, context: "prod"},
		"a token that wins":            {access: Access{ConfigPaths: []string{dev}, Token: kubetest.Token}, context: "dev"},
		"a host that wins":             {access: Access{ConfigPaths: []string{prod}, Host: server.URL}, context: "prod"},
		"KUBECONFIG":                   {env: prod, context: "prod"},
		"files that the file names":    {access: Access{ConfigPaths: []string{files}}, context: "files"},
		"a host does without the file": {access: accessTo(server), env: dev},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KUBECONFIG", test.env)
			kube := readOne(t, test.access)
			if len(kube.Problems) > 0 || !kube.NodesRead || kube.Context != test.context {
				t.Errorf("context %q, %+v", kube.Context, kube.Problems)
			}
		})
	}
	t.Run("the file in the home folder", func(t *testing.T) {
		// clientcmd knows the home folder from the start of the process.
		for _, path := range filesOf(t, Access{}) {
			if filepath.Base(path) != "config" || filepath.Base(filepath.Dir(path)) != ".kube" {
				t.Errorf("found %s", path)
			}
		}
	})
	// Nothing is written, such as a cache or a file of today's name.
	entries, err := os.ReadDir(home)
	if err != nil || len(entries) != 1 {
		t.Errorf("the home folder has %v, %v", entries, err)
	}
}

func filesOf(t *testing.T, access Access) []string {
	t.Helper()
	files, failed := access.files()
	if failed != nil {
		t.Fatal(failed.err)
	}
	return files
}

func TestAccessProblems(t *testing.T) {
	bare(t)
	server := kubetest.New(t, kubetest.SixAddons())
	certificate, key, err := server.ClientCertificate("alice")
	if err != nil {
		t.Fatal(err)
	}
	_, otherKey, _ := server.ClientCertificate("bob")
	other := kubetest.New(t, kubetest.SixAddons())
	dir := t.TempDir()
	file := func(name, text string) []string { return []string{writeFile(t, filepath.Join(dir, name), text)} }
	const provider = `(or environments["prod"].kubernetes)`
	for name, test := range map[string]struct {
		access  Access
		message string
		todo    string
		// sent tells that the server is asked.
		sent bool
	}{
		"nothing": {Access{ConfigPaths: file("empty", "")}, "kubernetes.config_context in the provider configuration " + provider + " does not serve: " + filepath.Join(dir, "empty") + " has no current context; there are none", "as the context", false},
		"no such context": {
			Access{ConfigPaths: file("a", kubeconfig(server, "prod", tokenUser)), Context: "pord"},
			`has no context "pord"; there are prod`, "aws eks update-kubeconfig", false,
		},
		"a context without a cluster": {
			Access{ConfigPaths: file("b", strings.Replace(kubeconfig(server, "prod", tokenUser), "cluster: c,", "cluster: x,", 1))},
			`the cluster of context "prod" is not there, or has no server`, "Correct the file", false,
		},
		"no such file":     {Access{ConfigPaths: []string{filepath.Join(dir, "absent")}}, "kubernetes.config_path in the provider configuration", "aws eks update-kubeconfig", false},
		"a folder":         {Access{ConfigPaths: []string{dir}}, "is a directory", "Correct the file", false},
		"no YAML":          {Access{ConfigPaths: file("c", "a: b: c: "+kubetest.Token)}, "error loading config file", "Correct the file", false},
		"no CA":            {Access{Host: server.URL, ClusterCACertificate: "nonsense"}, "cluster_ca_certificate in the provider configuration", "BEGIN CERTIFICATE", false},
		"a CA in base64":   {Access{Host: server.URL, ClusterCACertificate: base64.StdEncoding.EncodeToString([]byte(server.CA))}, "expected PEM, found base64", "base64decode(", false},
		"another CA":       {Access{Host: server.URL, ClusterCACertificate: other.CA, Token: kubetest.Token}, "found no server that can be trusted: tls: failed to verify certificate: x509: certificate signed by unknown authority", "cluster_ca_certificate", false},
		"another name":     {Access{Host: server.URL, ClusterCACertificate: server.CA, Token: kubetest.Token, TLSServerName: "other.example.com"}, "found no server that can be trusted", "host", false},
		"insecure and CA":  {Access{Host: server.URL, ClusterCACertificate: server.CA, Insecure: true}, "kubernetes.insecure", "Remove insecure", false},
		"half a pair":      {Access{Host: server.URL, ClientCertificate: certificate}, "client_key is not", "Set both", false},
		"the other half":   {Access{Host: server.URL, ClientKey: key}, "client_certificate is not", "Set both", false},
		"another key":      {Access{Host: server.URL, ClientCertificate: certificate, ClientKey: otherKey}, "private key does not match public key", "in PEM", false},
		"a proxy":          {Access{Host: server.URL, ProxyURL: "ftp://user:secret-of-the-proxy@proxy"}, "kubernetes.proxy_url", "http://NAME:PORT", false},
		"no URL":           {Access{Host: "https://user:secret-of-the-host@%zz"}, "it is no URL", "https://NAME", false},
		"another scheme":   {Access{Host: "ftp://a.example"}, `expected https, found "ftp"`, "https://NAME", false},
		"a user":           {Access{Host: "https://user:secret-of-the-host@a.example"}, "it holds a user name", "https://NAME", false},
		"another token":    {Access{Host: server.URL, ClusterCACertificate: server.CA, Token: "not-that-one"}, "does not accept the credentials: Unauthorized", "kubernetes.token", true},
		"no credentials":   {Access{Host: server.URL, ClusterCACertificate: server.CA}, "does not accept the credentials", "access entry", true},
		"nobody listens":   {Access{Host: "https://127.0.0.1:1", Insecure: true}, "could not reach the server: dial tcp 127.0.0.1:1: connect: connection refused", "may be private", false},
		"in clear":         {Access{Host: strings.Replace(server.URL, "https", "http", 1)}, "gave an answer that cannot be read", "no sign-in page", false},
		"exec, no command": {Access{Host: server.URL, Exec: &Exec{APIVersion: execVersions[0]}}, "kubernetes.exec", "Set command", false},
		"exec, old":        {Access{Host: server.URL, Exec: &Exec{APIVersion: "client.authentication.k8s.io/v1alpha1", Command: "aws"}}, "expected api_version client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1, found", "Set api_version", false},
		"exec, not there": {
			Access{Host: server.URL, ClusterCACertificate: server.CA, Exec: &Exec{APIVersion: execVersions[0], Command: "eksupgrade-no-such-program"}},
			"has no credentials: exec: executable eksupgrade-no-such-program not found", "run the program by hand", false,
		},
		"exec that asks": {
			Access{ConfigPaths: file("d", kubeconfig(server, "prod", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ask, interactiveMode: Always}}"))},
			"ask asks a person for input", "aws eks get-token", false,
		},
		"auth-provider": {
			Access{ConfigPaths: file("e", kubeconfig(server, "prod", "{auth-provider: {name: gcp}}"))},
			`the auth-provider "gcp"`, "Replace it by an exec plugin", false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(server.Calls())
			kube := readOne(t, test.access)
			if len(kube.Problems) != 1 || !strings.Contains(kube.Problems[0].Message, test.message) || !strings.Contains(kube.Problems[0].Remediation, test.todo) {
				t.Fatalf("no problem with %q and %q in\n%+v", test.message, test.todo, kube.Problems)
			}
			for _, secret := range []string{"secret-of", kubetest.Token, "not-that-one", "PRIVATE"} {
				if strings.Contains(kube.Problems[0].Message+kube.Problems[0].Remediation, secret) {
					t.Errorf("%s is in %+v", secret, kube.Problems[0])
				}
			}
			if sent := len(server.Calls()) > before; sent != test.sent {
				t.Errorf("the server was asked: %v", sent)
			}
		})
	}
}

// On the command line there is no provider configuration to correct.
func TestCommandLineSpeaksOfTheKubeconfig(t *testing.T) {
	bare(t)
	server := kubetest.New(t, kubetest.SixAddons())
	path := writeFile(t, filepath.Join(t.TempDir(), "config"), kubeconfig(server, "prod", tokenUser))
	client := New(Options{CommandLine: true})
	kube := client.Read(t.Context(), []Target{{Access: Access{ConfigPaths: []string{path}, Context: "dev"}}})[0]
	if len(kube.Problems) != 1 || !strings.HasPrefix(kube.Problems[0].Message, "The Kubernetes API cannot be read, as --kube-context does not serve: "+path+` has no context "dev"; there are prod.`) {
		t.Errorf("%+v", kube.Problems)
	}
}

// A program gives the token, gets no input, and is asked again when it is refused.
func TestExec(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	bare(t)
	server := kubetest.New(t, kubetest.SixAddons())
	dir := t.TempDir()
	program := func(name, script string) *Exec {
		path := writeFile(t, filepath.Join(dir, name), "#!/bin/sh\n"+script)
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
		return &Exec{APIVersion: execVersions[1], Command: path, Args: []string{"get-token"}, Env: map[string]string{"TOKEN": kubetest.Token}}
	}
	const gives = `printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"%s"}}' `
	for name, test := range map[string]struct{ script, message string }{
		"good":        {gives + "$TOKEN", ""},
		"no terminal": {`case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) ` + gives + `$TOKEN;; esac`, ""},
		"reads":       {"read line && exit 7\n" + gives + "$TOKEN", ""},
		"again":       {`if [ -e ` + dir + `/once ]; then ` + gives + `$TOKEN; else touch ` + dir + `/once; ` + gives + `stale; fi`, ""},
		"fails":       {"echo it was $TOKEN >&2; exit 3", "has no credentials: exec: executable"},
		"no JSON":     {"echo nonsense", "has no credentials: decoding stdout"},
		"hangs":       {"exec sleep 3", "got no answer: the cluster was not read within 1 second"},
	} {
		t.Run(name, func(t *testing.T) {
			client := hurried(t)
			if name == "hangs" {
				client.options.Deadline = 1e9
			}
			kube := client.Read(t.Context(), []Target{{Access: Access{Host: server.URL, ClusterCACertificate: server.CA, Exec: program(strings.ReplaceAll(name, " ", "-"), test.script)}}})[0]
			switch {
			case test.message == "" && (len(kube.Problems) > 0 || !kube.NodesRead):
				t.Errorf("%+v", kube.Problems)
			case test.message != "" && (len(kube.Problems) != 1 || !strings.Contains(kube.Problems[0].Message, test.message)):
				t.Errorf("no problem with %q in %+v", test.message, kube.Problems)
			}
		})
	}
}
