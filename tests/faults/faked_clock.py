"""A clock that can be stepped for one process: libfaketime reads the step from a file. Monotonic clocks go on."""

import os
from dataclasses import dataclass
from pathlib import Path

_PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")


@dataclass(frozen=True, slots=True)
class FakedClock:
    """environ is for the process whose clock it is."""

    file: Path
    library: Path

    @property
    def environ(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def step_to(self, seconds: int) -> None:
        """So far from the real time, at once. Replaced, not rewritten: nobody reads half a number."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        new.replace(self.file)

    def wrap(self, program: Path, folder: Path) -> Path:
        """A program that starts that one under this clock, with the same process id."""
        settings = " ".join(f"{name}={value}" for name, value in self.environ.items())
        script = folder / f"{program.name}-elsewhen"
        script.write_text(f'#!/bin/sh\nexec env {settings} {program} "$@"\n')
        script.chmod(0o700)
        return script


def library() -> Path | None:
    """Where libfaketime is on this machine."""
    named = os.environ.get("NEWSMONITOR_FAKETIME")
    found = [Path(named)] if named else [path for place in _PLACES for path in Path("/").glob(place[1:])]
    return next((path for path in found if path.exists()), None)
