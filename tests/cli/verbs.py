"""Verbs as a shell calls them, against a store that the test fills."""

import asyncio
import json
from pathlib import Path
from typing import Any, Self

from typer.testing import CliRunner, Result

from monitor.adapters import connection
from monitor.adapters.redis_store import RedisStore
from monitor.cli import app
from monitor.core.leases import Judged
from monitor.core.reports import DaemonReport
from tests.builders import NOW, decided, keyed, match
from tests.contracts.test_feed_table import polled
from tests.contracts.test_inboxes import entries

RULES = """\
rules:
  - {id: talks-stalled, title: Truce talks stalled, severity: high, match: [talks stalled]}
"""


def write_folder(folder: Path, store_url: str) -> Path:
    """A configuration over that store: two feeds, two channels, one rule. Gives its config.yaml."""
    (folder / "rules").mkdir()
    (folder / "rules" / "talks.yaml").write_text(RULES)
    config = folder / "config.yaml"
    config.write_text(
        f"store: {{url: '{store_url}'}}\n"
        "zone: Europe/Paris\n"
        "feeds:\n"
        "  - {id: bbc-world, url: 'https://bbc.example/feed', outlet: BBC}\n"
        "  - {id: herald, url: 'https://herald.example/feed', outlet: Harbour Herald}\n"
        "channels: {desk: {url: 'console://'}, mail: {url: 'console://'}}\n"
        "routes: {default: [desk]}\n"
    )
    return config


class Shell:
    """newsmonitor with its --config. A verb runs its own event loop, hence the thread."""

    def __init__(self, config: Path) -> None:
        self.config = config

    @classmethod
    async def over(cls, folder: Path, client: Any) -> Self:
        """A fresh folder over the store of this client, which a daemon has marked as ours."""
        await connection.settle_schema(client)
        path = client.connection_pool.connection_kwargs["path"]
        return cls(write_folder(folder, f"unix://{path}"))

    async def __call__(self, *arguments: str) -> Result:
        given = [*arguments, "--config", str(self.config)]
        return await asyncio.to_thread(lambda: CliRunner().invoke(app, given))

    async def json(self, *arguments: str) -> Any:
        return json.loads((await self(*arguments, "--json")).stdout)


def daemon(name: str = "here:1", **known: Any) -> DaemonReport:
    """One that does everything and has read the two feeds and the rule of write_folder."""
    described: dict[str, Any] = {
        "pid": 4711,
        "roles": ("poll", "match", "desk", "deliver"),
        "started": NOW,
        "seen": NOW,
        "feeds": 2,
        "rules": 1,
        "fingerprint": "",
    }
    return DaemonReport(name=name, **(described | known))


async def told(store: RedisStore, name: str = "talks", **known: str) -> str:
    """An article that went all the way: polled, matched, decided, waiting on channels desk and mail. Its alert."""
    await polled(store, keyed(name, **known))
    (received,) = await entries(store.articles)
    found = (match(received.value, channels=("desk", "mail")),)
    await store.articles.advance([Judged(received=received, matches=found)])
    await store.matches.open()
    await store.matches.read()
    (matched,) = await store.matches.read()
    outcome = decided(matched)
    version = await store.desk.take()
    assert version is not None
    await store.desk.commit_alert(matched, version=version, outcome=outcome, placement=None)
    assert outcome.alert is not None
    return outcome.alert.id
