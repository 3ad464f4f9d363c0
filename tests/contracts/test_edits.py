"""An edit carries its past: where the text before lies, and the id it was kept under."""

from dataclasses import replace
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import key
from monitor.core.articles import Keyed
from monitor.core.ids import ArticleId, digest
from tests.builders import keyed
from tests.contracts.test_feed_table import polled

HOUR = slice(12, 16)  # of a seen value
SHORT = 12  # bytes of one as it used to be


async def handed_on(client: Any) -> list[dict[str, str]]:
    """The stream's entries without their articles, the oldest first."""
    entries = await client.xrange(key("articles"))
    return [
        {name.decode(): value.decode() for name, value in fields.items() if name != b"article"}
        for _, fields in entries
    ]


def rotated(again: Keyed, guid: str) -> Keyed:
    """The same article under another guid, which makes another id of it."""
    other = replace(again.article, id=ArticleId(digest("BBC", guid)))
    return Keyed(article=other, keys=(f"g:{digest(guid, size=8)}", *again.keys[1:]))


async def rewrite_seen(client: Any, change: Any) -> None:
    for name, value in (await client.hgetall(key("seen:bbc-world"))).items():
        await client.hset(key("seen:bbc-world"), name, change(value))


async def test_it_says_where_the_text_before_lies(store: RedisStore, client: Any) -> None:
    first = keyed("a", title="Talks stall")
    await polled(store, first)
    await polled(store, keyed("a", title="Talks stall, team recalled"))
    new, edit = await handed_on(client)
    assert (new["kind"], "before" in new, "known_as" in new) == ("new", False, False)
    assert (edit["kind"], edit["known_as"]) == ("edit", first.article.id)
    hour, field = edit["before"].split(" ")
    assert field == new["field"]
    assert await client.hget(key(f"archive:{hour}"), field) == pack(first.article)


async def test_every_edit_points_at_the_one_before(store: RedisStore, client: Any) -> None:
    for title in ("Talks stall", "Talks stall again", "Talks end", "Talks stall"):
        await polled(store, keyed("a", title=title))
    told = await handed_on(client)
    assert [each["before"].partition(" ")[2] for each in told[1:]] == [each["field"] for each in told[:-1]]


async def test_the_hour_is_that_of_the_text_however_often_it_is_seen(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    await rewrite_seen(client, lambda value: value[:12] + (7).to_bytes(4, "little") + value[16:])
    await polled(store, keyed("a"))
    await polled(store, keyed("a"))
    await polled(store, keyed("a", title="Talks end"))
    *_, edit = await handed_on(client)
    assert edit["before"].startswith("7 ")


async def test_with_another_guid_it_is_known_as_what_it_was(store: RedisStore, client: Any) -> None:
    first = keyed("a")
    await polled(store, first)
    again = rotated(keyed("a", text="Both sides say so."), "another")
    assert again.article.id != first.article.id
    await polled(store, again)
    *_, edit = await handed_on(client)
    assert edit["known_as"] == first.article.id
    assert edit["before"].partition(" ")[2] == f"{first.article.id}:{first.article.fingerprint}:bbc-world"


async def test_a_guid_that_changed_before_the_text_is_remembered_too(store: RedisStore, client: Any) -> None:
    first = keyed("a")
    await polled(store, first)
    await polled(store, rotated(keyed("a"), "another"))
    await polled(store, rotated(keyed("a", text="Both sides say so."), "another"))
    new, edit = await handed_on(client)
    assert edit["known_as"] == first.article.id
    assert edit["before"].partition(" ")[2] == new["field"]


async def test_what_was_seen_before_pasts_were_kept_is_known_and_has_none(
    store: RedisStore, client: Any
) -> None:
    await polled(store, keyed("a"))
    await rewrite_seen(client, lambda value: value[:SHORT])
    counts = await polled(store, keyed("a"))
    assert counts is not None
    assert (counts.new, counts.edited, counts.known) == (0, 0, 1)
    edited = keyed("a", title="Talks end")
    await polled(store, edited)
    await polled(store, keyed("a", title="Talks end in Doha"))
    _, first, second = await handed_on(client)
    assert (first["before"], first["known_as"]) == ("", edited.article.id)
    assert second["before"].partition(" ")[2] == first["field"]
