// Package provider describes terraform-provider-aws 5.x to Pulumi's bridge in the words of @pulumi/aws 7.x.
package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-mux/tf5to6server"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

// Version of the @pulumi/aws SDK that the tokens and overrides.json were taken from.
const Version = "7.48.0"

// Bridged is a Terraform provider with its description for the bridge.
type Bridged struct {
	Server *regionServer
	Info   tfbridge.ProviderInfo
}

// Describe gives the served types of a protocol 5 server their tokens, and nothing else: the names and shapes of
// their fields are what the bridge makes of Terraform's schema. It reads that schema once.
func Describe(ctx context.Context, v5 tfprotov5.ProviderServer) (*Bridged, error) {
	v6, err := tf5to6server.UpgradeServer(ctx, func() tfprotov5.ProviderServer { return v5 })
	if err != nil {
		return nil, fmt.Errorf("reading the schema of terraform-provider-aws: %w", err)
	}
	server := &regionServer{ProviderServer: v6}
	info := tfbridge.ProviderInfo{
		P:              proto.New(ctx, server),
		Name:           "aws",
		Version:        Version,
		ResourcePrefix: "aws",
		MetadataInfo:   &tfbridge.MetadataInfo{Data: tfbridge.ProviderMetadata(nil)},
		Resources:      map[string]*tfbridge.ResourceInfo{},
		DataSources:    map[string]*tfbridge.DataSourceInfo{},
	}
	for typeName := range resourceTokens {
		info.Resources[typeName] = &tfbridge.ResourceInfo{Tok: resourceToken(typeName)}
	}
	for typeName := range dataTokens {
		info.DataSources[typeName] = &tfbridge.DataSourceInfo{Tok: dataToken(typeName)}
	}
	return &Bridged{server, info}, nil
}

// Bridge describes a protocol 5 server of terraform-provider-aws as @pulumi/aws 7.x has it.
func Bridge(ctx context.Context, v5 tfprotov5.ProviderServer) (*Bridged, error) {
	bridged, err := Describe(ctx, v5)
	if err != nil {
		return nil, err
	}
	overrides, err := readOverrides()
	if err != nil {
		return nil, err
	}
	info := bridged.Info
	overrides.apply(&bridged.Info)
	for _, typeName := range overrides.Regional {
		addRegion(info.Resources[typeName], typeName == "aws_s3_bucket", bridged.Server.region)
	}
	// Renamed in 6.x, as the resource's.
	info.DataSources["aws_s3_bucket"].Fields = map[string]*tfbridge.SchemaInfo{"region": {Name: "bucketRegion"}}
	addAssets(info.Resources["aws_s3_object"], "source")
	newerCluster(info.Resources["aws_redshift_cluster"])
	return bridged, nil
}
