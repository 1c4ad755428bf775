// Package terraform finds and runs the Terraform AWS provider.
package terraform

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Version of terraform-provider-aws whose schema overrides.json was generated from.
const Version = "5.100.0"

// BinaryVariable names the environment variable that holds the path of the provider binary.
const BinaryVariable = "TF_PROVIDER_AWS"

// Host is what the search depends on.
type Host struct {
	Env  func(name string) string
	Home string
	// AddOns is a glob of folders laid out like a Terraform filesystem mirror.
	AddOns string
}

// ThisHost is the machine the process runs on.
func ThisHost() Host {
	home, _ := os.UserHomeDir() // without a home folder the search goes on in the others
	return Host{Env: os.Getenv, Home: home, AddOns: "/opt/*"}
}

// Find returns the path of the terraform-provider-aws binary: the one that TF_PROVIDER_AWS names, else the
// first in the mirrors and caches that Terraform itself would use, else in an add-on folder. The error says
// what to install and where it was looked for.
func (h Host) Find() (string, error) {
	if file := h.Env(BinaryVariable); file != "" {
		if !isFile(file) {
			return "", fmt.Errorf("%s=%s: no such file; it must be the terraform-provider-aws %s binary",
				BinaryVariable, file, Version)
		}
		return file, nil
	}
	var searched []string
	folders, notes := h.folders()
	for _, folder := range folders {
		pattern := filepath.Join(folder, "registry.terraform.io", "hashicorp", "aws", Version,
			runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-aws_v"+Version+"*")
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", fmt.Errorf("%s: %w", pattern, err)
		}
		for _, file := range found {
			if isFile(file) {
				return file, nil
			}
		}
		searched = append(searched, "  "+folder)
	}
	return "", fmt.Errorf(`terraform-provider-aws %s for %s_%s is not on this machine. Download it from HashiCorp's
release page, unpack it, and set %s to the binary or put it into
~/.terraform.d/plugins/registry.terraform.io/hashicorp/aws/%s/%s_%s/. Searched for
registry.terraform.io/hashicorp/aws/%s in:
%s`,
		Version, runtime.GOOS, runtime.GOARCH, BinaryVariable, Version, runtime.GOOS, runtime.GOARCH, Version,
		strings.Join(append(searched, notes...), "\n"))
}

// folders lists the roots of provider trees, and notes about configuration that could not be read. See
// https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
func (h Host) folders() (folders, notes []string) {
	folders, err := h.configuredFolders()
	if err != nil {
		notes = append(notes, "  ("+err.Error()+")")
	}
	if cache := h.Env("TF_PLUGIN_CACHE_DIR"); cache != "" {
		folders = append(folders, cache)
	}
	if h.Home != "" {
		folders = append(folders, filepath.Join(h.Home, ".terraform.d", "plugins"))
	}
	switch runtime.GOOS {
	case "darwin":
		for _, root := range []string{h.Home, "/"} {
			folders = append(folders, filepath.Join(root, "Library", "Application Support", "io.terraform", "plugins"))
		}
	case "windows":
		folders = append(folders, filepath.Join(h.Env("APPDATA"), "terraform.d", "plugins"))
	default:
		dataHome := h.Env("XDG_DATA_HOME")
		if dataHome == "" {
			dataHome = filepath.Join(h.Home, ".local", "share")
		}
		dataDirs := h.Env("XDG_DATA_DIRS")
		if dataDirs == "" {
			dataDirs = "/usr/local/share:/usr/share"
		}
		for _, dir := range append([]string{dataHome}, filepath.SplitList(dataDirs)...) {
			folders = append(folders, filepath.Join(dir, "terraform", "plugins"))
		}
	}
	return append(folders, h.AddOns), notes
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
