"""The addresses of channels: found where config.yaml says they are, and never shown.

A channel's URL opens it to everybody who knows it, so the file that holds one must not be readable to all.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.config import references, veils
from monitor.config.source import Mapping as MappingNode
from monitor.config.source import Scalar, Source
from monitor.core.channels import Secret
from monitor.core.errors import Problem

_MAX_BYTES = 64 << 10
_READABLE_TO_ALL = 0o004
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PASSWORD = re.compile(r"://[^/\s]*@")
_EVERYWHERE = (
    "credential: is filled by systemd (LoadCredential= or SetCredentialEncrypted= in the unit); "
    "outside of it use env: or file:, or set CREDENTIALS_DIRECTORY to a folder that holds the file"
)


class _Missing(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def resolve(source: Source, environ: Mapping[str, str] | None) -> tuple[dict[str, Secret], list[Problem]]:
    """The address of every channel that has exactly one, and what is wrong with the others.

    environ None: nothing outside the file is looked at; only addresses written in it are judged.
    """
    secrets: dict[str, Secret] = {}
    problems: list[Problem] = []
    for name, key, value in _addresses(source):
        if environ is None and key.text != "url":
            continue
        try:
            secrets[name.text] = _address(
                key.text, value.text, Path(source.path).absolute().parent, environ or {}
            )
        except _Missing as missing:
            problems.append(source.problem(value, missing.message, missing.hint))
    return secrets, problems


def exposed(source: Source, mode: int) -> Iterator[Problem]:
    """Secrets written in a config.yaml that everybody on this machine may read; mode is its st_mode."""
    if not mode & _READABLE_TO_ALL:
        return
    secrets = sorted(_inline(source), key=lambda node: node.mark)
    for first in secrets[:1]:
        lines = ", ".join(str(node.mark.line) for node in secrets[1:])
        more = f" (and in line {lines})" if lines else ""
        yield source.problem(
            first,
            f"a secret stands here{more}, and everybody on this machine may read this file",
            f"chmod 640 {source.path}, or move the secret out of it (credential:, env:, file:)",
        )


def _addresses(source: Source) -> Iterator[tuple[Scalar, Scalar, Scalar]]:
    """Name, kind and value of the address of every channel that has exactly one."""
    for name, channel in references.channels(source):
        if not isinstance(channel, MappingNode):
            continue
        given = [
            (key, value)
            for key, value in channel.pairs
            if key.text in references.ADDRESSES and isinstance(value, Scalar) and not value.is_null
        ]
        if len(given) == 1:
            yield name, *given[0]


def _inline(source: Source) -> Iterator[Scalar]:
    """Every secret that stands in the file itself."""
    for _name, key, value in _addresses(source):
        if key.text == "url" and veils.channel_url(value.text) != value.text:
            yield value
    store = source.root.get("store") if isinstance(source.root, MappingNode) else None
    urls = [feed.get("url") for feed in references.feeds(source)]
    urls.append(store.get("url") if isinstance(store, MappingNode) else None)
    for url in urls:
        if isinstance(url, Scalar) and _PASSWORD.search(url.text):
            yield url


def _address(kind: str, value: str, base: Path, environ: Mapping[str, str]) -> Secret:
    match kind:
        case "url":
            found = value
        case "env":
            found = _from_environment(value, environ)
        case "credential":
            found = _from_credential(value, environ)
        case _:
            found = _from_file(base / value, value)
    if not _SCHEME.match(found) or any(letter.isspace() or not letter.isprintable() for letter in found):
        where = "this" if kind == "url" else f"what this {kind} holds"
        raise _Missing(
            f"{where} is not an Apprise URL",
            "write it in one line and whole, like slack://... or mailto://...",
        )
    return Secret(found)


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    if veils.looks_secret(name):
        raise _Missing(
            "env: holds the name of a variable, not the secret itself", "write url: for the secret itself"
        )
    if not environ.get(name, "").strip():
        state = "is empty" if name in environ else "is not set"
        raise _Missing(
            f"the environment variable {name} {state}", f"export {name}=... where the daemon starts"
        )
    return environ[name].strip()


def _from_credential(name: str, environ: Mapping[str, str]) -> str:
    if veils.looks_secret(name) or "/" in name or name in {".", ".."}:
        raise _Missing(
            "credential: holds the name of a systemd credential", "write LoadCredential=NAME:FILE in the unit"
        )
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise _Missing("no credentials here: CREDENTIALS_DIRECTORY is not set", _EVERYWHERE)
    return _line_of(
        Path(folder) / name, f"the credential {name}", f"write LoadCredential={name}:FILE in the unit"
    )


def _from_file(file: Path, written: str) -> str:
    if "://" in written:
        raise _Missing(
            "file: holds the path of a file, not the secret itself", "write url: for the secret itself"
        )
    text = _line_of(file, "this file", f"write the secret into {file}, then chmod 600 {file}")
    if file.stat().st_mode & _READABLE_TO_ALL:
        raise _Missing("everybody on this machine may read this secret file", f"chmod 600 {file}")
    return text


def _line_of(file: Path, what: str, remedy: str) -> str:
    """The one line a secret file holds, without the line break editors add."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise _Missing(f"{what} does not exist", remedy) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise _Missing(f"{what} cannot be read: {reason}", "check the path and who may read it") from None
    if len(raw) > _MAX_BYTES:
        raise _Missing(f"{what} is far too large for a secret", "it holds one line: the Apprise URL")
    text = raw.decode("utf-8", "replace").strip()
    if not text:
        raise _Missing(f"{what} is empty", "it holds one line: the Apprise URL")
    return text
