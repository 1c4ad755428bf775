package terraform

import (
	"os/exec"
	"syscall"
)

// endWithParent has the kernel end the child when this process is killed and so cannot end it itself.
func endWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
