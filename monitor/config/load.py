"""config.yaml to Config: found, read, checked as a whole, secrets looked up."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from monitor.config import documents, references, schema, secrets
from monitor.config.documents import Document
from monitor.config.settings import Archive, Config, Durability, Poll, Store
from monitor.core.addresses import Network
from monitor.core.channels import Channel, Routes, Secret, Severity
from monitor.core.errors import ConfigError, UsageError
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName, FeedId

FILE_NAME = "config.yaml"
VARIABLE = "NEWSMONITOR_CONFIG"
_NO_ADDRESS = Secret("")
SYSTEM_FILE = Path("/etc/newsmonitor") / FILE_NAME


def find(given: Path | None, environ: Mapping[str, str], folder: Path) -> Path:
    """The config.yaml to use: --config, NEWSMONITOR_CONFIG, ./config.yaml, /etc/newsmonitor/config.yaml.

    Who names a file gets that file or an error, never the next one in the list. Raises UsageError.
    """
    named = given or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if named is not None:
        by = "--config" if given else VARIABLE
        if not documents.exists(named):
            raise UsageError(f"{named}: there is no such file (named by {by})")
        return named
    candidates = (folder / FILE_NAME, SYSTEM_FILE)
    for candidate in candidates:
        if documents.exists(candidate):
            return candidate
    places = " and ".join(str(candidate) for candidate in candidates)
    raise UsageError(
        f"no {FILE_NAME}: neither --config nor {VARIABLE} names one, and there is none at {places}\n"
        "Name one with --config, or make a folder to start from: newsmonitor init mydesk"
    )


def packaged_defaults() -> Path:
    """The folder of the config.yaml and rules that come with the package, in a wheel as in a checkout."""
    package = Path(str(files("monitor")))
    inside = package / "defaults"
    return inside if inside.is_dir() else package.parent


def load(path: Path, *, environ: Mapping[str, str] | None) -> Config:
    """Everything config.yaml says, ready for use. Raises ConfigError with every mistake of the file.

    environ None: for whoever sends nothing. Secrets outside the file are not looked up; their channels have no address.
    """
    return build(documents.read(path), environ=environ)


def require_feeds(config: Config) -> None:
    """A daemon without feeds would look healthy and never tell anything. Raises ConfigError."""
    if not config.feeds:
        hint = "feeds: [{id: bbc-world, url: https://feeds.bbci.co.uk/news/world/rss.xml, outlet: BBC}]"
        raise ConfigError([config.problem(("feeds",), "no feeds: nothing to watch", hint)])


def build(document: Document, *, environ: Mapping[str, str] | None) -> Config:
    """Raises ConfigError with the document's problems and those of what it points at: files, secrets."""
    addresses, unresolved = secrets.resolve(document.source, environ)
    problems = [*document.problems, *document.missing_files(), *unresolved]
    model = document.model
    if problems or model is None:
        raise ConfigError(problems)
    channels = _channels(model, addresses)
    routes = _routes(model, channels)
    return Config(
        path=Path(document.source.path).absolute(),
        state_dir=document.folder / model.state_dir,
        zone=model.zone,
        store=Store(url=model.store.url, durability=Durability(model.store.durability)),
        rules=tuple(document.folder / each for each in model.rules),
        network=_network(model.network, document.folder),
        poll=Poll(min=model.poll.min, max=model.poll.max, backlog=model.poll.backlog),
        archive=Archive(keep=model.archive.keep, max_bytes=model.archive.max),
        feeds=_feeds(model.feeds),
        channels=channels,
        routes=routes,
        operator=ChannelName(model.operator.channel or routes.default[0]),
        source=document.source,
    )


def _network(section: schema.NetworkSection, folder: Path) -> Network:
    return Network(
        allow_private=tuple(section.allow_private),
        proxy=section.proxy,
        ca_file=str(folder / section.ca_file) if section.ca_file else None,
    )


def _feeds(sections: Sequence[schema.FeedSection]) -> tuple[Feed, ...]:
    """Who owns an outlet owns all its feeds; references.py has refused two owners of one outlet."""
    owners = {each.outlet.casefold(): each.owner for each in sections if each.owner}
    return tuple(_feed(each, owners.get(each.outlet.casefold(), "")) for each in sections)


def _feed(section: schema.FeedSection, owner: str) -> Feed:
    return Feed(
        id=FeedId(section.id),
        url=section.url,
        outlet=section.outlet,
        owner=owner,
        tier=section.tier,
        language=section.language,
        tags=tuple(section.tags),
    )


def _channels(model: schema.ConfigFile, addresses: Mapping[str, Secret]) -> dict[ChannelName, Channel]:
    if not model.channels:
        name = ChannelName(references.CONSOLE)
        return {name: Channel(name=name, url=Secret("console://"))}
    return {
        ChannelName(name): Channel(
            name=ChannelName(name),
            url=addresses.get(name, _NO_ADDRESS),
            fallback=ChannelName(section.fallback) if section.fallback else None,
            stale_after=section.stale_after,
            on_ambiguous=section.on_ambiguous,
            on_this_machine=section.on_this_machine,
        )
        for name, section in model.channels.items()
    }


def _routes(model: schema.ConfigFile, channels: Mapping[ChannelName, Channel]) -> Routes:
    """A single channel needs no route: references.py has refused several without one."""
    default = model.routes.default or list(channels)
    by_severity = {severity: getattr(model.routes.severity, severity.value) for severity in Severity}
    return Routes(
        default=tuple(ChannelName(name) for name in default),
        severity={
            severity: tuple(ChannelName(name) for name in names)
            for severity, names in by_severity.items()
            if names
        },
    )
