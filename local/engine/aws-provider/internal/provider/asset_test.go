package provider

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
)

// check gives the path that Terraform gets for a `source`.
func check(t *testing.T, source resource.PropertyValue) (string, error) {
	t.Helper()
	r := &tfbridge.ResourceInfo{Tok: "aws:s3/bucketObjectv2:BucketObjectv2"}
	addAssets(r, "source")
	out, err := r.PreCheckCallback(t.Context(), resource.PropertyMap{"source": source}, nil)
	if err != nil {
		return "", err
	}
	return out["source"].StringValue(), nil
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func text(t *testing.T, s string) *resource.Asset {
	t.Helper()
	return must[*resource.Asset](t)(asset.FromText(s))
}

func TestAssetBecomesAFileNamedByItsContent(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	script := filepath.Join(t.TempDir(), "load.py")
	must[int](t)(0, os.WriteFile(script, []byte("print(1)"), 0o600))
	fromText := must[string](t)(check(t, resource.NewProperty(text(t, "print(1)"))))
	fromFile := must[string](t)(check(t, resource.NewProperty(must[*resource.Asset](t)(asset.FromPath(script)))))
	secret := must[string](t)(check(t, resource.MakeSecret(resource.NewProperty(text(t, "print(1)")))))
	changed := must[string](t)(check(t, resource.NewProperty(text(t, "print(2)"))))
	if fromFile != fromText || secret != fromText || changed == fromText {
		t.Errorf("got %s, %s, %s and, changed, %s", fromText, fromFile, secret, changed)
	}
	if got := must[[]byte](t)(os.ReadFile(changed)); string(got) != "print(2)" {
		t.Errorf("got %q", got)
	}
}

func TestArchiveBecomesAZip(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	pack := func(body string) resource.PropertyValue {
		files := map[string]any{"pkg/__init__.py": text(t, ""), "pkg/main.py": text(t, body)}
		return resource.NewProperty(must[*resource.Archive](t)(archive.FromAssets(files)))
	}
	file := must[string](t)(check(t, pack("a")))
	if again, changed := must[string](t)(check(t, pack("a"))), must[string](t)(check(t, pack("b"))); again != file || changed == file {
		t.Errorf("got %s, again %s, changed %s", file, again, changed)
	}
	reader := must[*zip.ReadCloser](t)(zip.OpenReader(file))
	defer reader.Close()
	var names []string
	for _, f := range reader.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "pkg/__init__.py pkg/main.py" {
		t.Errorf("got %s", got)
	}
}

func TestOtherSourcesAreLeftAsTheyAre(t *testing.T) {
	if got := must[string](t)(check(t, resource.NewProperty("plain.txt"))); got != "plain.txt" {
		t.Errorf("got %s", got)
	}
	missing := &resource.Asset{Sig: asset.AssetSig, Path: "no-such.py"}
	_, err := check(t, resource.NewProperty(missing))
	if err == nil || !strings.Contains(err.Error(), "aws:s3/bucketObjectv2:BucketObjectv2: source: ") {
		t.Errorf("got %v", err)
	}
}
