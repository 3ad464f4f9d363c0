"""python -m monitor.adapters.parser_worker MEMORY_BYTES CPU_SECONDS PARENT_PID: one body after the other, until stdin ends."""

import ctypes
import os
import resource
import signal
import sys
import time
from typing import BinaryIO

from monitor.adapters.parser_worker import document, wire
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Parsed

_PR_SET_PDEATHSIG = 1  # prctl(2)
_TIRED_BYTES = 64 << 20  # grown by so much: what a very large feed has left behind is not given back
_WARM_UP = b'<rss version="2.0"><channel><item><description>&lt;p&gt;.</description></item></channel></rss>'


def main() -> None:
    memory_bytes, cpu_seconds, parent = (int(argument) for argument in sys.argv[1:4])
    _die_with(parent)
    _limit_memory(memory_bytes)
    requests, replies = _private_streams()
    peak_before = _peak_bytes()  # Linux counts what the parent had before exec(2)
    # The first document pays for what feedparser imports late; the reply to it says that we are ready.
    request: wire.Request | None = wire.Request(url="", content_type=None, body=_WARM_UP)
    while request is not None:
        _allow_cpu(cpu_seconds)
        outcome = _outcome(request, memory_bytes)
        tired = _peak_bytes() > peak_before + _TIRED_BYTES
        replies.write(wire.pack_reply(wire.Reply(outcome=outcome, tired=tired)))
        replies.flush()
        request = wire.read_request(requests)


def _outcome(request: wire.Request, memory_bytes: int) -> Parsed | ParseFailed:
    try:
        return document.read(request)
    except ParseFailed as failure:
        return failure
    except MemoryError:
        detail = f"the parser needed more than {memory_bytes >> 20} MiB of memory and was stopped"
        return ParseFailed("quarantined", detail)


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Frames go through a descriptor nobody else knows: what a library prints to stdout ends in stderr."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, replies


def _die_with(parent: int) -> None:
    """On Linux the kernel ends us with our parent, even in the middle of a body; elsewhere end of input does, after it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            sys.exit(0)


def _limit_memory(memory_bytes: int) -> None:
    """macOS accepts this limit and ignores it: there only time is bounded, and the size of the body."""
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, memory_bytes)


def _allow_cpu(seconds: int) -> None:
    """Seconds of processor time from now on. The belt: the daemon's own deadline comes first unless it is stuck."""
    _lower(resource.RLIMIT_CPU, int(time.process_time()) + seconds + 1)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (soft, hard))


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # getrusage(2): kilobytes, on macOS bytes


if __name__ == "__main__":
    main()
