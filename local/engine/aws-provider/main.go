// Command pulumi-resource-aws serves the real terraform-provider-aws to the Pulumi engine, so that programs
// written with @pulumi/aws run where the official plugin cannot be downloaded.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"s3-to-redshift/local/engine/aws-provider/internal/protov5"
	"s3-to-redshift/local/engine/aws-provider/internal/provider"
	"s3-to-redshift/local/engine/aws-provider/internal/terraform"
)

func init() {
	runtime.LockOSThread() // see terraform.Launch
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	binary, err := terraform.ThisHost().Find()
	if err != nil {
		return err
	}
	client, end, err := terraform.Launch(binary)
	if err != nil {
		return err
	}
	defer end()
	go func() {
		waitForEnd()
		end()
		os.Exit(0)
	}()
	served := protov5.Served{Resource: provider.ServesResource, DataSource: provider.ServesDataSource}
	bridged, err := provider.Bridge(ctx, protov5.New(client, served))
	if err != nil {
		return err
	}
	return bridged.Serve(ctx)
}

// waitForEnd returns when the engine asks the provider to end, or is gone itself.
func waitForEnd() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	engine := os.Getppid()
	for {
		select {
		case <-signals:
			return
		case <-time.After(500 * time.Millisecond):
			if os.Getppid() != engine {
				return
			}
		}
	}
}
