package kube

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestDeprecatedUse(t *testing.T) {
	const metric = "apiserver_requested_deprecated_apis"
	type use = upgrade.KubeDeprecatedUse
	removed, err := upgrade.ParseMinor("1.25")
	if err != nil {
		t.Fatal(err)
	}
	policies := use{GroupVersion: "policy/v1beta1", Resource: "podsecuritypolicies", RemovedIn: removed}
	for line, want := range map[string]use{
		metric + `{group="policy",removed_release="1.25",resource="podsecuritypolicies",subresource="",version="v1beta1"} 1`:                   policies,
		metric + ` { version="v1beta1" , resource="podsecuritypolicies", group = "policy",removed_release="1.25",} 1e+00 1764000000000` + "\r": policies,
		metric + `{group="policy",removed_release="1.25",resource="podsecuritypolicies",version="v1beta1"} +Inf`:                               policies,
		metric + `{group="",removed_release="",resource="componentstatuses",subresource="",version="v1"} 1`:                                    {GroupVersion: "v1", Resource: "componentstatuses"},
		metric + `{group="apps",removed_release="soon",resource="deployments",subresource="scale",version="v1beta1"} 1`:                        {GroupVersion: "apps/v1beta1", Resource: "deployments/scale"},
		metric + `{group="a\"}b\\c\nd\e",resource="x",version="v1"} 1`:                                                                         {GroupVersion: "a\"}b\\c\nd\\e/v1", Resource: "x"},

		metric + `{group="policy",resource="podsecuritypolicies",version="v1beta1"} 0`:   {},
		metric + `{group="policy",resource="podsecuritypolicies",version="v1beta1"} NaN`: {},
		metric + `{group="policy",resource="podsecuritypolicies",version="v1beta1"} -1`:  {},
		metric + `{group="policy",resource="podsecuritypolicies",version="v1beta1"} one`: {},
		metric + `{group="policy",resource="podsecuritypolicies",version="v1beta1"}`:     {},
		metric + `{group="policy",resource="",version="v1beta1"} 1`:                      {},
		metric + `{group="policy",resource="x",version="v1"`:                             {},
		metric + `{group="policy" resource="x",version="v1"} 1`:                          {},
		metric + `{group="policy`: {},
		metric + `{group=policy}`: {},
		metric + `{group}`:        {},
		metric + `{group="\`:      {},
		metric + `{`:              {},
		metric + ` 1`:             {},
		metric + `_total{group="policy",resource="x",version="v1"} 1`:                                     {},
		`# HELP ` + metric + ` [STABLE] Gauge of deprecated APIs that have been requested`:                {},
		`# TYPE ` + metric + ` gauge`:                                                                     {},
		`apiserver_request_total{code="200",group="policy",resource="x",verb="LIST",version="v1beta1"} 7`: {},
		``: {},
	} {
		got, ok := deprecatedUseOf(line)
		if got != want || ok != (want != use{}) {
			t.Errorf("%s: got %+v and %t, want %+v", line, got, ok, want)
		}
	}
}

func FuzzDeprecatedUse(f *testing.F) {
	f.Add(`apiserver_requested_deprecated_apis{group="policy",removed_release="1.25",resource="podsecuritypolicies",subresource="",version="v1beta1"} 1`)
	f.Add(`apiserver_requested_deprecated_apis{group="a\"}\\\n",resource="x",version="v1",} 1 2`)
	f.Add(`apiserver_requested_deprecated_apis{=""`)
	f.Fuzz(func(t *testing.T, line string) {
		use, ok := deprecatedUseOf(line)
		if ok != (use.Resource != "") || ok != (use.GroupVersion != "") {
			t.Errorf("%q: %+v, %t", line, use, ok)
		}
		if ok && !strings.Contains(line, deprecatedUseMetric) {
			t.Errorf("%q is another metric", line)
		}
	})
}
