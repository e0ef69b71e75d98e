// Command stubprovider stands for hashicorp/aws and hashicorp/kubernetes where
// the test of the documentation runs terraform validate. It serves only the
// resource types and arguments that the documentation and examples/eks use, and
// requires none of them: it finds wrong references and syntax, and does not know
// AWS's or Kubernetes's schema.
//
// It is whichever provider its file is named for.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func main() {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	stub, ok := stubs[strings.TrimPrefix(name, "terraform-provider-")]
	if !ok {
		fmt.Fprintf(os.Stderr, "%s stands for no provider\n", name)
		os.Exit(1)
	}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return stub }, providerserver.ServeOpts{
		Address: "registry.terraform.io/hashicorp/" + stub.name,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var stubs = map[string]stubProvider{aws.name: aws, kubernetes.name: kubernetes}

type stubProvider struct {
	name      string
	schema    schema.Schema
	resources map[string]resourceschema.Schema
}

func (p stubProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.name
}

func (p stubProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = p.schema
}

func (p stubProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p stubProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p stubProvider) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for name, schema := range p.resources {
		all = append(all, func() resource.Resource { return stubResource{name: name, schema: schema} })
	}
	return all
}

// stubResource is only ever validated.
type stubResource struct {
	name   string
	schema resourceschema.Schema
}

func (r stubResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r stubResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (r stubResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (r stubResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (r stubResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (r stubResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
