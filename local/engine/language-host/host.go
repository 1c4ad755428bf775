package main

import (
	"context"
	"os/exec"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// version is the Pulumi release whose protocol the host speaks.
const version = "3.248.0"

// host answers the engine. Calls that it does not have answer "unimplemented".
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	mutex   sync.Mutex
	engine  string
	stops   map[int]context.CancelFunc
	started int
}

func (h *host) Handshake(
	_ context.Context, in *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.engine = in.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.stopPrograms()
	return &emptypb.Empty{}, nil
}

func (h *host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, node, "--version").Output()
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(out))}, err
}

func (h *host) engineAddress() string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.engine
}

// stoppable gives a context that stopPrograms ends; the caller calls done when its program has ended.
func (h *host) stoppable(parent context.Context) (ctx context.Context, done func()) {
	ctx, stop := context.WithCancel(parent)
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.stops == nil {
		h.stops = map[int]context.CancelFunc{}
	}
	h.started++
	id := h.started
	h.stops[id] = stop
	return ctx, func() {
		h.mutex.Lock()
		defer h.mutex.Unlock()
		delete(h.stops, id)
		stop()
	}
}

func (h *host) stopPrograms() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for _, stop := range h.stops {
		stop()
	}
}
