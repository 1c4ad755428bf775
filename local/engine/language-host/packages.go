package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is the part of a package.json that the host reads.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	Pulumi          struct {
		Resource         bool   `json:"resource"`
		Name             string `json:"name"`
		Version          string `json:"version"`
		Server           string `json:"server"`
		Parameterization *struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Value   []byte `json:"value"`
		} `json:"parameterization"`
	} `json:"pulumi"`
}

// GetRequiredPackages lists the provider plugins that the installed npm packages belong to.
func (h *host) GetRequiredPackages(
	_ context.Context, in *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	out := &pulumirpc.GetRequiredPackagesResponse{}
	seen := map[string]bool{}
	for _, folder := range upToRoot(in.GetInfo()) {
		for _, pattern := range []string{"*", "@*/*"} {
			files, err := filepath.Glob(filepath.Join(folder, "node_modules", pattern, "package.json"))
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				p, err := readManifest(file)
				if err != nil {
					return nil, err
				}
				if !p.Pulumi.Resource || seen[p.Name] { // the nearest node_modules wins, as for Node.js itself
					continue
				}
				seen[p.Name] = true
				out.Packages = append(out.Packages, toDependency(p))
			}
		}
	}
	return out, nil
}

func toDependency(p manifest) *pulumirpc.PackageDependency {
	out := &pulumirpc.PackageDependency{
		Name:    p.Pulumi.Name,
		Version: p.Pulumi.Version,
		Server:  p.Pulumi.Server,
		Kind:    "resource",
	}
	if out.Name == "" {
		out.Name = strings.TrimPrefix(p.Name, "@pulumi/")
	}
	if out.Version == "" {
		out.Version = p.Version
	}
	if x := p.Pulumi.Parameterization; x != nil {
		out.Parameterization = &pulumirpc.PackageParameterization{Name: x.Name, Version: x.Version, Value: x.Value}
	}
	return out
}

// GetProgramDependencies lists the direct npm dependencies with their installed versions.
func (h *host) GetProgramDependencies(
	_ context.Context, in *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	out := &pulumirpc.GetProgramDependenciesResponse{}
	for _, folder := range upToRoot(in.GetInfo()) {
		program, err := readManifest(filepath.Join(folder, "package.json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, group := range []map[string]string{program.Dependencies, program.DevDependencies} {
			for name, version := range group {
				installed, err := readManifest(filepath.Join(folder, "node_modules", name, "package.json"))
				if err == nil {
					version = installed.Version
				} else if !errors.Is(err, fs.ErrNotExist) {
					return nil, err
				}
				out.Dependencies = append(out.Dependencies, &pulumirpc.DependencyInfo{Name: name, Version: version})
			}
		}
		break
	}
	sort.Slice(out.Dependencies, func(i, j int) bool { return out.Dependencies[i].Name < out.Dependencies[j].Name })
	return out, nil
}

// upToRoot lists the program's folder and those above it, up to the project's.
func upToRoot(info *pulumirpc.ProgramInfo) []string {
	root, folder := filepath.Clean(info.GetRootDirectory()), filepath.Clean(info.GetProgramDirectory())
	folders := []string{folder}
	for folder != root && folder != filepath.Dir(folder) {
		folder = filepath.Dir(folder)
		folders = append(folders, folder)
	}
	return folders
}

func readManifest(file string) (manifest, error) {
	var p manifest
	text, err := os.ReadFile(file)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("%s: %w", file, err)
	}
	return p, nil
}
