package protov5

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
)

// unserved answers the calls that the interface demands and Pulumi's bridge never makes.
type unserved struct{}

var (
	errFunctions = errors.New("provider functions are not served")
	errEphemeral = errors.New("ephemeral resources are not served")
)

func (unserved) GetFunctions(
	context.Context, *tfprotov5.GetFunctionsRequest,
) (*tfprotov5.GetFunctionsResponse, error) {
	return &tfprotov5.GetFunctionsResponse{}, nil
}

func (unserved) CallFunction(
	context.Context, *tfprotov5.CallFunctionRequest,
) (*tfprotov5.CallFunctionResponse, error) {
	return nil, errFunctions
}

func (unserved) ValidateEphemeralResourceConfig(
	context.Context, *tfprotov5.ValidateEphemeralResourceConfigRequest,
) (*tfprotov5.ValidateEphemeralResourceConfigResponse, error) {
	return nil, errEphemeral
}

func (unserved) OpenEphemeralResource(
	context.Context, *tfprotov5.OpenEphemeralResourceRequest,
) (*tfprotov5.OpenEphemeralResourceResponse, error) {
	return nil, errEphemeral
}

func (unserved) RenewEphemeralResource(
	context.Context, *tfprotov5.RenewEphemeralResourceRequest,
) (*tfprotov5.RenewEphemeralResourceResponse, error) {
	return nil, errEphemeral
}

func (unserved) CloseEphemeralResource(
	context.Context, *tfprotov5.CloseEphemeralResourceRequest,
) (*tfprotov5.CloseEphemeralResourceResponse, error) {
	return nil, errEphemeral
}
