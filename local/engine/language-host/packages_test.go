package main

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestGetRequiredPackages(t *testing.T) {
	info := program(t, "")
	npm := func(folder, name, json string) {
		writeFile(t, filepath.Join(folder, "node_modules", name, "package.json"), json)
	}
	npm(info.RootDirectory, "@pulumi/aws", `{"name": "@pulumi/aws", "version": "7.48.0", "pulumi": {"resource": true, "name": "aws"}}`)
	npm(info.RootDirectory, "@pulumi/pulumi", `{"name": "@pulumi/pulumi", "version": "3.248.0"}`)
	npm(info.RootDirectory, "own", `{"name": "own", "version": "1.0.0", "pulumi": {"resource": true, "version": "2.0.0", "server": "s"}}`)
	npm(info.ProgramDirectory, "own", `{"name": "own", "version": "1.5.0", "pulumi": {"resource": true}}`)
	npm(filepath.Dir(info.RootDirectory), "above", `{"name": "above", "version": "1.0.0", "pulumi": {"resource": true}}`)

	out, err := (&host{}).GetRequiredPackages(t.Context(), &pulumirpc.GetRequiredPackagesRequest{Info: info})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range out.Packages {
		got = append(got, p.Kind+" "+p.Name+" "+p.Version)
	}
	if want := []string{"resource own 1.5.0", "resource aws 7.48.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGetRequiredPackagesNamesTheBrokenFile(t *testing.T) {
	info := program(t, "")
	file := filepath.Join(info.RootDirectory, "node_modules/broken/package.json")
	writeFile(t, file, "{")
	_, err := (&host{}).GetRequiredPackages(t.Context(), &pulumirpc.GetRequiredPackagesRequest{Info: info})
	if err == nil || !strings.HasPrefix(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

func TestGetProgramDependencies(t *testing.T) {
	info := program(t, "")
	writeFile(t, filepath.Join(info.RootDirectory, "package.json"),
		`{"dependencies": {"zod": "^4.0.0"}, "devDependencies": {"absent": "^1.0.0"}}`)
	writeFile(t, filepath.Join(info.RootDirectory, "node_modules/zod/package.json"), `{"name": "zod", "version": "4.6.7"}`)
	out, err := (&host{}).GetProgramDependencies(t.Context(), &pulumirpc.GetProgramDependenciesRequest{Info: info})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range out.Dependencies {
		got[d.Name] = d.Version
	}
	if want := map[string]string{"zod": "4.6.7", "absent": "^1.0.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPackageFolder(t *testing.T) {
	info := program(t, "")
	if _, err := packageFolder(info); err == nil || !strings.Contains(err.Error(), "no package.json in "+info.ProgramDirectory) {
		t.Errorf("got %v", err)
	}
	writeFile(t, filepath.Join(info.RootDirectory, "package.json"), "{}")
	if got, err := packageFolder(info); err != nil || got != info.RootDirectory {
		t.Errorf("got %s, %v, want %s", got, err, info.RootDirectory)
	}
}
