package provider

import (
	"strconv"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// textEncrypted makes redshift.Cluster's `encrypted` the text that it is since 6.x; it is a bool in 5.x.
func textEncrypted(r *tfbridge.ResourceInfo) {
	toBool := func(properties resource.PropertyMap) {
		if v := plain(properties["encrypted"]); v.IsString() {
			properties["encrypted"] = resource.NewBoolProperty(v.StringValue() == "true")
		}
	}
	beforeCheck(r, func(inputs, _ resource.PropertyMap) error {
		toBool(inputs)
		return nil
	})
	onState(r, toBool)
	onOutputs(r, func(outputs resource.PropertyMap) {
		if v := plain(outputs["encrypted"]); v.IsBool() {
			outputs["encrypted"] = resource.NewStringProperty(strconv.FormatBool(v.BoolValue()))
		}
	})
}
