"""A receiver that takes a key is given one: the same for a repeat, another for every other message."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from apprise.plugins import N_MGR

from monitor.adapters.apprise_sender import AppriseSender
from monitor.core import rendering
from monitor.core.deliveries import Sent, delivery_id
from monitor.core.ids import AlertId, ChannelName
from tests.adapters import messages
from tests.adapters.channel_servers import Endpoint, endpoint, services_at

TOKEN = "abcdefghijklmnopqrstuvwx"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    with endpoint() as told:
        yield told


def keys(server: Endpoint, url: str, key: Callable[[Endpoint], Any]) -> list[Any]:
    """Of a message, its repeat, another message, and the first on another channel."""
    first = messages.alert()
    other = replace(first, id=AlertId("story-1:outlets:3"))
    seen = []
    for alert, repeat, channel in (
        (first, False, "desk"),
        (first, True, "desk"),
        (other, False, "desk"),
        (first, False, "duty"),
    ):
        sender = AppriseSender(messages.channel(url, channel), network=messages.LOOPBACK)
        [service] = sender._apprise
        service.request_rate_per_sec = 0
        assert sender.send(rendering.render(alert, zone=UTC, repeat=repeat)) == Sent()
        seen.append(key(server))
    return seen


def header(server: Endpoint) -> str | None:
    return server.headers_received[-1].get("Idempotency-Key")


def of_body(name: str) -> Callable[[Endpoint], Any]:
    return lambda server: json.loads(server.received[-1][1])[name]


def are_told_apart(seen: list[Any]) -> bool:
    first, repeat, other, elsewhere = seen
    return first == repeat and len({first, other, elsewhere}) == 3


@pytest.mark.parametrize("schema", ["json", "xml", "form"])
def test_a_web_hook_of_ones_own_is_given_a_header(server: Endpoint, schema: str) -> None:
    seen = keys(server, server.url.replace("http", schema), header)
    assert are_told_apart(seen)
    assert seen[0] == delivery_id(messages.alert().id, ChannelName("desk"))


def test_a_key_that_the_url_asks_for_is_left_alone(server: Endpoint) -> None:
    url = server.url.replace("http", "json") + "?+idempotency-key=mine"
    assert {
        each["idempotency-key"] for _ in keys(server, url, header) for each in server.headers_received
    } == {"mine"}


def test_pagerduty_is_given_its_dedup_key(server: Endpoint) -> None:
    with services_at(server.url, token=TOKEN) as urls:
        assert are_told_apart(keys(server, urls["pagerduty"], of_body("dedup_key")))


@pytest.mark.parametrize(
    ("schema", "url", "name", "attribute"),
    [
        ("opsgenie", f"opsgenie://{TOKEN}{TOKEN}", "alias", "alias"),
        ("splunk", f"splunk://database@{TOKEN}-abcd", "entity_id", "entity_id"),
    ],
)
def test_other_services_for_incidents_are_given_theirs(
    schema: str, url: str, name: str, attribute: str
) -> None:
    assert schema in N_MGR
    sender = AppriseSender(messages.channel(url), network=messages.LOOPBACK)
    assert sender._key, name
    sender._key("k1")
    [service] = sender._apprise
    assert getattr(service, attribute) == "k1"


def test_others_get_no_header_they_do_not_know(server: Endpoint) -> None:
    keys(server, server.url.replace("http", "ntfy") + "/desk", header)
    assert not any("Idempotency-Key" in each for each in server.headers_received)
