"""`newsmonitor init DIR`: a folder to start from. It asks nothing and overwrites nothing."""

import json
import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import options
from monitor.core.errors import UsageError

_SCHEMA = "config.schema.json"
_RULES_SCHEMA = "rules/rules.schema.json"  # beside the files whose first line names it
_LOCAL_TIME = Path("/etc/localtime")  # on Linux and macOS a link into the zones of this machine
_ZONE = "zone: UTC".ljust(30)  # as it stands in starter/config.yaml, up to its comment
_EXTENSIONS = {"recommendations": ["redhat.vscode-yaml"]}
_SETTINGS = {"yaml.schemas": {_SCHEMA: "config.yaml", _RULES_SCHEMA: ["rules/*.yaml", "rules/*.yml"]}}


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it is not there.")],
    *,
    quiet: options.Quiet = False,
) -> None:
    """Make a folder with a small config.yaml, a rule to edit, and completion for editors."""
    wanted = _files(zone(os.environ, _LOCAL_TIME))
    taken = [name for name in wanted if os.path.lexists(folder / name)]
    if taken:
        raise UsageError(
            f"{folder} has {' and '.join(taken)} already; nothing was written. Name another folder: newsmonitor init DIR"
        )
    try:
        for name, text in wanted.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be written: {error.strerror}") from None
    if quiet:
        return
    for name, what in _WORTH_KNOWING.items():
        typer.echo(f"{folder / name}  {what}")
    command = _command()
    typer.echo(f"\nNext:\n    cd {shlex.quote(str(folder))}\n    {command} check\n    {command} run")


_WORTH_KNOWING = {
    "config.yaml": "which feeds are watched, and who is told",
    "rules/my-rules.yaml": "what to tell: edit this",
}


def _files(zone: str) -> Mapping[str, str]:
    """Every file of the folder, by its path in it."""
    from monitor.config import shown
    from monitor.config.rulefiles import schema

    starter = files("monitor.cli") / "starter"
    config = (starter / "config.yaml").read_text("utf-8")
    return {
        "config.yaml": config.replace(_ZONE, f"zone: {zone}".ljust(len(_ZONE) - 1) + " ", 1),
        "rules/my-rules.yaml": (starter / "my-rules.yaml").read_text("utf-8"),
        _SCHEMA: _json(shown.json_schema()),
        _RULES_SCHEMA: schema.dump(),
        ".vscode/settings.json": _json(_SETTINGS),
        ".vscode/extensions.json": _json(_EXTENSIONS),
    }


def zone(environ: Mapping[str, str], local_time: Path) -> str:
    """The zone of this machine as config.yaml writes it; UTC where it does not say."""
    from zoneinfo import available_timezones

    name = environ.get("TZ", "").removeprefix(":")
    if not name and local_time.is_symlink():
        name = str(local_time.readlink()).partition("zoneinfo/")[2]
    return name if name in available_timezones() else "UTC"


def _command() -> str:
    """What to type: the command itself where the shell finds it, else the way to this very one."""
    if shutil.which("newsmonitor"):
        return "newsmonitor"
    beside = Path(sys.executable).with_name("newsmonitor")
    return shlex.quote(str(beside)) if beside.exists() else f"{shlex.quote(sys.executable)} -m monitor"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
