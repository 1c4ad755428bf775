package protov5

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

func toSchemas(in map[string]*tfplugin5.Schema, served func(string) bool) (map[string]*tfprotov5.Schema, error) {
	out := map[string]*tfprotov5.Schema{}
	for name, s := range in {
		if !served(name) {
			continue
		}
		schema, err := toSchema(s)
		if err != nil {
			return nil, fmt.Errorf("schema of %s: %w", name, err)
		}
		out[name] = schema
	}
	return out, nil
}

func toSchema(s *tfplugin5.Schema) (*tfprotov5.Schema, error) {
	if s == nil {
		return nil, nil
	}
	block, err := toBlock(s.Block)
	return &tfprotov5.Schema{Version: s.Version, Block: block}, err
}

func toBlock(b *tfplugin5.Schema_Block) (*tfprotov5.SchemaBlock, error) {
	if b == nil {
		return nil, nil
	}
	out := &tfprotov5.SchemaBlock{
		Version:         b.Version,
		Description:     b.Description,
		DescriptionKind: tfprotov5.StringKind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, a := range b.Attributes {
		attribute, err := toAttribute(a)
		if err != nil {
			return nil, err
		}
		out.Attributes = append(out.Attributes, attribute)
	}
	for _, n := range b.BlockTypes {
		block, err := toBlock(n.Block)
		if err != nil {
			return nil, fmt.Errorf("block %s: %w", n.TypeName, err)
		}
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: n.TypeName,
			Block:    block,
			Nesting:  tfprotov5.SchemaNestedBlockNestingMode(n.Nesting),
			MinItems: n.MinItems,
			MaxItems: n.MaxItems,
		})
	}
	return out, nil
}

func toAttribute(a *tfplugin5.Schema_Attribute) (*tfprotov5.SchemaAttribute, error) {
	t, err := toType(a.Name, a.Type)
	if err != nil {
		return nil, err
	}
	return &tfprotov5.SchemaAttribute{
		Name:            a.Name,
		Type:            t,
		Description:     a.Description,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		DescriptionKind: tfprotov5.StringKind(a.DescriptionKind),
		Deprecated:      a.Deprecated,
		WriteOnly:       a.WriteOnly,
	}, nil
}

func toIdentitySchema(s *tfplugin5.ResourceIdentitySchema) (*tfprotov5.ResourceIdentitySchema, error) {
	out := &tfprotov5.ResourceIdentitySchema{Version: s.Version}
	for _, a := range s.IdentityAttributes {
		t, err := toType(a.Name, a.Type)
		if err != nil {
			return nil, err
		}
		out.IdentityAttributes = append(out.IdentityAttributes, &tfprotov5.ResourceIdentitySchemaAttribute{
			Name:              a.Name,
			Type:              t,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
			Description:       a.Description,
		})
	}
	return out, nil
}

func toType(attribute string, json []byte) (tftypes.Type, error) {
	// The replacement that the deprecation names does not exist outside terraform-plugin-go's own packages.
	t, err := tftypes.ParseJSONType(json) //nolint:staticcheck
	if err != nil {
		return nil, fmt.Errorf("attribute %s: type %s: %w", attribute, json, err)
	}
	return t, nil
}
