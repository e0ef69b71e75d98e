package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kubeHelp says in a command's help how API servers are reached.
const kubeHelp = "With --kube each cluster's Kubernetes API tells what runs there: nodes, add-ons by their\n" +
	"images, workloads, budgets as they are now, webhooks and the use of deprecated APIs. Without a\n" +
	"--kube-context the API server is reached through EKS, with the AWS credentials. Nothing is\n" +
	"ever written; what the account may not list is named in the report.\n\n"

// addKubeTo adds the flags of the commands that may ask Kubernetes APIs.
func (f *judgeFlags) addKubeTo(flags *pflag.FlagSet) {
	flags.BoolVar(&f.kube, "kube", false, "ask the Kubernetes API of each cluster what runs there; without --kube-context it is reached through EKS")
	flags.StringArrayVar(&f.kubeContexts, "kube-context", nil, "the context of the kubeconfig that reaches a cluster, as [ENVIRONMENT=]CONTEXT (repeat; implies --kube)")
}

// asksKube tells whether Kubernetes APIs are to be asked.
func (f judgeFlags) asksKube() bool { return f.kube || len(f.kubeContexts) > 0 }

// newKubeAsker says that Kubernetes APIs are asked.
func newKubeAsker(out io.Writer) *asker {
	return &asker{out: out, what: "Asking the Kubernetes API of", after: patience}
}

// kubeSource is what the judgement asks; nil where nobody wants it to.
func (f judgeFlags) kubeSource(live *live, asking *asker, facts upgrade.Catalog) (*readiness.KubeSource, error) {
	if !f.asksKube() {
		return nil, nil
	}
	source := &readiness.KubeSource{
		Reader:       readiness.NewCommandKube(live.build.Version, facts, live.now),
		Environments: map[string]readiness.KubeEnvironment{},
		Gate:         readiness.GateThrough(live.reader()),
		Progress:     asking.asking,
	}
	for _, entry := range f.kubeContexts {
		environment, context, err := contextOf(entry)
		if err != nil {
			return nil, err
		}
		access := readiness.KubeAccess{Context: context}
		_, twice := source.Environments[environment]
		switch {
		case environment == "" && source.Access != nil:
			return nil, fmt.Errorf("--kube-context is given twice without an environment; write each as ENVIRONMENT=CONTEXT")
		case environment == "":
			source.Access, source.AccessName = &access, "--kube-context "+context
		case twice:
			return nil, fmt.Errorf("--kube-context names %s twice", environment)
		default:
			source.Environments[environment] = readiness.KubeEnvironment{Access: access}
		}
	}
	return source, nil
}

// contextOf reads [ENVIRONMENT=]CONTEXT. A context may hold a = itself; what stands
// before it is then no name of an environment, as in an ARN.
func contextOf(entry string) (environment, context string, err error) {
	environment, context, named := strings.Cut(entry, "=")
	if !named || strings.ContainsAny(environment, "/:@") {
		environment, context = "", entry
	}
	if context == "" || named && environment == "" && context != entry {
		return "", "", fmt.Errorf("--kube-context is %q; expected [ENVIRONMENT=]CONTEXT, such as prod=arn:aws:eks:eu-west-1:111122223333:cluster/shop", entry)
	}
	return environment, context, nil
}
