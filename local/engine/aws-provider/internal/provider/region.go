package provider

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// addRegion gives a resource the `region` input and output of @pulumi/aws 7.x, which terraform-provider-aws
// 5.x does not know: a resource lies in the provider's region. Any other region is refused.
func addRegion(r *tfbridge.ResourceInfo, isBucket bool, providerRegion func() string) {
	token := r.Tok
	beforeCheck(r, func(inputs, config resource.PropertyMap) error {
		region, set := inputs["region"]
		if !set {
			return nil
		}
		region = plain(region)
		if want := configuredRegion(config, providerRegion); region.IsString() && region.StringValue() != want {
			return fmt.Errorf("%s: region %q is not the provider's region %q; terraform-provider-aws 5.x knows no "+
				"region of a resource: pass an aws.Provider of that region", token, region.StringValue(), want)
		}
		delete(inputs, "region")
		return nil
	})
	onOutputs(r, func(outputs resource.PropertyMap) {
		if isBucket { // the bucket's own `region` was renamed in 6.x
			if region, ok := outputs["region"]; ok {
				outputs["bucketRegion"] = region
			}
			return
		}
		if region := providerRegion(); region != "" {
			outputs["region"] = resource.NewStringProperty(region)
		}
	})
}

// configuredRegion also answers before the provider is configured.
func configuredRegion(config resource.PropertyMap, providerRegion func() string) string {
	if region := plain(config["region"]); region.IsString() && region.StringValue() != "" {
		return region.StringValue()
	}
	if region := providerRegion(); region != "" {
		return region
	}
	return environmentRegion()
}

func environmentRegion() string {
	if region := os.Getenv("AWS_REGION"); region != "" {
		return region
	}
	return os.Getenv("AWS_DEFAULT_REGION")
}
