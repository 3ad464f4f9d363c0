"""config.yaml to Config: what is written, what is the default, and where the file is looked for."""

from datetime import UTC, timedelta
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config import documents, load, schema, shown
from monitor.config.settings import Config, Durability
from monitor.core.channels import OnAmbiguous, Severity
from monitor.core.errors import ConfigError, UsageError
from monitor.core.ids import ChannelName

SECTIONS = (
    schema.ConfigFile,
    schema.ChannelSection,
    schema.FeedSection,
    schema.NetworkSection,
    schema.PollSection,
    schema.RoutesSection,
    schema.SeverityRoutes,
)

EVERYTHING = """\
state_dir: /var/lib/newsmonitor
zone: Europe/Paris
store: {url: "redis://localhost:6379/0", durability: relaxed}
rules: [rules, more/one.yaml]
network: {allow_private: [10.1.0.0/16, 127.0.0.1], ca_file: ca.pem}
poll: {min: 1s, max: 1h30m, backlog: 5}
archive: {keep: 7d, max: 1GiB}
feeds:
  - {id: vg, url: "https://www.vg.no/rss", outlet: VG, owner: Schibsted, tier: 2, language: no, tags: [112, 7.10]}
  - {id: b, url: "https://example.org/b", outlet: B}
channels:
  console: {url: "console://"}
  desk: {env: DESK, fallback: console, stale_after: 30m, on_ambiguous: hold}
routes: {default: [console], severity: {critical: [desk, console]}}
operator: {channel: desk}
web: null
"""

KEYS = st.sampled_from(
    [
        *(key for section in SECTIONS for key in schema.keys(section)),
        *("desk", "a b"),
    ]
)
VALUES = st.sampled_from(
    [
        *(
            "",
            "null",
            "desk",
            "UTC",
            "Europe",
            "2m",
            "1e9d",
            "9" * 30,
            "10.0.0.0/8",
            "all",
            "..",
            "/",
            "{",
            r"\n",
            "é",
        ),
        *("https://[x", "https://a:b@c/", "slack://x", "console://", "redis://", "a" * 5000),
    ]
)
TREES = st.recursive(
    VALUES,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=12,
)


def loaded(folder: Path, text: str, **environ: str) -> Config:
    (folder / "rules").mkdir(exist_ok=True)
    config = folder / "config.yaml"
    config.write_text(text)
    return load.load(config, environ=environ)


def test_everything_that_can_be_written_arrives(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.yaml").touch()
    (tmp_path / "ca.pem").touch()
    config = loaded(tmp_path, EVERYTHING, DESK="json://localhost/x")
    assert config.path == tmp_path / "config.yaml"
    assert config.state_dir == Path("/var/lib/newsmonitor")
    assert config.zone == ZoneInfo("Europe/Paris")
    assert config.store.url is not None
    assert config.store.url.reveal() == "redis://localhost:6379/0"
    assert config.store.durability is Durability.RELAXED
    assert config.rules == (tmp_path / "rules", tmp_path / "more" / "one.yaml")
    assert config.network.allow_private == (ip_network("10.1.0.0/16"), ip_network("127.0.0.1/32"))
    assert config.network.ca_file == str(tmp_path / "ca.pem")
    assert (config.poll.min, config.poll.max) == (timedelta(seconds=1), timedelta(minutes=90))
    assert config.poll.backlog == 5
    assert (config.archive.keep, config.archive.max_bytes) == (timedelta(days=7), 1 << 30)
    assert [(feed.id, feed.owner, feed.tier, feed.language, feed.tags) for feed in config.feeds] == [
        ("vg", "Schibsted", 2, "no", ("112", "7.10")),
        ("b", "", 3, None, ()),
    ]
    desk = config.channels[ChannelName("desk")]
    assert (desk.fallback, desk.stale_after, desk.on_ambiguous) == (
        "console",
        timedelta(minutes=30),
        OnAmbiguous.HOLD,
    )
    assert config.routes.default == ("console",)
    assert config.routes.severity == {Severity.CRITICAL: ("desk", "console")}
    assert config.operator == "desk"


def test_who_owns_an_outlet_owns_all_its_feeds(tmp_path: Path) -> None:
    feed = '  - {id: %s, url: "https://example.org/%s", outlet: %s%s}\n'
    text = "feeds:\n" + "".join(
        feed % (name, name, outlet, owner)
        for name, outlet, owner in (
            ("a", "The Example", ""),
            ("b", "the example", ", owner: Example   Holding"),
            ("c", "The Example", ", owner: Example Holding"),
            ("d", "Echo", ", owner: null"),
        )
    )
    config = loaded(tmp_path, text)
    assert [feed.owner for feed in config.feeds] == ["Example Holding"] * 3 + [""]


@pytest.mark.parametrize("text", ["", "# nothing\n", "poll:\nfeeds:\nchannels: null\nroutes: ~\n"])
def test_what_is_left_out_or_null_has_its_default(tmp_path: Path, text: str) -> None:
    config = loaded(tmp_path, text)
    assert config.state_dir == tmp_path / "state"
    assert config.zone == UTC
    assert config.store.url is None
    assert config.store.durability is Durability.STRICT
    assert config.rules == (tmp_path / "rules",)
    assert (config.poll.min, config.poll.max, config.poll.backlog) == (
        timedelta(minutes=2),
        timedelta(hours=6),
        0,
    )
    assert (config.archive.keep, config.archive.max_bytes) == (timedelta(days=14), 256_000_000)
    assert config.feeds == ()
    assert [channel.url.reveal() for channel in config.channels.values()] == ["console://"]
    assert config.routes.default == ("console",)
    assert config.operator == "console"


@pytest.mark.parametrize(("written", "meant"), [("none", 0), ("all", None), ("12", 12), ("0", 0)])
def test_a_backlog_is_none_all_or_a_number(tmp_path: Path, written: str, meant: int | None) -> None:
    assert loaded(tmp_path, f"poll: {{backlog: {written}}}").poll.backlog == meant


@pytest.mark.parametrize(
    "url",
    ["redis://h", "rediss://u:p@h:6380/1", "unix:///run/valkey.sock", "sentinel://h1:26379,h2/primary/0"],
)
def test_a_store_is_any_of_the_four_kinds(tmp_path: Path, url: str) -> None:
    document = documents.read(_written(tmp_path, f"store: {{url: '{url}'}}"))
    assert document.problems == ()
    assert document.model is not None
    assert document.model.store.url is not None
    assert document.model.store.url.reveal() == url


def _written(folder: Path, text: str) -> Path:
    config = folder / "config.yaml"
    config.write_text(text)
    config.chmod(0o640)
    return config


def test_a_single_channel_needs_no_route_and_hears_about_trouble(tmp_path: Path) -> None:
    config = loaded(tmp_path, "channels: {desk: {env: DESK}}", DESK="json://localhost/x")
    assert (config.routes.default, config.operator) == (("desk",), "desk")


def test_a_daemon_without_feeds_is_refused_at_their_place(tmp_path: Path) -> None:
    load.require_feeds(loaded(tmp_path, "feeds: [{id: a, url: 'https://example.org/', outlet: A}]"))
    with pytest.raises(ConfigError, match=r"config\.yaml:2:1: no feeds: nothing to watch"):
        load.require_feeds(loaded(tmp_path, "zone: UTC\nfeeds: []\n"))


def test_a_mistake_found_later_can_be_told_at_its_place(tmp_path: Path) -> None:
    config = loaded(tmp_path, "zone: UTC\nchannels:\n  desk: {env: DESK}\n", DESK="json://localhost/x")
    problem = config.problem(("channels", "desk"), "its address is of no service we know")
    assert (problem.line, problem.column, problem.excerpt) == (3, 3, "  desk: {env: DESK}")


def test_what_is_shown_reads_back_as_the_same_configuration(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.yaml").touch()
    (tmp_path / "ca.pem").touch()
    config = loaded(tmp_path, EVERYTHING, DESK="json://localhost/x")
    again = loaded(tmp_path, shown.effective(config), DESK="json://localhost/x")
    assert again == config


def test_the_schema_describes_every_key_and_leaves_out_what_is_not_obeyed() -> None:
    described = shown.json_schema()
    sections = [described, *described["$defs"].values()]
    properties = {
        name: value for section in sections for name, value in section.get("properties", {}).items()
    }
    assert {"feeds", "channels", "backlog", "credential", "stale_after"} <= set(properties)
    assert not {"web", "quiet_hours", "ping", "proxy"} & set(properties)
    assert [name for name, value in properties.items() if not {"description", "$ref"} & set(value)] == []
    assert all(each.get("description") for each in described["$defs"].values())
    assert not {"WebSection", "QuietHoursSection"} & set(described["$defs"])
    assert described["$defs"]["FeedSection"]["required"] == ["id", "url", "outlet"]


def test_a_file_that_cannot_be_read_is_a_located_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere.yaml: cannot be read: No such file"):
        load.load(tmp_path / "nowhere.yaml", environ={})


def test_the_option_wins_over_the_variable_and_the_folder(tmp_path: Path) -> None:
    option, variable, here = (tmp_path / name for name in ("option.yaml", "variable.yaml", "config.yaml"))
    for path in (option, variable, here):
        path.touch()
    environ = {"NEWSMONITOR_CONFIG": str(variable)}
    assert load.find(option, environ, tmp_path) == option
    assert load.find(None, environ, tmp_path) == variable
    assert load.find(None, {}, tmp_path) == here


def test_who_names_a_file_never_gets_another_one(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").touch()
    with pytest.raises(UsageError, match=r"typo.yaml: there is no such file \(named by --config\)"):
        load.find(tmp_path / "typo.yaml", {}, tmp_path)
    with pytest.raises(UsageError, match=r"typo.yaml: there is no such file \(named by NEWSMONITOR_CONFIG\)"):
        load.find(None, {"NEWSMONITOR_CONFIG": str(tmp_path / "typo.yaml")}, tmp_path)


@pytest.mark.skipif(load.SYSTEM_FILE.exists(), reason="this machine has a newsmonitor of its own")
def test_a_missing_file_is_told_with_the_places_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load.find(None, {}, tmp_path)
    told = str(caught.value)
    assert str(tmp_path / "config.yaml") in told
    assert "/etc/newsmonitor/config.yaml" in told
    assert "newsmonitor init" in told


def test_the_packaged_config_is_good_and_shows_its_defaults() -> None:
    config = load.load(load.packaged_defaults() / "config.yaml", environ={})
    assert len(config.feeds) >= 10
    assert list(config.channels) == ["console"]
    assert shown.effective(config).startswith("state_dir: ./state\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tree=st.dictionaries(KEYS, TREES, max_size=5))
def test_whatever_stands_under_known_keys_is_a_config_or_located_mistakes(
    tmp_path: Path, tree: dict[str, object]
) -> None:
    document = documents.read(_written(tmp_path, yaml.dump(tree, width=10_000)))
    assert all(problem.line for problem in document.problems)
    assert config_or_problems(document)


def config_or_problems(document: documents.Document) -> Config | str:
    try:
        return load.build(document, environ={})
    except ConfigError as error:
        return str(error)
