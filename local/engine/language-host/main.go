// Command pulumi-language-nodejs is a small language host for Node.js programs, for machines where the official
// one cannot be downloaded. It runs programs and policy packs; it generates no code and packs no SDKs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve prints its port, as the engine expects of a plugin, and answers until the engine ends it or is gone.
func serve() error {
	flag.String("tracing", "", "accepted because the engine may pass it; not used")
	flag.Parse()
	host := &host{engine: flag.Arg(0)}
	cancel := make(chan bool)
	go func() {
		waitForEnd()
		host.stopPrograms()
		close(cancel)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
		Options: rpcutil.OpenTracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

// waitForEnd returns when the engine asks the host to end, or is gone itself.
func waitForEnd() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	engine := os.Getppid()
	for os.Getppid() == engine {
		select {
		case <-ctx.Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}
