"""What config.yaml says about reaching the world and the store, without asking for the channels' secrets."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.core.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from monitor.config.documents import Document
    from monitor.config.schema import ConfigFile
    from monitor.core.addresses import Network

Config = Annotated[Path | None, typer.Option(help="The config.yaml to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def document(config: Path | None, environ: Mapping[str, str] = os.environ) -> "Document":
    """Raises UsageError when there is none, ConfigError when it cannot be read."""
    from monitor.config import documents, load

    return documents.read(load.find(config, environ, Path()))


def document_if_any(config: Path | None, environ: Mapping[str, str] = os.environ) -> "Document | None":
    """None when none is named and there is none."""
    from monitor.config import load

    try:
        return document(config, environ)
    except UsageError:
        if config is not None or environ.get(load.VARIABLE):
            raise
        return None


def document_or_mistakes(config: Path | None) -> "Document | ConfigError":
    """The error when it cannot be read as YAML. Raises UsageError when there is none."""
    try:
        return document(config)
    except ConfigError as error:
        return error


def model(read: "Document") -> "ConfigFile":
    """Its values. Raises ConfigError when one of them is wrong."""
    if read.model is None:
        raise ConfigError(read.problems)
    return read.model


def network(read: "Document | None") -> "Network":
    """What may be reached, and how."""
    from monitor.core.addresses import Network

    if read is None:
        return Network()
    section = model(read).network
    return Network(
        allow_private=tuple(section.allow_private),
        proxy=section.proxy,
        ca_file=str(read.folder / section.ca_file) if section.ca_file else None,
    )


def store_url(read: "Document") -> str | None:
    """Where the store answers: the one of config.yaml, or the one that runs under state_dir; None: neither."""
    from monitor.adapters.embedded import find_running

    settings, folder = model(read), state_dir(read)
    if settings.store.url:
        return settings.store.url.reveal()
    return find_running(folder) if folder.is_dir() else None


def state_dir(read: "Document") -> Path:
    return read.folder / model(read).state_dir
