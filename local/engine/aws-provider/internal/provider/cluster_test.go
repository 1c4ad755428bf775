package provider

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestClusterHasTheDefaultsOfItsNewerProvider(t *testing.T) {
	var r tfbridge.ResourceInfo
	newerCluster(&r)
	for _, c := range []struct{ given, expected properties }{
		{properties{}, properties{"encrypted": true, "publiclyAccessible": false}},
		{
			properties{"encrypted": "false", "publiclyAccessible": true},
			properties{"encrypted": false, "publiclyAccessible": true},
		},
	} {
		checked, err := r.PreCheckCallback(t.Context(), object(c.given), object(properties{}))
		if err != nil || !checked.DeepEquals(object(c.expected)) {
			t.Errorf("%v became %v, %v", c.given, checked, err)
		}
	}
	outputs, err := r.TransformOutputs(t.Context(), object(properties{"encrypted": true}))
	if err != nil || !outputs.DeepEquals(object(properties{"encrypted": "true"})) {
		t.Errorf("the output became %v, %v", outputs, err)
	}
}

type reads struct {
	pulumirpc.UnimplementedResourceProviderServer
}

func (reads) Read(context.Context, *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	inputs, err := structpb.NewStruct(map[string]any{"encrypted": "true"})
	return &pulumirpc.ReadResponse{Inputs: inputs}, err
}

func TestClusterKeepsItsInputsInARefresh(t *testing.T) {
	for token, expected := range map[string]any{clusterToken: true, "aws:s3/bucket:Bucket": "true"} {
		request := &pulumirpc.ReadRequest{Urn: "urn:pulumi:stack::project::" + token + "::name"}
		out, err := clusterInputs{reads{}}.Read(t.Context(), request)
		if err != nil || out.Inputs.AsMap()["encrypted"] != expected {
			t.Errorf("%s: %v, %v", token, out, err)
		}
	}
}
