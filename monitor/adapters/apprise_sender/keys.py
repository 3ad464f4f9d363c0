"""Keys by which a receiver knows a message it has had: a repeat of the same delivery is then not told twice."""

from collections.abc import Callable
from typing import Any

from apprise.plugins import NotifyBase

_HEADER = "Idempotency-Key"
_WITH_HEADERS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
# The attribute that becomes dedup_key, alias or entity_id. What the URL fixes for all messages is left alone.
_ATTRIBUTES = {"pagerduty": "dedup", "opsgenie": "alias"}
_SPLUNK = frozenset({"splunk", "victorops"})


def keyed(service: NotifyBase) -> Callable[[str], None] | None:
    """How to tell this service the key of the next message; None when it takes none."""
    told: Any = service
    schema = next(iter(told.schemas()), "")
    if schema in _WITH_HEADERS:
        if any(name.lower() == _HEADER.lower() for name in told.headers):
            return None
        return lambda key: told.headers.update({_HEADER: key})
    attribute = _ATTRIBUTES.get(schema)
    if attribute is not None and not getattr(told, attribute, ""):
        return lambda key: setattr(told, attribute, key)
    # Without a key of its own, all that is ever told would be one incident.
    if schema in _SPLUNK and told.entity_id == f"{told.app_id}/{told.routing_key}":
        return lambda key: setattr(told, "entity_id", key)
    return None
