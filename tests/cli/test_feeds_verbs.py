"""newsmonitor feeds list, probe, add, import, export."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from monitor.adapters import connection, opml
from monitor.adapters.page_links import MOST, feed_links
from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.cli.feeds import app, asking, exchange, names
from monitor.config import documents
from monitor.config.schema import FeedSection
from monitor.core.errors import ConfigError, MonitorError
from monitor.core.feeds import Feed
from monitor.core.ids import FeedId
from monitor.core.parsing import Entry
from monitor.core.reports import DaemonReport
from tests.adapters.hostile_server import Handler, HostileServer, reply
from tests.adapters.store_server import StoreServer

FEEDS = Path(__file__).parents[1] / "golden" / "feeds"
RSS = (FEEDS / "rss20.xml").read_bytes()
PAGE = b"""<!doctype html><html><head><title>Harbour Herald</title><base href="/news/">
<link rel="alternate" type="application/rss+xml" title="All \x1b[31mnews" href="../feed">
<link rel='alternate stylesheet' type='application/atom+xml' href='atom.xml'>
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="stylesheet" type="text/css" href="x.css"></head><body>Hello</body></html>"""


class Web:
    """The hostile server in a thread of its own: verbs bring their own event loop."""

    def __init__(self, routes: Mapping[str, Handler]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.server = HostileServer(routes)
        self._wait(self.server.__aenter__())

    def close(self) -> None:
        self._wait(self.server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


@pytest.fixture(scope="module")
def web() -> Iterator[HostileServer]:
    validators = ('ETag: "a"', "Last-Modified: Mon, 05 May 2025 04:30:00 GMT")
    served = Web(
        {
            "/feed": reply(200, *validators, body=RSS),
            "/page": reply(200, "Content-Type: text/html", body=PAGE),
            "/moved": reply(301, "Location: /feed"),
            "/found": reply(302, "Location: /feed"),
            "/busy": reply(429, "Retry-After: 60"),
            "/text": reply(200, body=b"hello"),
        }
    )
    yield served.server
    served.close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "# mine\nnetwork: {allow_private: [127.0.0.1]}\nfeeds:   # watched\n"
        '  - {id: dawn,   url: "https://dawn.example/feed", outlet: Dawn}  # early\n'
    )
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def feeds_of(config: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = documents.plain(documents.read(config).source.root)["feeds"]
    return listed


class TestProbe:
    def test_a_feed_is_described(self, web: HostileServer, config: Path) -> None:
        result = run("probe", web.url("/feed"), "--config", config)
        assert result.exit_code == 0, result.output
        lines = dict(line.split(maxsplit=1) for line in result.output.splitlines())
        assert lines["title"] == "Harbour Herald"
        assert lines["format"] == "RSS 2.0"
        assert lines["language"] == "en-gb"
        assert lines["unchanged"].startswith("told by ETag and Last-Modified")
        assert "2025-05-05" in lines["newest"]

    def test_programs_get_every_fact(self, web: HostileServer, config: Path) -> None:
        told = json.loads(run("probe", web.url("/feed"), "--config", config, "--json").output)
        assert told["is_feed"]
        assert (told["format"], told["etag"], told["last_modified"]) == ("rss20", True, True)
        assert told["newest"].startswith("2025-05-05T")
        assert (told["problem"], told["moved_to"], told["feeds"]) == (None, None, [])

    @pytest.mark.parametrize(("path", "said"), [("/moved", "for good, to"), ("/found", "may change")])
    def test_a_redirect_is_told(self, web: HostileServer, config: Path, path: str, said: str) -> None:
        output = run("probe", web.url(path), "--config", config).output
        assert said in output
        assert web.url("/feed") in output

    def test_a_page_names_its_feeds_and_is_none(self, web: HostileServer, config: Path) -> None:
        result = run("probe", web.url("/page"), "--config", config)
        assert result.exit_code == 1
        assert "an HTML page" in result.output
        assert f"RSS        {web.url('/feed')}  All news" in result.output
        assert f"Atom       {web.url('/news/atom.xml')}" in result.output
        assert "\x1b" not in result.output
        told = json.loads(run("probe", web.url("/page"), "--config", config, "--json").output)
        assert [feed["url"] for feed in told["feeds"]] == [web.url("/feed"), web.url("/news/atom.xml")]

    @pytest.mark.parametrize(
        ("path", "said", "remedy"),
        [
            ("/none", "answered 404", "look for a link named RSS"),
            ("/busy", "asks to be left alone for 1m", "try again later"),
            ("/text", 'plain text that begins with "hello"', "look for a link named RSS"),
        ],
    )
    def test_what_is_wrong_comes_with_a_remedy(
        self, web: HostileServer, config: Path, path: str, said: str, remedy: str
    ) -> None:
        result = run("probe", web.url(path), "--config", config)
        assert result.exit_code == 1
        assert said in result.output
        assert remedy in result.output

    def test_what_config_does_not_allow_is_not_asked(self, web: HostileServer, config: Path) -> None:
        config.write_text("zone: UTC\n")
        asked = len(web.requests)
        result = run("probe", web.url("/feed"), "--config", config)
        assert result.exit_code == 1
        assert "allow_private" in result.output
        assert len(web.requests) == asked

    def test_passwords_are_not_repeated(self, web: HostileServer, config: Path) -> None:
        url = web.url("/page?token=hushhush").replace("://", "://user:hushhush@")
        for arguments in (["probe", url], ["probe", url, "--json"], ["add", url], ["add", url, "--no-probe"]):
            result = run(*arguments, "--config", config)
            assert "hushhush" not in result.output + str(result.exception)

    def test_what_is_no_address_is_wrong_usage(self, config: Path) -> None:
        assert run("probe", "ftp://a.example/", "--config", config).exit_code == 2

    def test_the_rhythm_is_told_in_words(self) -> None:
        start = datetime(2026, 3, 1, tzinfo=UTC)
        for step, words in (
            (timedelta(hours=1), "about 24 a day"),
            (timedelta(days=2), "about 4 a week"),
            (timedelta(days=14), "about 2 a month"),
            (timedelta(days=300), "less than one a month"),
        ):
            assert asking.rhythm([Entry(published=start + step * n) for n in range(5)]) == words
        assert asking.rhythm([Entry(published=start), Entry(published=start), Entry()]) is None

    def test_a_page_is_read_within_bounds(self) -> None:
        link = b'<link rel=alternate type=application/rss+xml href="/%d">'
        many = b"".join(link % number for number in range(1000))
        assert len(feed_links(many, "https://a.example/")) == MOST
        nested = b"<div>" * 200_000 + link % 1
        assert feed_links(nested, "https://a.example/") == ()


class TestAdd:
    def test_what_it_says_of_itself_is_written_and_everything_else_stays(
        self, web: HostileServer, config: Path
    ) -> None:
        before = config.read_text()
        result = run("add", web.url("/feed"), "--tier", "2", "--tags", "world,wire", "--config", config)
        assert result.exit_code == 0, result.output
        assert config.read_text() == before + (
            f'  - {{id: harbour-herald, url: "{web.url("/feed")}", outlet: Harbour Herald, tier: 2, '
            "language: en-gb, tags: [world, wire]}\n"
        )
        assert "No daemon is running here" in result.output

    def test_what_is_given_goes_before_what_it_says(self, web: HostileServer, config: Path) -> None:
        options = ["--id", "mine", "--outlet", "The Herald: daily", "--language", "de", "--quiet"]
        result = run("add", web.url("/feed"), *options, "--config", config)
        assert (result.exit_code, result.output) == (0, "")
        assert feeds_of(config)[-1] == {
            "id": "mine",
            "url": web.url("/feed"),
            "outlet": "The Herald: daily",
            "language": "de",
        }

    def test_without_a_probe_the_host_gives_its_name(self, config: Path) -> None:
        assert run("add", "www.gulf.example/rss", "--no-probe", "--config", config).exit_code == 0
        assert run("add", "https://gulf.example/sport", "--no-probe", "--config", config).exit_code == 0
        assert feeds_of(config)[1:] == [
            {"id": "gulf.example", "url": "https://www.gulf.example/rss", "outlet": "gulf.example"},
            {"id": "gulf.example-2", "url": "https://gulf.example/sport", "outlet": "gulf.example"},
        ]

    def test_a_host_that_is_known_keeps_its_outlet(self, config: Path) -> None:
        run("add", "https://dawn.example/sport", "--no-probe", "--config", config)
        assert feeds_of(config)[-1]["outlet"] == "Dawn"

    @pytest.mark.parametrize("url", ["https://dawn.example/feed", "http://DAWN.example/feed/"])
    def test_an_address_that_is_there_is_refused(self, config: Path, url: str) -> None:
        result = run("add", url, "--no-probe", "--config", config)
        assert isinstance(result.exception, MonitorError)
        assert "dawn polls this address already" in str(result.exception)

    def test_an_id_that_is_there_is_refused(self, config: Path) -> None:
        result = run("add", "https://a.example/", "--id", "dawn", "--no-probe", "--config", config)
        assert "there is a feed dawn already" in str(result.exception)

    def test_what_is_no_feed_is_not_added(self, web: HostileServer, config: Path) -> None:
        before = config.read_text()
        result = run("add", web.url("/page"), "--config", config)
        assert isinstance(result.exception, MonitorError)
        assert web.url("/news/atom.xml") in str(result.exception)
        assert "--no-probe" in str(result.exception)
        assert config.read_text() == before

    @pytest.mark.parametrize(
        ("option", "value"),
        [("--id", "a b"), ("--outlet", " "), ("--language", "English!"), ("--tags", "a:b")],
    )
    def test_what_config_would_refuse_is_not_written(self, config: Path, option: str, value: str) -> None:
        before = config.read_text()
        result = run("add", "https://a.example/", option, value, "--no-probe", "--config", config)
        assert result.exit_code == 1
        assert config.read_text() == before

    def test_a_broken_configuration_is_told_first(self, config: Path) -> None:
        config.write_text("feeds: [\n")
        assert isinstance(run("add", "https://a.example/", "--config", config).exception, ConfigError)


NAMES = st.text(st.sampled_from("abcdefghij-"), min_size=1, max_size=8).filter(
    lambda name: name.strip("-") == name
)
OUTLETS = (
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp", "Mn", "Me")
        ),
        min_size=1,
        max_size=20,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
LISTED = st.lists(
    st.builds(
        Feed,
        id=NAMES.map(FeedId),
        url=NAMES.map(lambda name: f"https://{name}.example/feed?a=1&b=<2>"),
        outlet=OUTLETS,
        tier=st.integers(1, 5),
        language=st.sampled_from([None, "en", "pt-br"]),
        tags=st.lists(NAMES, unique=True, max_size=3).map(tuple),
    ),
    unique_by=(lambda feed: feed.id, lambda feed: feed.url),
    max_size=8,
)


class TestLists:
    @given(feeds=LISTED)
    def test_what_is_exported_comes_back_the_same(self, feeds: list[Feed]) -> None:
        found = exchange.sort(opml.read(opml.write(feeds, title='a "b" <c>').encode()), [])
        assert sorted(found.feeds, key=lambda feed: feed.id) == sorted(feeds, key=lambda feed: feed.id)
        assert (found.duplicates, found.refused) == (0, [])

    def test_folders_become_tags_and_duplicates_are_counted(self, config: Path, tmp_path: Path) -> None:
        listed = tmp_path / "feeds.opml"
        listed.write_text(
            """<opml version="1.0"><head/><body>
            <outline text="Middle East"><outline text="Daily: wire">
              <outline type="rss" text="Gulf Today" xmlUrl="https://gulf.example/rss" language="unknown"/>
              <outline type="rss" text="Dawn again" xmlUrl="http://dawn.example/feed"/>
            </outline></outline>
            <outline text="Gulf Today" xmlUrl="https://gulf.example/sport"/>
            <outline text="Old" xmlUrl="gopher://old.example/"/>
            </body></opml>"""
        )
        before = config.read_text()
        tried = run("import", listed, "--dry-run", "--config", config)
        assert config.read_text() == before
        assert "2 to add, 1 there already, 1 left out" in tried.output
        done = run("import", listed, "--config", config)
        assert "left out: Old gopher://old.example/: a feed is fetched over http or https" in done.output
        assert "2 added, 1 there already, 1 left out" in done.output
        assert feeds_of(config)[1:] == [
            {
                "id": "gulf-today",
                "url": "https://gulf.example/rss",
                "outlet": "Gulf Today",
                "tags": ["middle-east", "daily-wire"],
            },
            {"id": "gulf-today-2", "url": "https://gulf.example/sport", "outlet": "Gulf Today"},
        ]
        assert documents.read(config).problems == ()
        assert "0 added, 3 there already" in run("import", listed, "--config", config).output

    def test_export_goes_into_import(self, config: Path, tmp_path: Path) -> None:
        listed = tmp_path / "feeds.opml"
        listed.write_text(run("export", "--config", config).output)
        other = tmp_path / "other.yaml"
        other.write_text("")
        assert "1 added" in run("import", listed, "--config", other).output
        assert feeds_of(other) == feeds_of(config)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "entities"),
            ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "entities"),
            ('<!DOCTYPE x [<!ENTITY % a "b">]><opml/>', "entities"),
            ("<rss/>", "its outermost element is <rss>"),
            ("<opml><body>", "line 1: no element found"),
            ("", "no element found"),
            ("<opml>" + "<outline text='a'>" * 100, "nested more than 64 deep"),
            ("<opml>" + " " * opml.MOST_BYTES, "bytes"),
        ],
    )
    def test_a_hostile_list_is_refused(self, config: Path, tmp_path: Path, text: str, said: str) -> None:
        listed = tmp_path / "feeds.opml"
        listed.write_text(text)
        result = run("import", listed, "--config", config)
        assert isinstance(result.exception, MonitorError)
        assert said in str(result.exception)

    def test_a_list_of_a_million_feeds_is_refused(self) -> None:
        many = b"<opml>" + b'<outline xmlUrl="x"/>' * (opml.MOST_FEEDS + 1)
        with pytest.raises(MonitorError, match="more than 20,000 feeds"):
            opml.read(many)


class TestNames:
    @pytest.mark.parametrize(
        ("title", "url", "expected"),
        [
            ("BBC News – World", "https://feeds.bbci.co.uk/x", "bbc-news-world"),
            ("Süddeutsche Zeitung", "https://sz.example/", "suddeutsche-zeitung"),
            ("الجزيرة", "https://www.aljazeera.example/", "aljazeera.example"),
            ("2024", "https://rss.a.example/", "a.example"),
            ("", "https://bücher.example/", "xn--bcher-kva.example"),
            ("", "https://[::1]/", "1"),
        ],
    )
    def test_an_id_is_made_of_what_there_is(self, title: str, url: str, expected: str) -> None:
        assert names.feed_id(title, url, ()) == expected
        assert names.feed_id(title, url, {expected}) == f"{expected}-2"

    @given(title=st.text(max_size=60), url=st.text(max_size=30), folder=st.text(max_size=30))
    def test_whatever_comes_gives_an_id_an_outlet_and_a_tag_that_can_be_written(
        self, title: str, url: str, folder: str
    ) -> None:
        FeedSection.model_validate(
            {
                "id": names.feed_id(title, url, ()),
                "url": "https://a.example/",
                "outlet": names.outlet(title, url),
                "tags": [tag] if (tag := names.tag(folder)) else [],
            }
        )


@pytest.fixture
def stored(config: Path, store_server: "StoreServer") -> Path:
    """A configuration whose store knows a feed that was withdrawn, and a daemon on another machine."""
    gulf = "  - {id: gulf, url: https://gulf.example/, outlet: Gulf}\n"
    config.write_text(
        f"{config.read_text()}{gulf}store: {{url: '{store_server.url}', durability: relaxed}}\n"
    )
    asyncio.run(_remember(store_server.url))
    return config


async def _remember(url: str) -> None:
    async with connection.connect(url) as client:
        await client.flushall()
        store = RedisStore.over(client, consumer="elsewhere:1:1")
        now = await store.reading.now()
        milliseconds = int(now.timestamp() * 1000)
        news = milliseconds - 2 * 3600 * 1000
        known: dict[Any, Any] = {
            "at": milliseconds,
            "news": news,
            "polled": news,
            "failures": 6,
            "trouble": "gone",
            "detail": "410",
        }
        await client.hset(key("feed:gulf"), mapping=known)
        await client.zadd(key("feeds"), {"gulf": milliseconds + 60_000})
        await store.housekeeping.announce(
            DaemonReport(
                name="elsewhere:1:1",
                pid=4711,
                roles=("poll",),
                started=now,
                seen=now,
                feeds=1,
                rules=1,
                fingerprint="",
            )
        )


class TestList:
    def test_without_a_daemon_the_configuration_is_shown_and_it_says_so(self, config: Path) -> None:
        result = run("list", "--config", config)
        assert result.exit_code == 0
        assert "dawn  Dawn    tier 3  https://dawn.example/feed" in result.output
        assert "No daemon is running here" in result.output
        (told,) = json.loads(run("list", "--json", "--config", config).output)
        assert (told["id"], told["health"]) == ("dawn", None)

    def test_with_a_store_it_tells_how_each_feed_is(self, stored: Path) -> None:
        lines = run("list", "--config", stored).output.splitlines()
        assert [line.split("  ")[0] for line in lines] == ["feed", "dawn", "gulf"]
        assert "never read" in lines[1]
        assert "failing" in lines[2]
        assert "2h ago" in lines[2]
        assert "fix: take it out of config.yaml" in lines[2]
        told = json.loads(run("list", "--json", "--config", stored).output)[1]
        assert (told["health"], told["failures"]) == ("failing", 6)
        assert told["last_news"] < told["next_poll"]

    def test_add_names_the_daemon_to_reload(self, stored: Path) -> None:
        result = run("add", "https://a.example/", "--no-probe", "--config", stored)
        assert "Reload the daemon: kill -HUP 4711 (on elsewhere)" in result.output

    def test_a_store_that_is_away_is_told(self, config: Path) -> None:
        config.write_text(f"{config.read_text()}\nstore: {{url: 'unix:///nowhere.sock'}}\n")
        result = run("list", "--config", config)
        assert result.exit_code == 0
        assert "newsmonitor doctor looks at the store" in result.output


def test_the_verbs_load_nothing_before_they_run() -> None:
    program = "import sys, monitor.cli.feeds; print(*sys.modules, sep=chr(10))"
    listing = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(listing.stdout.split())
    assert not {"redis", "apprise", "aiohttp", "feedparser", "yaml", "pydantic", "rich.table"} & loaded


def test_a_shell_can_complete_the_verbs() -> None:
    asked = {
        "_NEWSMONITOR_COMPLETE": "complete_bash",
        "COMP_WORDS": "newsmonitor feeds pr",
        "COMP_CWORD": "2",
    }
    program = "import sys; sys.argv[0] = 'newsmonitor'; from monitor.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | asked, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["probe"]
