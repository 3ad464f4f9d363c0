"""Feeds added to a config.yaml: what its author wrote stays as it is."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import documents, edit
from monitor.config import source as nodes
from monitor.core.errors import ConfigError, MonitorError
from monitor.core.feeds import Feed
from monitor.core.ids import FeedId

HERALD = Feed(id=FeedId("herald"), url="https://herald.example/feed", outlet="Harbour Herald")
GULF = Feed(
    id=FeedId("gulf"),
    url="https://gulf.example/rss?a=1&b=2",
    outlet="Gulf: Today",
    tier=1,
    language="ar",
    tags=("world", "middle-east"),
)
HERALD_LINE = '{id: herald, url: "https://herald.example/feed", outlet: Harbour Herald}'
GULF_LINE = (
    '{id: gulf, url: "https://gulf.example/rss?a=1&b=2", outlet: "Gulf: Today", tier: 1, language: ar, '
    "tags: [world, middle-east]}"
)

# Before, and after HERALD and GULF were added.
GOLDEN = {
    "an empty file": ("", f"feeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}\n"),
    "only comments": ("# mine\n", f"# mine\n\nfeeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}\n"),
    "only a document marker": ("---\n", f"---\n\nfeeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}\n"),
    "no feeds key": (
        "zone: UTC   # ours\nrules: [rules]",
        f"zone: UTC   # ours\nrules: [rules]\n\nfeeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}\n",
    ),
    "nothing behind the key": (
        "feeds:   # what is watched\n\nzone: UTC\n",
        f"feeds:   # what is watched\n  - {HERALD_LINE}\n  - {GULF_LINE}\n\nzone: UTC\n",
    ),
    "null behind the key": ("feeds: ~\n", f"feeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}\n"),
    "nothing behind the last key, no line end": ("feeds:", f"feeds:\n  - {HERALD_LINE}\n  - {GULF_LINE}"),
    "an empty list": (
        "feeds: []  # none yet\nzone: UTC\n",
        f"feeds:  # none yet\n  - {HERALD_LINE}\n  - {GULF_LINE}\nzone: UTC\n",
    ),
    "an empty list over lines": (
        "feeds: [\n  # none yet\n]\n",
        f"feeds: [{HERALD_LINE}, {GULF_LINE}\n  # none yet\n]\n",
    ),
    "a list in one line": (
        "feeds: [{id: a, url: https://a.example/, outlet: A}]  # mine\n",
        f"feeds: [{{id: a, url: https://a.example/, outlet: A}}, {HERALD_LINE}, {GULF_LINE}]  # mine\n",
    ),
    "a flow list over lines": (
        "feeds: [\n    {id: a, url: https://a.example/, outlet: A}  # the first\n]\n",
        (
            "feeds: [\n    {id: a, url: https://a.example/, outlet: A},  # the first\n"
            '    {id: herald, url: "https://herald.example/feed", outlet: Harbour Herald},\n'
            f"    {GULF_LINE}\n]\n"
        ),
    ),
    "a flow list with a last comma": (
        "feeds: [\n  {id: a, url: https://a.example/, outlet: A},  # the first\n]\n",
        (
            "feeds: [\n  {id: a, url: https://a.example/, outlet: A},  # the first\n"
            f"  {HERALD_LINE},\n  {GULF_LINE},\n]\n"
        ),
    ),
    "aligned columns": (
        (
            'feeds:\n  - {id: a,         url: "https://a.example/",           outlet: A,              tags: [x]}\n\n'
            "channels: {}\n"
        ),
        (
            'feeds:\n  - {id: a,         url: "https://a.example/",           outlet: A,              tags: [x]}\n'
            '  - {id: herald,    url: "https://herald.example/feed",  outlet: Harbour Herald}\n'
            '  - {id: gulf,      url: "https://gulf.example/rss?a=1&b=2", outlet: "Gulf: Today", tier: 1, '
            "language: ar, tags: [world, middle-east]}\n\nchannels: {}\n"
        ),
    ),
    "block mappings": (
        "feeds:\n- id: a   # first\n  url: https://a.example/\n  outlet: A  # one letter\n\n# channels\nzone: UTC\n",
        (
            "feeds:\n- id: a   # first\n  url: https://a.example/\n  outlet: A  # one letter\n"
            '- id: herald\n  url: "https://herald.example/feed"\n  outlet: Harbour Herald\n'
            '- id: gulf\n  url: "https://gulf.example/rss?a=1&b=2"\n  outlet: "Gulf: Today"\n  tier: 1\n'
            "  language: ar\n  tags: [world, middle-east]\n\n# channels\nzone: UTC\n"
        ),
    ),
    "a last value over lines": (
        "feeds:\n  - id: a\n    url: https://a.example/\n    outlet: >\n      A\n      B\n\nzone: UTC\n",
        (
            "feeds:\n  - id: a\n    url: https://a.example/\n    outlet: >\n      A\n      B\n"
            '  - id: herald\n    url: "https://herald.example/feed"\n    outlet: Harbour Herald\n'
            '  - id: gulf\n    url: "https://gulf.example/rss?a=1&b=2"\n    outlet: "Gulf: Today"\n    tier: 1\n'
            "    language: ar\n    tags: [world, middle-east]\n\nzone: UTC\n"
        ),
    ),
    "a file that is one flow mapping": (
        '{"feeds": [], "zone": "UTC"}\n',
        f'{{"feeds": [{HERALD_LINE}, {GULF_LINE}], "zone": "UTC"}}\n',
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_new_feeds_follow_the_style_of_the_list(name: str) -> None:
    before, after = GOLDEN[name]
    assert edit.with_feeds("config.yaml", before.encode(), [HERALD, GULF]).decode() == after


@pytest.mark.parametrize("name", GOLDEN)
def test_line_ends_and_a_byte_order_mark_stay(name: str) -> None:
    before, after = (text.replace("\n", "\r\n") for text in GOLDEN[name])
    if "\n" not in before:
        pytest.skip("this file has no line end to follow")
    written = edit.with_feeds("config.yaml", b"\xef\xbb\xbf" + before.encode(), [HERALD, GULF])
    assert written.decode("utf-8-sig") == after
    assert written.startswith(b"\xef\xbb\xbf")


def test_the_packaged_configuration_keeps_every_line_it_had() -> None:
    raw = (Path(__file__).parents[2] / "config.yaml").read_bytes()
    lines = edit.with_feeds("config.yaml", raw, [HERALD]).decode().splitlines()
    (added,) = [number for number, line in enumerate(lines) if "herald" in line]
    assert lines[:added] + lines[added + 1 :] == raw.decode().splitlines()
    assert lines[added].index("url:") == lines[added - 1].index("url:")
    assert lines[added].index("outlet:") == lines[added - 1].index("outlet:")


_PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=20)


@given(before=st.sampled_from([before for before, _ in GOLDEN.values()]), outlet=_PLAIN, tag=_PLAIN)
def test_whatever_a_title_holds_is_read_back_as_it_was(before: str, outlet: str, tag: str) -> None:
    feed = Feed(id=FeedId("x"), url="https://x.example/?q=[a]&b={c}#d", outlet=outlet, tags=(tag,))
    written = edit.with_feeds("config.yaml", before.encode(), [feed])
    feeds = documents.plain(nodes.read("config.yaml", written).root)["feeds"]
    assert feeds[-1] == {"id": "x", "url": feed.url, "outlet": outlet, "tags": [tag]}


@pytest.mark.parametrize(
    "before",
    ["feeds: {a: b}\n", "feeds: herald\n", "[a, b]\n", "{zone: UTC}\n", "zone: UTC\n...\n", "{feeds}\n"],
)
def test_what_cannot_be_extended_is_left_to_a_person_with_the_line_to_write(before: str) -> None:
    with pytest.raises(ConfigError) as caught:
        edit.with_feeds("config.yaml", before.encode(), [HERALD])
    assert f"write it yourself:\n    - {HERALD_LINE}" in str(caught.value)


def test_a_broken_file_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("feeds: [\nzone: UTC\n")
    with pytest.raises(ConfigError, match=r"config\.yaml:"):
        edit.add_feeds(path, [HERALD])
    assert path.read_text() == "feeds: [\nzone: UTC\n"


def test_the_file_keeps_its_mode_and_a_link_keeps_pointing(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("feeds: []\n")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)
    edit.add_feeds(link, [HERALD])
    assert link.is_symlink()
    assert HERALD_LINE in real.read_text()
    assert real.stat().st_mode & 0o7777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml", "real.yaml"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files away")
def test_the_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("feeds: []\n")
    os.chown(path, 65534, 65534)
    edit.add_feeds(path, [HERALD])
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="cannot be read: No such file"):
        edit.add_feeds(tmp_path / "none.yaml", [HERALD])


def test_no_password_goes_into_a_file_that_everybody_may_read(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("feeds: []\n")
    path.chmod(0o644)
    closed = replace(HERALD, url="https://user:hushhush@herald.example/feed")
    with pytest.raises(MonitorError, match="chmod 640") as caught:
        edit.add_feeds(path, [closed])
    assert "hushhush" not in str(caught.value)
    assert path.read_text() == "feeds: []\n"
    path.chmod(0o640)
    edit.add_feeds(path, [closed])
    assert "hushhush" in path.read_text()


def test_what_is_left_to_a_person_shows_no_secret() -> None:
    before = (
        "{feeds: 'https://u:hushhush@a.example/', channels: {a: {url: 'json://u:hushhush@b.example/'}}}\n"
    )
    with pytest.raises(ConfigError) as caught:
        edit.with_feeds(
            "config.yaml", before.encode(), [replace(HERALD, url="https://u:hushhush@c.example/")]
        )
    assert "hushhush" not in str(caught.value)
