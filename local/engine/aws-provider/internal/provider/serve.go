package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	host "github.com/pulumi/pulumi/pkg/v3/resource/provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Serve answers the engine until it ends the provider.
func (b *Bridged) Serve(ctx context.Context) error {
	metadata := pf.ProviderMetadata{XGetSchema: schema}
	return host.Main(b.Info.Name, func(engine *host.HostClient) (pulumirpc.ResourceProviderServer, error) {
		server, err := pf.NewProviderServer(ctx, engine, b.Info, metadata)
		return cancellable{clusterInputs{server}, b.Server}, err
	})
}

// schema names the package only: the engine asks for it to know the provider, a program has its types from
// @pulumi/aws.
func schema(context.Context, plugin.GetSchemaRequest) ([]byte, error) {
	return json.Marshal(map[string]string{"name": "aws", "version": Version})
}

// cancellable passes a cancellation on to Terraform's provider, which then gives up its waiting and retries.
type cancellable struct {
	pulumirpc.ResourceProviderServer
	terraform tfprotov6.ProviderServer
}

func (c cancellable) Cancel(ctx context.Context, in *emptypb.Empty) (*emptypb.Empty, error) {
	if _, err := c.terraform.StopProvider(ctx, &tfprotov6.StopProviderRequest{}); err != nil {
		return nil, err
	}
	return c.ResourceProviderServer.Cancel(ctx, in)
}
