package provider

import (
	"context"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// beforeCheck adds a change of the program's inputs, after those that were added before it. The change gets a
// copy, and the provider's configuration.
func beforeCheck(r *tfbridge.ResourceInfo, change func(inputs, config resource.PropertyMap) error) {
	earlier := r.PreCheckCallback
	r.PreCheckCallback = func(
		ctx context.Context, inputs, config resource.PropertyMap,
	) (resource.PropertyMap, error) {
		inputs = inputs.Copy()
		if earlier != nil {
			var err error
			if inputs, err = earlier(ctx, inputs, config); err != nil {
				return inputs, err
			}
		}
		return inputs, change(inputs, config)
	}
}

// onOutputs adds a change of what Terraform gives back, after those that were added before it.
func onOutputs(r *tfbridge.ResourceInfo, change func(outputs resource.PropertyMap)) {
	r.TransformOutputs = then(r.TransformOutputs, change)
}

// onState adds a change of what lies in the stack's state before Terraform reads it.
func onState(r *tfbridge.ResourceInfo, change func(state resource.PropertyMap)) {
	r.TransformFromState = then(r.TransformFromState, change)
}

func then(
	earlier tfbridge.PropertyTransform, change func(resource.PropertyMap),
) tfbridge.PropertyTransform {
	return func(ctx context.Context, properties resource.PropertyMap) (resource.PropertyMap, error) {
		properties = properties.Copy()
		if earlier != nil {
			var err error
			if properties, err = earlier(ctx, properties); err != nil {
				return properties, err
			}
		}
		change(properties)
		return properties, nil
	}
}

// plain takes the secret and output wrappers off a value.
func plain(v resource.PropertyValue) resource.PropertyValue {
	for {
		switch {
		case v.IsSecret():
			v = v.SecretValue().Element
		case v.IsOutput() && v.OutputValue().Known:
			v = v.OutputValue().Element
		default:
			return v
		}
	}
}
