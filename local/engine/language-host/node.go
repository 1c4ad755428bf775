package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/google/shlex"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// options are the settings under `runtime.options` of Pulumi.yaml that the host knows:
// https://www.pulumi.com/docs/iac/languages-sdks/javascript/
type options struct {
	typescript bool
	tsconfig   string
	nodeargs   []string
}

func readOptions(info *pulumirpc.ProgramInfo) (options, error) {
	out := options{typescript: true}
	for key, value := range info.GetOptions().AsMap() {
		ok := true
		switch key {
		case "typescript":
			out.typescript, ok = value.(bool)
		case "tsconfig":
			out.tsconfig, ok = value.(string)
		case "nodeargs":
			var text string
			if text, ok = value.(string); ok {
				var err error
				if out.nodeargs, err = shlex.Split(text); err != nil {
					return out, fmt.Errorf("runtime.options.nodeargs %q: %w", text, err)
				}
			}
		}
		if !ok {
			return out, fmt.Errorf("runtime.options.%s: found %v (%T); typescript is a boolean, tsconfig and "+
				"nodeargs are strings", key, value, value)
		}
	}
	return out, nil
}

// environment tells the scripts of @pulumi/pulumi how to load TypeScript.
func (o options) environment() []string {
	out := []string{"PULUMI_NODEJS_TYPESCRIPT=" + strconv.FormatBool(o.typescript)}
	if o.tsconfig != "" {
		out = append(out, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return out
}

// script finds a script of the @pulumi/pulumi that a program in folder would load.
func script(ctx context.Context, folder, name string) (string, error) {
	request := "@pulumi/pulumi/cmd/" + name
	command := exec.CommandContext(ctx, "node", "-p", "require.resolve('"+request+"')")
	command.Dir = folder
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s was not found from %s: install the npm packages (npm ci): %w", request, folder, err)
	}
	return strings.TrimSpace(string(out)), nil
}
