"""Runs a command and kills it with all its children when the process that asked for it is gone, however that one ended.

The asker starts this as the leader of a process group and holds the other end of its standard input, which the system
closes even after a SIGKILL.
"""

import os
import signal
import subprocess
import sys
import threading


def die_with_the_asker() -> None:
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=die_with_the_asker, daemon=True).start()
code = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL)
# Not sys.exit: the thread never ends by itself.
os._exit(code if code >= 0 else 128 - code)
