package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// applied is the element of the attribute of that name, as the product has it.
var applied = types.ObjectType{AttrTypes: map[string]attr.Type{
	"cluster_version":     types.StringType,
	"node_group_versions": types.MapType{ElemType: types.StringType},
}}

// gate keeps what it is given and nothing else.
type gate struct{}

func (gate) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "eksupgrade_readiness"
}

// Schema has the arguments that the quickstart uses.
func (gate) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":                  schema.StringAttribute{Computed: true},
		"applied":             schema.MapAttribute{Computed: true, ElementType: applied},
		"env_vars_dir":        schema.StringAttribute{Required: true},
		"environments":        schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"environment":         schema.StringAttribute{Optional: true},
		"cluster_version":     schema.StringAttribute{Optional: true},
		"node_group_versions": schema.MapAttribute{Optional: true, ElementType: types.StringType},
	}}
}

func (gate) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), "bare")...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("applied"), types.MapValueMust(applied, map[string]attr.Value{}))...)
}

func (gate) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (gate) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (gate) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
