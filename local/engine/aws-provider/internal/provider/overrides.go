package provider

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/info"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// overrides.json is written by generate-overrides.ts.
//
//go:embed overrides.json
var overridesJSON []byte

// override says where a field of @pulumi/aws differs from what the bridge makes of Terraform's schema.
type override struct {
	Name        string              `json:"name"`
	MaxItemsOne *bool               `json:"maxItemsOne"`
	Nested      map[string]override `json:"nested"`
}

type overrides struct {
	Config    map[string]override            `json:"config"`
	Resources map[string]map[string]override `json:"resources"`
	Data      map[string]map[string]override `json:"data"`
	// Regional lists the resource types that have a `region` in @pulumi/aws 7.x.
	Regional []string `json:"regional"`
}

func readOverrides() (overrides, error) {
	var o overrides
	if err := json.Unmarshal(overridesJSON, &o); err != nil {
		return o, fmt.Errorf("overrides.json: %w", err)
	}
	return o, nil
}

func (o overrides) apply(p *tfbridge.ProviderInfo) {
	p.Config = toFields(o.Config, p.P.Schema())
	for typeName, fields := range o.Resources {
		p.Resources[typeName].Fields = toFields(fields, p.P.ResourcesMap().Get(typeName).Schema())
	}
	for typeName, fields := range o.Data {
		p.DataSources[typeName].Fields = toFields(fields, p.P.DataSourcesMap().Get(typeName).Schema())
	}
}

func toFields(fields map[string]override, schema shim.SchemaMap) map[string]*info.Schema {
	out := map[string]*info.Schema{}
	for name, o := range fields {
		s := &info.Schema{Name: o.Name, MaxItemsOne: o.MaxItemsOne}
		if nested := nestedSchema(schema.Get(name)); nested != nil && len(o.Nested) > 0 {
			s.Elem = &info.Schema{Fields: toFields(o.Nested, nested)}
		}
		out[name] = s
	}
	return out
}

// nestedSchema gives the fields of a block, of a list of blocks, or of an attribute that is a list of objects.
func nestedSchema(s shim.Schema) shim.SchemaMap {
	switch elem := s.Elem().(type) {
	case shim.Resource:
		return elem.Schema()
	case shim.Schema:
		if object, ok := elem.Elem().(shim.Resource); ok {
			return object.Schema()
		}
	}
	return nil
}
