package protov5

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

func (s *server) ValidateResourceTypeConfig(
	ctx context.Context, in *tfprotov5.ValidateResourceTypeConfigRequest,
) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	q := &tfplugin5.ValidateResourceTypeConfig_Request{TypeName: in.TypeName, Config: fromValue(in.Config)}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = &tfplugin5.ClientCapabilities{WriteOnlyAttributesAllowed: c.WriteOnlyAttributesAllowed}
	}
	r, err := s.client.ValidateResourceTypeConfig(ctx, q)
	if err != nil {
		return nil, err
	}
	diagnostics, err := toDiagnostics(r.Diagnostics)
	return &tfprotov5.ValidateResourceTypeConfigResponse{Diagnostics: diagnostics}, err
}

func (s *server) UpgradeResourceState(
	ctx context.Context, in *tfprotov5.UpgradeResourceStateRequest,
) (*tfprotov5.UpgradeResourceStateResponse, error) {
	r, err := s.client.UpgradeResourceState(ctx, &tfplugin5.UpgradeResourceState_Request{
		TypeName: in.TypeName,
		Version:  in.Version,
		RawState: fromRawState(in.RawState),
	})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.UpgradeResourceStateResponse{UpgradedState: toValue(r.UpgradedState)}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) ReadResource(
	ctx context.Context, in *tfprotov5.ReadResourceRequest,
) (*tfprotov5.ReadResourceResponse, error) {
	q := &tfplugin5.ReadResource_Request{
		TypeName:        in.TypeName,
		CurrentState:    fromValue(in.CurrentState),
		Private:         in.Private,
		ProviderMeta:    fromValue(in.ProviderMeta),
		CurrentIdentity: fromIdentity(in.CurrentIdentity),
	}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = deferral(c.DeferralAllowed)
	}
	r, err := s.client.ReadResource(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.ReadResourceResponse{
		NewState:    toValue(r.NewState),
		Private:     r.Private,
		Deferred:    toDeferred(r.Deferred),
		NewIdentity: toIdentity(r.NewIdentity),
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) PlanResourceChange(
	ctx context.Context, in *tfprotov5.PlanResourceChangeRequest,
) (*tfprotov5.PlanResourceChangeResponse, error) {
	q := &tfplugin5.PlanResourceChange_Request{
		TypeName:         in.TypeName,
		PriorState:       fromValue(in.PriorState),
		ProposedNewState: fromValue(in.ProposedNewState),
		Config:           fromValue(in.Config),
		PriorPrivate:     in.PriorPrivate,
		ProviderMeta:     fromValue(in.ProviderMeta),
		PriorIdentity:    fromIdentity(in.PriorIdentity),
	}
	if c := in.ClientCapabilities; c != nil {
		q.ClientCapabilities = deferral(c.DeferralAllowed)
	}
	r, err := s.client.PlanResourceChange(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.PlanResourceChangeResponse{
		PlannedState:                toValue(r.PlannedState),
		PlannedPrivate:              r.PlannedPrivate,
		UnsafeToUseLegacyTypeSystem: r.LegacyTypeSystem,
		Deferred:                    toDeferred(r.Deferred),
		PlannedIdentity:             toIdentity(r.PlannedIdentity),
	}
	if out.RequiresReplace, err = toPaths(r.RequiresReplace); err != nil {
		return nil, err
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}

func (s *server) ApplyResourceChange(
	ctx context.Context, in *tfprotov5.ApplyResourceChangeRequest,
) (*tfprotov5.ApplyResourceChangeResponse, error) {
	r, err := s.client.ApplyResourceChange(ctx, &tfplugin5.ApplyResourceChange_Request{
		TypeName:        in.TypeName,
		PriorState:      fromValue(in.PriorState),
		PlannedState:    fromValue(in.PlannedState),
		Config:          fromValue(in.Config),
		PlannedPrivate:  in.PlannedPrivate,
		ProviderMeta:    fromValue(in.ProviderMeta),
		PlannedIdentity: fromIdentity(in.PlannedIdentity),
	})
	if err != nil {
		return nil, err
	}
	out := &tfprotov5.ApplyResourceChangeResponse{
		NewState:                    toValue(r.NewState),
		Private:                     r.Private,
		UnsafeToUseLegacyTypeSystem: r.LegacyTypeSystem,
		NewIdentity:                 toIdentity(r.NewIdentity),
	}
	out.Diagnostics, err = toDiagnostics(r.Diagnostics)
	return out, err
}
