package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// serverSettings are those of kubernetes that say which server it is.
var serverSettings = []string{"host", "config_path", "config_paths", "config_context"}

// kubernetesAttribute says how to reach an API server.
func kubernetesAttribute(description string, validators ...validator.Object) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: description, Attributes: kubernetesAttributes(), Validators: validators,
	}
}

// kubernetesAttributes have the names and meanings that they have in
// hashicorp/kubernetes.
func kubernetesAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	secret := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"host":                   text("The URL of the API server, such as `https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com`."),
		"token":                  secret("A token to show to the API server."),
		"cluster_ca_certificate": text("The certificates, as PEM, of the authority that the server's certificate is from."),
		"client_certificate":     text("A client certificate, as PEM. It needs `client_key`."),
		"client_key":             secret("The key of the client certificate, as PEM."),
		"tls_server_name":        text("The name that the server's certificate is checked for. Default: the name in `host`."),
		"insecure": schema.BoolAttribute{
			Optional: true, MarkdownDescription: "Do not check the server's certificate.",
		},
		"proxy_url": text("The URL of a proxy (`http`, `https` or `socks5`) for all requests to this server. Default: `HTTPS_PROXY`."),
		"config_path": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A kubeconfig file. Default where `config_context` is set: `KUBECONFIG`, or `~/.kube/config`.",
			Validators: []validator.String{
				stringvalidator.LengthAtLeast(1),
				stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("config_paths")),
			},
		},
		"config_paths": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Kubeconfig files that are laid over each other, as `KUBECONFIG` has it.",
			Validators: []validator.List{
				listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
			},
		},
		"config_context": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A context of the kubeconfig. Default: its current one.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"exec": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "A program that gives a token, such as `aws eks get-token`. It gets no input.",
			Attributes: map[string]schema.Attribute{
				"api_version": schema.StringAttribute{
					Required:            true,
					MarkdownDescription: "The version of the protocol: `client.authentication.k8s.io/v1` or `client.authentication.k8s.io/v1beta1`.",
				},
				"command": schema.StringAttribute{
					Required: true, MarkdownDescription: "The program.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				},
				"args": schema.ListAttribute{
					Optional: true, ElementType: types.StringType, MarkdownDescription: "Its arguments.",
					Validators: []validator.List{listvalidator.NoNullValues()},
				},
				"env": schema.MapAttribute{
					Optional: true, ElementType: types.StringType, MarkdownDescription: "Environment variables for it, besides those that are there.",
					Validators: []validator.Map{mapvalidator.NoNullValues()},
				},
			},
		},
	}
}

// namesServer refuses an entry that does not say which server it is: its settings
// would be for no server of its own.
type namesServer struct{}

func (namesServer) Description(context.Context) string {
	return "names a server by host, config_path, config_paths or config_context"
}
func (v namesServer) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (namesServer) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || saysWhichServer(req.ConfigValue) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "No server is named",
		"kubernetes in an entry of environments is for one cluster, and this one does not say for which. Set host, config_path, config_paths or config_context. "+
			"To have each API server reached through EKS, leave kubernetes out of the entry, and set kubernetes = {} beside environments.")
}

// saysWhichServer tells whether one of the settings is there, known or not yet.
func saysWhichServer(kubernetes types.Object) bool {
	attributes := kubernetes.Attributes()
	for _, name := range serverSettings {
		if value, ok := attributes[name]; ok && !value.IsNull() {
			return true
		}
	}
	return false
}
