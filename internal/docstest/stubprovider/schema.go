package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// arguments and blocks are the parts of a resource by name.
type (
	arguments map[string]schema.Attribute
	blocks    map[string]schema.Block
)

var (
	text    = schema.StringAttribute{Optional: true, Computed: true}
	number  = schema.Int64Attribute{Optional: true}
	flag    = schema.BoolAttribute{Optional: true}
	textMap = schema.MapAttribute{Optional: true, ElementType: types.StringType}
	texts   = schema.ListAttribute{Optional: true, ElementType: types.StringType}
)

func of(arguments arguments, blocks blocks) schema.Schema {
	return schema.Schema{Attributes: arguments, Blocks: blocks}
}

func block(arguments arguments, inner blocks) schema.Block {
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: arguments, Blocks: inner}}
}

// computed is a list of objects that the provider tells.
func computed(arguments arguments) schema.Attribute {
	return schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: arguments}}
}
