package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

type properties = map[string]any

func object(p properties) resource.PropertyMap { return resource.NewPropertyMapFromMap(p) }

func regional(isBucket bool, region string) *tfbridge.ResourceInfo {
	r := &tfbridge.ResourceInfo{Tok: "aws:glue/job:Job"}
	addRegion(r, isBucket, func() string { return region })
	return r
}

func TestRegionOfAResource(t *testing.T) {
	t.Setenv("AWS_REGION", "us-west-2")
	cases := map[string]struct {
		region     any
		config     properties
		configured string
		fails      string
	}{
		"left out":               {nil, properties{}, "", ""},
		"the configured one":     {"eu-west-1", properties{"region": "eu-west-1"}, "", ""},
		"the environment's":      {"us-west-2", properties{}, "", ""},
		"known after Configure":  {"eu-west-1", properties{}, "eu-west-1", ""},
		"not known yet":          {resource.Computed{Element: resource.NewStringProperty("")}, properties{}, "", ""},
		"not that of the config": {"us-west-2", properties{"region": "eu-west-1"}, "", `"us-west-2" is not the provider's region "eu-west-1"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inputs := object(properties{"name": "job"})
			if c.region != nil {
				inputs["region"] = resource.NewPropertyValue(c.region)
			}
			out, err := regional(false, c.configured).PreCheckCallback(t.Context(), inputs, object(c.config))
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("got %v, want an error with %s", err, c.fails)
				}
				return
			}
			if err != nil || !out.DeepEquals(object(properties{"name": "job"})) {
				t.Errorf("got %v, %v", out, err)
			}
		})
	}
}

func TestRegionOutput(t *testing.T) {
	cases := map[string]struct {
		isBucket    bool
		given, want properties
	}{
		"of a resource": {false, properties{"name": "job"}, properties{"name": "job", "region": "eu-west-1"}},
		"of a bucket":   {true, properties{"region": "us-east-1"}, properties{"region": "us-east-1", "bucketRegion": "us-east-1"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			given := object(c.given)
			got, err := regional(c.isBucket, "eu-west-1").TransformOutputs(t.Context(), given)
			if err != nil || !got.DeepEquals(object(c.want)) {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
			if !given.DeepEquals(object(c.given)) {
				t.Errorf("the argument was changed to %v", given)
			}
		})
	}
}

// fakeTerraform has the provider's `region` and the data source aws_region of 5.x.
type fakeTerraform struct{ tfprotov6.ProviderServer }

func attributes(names ...string) *tfprotov6.Schema {
	block := &tfprotov6.SchemaBlock{}
	for _, name := range names {
		block.Attributes = append(block.Attributes, &tfprotov6.SchemaAttribute{Name: name, Type: tftypes.String, Optional: true})
	}
	return &tfprotov6.Schema{Block: block}
}

func (fakeTerraform) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:          attributes("region", "profile"),
		DataSourceSchemas: map[string]*tfprotov6.Schema{regionDataSource: attributes("name", "description")},
	}, nil
}

func (fakeTerraform) ConfigureProvider(
	context.Context, *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (fakeTerraform) ReadDataSource(
	_ context.Context, in *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	return &tfprotov6.ReadDataSourceResponse{State: in.Config}, nil
}

func value(t *testing.T, fields map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, v := range fields {
		types[name], values[name] = tftypes.String, tftypes.NewValue(tftypes.String, v)
	}
	out, err := valueOf(tftypes.Object{AttributeTypes: types}, values)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRegionServerRemembersTheRegion(t *testing.T) {
	cases := map[string]struct {
		region any
		want   string
	}{
		"configured": {"eu-west-1", "eu-west-1"},
		"left out":   {nil, "us-west-2"},
		"unknown":    {tftypes.UnknownValue, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_REGION", "us-west-2")
			server := &regionServer{ProviderServer: fakeTerraform{}}
			config := value(t, map[string]any{"region": c.region, "profile": nil})
			_, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
			if err != nil || server.region() != c.want {
				t.Errorf("got %q, %v, want %q", server.region(), err, c.want)
			}
		})
	}
}

func TestRegionDataSourceSpeaksBothVersions(t *testing.T) {
	server := &regionServer{ProviderServer: fakeTerraform{}}
	if _, err := server.GetProviderSchema(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	out, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: regionDataSource,
		Config:   value(t, map[string]any{"name": nil, "description": nil, "region": "eu-west-1"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	fields, err := fieldsOf(out.State, server.new())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"name", "region"} {
		if want := tftypes.NewValue(tftypes.String, "eu-west-1"); !fields[name].Equal(want) {
			t.Errorf("%s: got %s, want %s", name, fields[name], want)
		}
	}
}
