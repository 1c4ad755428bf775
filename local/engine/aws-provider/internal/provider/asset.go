package provider

import (
	"fmt"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// addAssets lets an input be a Pulumi asset or archive where Terraform expects the path of a file. The bridge
// to the plugin protocol does not translate them itself. The file is named by the hash of its content, so that
// Terraform sees a change exactly when the content changes.
func addAssets(r *tfbridge.ResourceInfo, input resource.PropertyKey) {
	token := r.Tok
	beforeCheck(r, func(inputs, _ resource.PropertyMap) error {
		value, set := inputs[input]
		if !set {
			return nil
		}
		file, err := assetFile(plain(value))
		if err != nil {
			return fmt.Errorf("%s: %s: %w", token, input, err)
		}
		if file != "" {
			inputs[input] = resource.NewStringProperty(file)
		}
		return nil
	})
}

func assetFile(value resource.PropertyValue) (string, error) {
	translation := tfbridge.AssetTranslation{Kind: tfbridge.FileAsset, Format: resource.ZIPArchive}
	var file any
	var err error
	switch {
	case value.IsAsset():
		asset := value.AssetValue()
		if err := asset.EnsureHash(); err != nil {
			return "", err
		}
		file, err = translation.TranslateAsset(asset)
	case value.IsArchive():
		archive := value.ArchiveValue()
		if err := archive.EnsureHash(); err != nil {
			return "", err
		}
		file, err = translation.TranslateArchive(archive)
	default:
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return file.(string), nil
}
