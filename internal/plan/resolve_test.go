package plan

import (
	"testing"
)

func TestWhy(t *testing.T) {
	const changes = `
		{"address":"aws_eks_node_group.a","mode":"managed","type":"aws_eks_node_group","name":"a","change":{"actions":["create"],"after":{},"after_unknown":{"version":true,"scaling_config":[{"max_size":true}]}}},
		{"address":"terraform_data.next","mode":"managed","type":"terraform_data","name":"next","change":{"actions":["update"],"after":{"input":"1.30"},"after_unknown":{"output":true}}},
		{"address":"aws_eks_cluster.this","mode":"managed","type":"aws_eks_cluster","name":"this","change":{"actions":["update"],"after":{"version":"1.30"}}},
		{"address":"data.aws_eks_addon_version.waits","mode":"data","type":"aws_eks_addon_version","name":"waits","action_reason":"read_because_dependency_pending","change":{"actions":["read"],"after":{},"after_unknown":{"version":true}}},
		{"address":"data.aws_eks_addon_version.unknown","mode":"data","type":"aws_eks_addon_version","name":"unknown","action_reason":"read_because_config_unknown","change":{"actions":["read"],"after":{},"after_unknown":{"version":true}}}`
	tests := []struct{ name, expression, want string }{
		{"another resource", `{"references":["terraform_data.next.output","terraform_data.next"]}`, "the plan decides version at apply: it comes from terraform_data.next.output"},
		{"one of two is known", `{"references":["aws_eks_cluster.this.version","aws_eks_cluster.this","terraform_data.next.output","terraform_data.next"]}`, "the plan decides version at apply: it comes from terraform_data.next.output"},
		{"two", `{"references":["x_y.a.b","x_y.a","x_y.c.d","x_y.c"]}`, "the plan decides version at apply: it comes from x_y.a.b and x_y.c.d"},
		{"many", `{"references":["x_y.a.b","x_y.c.d","x_y.e.f","x_y.g.h"]}`, "the plan decides version at apply: it comes from x_y.a.b, x_y.c.d, x_y.e.f and others"},
		{"data source that waits", `{"references":["data.aws_eks_addon_version.waits.version","data.aws_eks_addon_version.waits"]}`,
			"the plan decides version at apply: it comes from data.aws_eks_addon_version.waits.version, which is read at apply because something that it depends on changes"},
		{"data source of unknown arguments", `{"references":["data.aws_eks_addon_version.unknown.version","data.aws_eks_addon_version.unknown"]}`,
			"the plan decides version at apply: it comes from data.aws_eks_addon_version.unknown.version, which is read at apply because its arguments are not known yet"},
		{"local value", `{"references":["local.version"]}`, "the plan decides version at apply: it comes from local.version, which the plan file does not show"},
		{"output of a module", `{"references":["module.m.version","module.m"]}`, "the plan decides version at apply: it comes from terraform_data.next.output"},
		{"local value of a module", `{"references":["module.m.local","module.m"]}`, "the plan decides version at apply: it comes from module.m.local.v, which the plan file does not show"},
		{"function of constants", `{}`, "the plan decides version at apply"},
		{"null", `{"constant_value":null}`, "the configuration does not set version, and the provider decides it at apply"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := configured(t, changes, `{"resources":[{"address":"aws_eks_node_group.a","mode":"managed","type":"aws_eks_node_group","expressions":{"version":`+test.expression+`}}],
				"module_calls":{"m":{"expressions":{"v":{"references":["terraform_data.next.output","terraform_data.next"]}},
					"module":{"outputs":{"version":{"expression":{"references":["var.v"]}},"local":{"expression":{"references":["local.v"]}}}}}}}`, "")
			if got := d.resolver().why(d.changes[0], "version"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhyWithoutExpressions(t *testing.T) {
	tests := []struct {
		name   string
		change change
		path   []string
		want   string
	}{
		{"no configuration", change{Address: "aws_eks_cluster.a"}, []string{"spec", "0", "replicas"}, "the plan decides spec[0].replicas at apply"},
		{"the object", change{Address: "aws_eks_cluster.a"}, nil, "the plan decides the object at apply"},
		{"data source", change{Address: "data.x.y", Mode: "data", ActionReason: "read_because_config_unknown"}, []string{"version"}, "data.x.y is read at apply because its arguments are not known yet"},
		{"deferred", change{Address: "x.y", Reason: "provider_config_unknown"}, []string{"version"}, "Terraform defers x.y to a later plan because its provider's configuration is not known yet"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := newDocument().resolver().why(test.change, test.path...); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name, actions, before, expression string
		want, from                        string
	}{
		{"constant", `["create"]`, `null`, `{"version":{"constant_value":"1.30"}}`, "1.30", "the configuration"},
		{"reference proves nothing", `["update"]`, `{"version":"1.29"}`, `{"version":{"references":["x_y.z.v","x_y.z"]}}`, "", ""},
		{"left alone by an update", `["update"]`, `{"version":"1.29"}`, `{}`, "1.29", "what is there now"},
		{"chosen anew by a replacement", `["delete","create"]`, `{"version":"1.29"}`, `{}`, "", ""},
		{"null", `["create"]`, `null`, `{"version":{"constant_value":null}}`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := configured(t, `{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":`+test.actions+`,"before":`+test.before+`,"after":{},"after_unknown":{"version":true}}}`,
				`{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","expressions":`+test.expression+`}]}`, "")
			value, from, found := d.resolver().resolve(d.changes[0], "version")
			text, _ := value.text()
			if text != test.want || from != test.from || found != (test.want != "") {
				t.Errorf("got %q from %q, %t; want %q from %q", text, from, found, test.want, test.from)
			}
		})
	}
}

func TestResolveKeepsSensitiveMarks(t *testing.T) {
	d := configured(t, `{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["create"],"after":{},"after_unknown":{"version":true},"after_sensitive":{"version":true}}}`,
		`{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","expressions":{"version":{"constant_value":"1.30"}}}]}`, "")
	if found, _, _ := d.resolver().resolve(d.changes[0], "version"); !found.isSensitive() {
		t.Error("a sensitive value lost its mark")
	}
}
