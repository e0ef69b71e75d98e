// Command bareprovider is a provider of the same type name as the product, whose
// gate takes the same arguments and judges nothing. The bench compares a plan
// with it, so that what Terraform and the plugin framework cost is not counted.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return bare{} }, providerserver.ServeOpts{
		Address: "registry.terraform.io/eksupgrade/eksupgrade",
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "The provider could not be served:", err)
		os.Exit(1)
	}
}

type bare struct{}

func (bare) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "eksupgrade"
}

func (bare) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (bare) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (bare) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return gate{} }}
}

func (bare) DataSources(context.Context) []func() datasource.DataSource { return nil }
