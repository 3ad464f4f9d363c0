"""Files: that config.yaml can be used, and that nobody reads or changes what is not theirs."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.doctor.finding import Finding, ok, problem, warning

if TYPE_CHECKING:
    from monitor.config.documents import Document

_ANYBODY_WRITES = stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def config(document: "Document", environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether it loads, and who may read and change it."""
    from monitor.config import secrets

    path = Path(document.source.path)
    _, unresolved = secrets.resolve(document.source, environ)
    wrong = [*document.problems, *document.missing_files(), *unresolved]
    if wrong:
        first = min(wrong)
        more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        yield problem(
            "config", f"{path}:{first.line}: {first.message}{more}", "newsmonitor check tells every mistake"
        )
    else:
        yield ok("config", f"{path} can be used")
    yield from _writable("config", path, path.stat().st_mode)


def secret_files(document: "Document") -> Iterator[Finding]:
    """Files that hold a channel's address; their contents are not looked at."""
    from monitor.config import references
    from monitor.config.source import Mapping as MappingNode
    from monitor.config.source import Scalar

    for name, channel in references.channels(document.source):
        named = channel.get("file") if isinstance(channel, MappingNode) else None
        if not isinstance(named, Scalar) or named.is_null or "://" in named.text:
            continue
        path = document.folder / named.text
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError):
            continue  # told with everything else that config.yaml points at
        if mode & (stat.S_IROTH | _ANYBODY_WRITES):
            yield problem(
                f"secret {name.text}", f"everybody on this machine can open {path}", f"chmod 600 {path}"
            )
        else:
            yield ok(f"secret {name.text}", f"{path} is closed to others ({stat.S_IMODE(mode):o})")


def state_folder(folder: Path) -> Iterator[Finding]:
    """Whose it is, who may enter, and whether a daemon of this user could use it."""
    about = "state_dir"
    try:
        found = folder.stat()
    except FileNotFoundError:
        yield ok(about, f"{folder} is not there yet: newsmonitor run makes it")
        return
    except OSError as error:
        yield problem(
            about, f"{folder} cannot be looked at: {error.strerror}", "run this as the daemon's user"
        )
        return
    if not stat.S_ISDIR(found.st_mode):
        yield problem(about, f"{folder} is not a folder", "move it away, or name another state_dir")
    elif found.st_uid != os.geteuid():
        yield warning(
            about,
            f"{folder} belongs to another user (uid {found.st_uid}, this is {os.geteuid()})",
            "run this as the daemon's user, for example sudo -u newsmonitor newsmonitor doctor",
        )
    elif found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        yield warning(about, f"others can look into {folder} ({mode:o})", f"chmod 700 {folder}")
    else:
        yield ok(about, f"{folder} is ours alone")


def _writable(about: str, path: Path, mode: int) -> Iterator[Finding]:
    if mode & _ANYBODY_WRITES:
        yield problem(about, f"everybody on this machine can change {path}", f"chmod o-w {path}")
