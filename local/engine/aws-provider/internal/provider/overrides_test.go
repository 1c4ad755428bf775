package provider

import "testing"

func TestOverridesNameServedTypes(t *testing.T) {
	o, err := readOverrides()
	if err != nil {
		t.Fatal(err)
	}
	for typeName := range o.Resources {
		if !ServesResource(typeName) {
			t.Errorf("overrides.json: resources.%s has no token", typeName)
		}
	}
	for typeName := range o.Data {
		if !ServesDataSource(typeName) {
			t.Errorf("overrides.json: data.%s has no token", typeName)
		}
	}
	for _, typeName := range o.Regional {
		if !ServesResource(typeName) {
			t.Errorf("overrides.json: regional: %s has no token", typeName)
		}
	}
}

func TestTokens(t *testing.T) {
	if got := resourceToken("aws_s3_object"); got != "aws:s3/bucketObjectv2:BucketObjectv2" {
		t.Errorf("got %s", got)
	}
	if got := dataToken("aws_region"); got != "aws:index/getRegion:getRegion" {
		t.Errorf("got %s", got)
	}
}
