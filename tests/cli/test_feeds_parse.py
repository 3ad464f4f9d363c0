"""newsmonitor feeds parse FILE."""

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from monitor.cli.feeds import app

FEEDS = Path(__file__).parents[1] / "golden" / "feeds"


def test_json_has_the_feed_its_entries_and_no_error() -> None:
    result = CliRunner().invoke(app, ["parse", str(FEEDS / "rss20.xml"), "--json"])
    shown = json.loads(result.output)

    assert result.exit_code == 0
    assert shown["feed"] == {
        "title": "Harbour Herald",
        "version": "rss20",
        "language": "en-gb",
        "malformed": None,
    }
    assert shown["error"] is None
    assert shown["entries"][0] == {
        "id": "herald-20417",
        "link": "https://herald.example/news/ferry-strike?utm_source=rss",
        "title": "Ferry strike ends after nine days",
        "summary": "Crews return to work on Monday. Two routes stay closed.",
        "author": "Ida Holm, Per Lund",
        "categories": ["Transport", "Harbour"],
        "published": "2025-05-05T04:30:00+00:00",
        "updated": None,
        "language": None,
    }


def test_json_names_the_error_and_exits_1() -> None:
    result = CliRunner().invoke(app, ["parse", str(FEEDS / "not_a_feed_sitemap.xml"), "--json"])

    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "feed": None,
        "entries": [],
        "error": "not-a-feed: a sitemap, not a feed",
    }


def test_people_get_a_table_and_hear_what_was_wrong() -> None:
    result = CliRunner().invoke(app, ["parse", str(FEEDS / "broken_ampersands.xml")])

    assert result.exit_code == 0
    assert "Harbour Herald · rss20 · 1 entry" in result.output
    assert "malformed, read nevertheless: line 6" in result.output


def test_people_hear_by_what_little_the_articles_would_be_known(tmp_path: Path) -> None:
    feed = tmp_path / "bare.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>"
    )
    result = CliRunner().invoke(app, ["parse", str(feed)])

    assert result.exit_code == 0
    assert "known by their titles" in " ".join(result.output.split())
    assert "note" not in CliRunner().invoke(app, ["parse", str(FEEDS / "rss20.xml")]).output


def test_relative_links_start_from_the_url() -> None:
    arguments = [
        "parse",
        str(FEEDS / "relative_links_atom.xml"),
        "--url",
        "https://a.example/b/feed",
        "--json",
    ]
    result = CliRunner().invoke(app, arguments)

    assert [entry["link"] for entry in json.loads(result.output)["entries"]] == [
        "https://a.example/b/posts/1",
        "https://a.example/posts/2",
    ]


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["parse", "nowhere.xml"]).exit_code == 2


def test_it_needs_no_store_and_no_channel() -> None:
    program = "import sys, monitor.cli.feeds, monitor.adapters.feed_parser; print(*sys.modules, sep=chr(10))"
    listing = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert not {"redis", "apprise", "aiohttp", "feedparser"} & set(listing.stdout.split())
