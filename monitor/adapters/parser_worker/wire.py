"""How a request and its reply look between the daemon and its parser workers.

Request: two lengths, a JSON header {url, content_type}, the body as it came. Reply: one length, JSON. The daemon
never unpickles or evaluates anything a worker sent.
"""

import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from monitor.core.errors import ParseFailed
from monitor.core.parsing import Entry, Parsed

LENGTH = struct.Struct(">I")
_LENGTHS = struct.Struct(">II")
_REPLY_BYTES = 16 << 20  # twice what a body may have: more text than that came out of entities
_DATES = ("published", "updated")
_TEXTS = ("guid", "link", "title", "summary", "author", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One body to read."""

    url: str
    content_type: str | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What became of it. tired: this worker has grown and would like to be replaced by a fresh one."""

    outcome: Parsed | ParseFailed
    tired: bool = False


def pack_request(request: Request) -> bytes:
    header = json.dumps({"url": request.url, "content_type": request.content_type}).encode()
    return _LENGTHS.pack(len(header), len(request.body)) + header + request.body


def read_request(stream: BinaryIO) -> Request | None:
    """The next request, or None when the daemon has closed its end (or died in the middle of a sentence)."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_length, body_length = _LENGTHS.unpack(lengths)
    header, body = stream.read(header_length), stream.read(body_length)
    if len(body) < body_length or len(header) < header_length:
        return None
    fields = json.loads(header)
    return Request(url=fields["url"], content_type=fields["content_type"], body=body)


def pack_reply(reply: Reply) -> bytes:
    """With its length. Too much text to be handed on becomes a failure that says so."""
    text = _reply_text(reply)
    if len(text) > _REPLY_BYTES:
        detail = f"{len(text) >> 20} MiB of text; up to {_REPLY_BYTES >> 20} MiB are read"
        text = _reply_text(Reply(outcome=ParseFailed("too-large", detail), tired=True))
    return LENGTH.pack(len(text)) + text


def _reply_text(reply: Reply) -> bytes:
    fields: dict[str, Any] = {"tired": reply.tired}
    if isinstance(reply.outcome, ParseFailed):
        fields["failed"] = [reply.outcome.reason, reply.outcome.detail]
    else:
        fields["parsed"] = _plain_parsed(reply.outcome)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_reply(text: bytes) -> Reply:
    """The reply without its length."""
    fields = json.loads(text)
    if "failed" in fields:
        reason, detail = fields["failed"]
        return Reply(outcome=ParseFailed(reason, detail), tired=fields["tired"])
    return Reply(outcome=_parsed(fields["parsed"]), tired=fields["tired"])


def _plain_parsed(parsed: Parsed) -> dict[str, Any]:
    return {
        "title": parsed.title,
        "version": parsed.version,
        "language": parsed.language,
        "malformed": parsed.malformed,
        "entries": [_plain_entry(entry) for entry in parsed.entries],
    }


def _plain_entry(entry: Entry) -> dict[str, Any]:
    fields: dict[str, Any] = {name: value for name in _TEXTS if (value := getattr(entry, name))}
    fields |= {name: int(value.timestamp()) for name in _DATES if (value := getattr(entry, name))}
    if entry.categories:
        fields["categories"] = entry.categories
    return fields


def _parsed(fields: dict[str, Any]) -> Parsed:
    return Parsed(**(fields | {"entries": tuple(_entry(entry) for entry in fields["entries"])}))


def _entry(fields: dict[str, Any]) -> Entry:
    dates = {name: datetime.fromtimestamp(fields[name], UTC) for name in _DATES if name in fields}
    return Entry(**(fields | dates | {"categories": tuple(fields.get("categories", ()))}))
