package kube

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// execVersions are the versions of the protocol of credential plugins that
// client-go speaks.
var execVersions = []string{"client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"}

// check tells what is wrong with the settings by themselves: the libraries tell
// it later, and without the name of the setting.
func (a Access) check() *failure {
	for _, check := range []func() *failure{a.checkHost, a.checkAuthority, a.checkCertificate, a.checkProxy, a.checkExec} {
		if failed := check(); failed != nil {
			return failed
		}
	}
	return nil
}

// server is the host as a URL.
func (a Access) server() string {
	if a.Host == "" || strings.Contains(a.Host, "://") {
		return a.Host
	}
	return "https://" + a.Host
}

func (a Access) checkHost() *failure {
	if a.Host == "" {
		return nil
	}
	server, err := url.Parse(a.server())
	switch {
	case err != nil:
		// The error repeats the text, which may hold a password.
		err = errors.New("it is no URL")
	case server.Scheme != "https" && server.Scheme != "http":
		err = fmt.Errorf("expected https, found %q", server.Scheme)
	case server.Host == "":
		err = errors.New("it has no host")
	case server.User != nil:
		err = errors.New("it holds a user name")
	case server.RawQuery != "" || server.Fragment != "":
		err = errors.New("it has a query")
	default:
		return nil
	}
	return badSetting("host", err, "Give it as https://NAME, with a port and a path where they are needed.")
}

func (a Access) checkAuthority() *failure {
	const setting = "cluster_ca_certificate"
	switch {
	case a.ClusterCACertificate == "":
		return nil
	case a.Insecure:
		return badSetting("insecure", errors.New("it is set together with "+setting), "Remove insecure: with the certificate the server can be checked.")
	case x509.NewCertPool().AppendCertsFromPEM([]byte(a.ClusterCACertificate)):
		return nil
	}
	if decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(a.ClusterCACertificate)); err == nil && strings.Contains(string(decoded), "-----BEGIN") {
		return badSetting(setting, errors.New("expected PEM, found base64"), "Decode it: base64decode(...certificate_authority[0].data).")
	}
	return badSetting(setting, errors.New("expected certificates in PEM, found none"), "Give the text between and with the lines BEGIN CERTIFICATE and END CERTIFICATE.")
}

func (a Access) checkCertificate() *failure {
	switch {
	case a.ClientCertificate == "" && a.ClientKey == "":
		return nil
	case a.ClientKey == "":
		return badSetting("client_certificate", errors.New("it is set and client_key is not"), "Set both or neither.")
	case a.ClientCertificate == "":
		return badSetting("client_key", errors.New("it is set and client_certificate is not"), "Set both or neither.")
	}
	if _, err := tls.X509KeyPair([]byte(a.ClientCertificate), []byte(a.ClientKey)); err != nil {
		return badSetting("client_certificate", err, "Give a certificate and its key in PEM.")
	}
	return nil
}

func (a Access) checkProxy() *failure {
	if a.ProxyURL == "" {
		return nil
	}
	proxy, err := url.Parse(a.ProxyURL)
	if err != nil || proxy.Host == "" || !slices.Contains([]string{"http", "https", "socks5"}, proxy.Scheme) {
		return badSetting("proxy_url", errors.New("expected a URL that begins with http, https or socks5"), "Give it as http://NAME:PORT.")
	}
	return nil
}

func (a Access) checkExec() *failure {
	switch {
	case a.Exec == nil:
		return nil
	case a.Exec.Command == "":
		return badSetting("exec", errors.New("it has no command"), "Set command, such as aws.")
	case !slices.Contains(execVersions, a.Exec.APIVersion):
		return badSetting("exec", fmt.Errorf("expected api_version %s, found %q", strings.Join(execVersions, " or "), a.Exec.APIVersion),
			"Set api_version to the one that the program gives; aws eks get-token gives v1beta1, and newer releases v1.")
	default:
		return nil
	}
}
