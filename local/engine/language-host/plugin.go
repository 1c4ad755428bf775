package main

import (
	"errors"
	"os/exec"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

type pluginStream = grpc.ServerStreamingServer[pulumirpc.RunPluginResponse]

// RunPlugin runs a policy pack, or a provider written in Node.js, and passes on what it prints.
func (h *host) RunPlugin(in *pulumirpc.RunPluginRequest, stream pluginStream) error {
	options, err := readOptions(in.GetInfo())
	if err != nil {
		return err
	}
	ctx, done := h.stoppable(stream.Context())
	defer done()
	folder := in.GetInfo().GetProgramDirectory()
	name, workingFolder, arguments := "run-plugin", in.GetPwd(), append([]string{folder}, in.GetArgs()...)
	if in.GetKind() == "analyzer" { // run-policy-pack ENGINE-ADDRESS FOLDER
		name, workingFolder, arguments = "run-policy-pack", folder, append(append([]string{}, in.GetArgs()...), folder)
	}
	runner, err := script(ctx, folder, name)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "node", append(append(options.nodeargs, runner), arguments...)...)
	command.Dir, command.Env = workingFolder, append(in.GetEnv(), options.environment()...)
	var mutex sync.Mutex
	send := func(response *pulumirpc.RunPluginResponse) error {
		mutex.Lock()
		defer mutex.Unlock()
		return stream.Send(response)
	}
	command.Stdout = writer(func(text []byte) error {
		return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: text}})
	})
	command.Stderr = writer(func(text []byte) error {
		return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: text}})
	})
	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	code := int32(command.ProcessState.ExitCode())
	return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

// writer sends each piece of a process's output; the process may reuse the buffer at once.
type writer func([]byte) error

func (w writer) Write(text []byte) (int, error) {
	return len(text), w(append([]byte(nil), text...))
}
