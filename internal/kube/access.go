package kube

import (
	"encoding/json"
	"slices"
)

// Access is how to reach an API server: the settings have the names and meanings
// that they have in hashicorp/kubernetes. It holds secrets: never print it.
type Access struct {
	// Host is a name, or a URL whose path may have a prefix. Without a scheme it is
	// https: a token is never sent in clear unless http is asked for by name.
	Host  string
	Token string
	// ClusterCACertificate, ClientCertificate and ClientKey are PEM.
	ClusterCACertificate string
	ClientCertificate    string
	ClientKey            string
	TLSServerName        string
	Insecure             bool
	ProxyURL             string
	// ConfigPaths are kubeconfig files, and Context one of their contexts; "" is
	// the current one. Without a path and a host, KUBECONFIG and the file in the
	// home folder count, as kubectl has it; and without those, the service account
	// of the pod that this runs in.
	ConfigPaths []string
	Context     string
	// Exec is a program that gives the token.
	Exec *Exec
}

// Exec is a credential plugin (client.authentication.k8s.io). It gets no input.
type Exec struct {
	APIVersion string
	Command    string
	Args       []string
	Env        map[string]string
}

// key tells two accesses apart. It holds secrets, and stays in memory.
func (a Access) key() string {
	// Marshal cannot fail: an Access holds texts, lists and maps of texts.
	text, _ := json.Marshal(a)
	return string(text)
}

// secrets are the texts that no message may hold. What a program is started with
// may be one as well.
func (a Access) secrets() []string {
	texts := []string{a.Token, a.ClientKey}
	if a.Exec != nil {
		for _, value := range a.Exec.Env {
			texts = append(texts, value)
		}
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}
