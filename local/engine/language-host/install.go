package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

type installStream = grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse]

// InstallDependencies installs the npm packages of a program (`npm ci` where there is a lock file), and of a
// policy pack unless it finds @pulumi/pulumi already, as one inside an installed project does.
func (h *host) InstallDependencies(in *pulumirpc.InstallDependenciesRequest, stream installStream) error {
	ctx, done := h.stoppable(stream.Context())
	defer done()
	if in.GetIsPlugin() {
		if _, err := script(ctx, in.GetInfo().GetProgramDirectory(), "run-plugin"); err == nil {
			return nil
		}
	}
	folder, err := packageFolder(in.GetInfo())
	if err != nil {
		return err
	}
	arguments := []string{"install", "--no-audit", "--no-fund"}
	if _, err := os.Stat(filepath.Join(folder, "package-lock.json")); err == nil {
		arguments[0] = "ci"
	}
	command := exec.CommandContext(ctx, "npm", arguments...)
	command.Dir = folder
	out := writer(func(text []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: text})
	})
	command.Stdout, command.Stderr = out, out // the same writer, so that exec calls it from one goroutine
	if err := command.Run(); err != nil {
		return fmt.Errorf("npm %s in %s: %w", arguments[0], folder, err)
	}
	return nil
}

func packageFolder(info *pulumirpc.ProgramInfo) (string, error) {
	for _, folder := range upToRoot(info) {
		if _, err := os.Stat(filepath.Join(folder, "package.json")); err == nil {
			return folder, nil
		}
	}
	return "", fmt.Errorf("no package.json in %s or above it up to %s",
		info.GetProgramDirectory(), info.GetRootDirectory())
}
