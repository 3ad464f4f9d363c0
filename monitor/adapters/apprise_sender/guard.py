"""Where a channel may lead: no socket goes where `network` does not allow, and no program is started.

Services make their sockets in many ways (requests, smtplib, datagrams, loops of their own), so the check sits below all
of them, in an audit hook: the interpreter calls it with the address it is about to use, and what the hook raises
prevents the connection. Between the check and the connection nothing can change. A name that was looked up twice is
judged by the answer that is used. See https://docs.python.org/3/library/audit_events.html.

The hook is there for the whole process, once it was needed, and does nothing for a thread that is not within
`confined`, and not started from within.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import AF_INET, AF_INET6
from typing import Any
from weakref import WeakKeyDictionary

from monitor.core.addresses import Network, refusal

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_STARTING = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "subprocess.Popen",
    }
)
_ALL = _CONNECTING | _STARTING


class Refused(OSError):
    """A socket or a program that must not be. Its text is the reason, as a clause for people."""


class Bounds:
    """What holds for one send. refused: the reason of every refusal, in order. passed: how often there was none."""

    def __init__(self, network: Network, *, local: bool) -> None:
        self._network, self._local = network, local
        self.refused: list[str] = []
        self.passed = 0

    def judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raises Refused."""
        reason = self._program() if event in _STARTING else self._address(*arguments[:2])
        if reason is not None:
            self.refused.append(reason)
            raise Refused(reason)
        self.passed += 1

    def _program(self) -> str | None:
        return None if self._local else "it would start a program on this machine"

    def _address(self, socket: Any, address: Any) -> str | None:
        if address is None:  # more on a socket that was connected, and judged then
            return None
        if socket.family not in {AF_INET, AF_INET6}:
            return None if self._local else "it would use a socket of this machine"
        return refusal(str(address[0]), self._network)


_here = threading.local()
_inherited: "WeakKeyDictionary[threading.Thread, Bounds]" = WeakKeyDictionary()
_hooking = threading.Lock()
_hooked = False


@contextmanager
def confined(network: Network, *, local: bool = False) -> Iterator[Bounds]:
    """Hold this thread, and those it starts meanwhile, within bounds. local: this machine may be used, too."""
    _hook()
    bounds = Bounds(network, local=local)
    _here.bounds = bounds
    try:
        yield bounds
    finally:
        _here.bounds = None


def _hook() -> None:
    global _hooked  # noqa: PLW0603  a hook cannot be taken back, so there is one
    with _hooking:
        if not _hooked:
            sys.addaudithook(_audit)
            threading.Thread.start = _start  # type: ignore[assignment, method-assign]
            _hooked = True


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _ALL and (bounds := _bounds()) is not None:
        bounds.judge(event, arguments)


def _bounds() -> Bounds | None:
    bounds: Bounds | None = getattr(_here, "bounds", None)
    return _inherited.get(threading.current_thread()) if bounds is None and _inherited else bounds


_really_start = threading.Thread.start


def _start(thread: threading.Thread) -> None:
    """Until Python 3.12 no event tells of a new thread."""
    if (bounds := _bounds()) is not None:
        _inherited[thread] = bounds
    _really_start(thread)
