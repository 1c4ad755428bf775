package main

import (
	"reflect"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestReadOptions(t *testing.T) {
	cases := map[string]struct {
		given map[string]any
		want  options
		fails string
	}{
		"none": {nil, options{typescript: true}, ""},
		"all": {
			map[string]any{"typescript": false, "tsconfig": "tsconfig.pulumi.json", "nodeargs": `--require tsx/cjs --title "a b"`},
			options{false, "tsconfig.pulumi.json", []string{"--require", "tsx/cjs", "--title", "a b"}},
			"",
		},
		"of other hosts": {map[string]any{"packagemanager": "npm"}, options{typescript: true}, ""},
		"open quote":     {map[string]any{"nodeargs": `--title "a`}, options{}, `runtime.options.nodeargs "--title \"a"`},
		"wrong type":     {map[string]any{"typescript": "no"}, options{}, "runtime.options.typescript: found no (string)"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			given, err := structpb.NewStruct(c.given)
			if err != nil {
				t.Fatal(err)
			}
			got, err := readOptions(&pulumirpc.ProgramInfo{Options: given})
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Fatalf("got error %v, want one with %q", err, c.fails)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}
