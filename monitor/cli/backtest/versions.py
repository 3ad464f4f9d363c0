"""The rules as they are, and as another file, folder or revision has them."""

import os
from dataclasses import replace
from pathlib import Path

from monitor.cli.rules import files, options
from monitor.config import documents, load
from monitor.core.errors import ConfigError
from monitor.core.rules import Rule


def present(config: options.Config, *, quiet: bool) -> tuple[Rule, ...]:
    """As the files of the configuration say. Examples are not run: what they ask for is for `rules test` to say.

    Raises ConfigError with every mistake, and UsageError.
    """
    return _without_mistakes(files.read(config, quiet=quiet))


def other(config: options.Config, against: str, *, quiet: bool) -> tuple[Rule, ...]:
    """As a file or folder of this name says them, else a revision. Raises ConfigError with its mistakes, and UsageError."""
    if documents.exists(Path(against)):
        return _without_mistakes(files.read(config, [Path(against)], quiet=quiet))
    from monitor.cli.backtest.revision import checked_out

    with checked_out(against, _rule_paths(config)) as copies:
        try:
            return _without_mistakes(files.read(config, copies.paths, quiet=quiet))
        except ConfigError as error:
            raise ConfigError(
                [replace(problem, file=copies.named(problem.file)) for problem in error.problems]
            ) from None


def _rule_paths(config: options.Config) -> tuple[Path, ...]:
    return documents.read(load.find(config, os.environ, Path.cwd())).rules


def _without_mistakes(read: files.Files) -> tuple[Rule, ...]:
    """Channels are not looked at: nothing is sent, and another version may name those of its time."""
    rules, problems = replace(read, channels=None).link()
    if problems:
        raise ConfigError(problems)
    return rules
