"""No message, representation or listing ever holds a secret."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config import load, shown
from monitor.core.errors import ConfigError
from monitor.core.ids import ChannelName

SECRET = "T1JJ3T3L2-A1BRTD4JD-hunter2"
ADDRESS = f"slack://{SECRET}/#news"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    (tmp_path / "rules").mkdir(exist_ok=True)

    def written(text: str, name: str = "config.yaml", mode: int = 0o640) -> Path:
        path = tmp_path / name
        path.write_text(text)
        path.chmod(mode)
        return path

    return written


def address(config: Path, environ: dict[str, str] | None = None) -> str:
    loaded = load.load(config, environ=environ or {})
    return loaded.channels[ChannelName("desk")].url.reveal()


def test_a_secret_comes_from_the_environment(write: Write) -> None:
    assert address(write("channels: {desk: {env: DESK}}"), {"DESK": ADDRESS}) == ADDRESS


def test_a_secret_comes_from_a_file_beside_the_config_without_its_line_break(write: Write) -> None:
    write(f"{ADDRESS}\n", "desk.url", 0o600)
    assert address(write("channels: {desk: {file: desk.url}}")) == ADDRESS


def test_a_secret_comes_from_a_systemd_credential(write: Write, tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "slack-desk").write_text(f"{ADDRESS}\n")
    config = write("channels: {desk: {credential: slack-desk}}")
    assert address(config, {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}) == ADDRESS


def test_an_inline_secret_is_accepted_where_only_its_owner_reads_it(write: Write) -> None:
    assert address(write(f'channels: {{desk: {{url: "{ADDRESS}"}}}}')) == ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        f'channels: {{desk: {{url: "{ADDRESS}"}}}}',
        'feeds: [{id: a, url: "https://anna:hunter2@example.org/rss", outlet: A}]',
        'store: {url: "redis://:hunter2@localhost/0"}',
    ],
)
def test_a_file_with_a_secret_that_everybody_may_read_is_refused_with_the_remedy(
    write: Write, text: str
) -> None:
    load.load(write(text), environ={})
    with pytest.raises(ConfigError, match=r"chmod 640 .*config\.yaml"):
        load.load(write(text, mode=0o644), environ={})


def test_the_console_is_no_secret(write: Write) -> None:
    load.load(write("channels: {console: {url: 'console://'}}", mode=0o644), environ={})


PLANTED = {
    "unknown key beside it": f'channels: {{desk: {{url: "{ADDRESS}", falback: mail}}}}',
    "unknown key instead of it": f'channels: {{desk: {{ulr: "{ADDRESS}"}}}}',
    "without its key": f'channels: {{desk: "{ADDRESS}"}}',
    "as a key": f"channels: {{desk: {{{ADDRESS}: 1}}}}",
    "no space behind the key": f"channels: {{desk: {{url:{ADDRESS}}}}}",
    "in a list": f'channels: {{desk: {{url: ["{ADDRESS}"]}}}}',
    "in a list of channels": f'channels: [{{desk: {{url: "{ADDRESS}"}}}}]',
    "as name of a variable": f'channels: {{desk: {{env: "{ADDRESS}"}}}}',
    "as name of a credential": f"channels: {{desk: {{credential: {SECRET}}}}}",
    "as name of a file": f'channels: {{desk: {{file: "{ADDRESS}"}}}}',
    "as fallback": f"channels: {{desk: {{url: 'console://', fallback: '{ADDRESS}'}}}}",
    "as a duration": f"channels: {{desk: {{url: 'console://', stale_after: '{ADDRESS}'}}}}",
    "as a choice": f"channels: {{desk: {{url: 'console://', on_ambiguous: '{ADDRESS}'}}}}",
    "as a default route": f'routes: {{default: ["{ADDRESS}"]}}',
    "as operator": f'operator: {{channel: "{ADDRESS}"}}',
    "outside of channels": f'channels:\ndesk: {{url: "{ADDRESS}"}}',
    "outside of channels, not as URL": "channels:\ndesk: {url: hunter2}",
    "two addresses": f'channels: {{desk: {{url: "{ADDRESS}", env: X}}}}',
    "web hook": "channels: {desk: {url: 'https://hooks.example.com/services/hunter2', x: 1}}",
    "not an Apprise URL": "channels: {desk: {url: hunter2}}",
    "with a space": "channels: {desk: {url: 'mailto://anna:hunter2 hunter2@example.org'}}",
    "block text": f"channels:\n  desk:\n    url: >-\n      {ADDRESS}\n      hunter2\n    x: 1\n",
    "given twice": f'channels: {{desk: {{url: "{ADDRESS}", url: "{ADDRESS}"}}}}',
    "unclosed quote": f'channels: {{desk: {{url: "{ADDRESS}',
    "unclosed brace": f"channels: {{desk: {{url: {ADDRESS}",
    "bad indentation": f"channels:\n  desk:\n    url: {ADDRESS}\n   x: 1\n",
    "text behind its quote": f'channels:\n  desk:\n    url: "{ADDRESS}" hunter2\n',
    "tag": f"channels:\n  desk:\n    url: !secret {ADDRESS}\n",
    "anchor": f"channels:\n  desk:\n    url: &desk {ADDRESS}\n",
    "control character": f"channels:\n  desk:\n    url: {ADDRESS}\x07\n",
    "comment": f"channels: {{desk: {{env: X}}}}  # was {ADDRESS}",
    "store password": "store: {url: 'postgres://news:hunter2@localhost'}",
    "store without scheme": "store: {url: 'news:hunter2@localhost'}",
    "store in a wrong place": "redis: 'redis://news:hunter2@localhost'",
    "feed password": "feeds: [{id: a, url: 'ftp://anna:hunter2@example.org/rss', outlet: A}]",
    "feed password without scheme": "feeds: [{id: a, url: 'anna:hunter2@example.org/rss', outlet: A}]",
    "feed key": "feeds: [{id: a, url: 'https://example.org/rss?apikey=hunter2&x=1', outlat: A}]",
    "feed twice": "feeds: [{id: a, url: 'https://a:hunter2@b.org/', outlet: A}, {id: b, url: 'https://a:hunter2@b.org/', outlet: A}]",
    "proxy": "network: {proxy: 'http://anna:hunter2@proxy:3128'}",
    "dead man's switch": "operator: {ping: 'https://hc-ping.com/hunter2'}",
}


@pytest.mark.parametrize("mode", [0o640, 0o644])
@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED.keys())
def test_no_message_tells_a_secret_wherever_it_stands(write: Write, text: str, mode: int) -> None:
    with pytest.raises(ConfigError) as caught:
        load.load(write(text, mode=mode), environ={})
    told = f"{caught.value} {caught.value!r} {caught.value.problems!r} {caught.value.__cause__!r}"
    assert "hunter2" not in told
    assert "T1JJ3" not in told


def test_neither_the_config_nor_its_listing_tells_a_secret(write: Write) -> None:
    text = (
        f'channels: {{desk: {{url: "{ADDRESS}"}}, mail: {{env: MAIL}}}}\n'
        "routes: {default: [desk]}\n"
        'feeds: [{id: a, url: "https://anna:hunter2@example.org/rss?key=hunter2&page=1", outlet: A}]\n'
        'store: {url: "redis://news:hunter2@localhost:6379/0"}\n'
    )
    config = load.load(write(text), environ={"MAIL": "mailto://anna:hunter2@example.org"})
    listing = shown.effective(config)
    for told in (repr(config), str(config), listing, json.dumps(shown.tree(config))):
        assert "hunter2" not in told
        assert "T1JJ3" not in told
    assert "slack://***" in listing
    assert "https://***@example.org/rss?key=***&page=1" in listing
    assert "redis://***@localhost:6379/0" in listing
    assert "env: MAIL" in listing


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    scheme=st.sampled_from(["slack", "mailto", "https", "ntfys", "tgram"]),
    cut=st.integers(min_value=0, max_value=60),
    extra=st.sampled_from(["", "}", "]", '"', "'", ": ", ", x: 1", "\n\t- ", "\x07", "&", "*", "@"]),
)
def test_a_file_broken_anywhere_still_tells_no_secret(
    write: Write, scheme: str, cut: int, extra: str
) -> None:
    text = f'channels:\n  desk: {{url: "{scheme}://hunter2hunter2"}}\n'
    broken = text[:cut] + extra + text[cut:]
    if "hunter2hunter2" not in broken:
        return
    assert "hunter2hunter2" not in told_about(write(broken))


def told_about(config: Path) -> str:
    try:
        loaded = load.load(config, environ={})
    except ConfigError as error:
        return str(error)
    return repr(loaded) + shown.effective(loaded)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_secret_file_that_may_not_be_read_says_so(write: Write) -> None:
    write(ADDRESS, "desk.url", 0o000)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load.load(write("channels: {desk: {file: desk.url}}"), environ={})
