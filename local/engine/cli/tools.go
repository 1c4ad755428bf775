//go:build tools

// Package tools pins the module from which the official Pulumi CLI is built.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
