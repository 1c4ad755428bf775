package protov5

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

func (s *server) ValidateDataSourceConfig(
	ctx context.Context, in *tfprotov5.ValidateDataSourceConfigRequest,
) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	r, err := s.client.ValidateDataSourceConfig(ctx, &tfplugin5.ValidateDataSourceConfig_Request{
		TypeName: in.TypeName,
		Config:   fromValue(in.Config),
	})
	if err != nil {
		return nil, err
	}
	diagnostics, err := toDiagnostics(r.Diagnostics)
	return &tfprotov5.ValidateDataSourceConfigResponse{Diagnostics: diagnostics}, err
}

func (s *server) ReadDataSource(
	ctx context.Context, in *tfprotov5.ReadDataSourceRequest,
) (*tfprotov5.ReadDataSourceResponse, error) {
	q := &tfplugin5.ReadDataSource_Request{
		TypeName:     in.TypeName,
		Config:       fromValue(in.Config),
		ProviderMeta: fromValue(in.ProviderMeta),
	}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = deferral(c.DeferralAllowed)
	}
	r, err := s.client.ReadDataSource(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.ReadDataSourceResponse{State: toValue(r.State), Deferred: toDeferred(r.Deferred)}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}
