package terraform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/vendored/tfplugin5"
	"google.golang.org/grpc"
)

// grpcPlugin is the client side of a Terraform provider for go-plugin.
type grpcPlugin struct{ plugin.NetRPCUnsupportedPlugin }

func (grpcPlugin) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("only the client side is here")
}

func (grpcPlugin) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return tfplugin5.NewProviderClient(c), nil
}

// Launch starts the provider binary and returns its client and the function that ends it. The calling
// goroutine must be locked to the main thread: Linux ends the child when the thread that started it ends.
func Launch(binary string) (tfplugin5.ProviderClient, func(), error) {
	level := hclog.LevelFromString(os.Getenv("TF_LOG"))
	if level == hclog.NoLevel {
		level = hclog.Off
	}
	command := exec.Command(binary)
	endWithParent(command)
	process := plugin.NewClient(&plugin.ClientConfig{
		// https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  4,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{5: {"provider": grpcPlugin{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Cmd:              command,
		AutoMTLS:         true,
		Logger:           hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: level}),
	})
	connection, err := process.Client()
	if err != nil {
		process.Kill()
		return nil, nil, fmt.Errorf("%s did not start: %w", binary, err)
	}
	provider, err := connection.Dispense("provider")
	if err != nil {
		process.Kill()
		return nil, nil, fmt.Errorf("%s: %w", binary, err)
	}
	return provider.(tfplugin5.ProviderClient), process.Kill, nil
}
