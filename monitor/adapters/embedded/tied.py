"""Becomes another program that is told to end (SIGTERM) when the process that started it ends. Linux only.

    python -I -S tied.py PARENT_PID PROGRAM ARGUMENT...

A program of its own because code between fork and exec (preexec_fn) is unsafe once there are threads.
The kernel ties the child to the *thread* that started it, so that must be the main thread; see prctl(2),
PR_SET_PDEATHSIG. The setting survives exec.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, program: str, *arguments: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        return  # it ended before it could be watched
    os.execv(program, [program, *arguments])  # noqa: S606  no shell is the point


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
