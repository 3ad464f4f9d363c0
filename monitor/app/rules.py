"""The rules in force: loaded at the start, at SIGHUP and whenever a file of them changes, without a pause in matching."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import structlog

from monitor.config.rulebook import Loaded, Rulebook
from monitor.config.settings import Config
from monitor.pipeline.match import MatchStage

log = structlog.get_logger()

Tell = Callable[[str, str, str], Awaitable[None]]  # kind, title and text of a notice to the operator
_MOST_NAMED = 10  # rules, in a line of the log
Changes = Callable[[Sequence[Path]], AsyncIterator[None]]


class RulesInForce:
    """Puts new rules into force at once or not at all; what is wrong with them is told and changes nothing else."""

    def __init__(self, config: Config, *, stage: MatchStage, tell: Tell) -> None:
        self._rulebook = Rulebook(config.state_dir, clock=time.perf_counter_ns)
        self._stage = stage
        self._tell = tell
        self._config = config
        self._loading = asyncio.Lock()

    @property
    def loaded(self) -> Loaded:
        """What runs now, and what is wrong with the files."""
        return self._rulebook.loaded

    async def load(self, config: Config) -> None:
        """Read, test and index the rule files of this configuration beside the running set, then swap."""
        async with self._loading:
            self._config = config
            before = self.loaded
            loaded = await asyncio.to_thread(self._load, config)
            self._stage.follow(loaded.index)
        log.info(
            "rules loaded",
            rules=len(loaded.rules),
            problems=len(loaded.problems),
            **_difference(before, loaded),
        )
        if not loaded.rules:
            log.error("no rule is in force: nothing will be told")
        if loaded.problems and loaded.problems != before.problems:
            kept = ", ".join(sorted(path.name for path in loaded.stale_files))
            title = f"Mistakes in rule files: {len(loaded.problems)}. " + (
                f"The last good version runs of: {kept}." if kept else "The faulty files are left out."
            )
            await self._tell("rules", title, "\n\n".join(map(str, loaded.problems)))
        async with self._loading:  # last: nobody waits for it but the next start
            await asyncio.to_thread(self._rulebook.keep)

    async def follow_files(self, changes: Changes) -> None:
        """Load again whenever a rule file changes, for as long as it takes."""
        while True:
            paths = self._config.rules
            async for _ in changes(paths):
                await self.load(self._config)
                if self._config.rules != paths:
                    break  # config.yaml names other files now

    def _load(self, config: Config) -> Loaded:
        """In a thread of its own. The collector would stop every thread to walk over all rules: it waits outside."""
        gc.disable()
        try:
            return self._rulebook.load(config.rules, frozenset(config.channels))
        finally:
            gc.freeze()  # rules stay for long; walking over them again and again finds nothing
            gc.enable()


def _difference(before: Loaded, after: Loaded) -> dict[str, list[str]]:
    """Which rules came, changed and went; not at the start, when all of them came."""
    if not before.rules:
        return {}
    old = {rule.id: rule.fingerprint for rule in before.rules}
    new = {rule.id: rule.fingerprint for rule in after.rules}
    kinds = {
        "added": [rule for rule in new if rule not in old],
        "changed": [rule for rule in new if old.get(rule, new[rule]) != new[rule]],
        "removed": [rule for rule in old if rule not in new],
    }
    return {
        kind: [*rules[:_MOST_NAMED], *["..."] * (len(rules) > _MOST_NAMED)]
        for kind, rules in kinds.items()
        if rules
    }
