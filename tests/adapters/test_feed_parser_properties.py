"""Whatever the bytes: a document ends as entries or as a named failure, and text is text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.parser_worker import document, plain_text, wire
from monitor.core.errors import ParseFailed

NEWS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title>'
    b"<link>https://a.example/1</link><guid>a</guid><description><![CDATA[<p>One</p>]]></description>"
    b"<pubDate>Mon, 05 May 2025 06:30:00 GMT</pubDate></item></channel></rss>"
)
JSON_NEWS = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"x","tags":["y"]}]}'
REASONS = {"not-a-feed", "malformed", "too-large", "hostile"}


def ending(body: bytes) -> str:
    try:
        parsed = document.read(wire.Request(url="https://a.example/feed", content_type="text/xml", body=body))
    except ParseFailed as failure:
        return failure.reason
    reply = wire.Reply(outcome=parsed)
    assert wire.unpack_reply(wire.pack_reply(reply)[wire.LENGTH.size :]) == reply
    return "entries"


@given(st.binary())
def test_any_bytes_end_by_name(body: bytes) -> None:
    assert ending(body) in REASONS | {"entries"}


@given(st.sampled_from([NEWS, JSON_NEWS]), st.data())
def test_a_feed_with_a_wound_ends_by_name(news: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(news)))
    end = data.draw(st.integers(start, min(start + 20, len(news))))
    wound = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"&#xD800;", b"<a b=", b"]]>", b"<!DOCTYPE", b"\x00"])
    )

    assert ending(news[:start] + wound + news[end:]) in REASONS | {"entries"}


@given(
    st.text(alphabet=st.characters(codec=None), max_size=200)
    | st.from_regex(r"(<\w{1,6}[^>]{0,9}>|&#?\w{1,6};|x| ){0,20}")
)
def test_text_is_short_and_has_no_control_characters(markup: str) -> None:
    for text in (plain_text.from_html(markup, limit=50), plain_text.from_text(markup, limit=50)):
        assert len(text) <= 50
        assert all(line == line.strip() for line in text.split("\n"))
        assert not {unicodedata.category(character) for character in text.replace("\n", "")} & {"Cc", "Cs"}
