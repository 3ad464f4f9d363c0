"""Apprise URLs: which can be a channel, and if not, why and what to write instead.

Nothing here repeats a URL, because most of a URL is secret: only its schema and the names of its parameters are told.
"""

import logging
import re
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl

import apprise
from apprise import plugins
from apprise.plugins import N_MGR, NotifyBase
from apprise.plugins.email import NotifyEmail

from monitor.adapters.apprise_sender.slack_service import SlackService
from monitor.core.rendering import rooms
from monitor.core.rendering.rooms import Room

_CONSOLE = "console"

# At DEBUG, where outcomes.py needs them, both libraries log tokens and texts: nothing of it may reach a log of ours.
for _name in ("apprise", "urllib3"):
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())
logging.getLogger("apprise").setLevel(logging.DEBUG)

# Apprise's own carry no types.
_KNOWN: Any = N_MGR  # its table of services by schema
_take_apart: Any = plugins.url_to_dict
_make_slack: Any = SlackService
_SERVICES = "https://appriseit.com/services/"
_SCHEMA = re.compile(r"([A-Za-z][A-Za-z0-9]*)://")
_SEVERAL = re.compile(r"[\s,;]+[A-Za-z][A-Za-z0-9]*://")
_UNCLEAN = re.compile(r"[\s\x00-\x1f\x7f]")

# These act on the machine of the daemon: they start a program with the message in its arguments, speak to a desktop, or
# write into the system's log, where other programs read. The first names are no services yet.
_ON_THIS_MACHINE = {
    **dict.fromkeys(("exec", "script", "shell", "command", "macosx"), "starts a program for every message"),
    **dict.fromkeys(("dbus", "qt", "kde", "glib", "gio", "gnome", "windows", "evolution"), "shows messages on the screen of this machine"),
    **dict.fromkeys(("syslog", "blink1"), "goes to this machine itself"),
}  # fmt: skip
_OTHERS_CODE = "runs code that does not come with Apprise"
_ALLOWED_BY = "if that is what you want, add on_this_machine: true to the channel"

_FIXED = {
    "optional": "with it a failed send would count as delivered",
    "retry": "repeats are made here, marked as such",
    "wait": "repeats are made here, marked as such",
    "redirect": "a redirected message arrives empty and would count as delivered",
    "rto": "the time to wait for an answer is fixed",
    "cto": "the time to wait for a connection is fixed",
    "overflow": "messages are cut here, so that their link stays whole",
    "attach": "an attachment would be read or fetched for every message",
    "attachment": "an attachment would be read or fetched for every message",
    "emojis": "words between colons are the feed's, not emojis",
    "interpret_escapes": "backslashes in headlines are the feed's",
}

# What plugins raise over a URL they cannot read; Apprise itself catches only what their constructors raise.
_CANNOT_READ = (apprise.exception.AppriseException, TypeError, ValueError, AttributeError, LookupError)

# No pictures from elsewhere, nothing kept on disk, no texts interpreted, every send in the thread that asked for it.
_ASSET = apprise.AppriseAsset(
    app_id="newsmonitor",
    app_desc="newsmonitor",
    app_url="",
    image_url_mask="",
    image_url_logo="",
    async_mode=False,
    interpret_emojis=False,
    interpret_escapes=False,
    http_redirects=False,
    pgp_autogen=False,
    pem_autogen=False,
    service_timeout=0,
    storage_mode=apprise.PersistentStoreMode.MEMORY,
)


def problems(url: str, *, local: bool = False) -> str | None:
    """Why this URL cannot be a channel and what to write instead; None when it can. Tells nothing secret.

    local: it may act on this machine itself (on_this_machine in config.yaml).
    """
    if url.lower().startswith(f"{_CONSOLE}:"):  # ours, without Apprise
        return (
            None
            if url.lower() == f"{_CONSOLE}://"
            else "console:// takes nothing behind it; write console://"
        )
    loaded = load(url, local=local)
    return loaded if isinstance(loaded, str) else None


def kind(url: str) -> str:
    """The name of the service behind a URL: "Slack", "E-Mail"; the beginning of the URL when it cannot be a channel."""
    loaded = load(url, local=True)
    return f"{_schema(url) or '?'}://" if isinstance(loaded, str) else str(loaded.service_name)


def room(service: NotifyBase) -> Room:
    """How much of a message this service shows: what we know of it, and not more than it says itself."""
    told: Any = service
    title, body = int(told.title_maxlen), int(told.body_maxlen)
    if body <= rooms.SMS.body:
        return rooms.SMS.within(title=0, body=body)
    known = rooms.BY_SCHEMA.get(next(iter(told.schemas()), ""), rooms.ANY)
    return known.within(title=max(title, 0), body=body)


def wants_pgp(service: NotifyEmail) -> bool:
    """Whether its letters are to be signed or encrypted."""
    mode = getattr(service, "pgp_mode", None)
    return bool(getattr(service, "use_pgp", False)) or str(getattr(mode, "value", mode)).lower() not in {
        "none",
        "no",
        "false",
    }


def load(url: str, *, local: bool = False) -> NotifyBase | str:
    """The one service a URL stands for, or why it cannot be a channel. local: as in problems()."""
    if problem := _spelling(url) or _parameters(url):
        return problem
    schema = _schema(url)
    if problem := _refused(schema, local=local):
        return problem
    try:
        service = _instantiate(url)
    except _CANNOT_READ:
        service = None
    if service is None:
        return _unreadable(schema)
    return _recipients(service) or service


def _instantiate(url: str) -> NotifyBase | None:
    # Not by the parser of a service itself: that takes "/#" for the beginning of a fragment, Slack's channel with it.
    parts: dict[str, Any] | None = _take_apart(url)
    if not parts:
        return None
    service: NotifyBase | None = (
        _make_slack(**parts, asset=_ASSET)
        if parts["schema"] == SlackService.secure_protocol
        else apprise.Apprise.instantiate(parts, asset=_ASSET)
    )
    return service


def _schema(url: str) -> str:
    found = _SCHEMA.match(url)
    return found.group(1).lower() if found else ""


def _spelling(url: str) -> str | None:
    if _SEVERAL.search(url):
        return "holds several URLs, but a channel is one destination; write one channel for each"
    if _UNCLEAN.search(url):
        return "contains white space or a line break; remove it, or write a space that belongs to it as %20"
    if not _schema(url):
        return f"is not an Apprise URL; one looks like mailto://... or slack://..., all are listed at {_SERVICES}"
    if url.endswith("?"):
        return "ends with a question mark, which Apprise cannot read; remove it"
    return None


def _parameters(url: str) -> str | None:
    for name, value in parse_qsl(url.partition("?")[2], keep_blank_values=True):
        if reason := _FIXED.get(name.lower()):
            return f"says {name.lower()}=, but {reason}; remove that parameter"
        if name.lower() == "format" and value.lower() not in {"text", "html"}:
            return "says format=, but headlines are not markup and could carry live mentions and links; remove it"
    return None


def _refused(schema: str, *, local: bool) -> str | None:
    if schema in {"http", "https"}:
        return None  # Slack, Discord and others hand out such addresses, and Apprise knows them
    act = _ON_THIS_MACHINE.get(schema)
    if schema in _KNOWN and not _KNOWN[schema].__module__.startswith("apprise.plugins."):
        act = _OTHERS_CODE
    if act and not local:
        return f"begins with {schema}://, which {act}; use a channel that does not, or, {_ALLOWED_BY}"
    if schema not in _KNOWN:
        near = get_close_matches(schema, [*_KNOWN.schemas(), _CONSOLE], n=1)
        meant = f"; did you mean {near[0]}://?" if near else f"; all schemas are listed at {_SERVICES}"
        return f"begins with {schema}://, which Apprise does not know{meant}"
    if not _KNOWN[schema].enabled:
        return (
            f"begins with {schema}://, which cannot work on this machine: its system or a library is missing"
        )
    return None


def _unreadable(schema: str) -> str:
    if schema in {"http", "https"}:
        return "is a web address of no service Apprise knows; for a web hook of your own write json:// or jsons://"
    service = _KNOWN[schema]
    form = service.templates[0].replace("{schema}", schema)
    return f"cannot be read as {service.service_name}; it should look like {form} (see {service.setup_url})"


def _recipients(service: NotifyBase) -> str | None:
    """One send to several recipients has one outcome: a failure for one would be a repeat for the others."""
    if isinstance(service, NotifyEmail) and not service.targets:
        return "names nobody who can get mail; write to=somebody@example.org, in plain letters"
    others = len(getattr(service, "cc", ())) + len(getattr(service, "bcc", ()))
    if len(service) + others > 1:
        return f"sends to {len(service) + others} recipients at once; write one channel for each"
    return None
