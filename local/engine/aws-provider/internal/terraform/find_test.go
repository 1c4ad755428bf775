package terraform

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// install puts a provider into a tree of providers and returns its path.
func install(t *testing.T, root, version string) string {
	t.Helper()
	return write(t, filepath.Join(root, "registry.terraform.io", "hashicorp", "aws", version,
		runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-aws_v"+version+"_x5"), "")
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

func machine(t *testing.T, env map[string]string) Host {
	t.Helper()
	folder := t.TempDir()
	if _, set := env["XDG_DATA_DIRS"]; !set && env != nil {
		env["XDG_DATA_DIRS"] = filepath.Join(folder, "share")
	}
	return Host{
		Env:    func(name string) string { return env[name] },
		Home:   filepath.Join(folder, "home"),
		AddOns: filepath.Join(folder, "opt", "*"),
	}
}

func expect(t *testing.T, h Host, want string) {
	t.Helper()
	if got, err := h.Find(); err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestFindTakesTheVariableFirst(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "any-name"), "")
	h := machine(t, map[string]string{BinaryVariable: file})
	install(t, filepath.Join(h.Home, ".terraform.d", "plugins"), Version)
	expect(t, h, file)
}

func TestFindRefusesAVariableThatNamesNoFile(t *testing.T) {
	_, err := machine(t, map[string]string{BinaryVariable: "/no/such"}).Find()
	if err == nil || !strings.HasPrefix(err.Error(), BinaryVariable+"=/no/such: no such file") {
		t.Errorf("got %v", err)
	}
}

func TestFindSearchesInOrder(t *testing.T) {
	mirror, cacheOfFile, cache, share := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	env := map[string]string{"TF_PLUGIN_CACHE_DIR": cache, "XDG_DATA_DIRS": share}
	h := machine(t, env)
	write(t, filepath.Join(h.Home, ".terraformrc"), `
		disable_checkpoint = true
		plugin_cache_dir   = "`+cacheOfFile+`"
		credentials "example.com" { token = "t" }
		provider_installation {
		  filesystem_mirror {
		    path    = "`+mirror+`"
		    include = ["registry.terraform.io/hashicorp/*"]
		  }
		  direct {}
		}`)
	roots := []string{
		filepath.Join(filepath.Dir(h.AddOns), "add-on"),
		filepath.Join(share, "terraform", "plugins"),
		filepath.Join(h.Home, ".terraform.d", "plugins"),
		cache,
		cacheOfFile,
		mirror,
	}
	for _, root := range roots { // the later ones are searched first
		expect(t, h, install(t, root, Version))
	}
}

func TestFindSaysWhatToInstallAndWhereItLooked(t *testing.T) {
	h := machine(t, map[string]string{})
	install(t, filepath.Join(h.Home, ".terraform.d", "plugins"), "4.67.0") // not the version of the schema
	write(t, filepath.Join(h.Home, ".terraformrc"), "provider_installation {")
	_, err := h.Find()
	if err == nil {
		t.Fatal("found one")
	}
	for _, part := range []string{
		"terraform-provider-aws " + Version, BinaryVariable, filepath.Join(h.Home, ".terraform.d", "plugins"), h.AddOns,
		"Terraform's CLI configuration was not read", ".terraformrc",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}
}
