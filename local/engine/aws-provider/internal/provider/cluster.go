package provider

import (
	"context"
	"strconv"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

const clusterToken = "aws:redshift/cluster:Cluster"

// newerCluster makes redshift.Cluster what it is since 6.x: `encrypted` is a text, which is a bool in 5.x, and by default a
// cluster is encrypted and not public.
func newerCluster(r *tfbridge.ResourceInfo) {
	toBool := func(properties resource.PropertyMap) {
		if v := plain(properties["encrypted"]); v.IsString() {
			properties["encrypted"] = resource.NewBoolProperty(v.StringValue() == "true")
		}
	}
	beforeCheck(r, func(inputs, _ resource.PropertyMap) error {
		toBool(inputs)
		setDefault(inputs, "encrypted", true)
		setDefault(inputs, "publiclyAccessible", false)
		return nil
	})
	onState(r, toBool)
	onOutputs(r, func(outputs resource.PropertyMap) {
		if v := plain(outputs["encrypted"]); v.IsBool() {
			outputs["encrypted"] = resource.NewStringProperty(strconv.FormatBool(v.BoolValue()))
		}
	})
}

func setDefault(inputs resource.PropertyMap, name resource.PropertyKey, value bool) {
	if v, given := inputs[name]; !given || v.IsNull() {
		inputs[name] = resource.NewBoolProperty(value)
	}
}

// clusterInputs keeps `encrypted` a bool among the inputs that a refresh takes from the outputs: the bridge hands them on to
// Terraform without a look of beforeCheck's.
type clusterInputs struct {
	pulumirpc.ResourceProviderServer
}

func (c clusterInputs) Read(ctx context.Context, in *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	out, err := c.ResourceProviderServer.Read(ctx, in)
	if err != nil || resource.URN(in.GetUrn()).Type() != clusterToken {
		return out, err
	}
	fields := out.GetInputs().GetFields()
	if v, isText := fields["encrypted"].GetKind().(*structpb.Value_StringValue); isText {
		fields["encrypted"] = structpb.NewBoolValue(v.StringValue == "true")
	}
	return out, nil
}
