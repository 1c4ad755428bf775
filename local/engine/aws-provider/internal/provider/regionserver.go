package provider

import (
	"context"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// regionServer remembers the region that the provider is configured with, and gives the data source
// aws_region its `region` of 6.x, which was `name` in 5.x.
type regionServer struct {
	tfprotov6.ProviderServer
	configured atomic.Value
	old        tftypes.Object
}

// region is empty until the provider is configured with a known region.
func (s *regionServer) region() string {
	region, _ := s.configured.Load().(string)
	return region
}

const regionDataSource = "aws_region"

func (s *regionServer) GetProviderSchema(
	ctx context.Context, in *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	out, err := s.ProviderServer.GetProviderSchema(ctx, in)
	if err != nil {
		return nil, err
	}
	block := out.DataSourceSchemas[regionDataSource].Block
	s.old = block.ValueType().(tftypes.Object)
	block.Attributes = append(block.Attributes, &tfprotov6.SchemaAttribute{
		Name: "region", Type: tftypes.String, Optional: true, Computed: true,
	})
	return out, nil
}

func (s *regionServer) ConfigureProvider(
	ctx context.Context, in *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	region, err := s.regionOf(ctx, in.Config)
	if err != nil {
		return nil, err
	}
	s.configured.Store(region)
	return s.ProviderServer.ConfigureProvider(ctx, in)
}

// regionOf is empty when the region is not known yet.
func (s *regionServer) regionOf(ctx context.Context, config *tfprotov6.DynamicValue) (string, error) {
	schema, err := s.ProviderServer.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return "", err
	}
	fields, err := fieldsOf(config, schema.Provider.ValueType())
	if err != nil {
		return "", err
	}
	switch region := fields["region"]; {
	case region.IsNull():
		return environmentRegion(), nil
	case !region.IsKnown():
		return "", nil
	default:
		var name string
		err := region.As(&name)
		return name, err
	}
}

func (s *regionServer) ValidateDataResourceConfig(
	ctx context.Context, in *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	if in.TypeName != regionDataSource {
		return s.ProviderServer.ValidateDataResourceConfig(ctx, in)
	}
	config, err := s.toOld(in.Config)
	if err != nil {
		return nil, err
	}
	request := *in
	request.Config = config
	return s.ProviderServer.ValidateDataResourceConfig(ctx, &request)
}

func (s *regionServer) ReadDataSource(
	ctx context.Context, in *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	if in.TypeName != regionDataSource {
		return s.ProviderServer.ReadDataSource(ctx, in)
	}
	config, err := s.toOld(in.Config)
	if err != nil {
		return nil, err
	}
	request := *in
	request.Config = config
	out, err := s.ProviderServer.ReadDataSource(ctx, &request)
	if err != nil || out.State == nil {
		return out, err
	}
	fields, err := fieldsOf(out.State, s.old)
	if err != nil {
		return nil, err
	}
	fields["region"] = fields["name"]
	out.State, err = valueOf(s.new(), fields)
	return out, err
}

func (s *regionServer) new() tftypes.Object {
	types := map[string]tftypes.Type{"region": tftypes.String}
	for name, t := range s.old.AttributeTypes {
		types[name] = t
	}
	return tftypes.Object{AttributeTypes: types}
}

// toOld turns the lookup key of 6.x into that of 5.x.
func (s *regionServer) toOld(config *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	fields, err := fieldsOf(config, s.new())
	if err != nil {
		return nil, err
	}
	if !fields["region"].IsNull() && fields["name"].IsNull() {
		fields["name"] = fields["region"]
	}
	delete(fields, "region")
	return valueOf(s.old, fields)
}

func fieldsOf(value *tfprotov6.DynamicValue, t tftypes.Type) (map[string]tftypes.Value, error) {
	object, err := value.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	fields := map[string]tftypes.Value{}
	return fields, object.As(&fields)
}

func valueOf(t tftypes.Type, fields map[string]tftypes.Value) (*tfprotov6.DynamicValue, error) {
	value, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, fields))
	return &value, err
}
