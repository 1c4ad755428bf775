package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitAlreadyReported is the code with which @pulumi/pulumi ends when it has told the user what went wrong.
const exitAlreadyReported = 32

func (h *host) Run(ctx context.Context, in *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	options, err := readOptions(in.GetInfo())
	if err != nil {
		return nil, err
	}
	ctx, done := h.stoppable(ctx)
	defer done()
	runner, err := script(ctx, in.GetInfo().GetProgramDirectory(), "run")
	if err != nil {
		return nil, err
	}
	environment, err := runEnvironment(in, options)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "node", runArguments(in, options, runner, h.engineAddress())...)
	command.Dir = in.GetInfo().GetProgramDirectory()
	command.Env = append(os.Environ(), environment...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	err = command.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case ctx.Err() != nil:
		return &pulumirpc.RunResponse{Error: "the program was cancelled"}, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitAlreadyReported:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %s", exit)}, nil
	default:
		return nil, fmt.Errorf("node did not start: %w", err)
	}
}

func runArguments(in *pulumirpc.RunRequest, options options, runner, engine string) []string {
	info := in.GetInfo()
	arguments := append([]string{}, options.nodeargs...)
	arguments = append(arguments, runner,
		"--monitor", in.GetMonitorAddress(),
		"--engine", engine,
		"--organization", in.GetOrganization(),
		"--project", in.GetProject(),
		"--stack", in.GetStack(),
		"--root-directory", info.GetRootDirectory(),
		"--pwd", in.GetPwd(),
	)
	if in.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	if in.GetParallel() > 0 {
		arguments = append(arguments, "--parallel", strconv.Itoa(int(in.GetParallel())))
	}
	return append(append(arguments, info.GetEntryPoint()), in.GetArgs()...)
}

func runEnvironment(in *pulumirpc.RunRequest, options options) ([]string, error) {
	config := in.GetConfig()
	if config == nil {
		config = map[string]string{} // the SDK parses `null` into nothing that it can read
	}
	configJSON, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	secretKeys := in.GetConfigSecretKeys()
	if secretKeys == nil {
		secretKeys = []string{}
	}
	secretsJSON, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, err
	}
	return append([]string{
		"PULUMI_CONFIG=" + string(configJSON),
		"PULUMI_CONFIG_SECRET_KEYS=" + string(secretsJSON),
	}, options.environment()...), nil
}
