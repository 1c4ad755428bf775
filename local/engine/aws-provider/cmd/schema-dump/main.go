// Command schema-dump prints what generate-overrides.ts compares with the types of @pulumi/aws: every field of
// the served Terraform types, with the names that the bridge gives it by itself.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/schema"

	"s3-to-redshift/local/engine/aws-provider/internal/protov5"
	"s3-to-redshift/local/engine/aws-provider/internal/provider"
	"s3-to-redshift/local/engine/aws-provider/internal/terraform"
)

type field struct {
	Terraform string `json:"terraform"`
	Type      string `json:"type"`
	// One is the Pulumi name of a single value or of a list that is flattened to its one element, Many that of a list.
	One      string  `json:"one"`
	Many     string  `json:"many"`
	List     bool    `json:"list"`
	MaxItems int     `json:"maxItems"`
	Nested   []field `json:"nested,omitempty"`
}

type entry struct {
	Token  string  `json:"token"`
	Fields []field `json:"fields"`
}

func init() {
	runtime.LockOSThread() // see terraform.Launch
}

func main() {
	if err := dump(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func dump(ctx context.Context) error {
	binary, err := terraform.ThisHost().Find()
	if err != nil {
		return err
	}
	client, end, err := terraform.Launch(binary)
	if err != nil {
		return err
	}
	defer end()
	served := protov5.Served{Resource: provider.ServesResource, DataSource: provider.ServesDataSource}
	bridged, err := provider.Describe(ctx, protov5.New(client, served))
	if err != nil {
		return err
	}
	info := bridged.Info
	resources, data := map[string]entry{}, map[string]entry{}
	for typeName, r := range info.Resources {
		resources[typeName] = entry{string(r.Tok), fields(info.P.ResourcesMap().Get(typeName).Schema())}
	}
	for typeName, d := range info.DataSources {
		data[typeName] = entry{string(d.Tok), fields(info.P.DataSourcesMap().Get(typeName).Schema())}
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"config": fields(info.P.Schema()), "resources": resources, "data": data,
	})
}

func fields(schemas shim.SchemaMap) []field {
	var out []field
	schemas.Range(func(name string, s shim.Schema) bool {
		f := field{
			Terraform: name,
			Type:      s.Type().String(),
			List:      s.Type() == shim.TypeList || s.Type() == shim.TypeSet,
			MaxItems:  s.MaxItems(),
			One:       pulumiName(name, s, true),
			Many:      pulumiName(name, s, false),
		}
		switch elem := s.Elem().(type) {
		case shim.Resource:
			f.Nested = fields(elem.Schema())
		case shim.Schema:
			if object, ok := elem.Elem().(shim.Resource); ok { // an attribute that is a list of objects
				f.Nested = fields(object.Schema())
			}
		}
		out = append(out, f)
		return true
	})
	return out
}

func pulumiName(name string, s shim.Schema, one bool) string {
	infos := map[string]*tfbridge.SchemaInfo{name: {MaxItemsOne: &one}}
	return tfbridge.TerraformToPulumiNameV2(name, schema.SchemaMap{name: s}, infos)
}
