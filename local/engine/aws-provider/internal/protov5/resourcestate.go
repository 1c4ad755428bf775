package protov5

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

func (s *server) ImportResourceState(
	ctx context.Context, in *tfprotov5.ImportResourceStateRequest,
) (*tfprotov5.ImportResourceStateResponse, error) {
	q := &tfplugin5.ImportResourceState_Request{
		TypeName: in.TypeName,
		Id:       in.ID,
		Identity: fromIdentity(in.Identity),
	}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = deferral(c.DeferralAllowed)
	}
	r, err := s.client.ImportResourceState(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.ImportResourceStateResponse{Deferred: toDeferred(r.Deferred)}
	for _, i := range r.ImportedResources {
		out.ImportedResources = append(out.ImportedResources, &tfprotov5.ImportedResource{
			TypeName: i.TypeName,
			State:    toValue(i.State),
			Private:  i.Private,
			Identity: toIdentity(i.Identity),
		})
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) MoveResourceState(
	ctx context.Context, in *tfprotov5.MoveResourceStateRequest,
) (*tfprotov5.MoveResourceStateResponse, error) {
	r, err := s.client.MoveResourceState(ctx, &tfplugin5.MoveResourceState_Request{
		SourceProviderAddress:       in.SourceProviderAddress,
		SourceTypeName:              in.SourceTypeName,
		SourceSchemaVersion:         in.SourceSchemaVersion,
		SourceState:                 fromRawState(in.SourceState),
		TargetTypeName:              in.TargetTypeName,
		SourcePrivate:               in.SourcePrivate,
		SourceIdentity:              fromRawState(in.SourceIdentity),
		SourceIdentitySchemaVersion: in.SourceIdentitySchemaVersion,
	})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.MoveResourceStateResponse{
		TargetPrivate:  r.TargetPrivate,
		TargetState:    toValue(r.TargetState),
		TargetIdentity: toIdentity(r.TargetIdentity),
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) GetResourceIdentitySchemas(
	ctx context.Context, _ *tfprotov5.GetResourceIdentitySchemasRequest,
) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	r, err := s.client.GetResourceIdentitySchemas(ctx, &tfplugin5.GetResourceIdentitySchemas_Request{})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov5.ResourceIdentitySchema{},
	}
	for name, i := range r.IdentitySchemas {
		if !s.served.Resource(name) {
			continue
		}
		if out.IdentitySchemas[name], err = toIdentitySchema(i); err != nil {
			return nil, fmt.Errorf("identity schema of %s: %w", name, err)
		}
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) UpgradeResourceIdentity(
	ctx context.Context, in *tfprotov5.UpgradeResourceIdentityRequest,
) (*tfprotov5.UpgradeResourceIdentityResponse, error) {
	r, err := s.client.UpgradeResourceIdentity(ctx, &tfplugin5.UpgradeResourceIdentity_Request{
		TypeName:    in.TypeName,
		Version:     in.Version,
		RawIdentity: fromRawState(in.RawIdentity),
	})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.UpgradeResourceIdentityResponse{UpgradedIdentity: toIdentity(r.UpgradedIdentity)}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}
