// Package protov5 offers the client of a Terraform provider process (protocol version 5) as a
// tfprotov5.ProviderServer, the interface that HashiCorp's multiplexers and Pulumi's bridge accept.
//
// Protocol: https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
package protov5

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

// Served says which of the Terraform provider's types are passed on. Converting the schemas of all 1,500
// types of the AWS provider would cost every Pulumi command a second.
type Served struct {
	Resource   func(typeName string) bool
	DataSource func(typeName string) bool
}

type server struct {
	client tfplugin5.ProviderClient
	served Served
	unserved
}

// New adapts a provider client. Functions, ephemeral resources and types that served refuses are left out.
func New(client tfplugin5.ProviderClient, served Served) tfprotov5.ProviderServer {
	return &server{client: client, served: served}
}

func (s *server) GetMetadata(
	ctx context.Context, _ *tfprotov5.GetMetadataRequest,
) (*tfprotov5.GetMetadataResponse, error) {
	r, err := s.client.GetMetadata(ctx, &tfplugin5.GetMetadata_Request{})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.GetMetadataResponse{ServerCapabilities: toCapabilities(r.ServerCapabilities)}
	for _, m := range r.Resources {
		if s.served.Resource(m.TypeName) {
			out.Resources = append(out.Resources, tfprotov5.ResourceMetadata{TypeName: m.TypeName})
		}
	}
	for _, m := range r.DataSources {
		if s.served.DataSource(m.TypeName) {
			out.DataSources = append(out.DataSources, tfprotov5.DataSourceMetadata{TypeName: m.TypeName})
		}
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) GetProviderSchema(
	ctx context.Context, _ *tfprotov5.GetProviderSchemaRequest,
) (*tfprotov5.GetProviderSchemaResponse, error) {
	r, err := s.client.GetSchema(ctx, &tfplugin5.GetProviderSchema_Request{})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.GetProviderSchemaResponse{ServerCapabilities: toCapabilities(r.ServerCapabilities)}
	if out.Provider, err = toSchema(r.Provider); err != nil {
		return nil, err
	}
	if out.ProviderMeta, err = toSchema(r.ProviderMeta); err != nil {
		return nil, err
	}
	if out.ResourceSchemas, err = toSchemas(r.ResourceSchemas, s.served.Resource); err != nil {
		return nil, err
	}
	if out.DataSourceSchemas, err = toSchemas(r.DataSourceSchemas, s.served.DataSource); err != nil {
		return nil, err
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) PrepareProviderConfig(
	ctx context.Context, in *tfprotov5.PrepareProviderConfigRequest,
) (*tfprotov5.PrepareProviderConfigResponse, error) {
	r, err := s.client.PrepareProviderConfig(ctx, &tfplugin5.PrepareProviderConfig_Request{Config: fromValue(in.Config)})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: toValue(r.PreparedConfig)}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) ConfigureProvider(
	ctx context.Context, in *tfprotov5.ConfigureProviderRequest,
) (*tfprotov5.ConfigureProviderResponse, error) {
	q := &tfplugin5.Configure_Request{TerraformVersion: in.TerraformVersion, Config: fromValue(in.Config)}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = deferral(c.DeferralAllowed)
	}
	r, err := s.client.Configure(ctx, q)
	if err != nil {
		return nil, err
	}
	diagnostics, err := toDiagnostics(r.Diagnostics)
	return &tfprotov5.ConfigureProviderResponse{Diagnostics: diagnostics}, err
}

func (s *server) StopProvider(
	ctx context.Context, _ *tfprotov5.StopProviderRequest,
) (*tfprotov5.StopProviderResponse, error) {
	r, err := s.client.Stop(ctx, &tfplugin5.Stop_Request{})
	if err != nil {
		return nil, err
	}
	return &tfprotov5.StopProviderResponse{Error: r.Error}, nil
}
