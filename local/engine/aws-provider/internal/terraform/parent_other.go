//go:build !linux

package terraform

import "os/exec"

// endWithParent does nothing: only Linux ends a child with its parent. A killed bridge leaves the child.
func endWithParent(*exec.Cmd) {}
