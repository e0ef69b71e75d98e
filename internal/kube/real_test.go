package kube

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// The binaries of a real API server, by the variables that controller-runtime's
// envtest has for them.
const (
	apiserverBinary = "TEST_ASSET_KUBE_APISERVER"
	etcdBinary      = "TEST_ASSET_ETCD"
)

// realServer is a kube-apiserver of this test, without controllers and kubelets.
type realServer struct {
	url, ca string
	client  *http.Client
}

const (
	adminToken, readerToken, nobodyToken = "token-of-the-admin", "token-of-the-reader", "token-of-nobody-much"
	users                                = adminToken + ",admin,1,system:masters\n" + readerToken + ",reader,2\n" + nobodyToken + ",nobody,3\n"
)

// A real API server is read as the fake one is, with the least rights.
func TestRealServer(t *testing.T) {
	server := startReal(t)
	server.create(t, "/api/v1/namespaces", `{"metadata": {"name": "shop"}}`)
	server.create(t, "/api/v1/namespaces", `{"metadata": {"name": "cluster-autoscaler"}}`)
	role, err := os.ReadFile(filepath.Join("testdata", "reader.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	server.create(t, "/apis/rbac.authorization.k8s.io/v1/clusterroles", string(role))
	server.create(t, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
		`{"metadata": {"name": "reader"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "eksupgrade-reader"}, "subjects": [{"kind": "User", "name": "reader"}]}`)
	// The last are the webhooks, which nobody answers.
	for _, object := range kubetest.SixAddons().Objects {
		server.createObject(t, object)
	}
	// The use of a deprecated API is counted.
	server.send(t, http.MethodGet, "/api/v1/componentstatuses", "")
	if os.Getenv(recordVariable) != "" {
		record(t, server)
	}

	t.Run("with the least rights", func(t *testing.T) {
		kube := readOne(t, Access{Host: server.url, ClusterCACertificate: server.ca, Token: readerToken})
		checkSixAddons(t, kube)
		checkReal(t, kube)
	})
	t.Run("with none", func(t *testing.T) {
		kube := readOne(t, Access{Host: server.url, ClusterCACertificate: server.ca, Token: nobodyToken})
		if len(kube.Problems) != len(lists)+1 || kube.Version == "" {
			t.Errorf("%d problems: %+v", len(kube.Problems), kube.Problems)
		}
		for _, problem := range kube.Problems {
			if !strings.Contains(problem.Message, " is not allowed: ") || !strings.HasSuffix(problem.Remediation, "to the user nobody with a ClusterRoleBinding.") {
				t.Errorf("%+v", problem)
			}
		}
	})
	t.Run("with another token", func(t *testing.T) {
		kube := readOne(t, Access{Host: server.url, ClusterCACertificate: server.ca, Token: "another-token"})
		if len(kube.Problems) != 1 || !strings.Contains(kube.Problems[0].Message, "does not accept the credentials: Unauthorized") {
			t.Errorf("%+v", kube.Problems)
		}
	})
	t.Run("in pages", func(t *testing.T) {
		on, failed := hurried(t).open(Access{Host: server.url, ClusterCACertificate: server.ca, Token: readerToken})
		if failed != nil {
			t.Fatal(failed.err)
		}
		asked := deployments.page("")
		asked.query.Set("limit", "2")
		var next string
		if failed := on.get(t.Context(), asked, func(contentType string, body io.Reader) (err error) {
			next, err = readPage(contentType, body, deployments, func(*deployment) error { return nil })
			return err
		}); failed != nil || next == "" {
			t.Errorf("no token of a page: %+v", failed)
		}
	})
}

func startReal(t *testing.T) *realServer {
	t.Helper()
	apiserver, etcd := os.Getenv(apiserverBinary), os.Getenv(etcdBinary)
	if apiserver == "" || etcd == "" {
		t.Skipf("%s and %s name no binaries of a real API server", apiserverBinary, etcdBinary)
	}
	dir := t.TempDir()
	store, peer, port := freePort(t), freePort(t), freePort(t)
	start(t, etcd, "--data-dir="+filepath.Join(dir, "etcd"), "--unsafe-no-fsync", "--log-level=error",
		"--listen-client-urls=http://"+store, "--advertise-client-urls=http://"+store, "--listen-peer-urls=http://"+peer)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	secret := writeFile(t, filepath.Join(dir, "sa.key"), string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})))
	_, number, _ := net.SplitHostPort(port)
	start(t, apiserver, "--etcd-servers=http://"+store, "--cert-dir="+filepath.Join(dir, "certs"), "--bind-address=127.0.0.1", "--secure-port="+number,
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file="+secret, "--service-account-signing-key-file="+secret,
		"--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=RBAC", "--disable-admission-plugins=ServiceAccount", "--anonymous-auth=false",
		"--token-auth-file="+writeFile(t, filepath.Join(dir, "users.csv"), users))
	server := &realServer{url: "https://" + port}
	server.wait(t, filepath.Join(dir, "certs", "apiserver.crt"))
	return server
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// start runs a program until the test ends, and shows what it said where the test
// failed.
func start(t *testing.T, program string, arguments ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var said bytes.Buffer
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", program, said.Bytes()[max(0, said.Len()-4000):])
		}
	})
}

// wait waits until the server is ready. It has made its certificate by then, which
// is its own authority.
func (s *realServer) wait(t *testing.T, certificate string) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		text, err := os.ReadFile(certificate)
		if err != nil {
			continue
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(text)
		s.ca, s.client = string(text), &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
		if s.has(t, "/readyz") && s.has(t, "/api/v1/namespaces/kube-system") {
			return
		}
	}
	t.Fatal("the API server is not ready after 3 minutes")
}

func readAll(t *testing.T, from io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s *realServer) has(t *testing.T, path string) bool {
	t.Helper()
	status, _, err := s.try(t.Context(), http.MethodGet, path, "")
	return err == nil && status == http.StatusOK
}

func (s *realServer) try(ctx context.Context, method, path, body string) (status int, answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	request.Header.Set("Content-Type", "application/yaml")
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err = io.ReadAll(response.Body)
	return response.StatusCode, answer, err
}

func (s *realServer) send(t *testing.T, method, path, body string) []byte {
	t.Helper()
	status, answer, err := s.try(t.Context(), method, path, body)
	if err != nil || status >= http.StatusMultipleChoices {
		t.Fatalf("%s %s: status %d, %v\n%s", method, path, status, err, answer)
	}
	return answer
}

func (s *realServer) create(t *testing.T, path, body string) { s.send(t, http.MethodPost, path, body) }

// createObject creates an object of the fake server, and then its status, which is
// dropped when it is created.
func (s *realServer) createObject(t *testing.T, object kubetest.Object) {
	t.Helper()
	list := listOf(t, object)
	path := list.path
	if namespace := object.GetNamespace(); namespace != "" {
		at := strings.LastIndex(path, "/")
		path = path[:at] + "/namespaces/" + namespace + path[at:]
	}
	body, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	s.create(t, path, string(body))
	if !slices.Contains([]string{pods.path, budgets.path}, list.path) {
		return
	}
	var with struct {
		Status json.RawMessage `json:"status"`
	}
	if err := yaml.Unmarshal(body, &with); err != nil {
		t.Fatal(err)
	}
	path += "/" + object.GetName()
	var created map[string]json.RawMessage
	if err := json.Unmarshal(s.send(t, http.MethodGet, path, ""), &created); err != nil {
		t.Fatal(err)
	}
	created["status"] = with.Status
	if body, err = json.Marshal(created); err != nil {
		t.Fatal(err)
	}
	s.send(t, http.MethodPut, path+"/status", string(body))
}

func listOf(t *testing.T, object kubetest.Object) resource {
	t.Helper()
	kind := fmt.Sprintf("%T", object)
	kind = kind[strings.LastIndex(kind, ".")+1:] + "List"
	at := slices.IndexFunc(lists, func(list resource) bool { return list.kind == kind })
	if at < 0 {
		t.Fatalf("no list of %T", object)
	}
	return lists[at]
}
