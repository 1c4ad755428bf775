package protov5

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
	"google.golang.org/grpc"
)

// fakeClient answers what a test sets; a call to anything else panics.
type fakeClient struct {
	tfplugin5.ProviderClient
	schema *tfplugin5.GetProviderSchema_Response
	plan   func(*tfplugin5.PlanResourceChange_Request) *tfplugin5.PlanResourceChange_Response
	read   func(*tfplugin5.ReadResource_Request) *tfplugin5.ReadResource_Response
}

func (c fakeClient) GetSchema(
	context.Context, *tfplugin5.GetProviderSchema_Request, ...grpc.CallOption,
) (*tfplugin5.GetProviderSchema_Response, error) {
	return c.schema, nil
}

func (c fakeClient) PlanResourceChange(
	_ context.Context, in *tfplugin5.PlanResourceChange_Request, _ ...grpc.CallOption,
) (*tfplugin5.PlanResourceChange_Response, error) {
	return c.plan(in), nil
}

func (c fakeClient) ReadResource(
	_ context.Context, in *tfplugin5.ReadResource_Request, _ ...grpc.CallOption,
) (*tfplugin5.ReadResource_Response, error) {
	return c.read(in), nil
}

func serving(names ...string) Served {
	served := func(name string) bool { return strings.Contains(strings.Join(names, " "), name) }
	return Served{Resource: served, DataSource: served}
}

func TestSchemaHoldsServedTypesOnly(t *testing.T) {
	job := &tfplugin5.Schema{Version: 2, Block: &tfplugin5.Schema_Block{
		Attributes: []*tfplugin5.Schema_Attribute{
			{Name: "name", Type: []byte(`"string"`), Required: true},
			{Name: "tags", Type: []byte(`["map","string"]`), Optional: true, Computed: true, Sensitive: true},
		},
		BlockTypes: []*tfplugin5.Schema_NestedBlock{{
			TypeName: "command", Nesting: tfplugin5.Schema_NestedBlock_LIST, MinItems: 1, MaxItems: 1,
			Block: &tfplugin5.Schema_Block{Attributes: []*tfplugin5.Schema_Attribute{
				{Name: "timeout", Type: []byte(`"number"`)},
			}},
		}},
	}}
	// A type that is not served is not even converted: this one could not be.
	broken := &tfplugin5.Schema{Block: &tfplugin5.Schema_Block{
		Attributes: []*tfplugin5.Schema_Attribute{{Name: "x", Type: []byte(`"unheard-of"`)}},
	}}
	client := fakeClient{schema: &tfplugin5.GetProviderSchema_Response{
		Provider:        &tfplugin5.Schema{Block: &tfplugin5.Schema_Block{}},
		ResourceSchemas: map[string]*tfplugin5.Schema{"aws_glue_job": job, "aws_other": broken},
	}}
	out, err := New(client, serving("aws_glue_job")).GetProviderSchema(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.ResourceSchemas) != 1 {
		t.Fatalf("got %d types, want 1", len(out.ResourceSchemas))
	}
	got := out.ResourceSchemas["aws_glue_job"]
	want := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"name": tftypes.String,
		"tags": tftypes.Map{ElementType: tftypes.String},
		"command": tftypes.List{ElementType: tftypes.Object{
			AttributeTypes: map[string]tftypes.Type{"timeout": tftypes.Number},
		}},
	}}
	if !got.ValueType().Equal(want) {
		t.Errorf("got type %s, want %s", got.ValueType(), want)
	}
	tags, command := got.Block.Attributes[1], got.Block.BlockTypes[0]
	if got.Version != 2 || !tags.Optional || !tags.Computed || !tags.Sensitive || command.MinItems != 1 || command.MaxItems != 1 {
		t.Errorf("got %+v, %+v, %+v", got, tags, command)
	}

	_, err = New(client, serving("aws_other")).GetProviderSchema(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), `schema of aws_other: attribute x: type "unheard-of"`) {
		t.Errorf("got error %v", err)
	}
}

func TestPlanPassesEverythingBothWays(t *testing.T) {
	client := fakeClient{plan: func(in *tfplugin5.PlanResourceChange_Request) *tfplugin5.PlanResourceChange_Response {
		return &tfplugin5.PlanResourceChange_Response{
			PlannedState:     in.ProposedNewState,
			PlannedPrivate:   append([]byte(in.TypeName+" "), in.PriorPrivate...),
			LegacyTypeSystem: in.ClientCapabilities.DeferralAllowed,
			Deferred:         &tfplugin5.Deferred{Reason: tfplugin5.Deferred_PROVIDER_CONFIG_UNKNOWN},
			PlannedIdentity:  in.PriorIdentity,
			RequiresReplace: []*tfplugin5.AttributePath{{Steps: []*tfplugin5.AttributePath_Step{
				{Selector: &tfplugin5.AttributePath_Step_AttributeName{AttributeName: "command"}},
				{Selector: &tfplugin5.AttributePath_Step_ElementKeyInt{ElementKeyInt: 1}},
				{Selector: &tfplugin5.AttributePath_Step_ElementKeyString{ElementKeyString: "k"}},
			}}},
			Diagnostics: []*tfplugin5.Diagnostic{{Severity: tfplugin5.Diagnostic_WARNING, Summary: "s", Detail: "d"}},
		}
	}}
	out, err := New(client, serving()).PlanResourceChange(t.Context(), &tfprotov5.PlanResourceChangeRequest{
		TypeName:           "aws_glue_job",
		ProposedNewState:   &tfprotov5.DynamicValue{MsgPack: []byte("new")},
		PriorPrivate:       []byte("private"),
		PriorIdentity:      &tfprotov5.ResourceIdentityData{IdentityData: &tfprotov5.DynamicValue{JSON: []byte("{}")}},
		ClientCapabilities: &tfprotov5.PlanResourceChangeClientCapabilities{DeferralAllowed: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := tftypes.NewAttributePath().WithAttributeName("command").WithElementKeyInt(1).WithElementKeyString("k")
	if !out.RequiresReplace[0].Equal(path) {
		t.Errorf("got path %s, want %s", out.RequiresReplace[0], path)
	}
	if string(out.PlannedState.MsgPack) != "new" || string(out.PlannedPrivate) != "aws_glue_job private" ||
		!out.UnsafeToUseLegacyTypeSystem || out.Deferred.Reason != tfprotov5.DeferredReasonProviderConfigUnknown ||
		string(out.PlannedIdentity.IdentityData.JSON) != "{}" {
		t.Errorf("got %+v", out)
	}
	if d := out.Diagnostics[0]; d.Severity != tfprotov5.DiagnosticSeverityWarning || d.Summary != "s" || d.Detail != "d" {
		t.Errorf("got diagnostic %+v", d)
	}
}

func TestReadOfAVanishedResourceHasNoState(t *testing.T) {
	client := fakeClient{read: func(*tfplugin5.ReadResource_Request) *tfplugin5.ReadResource_Response {
		return &tfplugin5.ReadResource_Response{}
	}}
	out, err := New(client, serving()).ReadResource(t.Context(), &tfprotov5.ReadResourceRequest{TypeName: "aws_glue_job"})
	if err != nil || out.NewState != nil || out.Deferred != nil || out.NewIdentity != nil {
		t.Errorf("got %+v, %v", out, err)
	}
}
