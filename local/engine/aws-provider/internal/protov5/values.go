package protov5

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
)

func fromValue(v *tfprotov5.DynamicValue) *tfplugin5.DynamicValue {
	if v == nil {
		return nil
	}
	return &tfplugin5.DynamicValue{Msgpack: v.MsgPack, Json: v.JSON}
}

func toValue(v *tfplugin5.DynamicValue) *tfprotov5.DynamicValue {
	if v == nil {
		return nil
	}
	return &tfprotov5.DynamicValue{MsgPack: v.Msgpack, JSON: v.Json}
}

func fromRawState(s *tfprotov5.RawState) *tfplugin5.RawState {
	if s == nil {
		return nil
	}
	return &tfplugin5.RawState{Json: s.JSON, Flatmap: s.Flatmap}
}

func fromIdentity(d *tfprotov5.ResourceIdentityData) *tfplugin5.ResourceIdentityData {
	if d == nil {
		return nil
	}
	return &tfplugin5.ResourceIdentityData{IdentityData: fromValue(d.IdentityData)}
}

func toIdentity(d *tfplugin5.ResourceIdentityData) *tfprotov5.ResourceIdentityData {
	if d == nil {
		return nil
	}
	return &tfprotov5.ResourceIdentityData{IdentityData: toValue(d.IdentityData)}
}

func toDeferred(d *tfplugin5.Deferred) *tfprotov5.Deferred {
	if d == nil {
		return nil
	}
	return &tfprotov5.Deferred{Reason: tfprotov5.DeferredReason(d.Reason)}
}

func toCapabilities(c *tfplugin5.ServerCapabilities) *tfprotov5.ServerCapabilities {
	if c == nil {
		return nil
	}
	return &tfprotov5.ServerCapabilities{
		GetProviderSchemaOptional: c.GetProviderSchemaOptional,
		MoveResourceState:         c.MoveResourceState,
		PlanDestroy:               c.PlanDestroy,
	}
}

func deferral(allowed bool) *tfplugin5.ClientCapabilities {
	return &tfplugin5.ClientCapabilities{DeferralAllowed: allowed}
}

func toDiagnostics(in []*tfplugin5.Diagnostic) ([]*tfprotov5.Diagnostic, error) {
	out := make([]*tfprotov5.Diagnostic, 0, len(in))
	for _, d := range in {
		attribute, err := toPath(d.Attribute)
		if err != nil {
			return nil, fmt.Errorf("diagnostic %q: %w", d.Summary, err)
		}
		out = append(out, &tfprotov5.Diagnostic{
			Severity:  tfprotov5.DiagnosticSeverity(d.Severity),
			Summary:   d.Summary,
			Detail:    d.Detail,
			Attribute: attribute,
		})
	}
	return out, nil
}

func toPath(p *tfplugin5.AttributePath) (*tftypes.AttributePath, error) {
	if p == nil {
		return nil, nil
	}
	path := tftypes.NewAttributePath()
	for _, step := range p.Steps {
		switch s := step.Selector.(type) {
		case *tfplugin5.AttributePath_Step_AttributeName:
			path = path.WithAttributeName(s.AttributeName)
		case *tfplugin5.AttributePath_Step_ElementKeyString:
			path = path.WithElementKeyString(s.ElementKeyString)
		case *tfplugin5.AttributePath_Step_ElementKeyInt:
			path = path.WithElementKeyInt(int(s.ElementKeyInt))
		default:
			return nil, fmt.Errorf("attribute path %v: unknown step %T", path, s)
		}
	}
	return path, nil
}

func toPaths(in []*tfplugin5.AttributePath) ([]*tftypes.AttributePath, error) {
	out := make([]*tftypes.AttributePath, 0, len(in))
	for _, p := range in {
		path, err := toPath(p)
		if err != nil {
			return nil, err
		}
		out = append(out, path)
	}
	return out, nil
}
