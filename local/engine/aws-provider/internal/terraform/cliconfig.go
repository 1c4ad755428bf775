package terraform

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// cliConfig is the part of Terraform's CLI configuration that says where providers lie:
// https://developer.hashicorp.com/terraform/cli/config/config-file
type cliConfig struct {
	PluginCacheDir string         `hcl:"plugin_cache_dir,optional"`
	Installation   []installation `hcl:"provider_installation,block"`
	Rest           hcl.Body       `hcl:",remain"`
}

type installation struct {
	Mirrors []mirror `hcl:"filesystem_mirror,block"`
	Rest    hcl.Body `hcl:",remain"`
}

type mirror struct {
	Path string   `hcl:"path"`
	Rest hcl.Body `hcl:",remain"`
}

// configuredFolders lists the mirrors and the plugin cache of the user's CLI configuration file.
func (h Host) configuredFolders() ([]string, error) {
	file := h.Env("TF_CLI_CONFIG_FILE")
	if file == "" {
		file = filepath.Join(h.Home, ".terraformrc")
	}
	source, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	parsed, diagnostics := hclparse.NewParser().ParseHCL(source, file)
	if diagnostics.HasErrors() {
		return nil, fmt.Errorf("Terraform's CLI configuration was not read: %w", diagnostics)
	}
	var config cliConfig
	if diagnostics := gohcl.DecodeBody(parsed.Body, nil, &config); diagnostics.HasErrors() {
		return nil, fmt.Errorf("Terraform's CLI configuration was not read: %w", diagnostics)
	}
	var folders []string
	for _, i := range config.Installation {
		for _, m := range i.Mirrors {
			folders = append(folders, m.Path)
		}
	}
	if config.PluginCacheDir != "" {
		folders = append(folders, os.ExpandEnv(config.PluginCacheDir))
	}
	return folders, nil
}
