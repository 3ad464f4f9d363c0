"""What the daemon says about itself: in JSON for collectors, never with the values of variables."""

import json
import subprocess
import sys
import textwrap

import pytest


def logging(script: str) -> subprocess.CompletedProcess[str]:
    """A process that logs."""
    program = (
        "import structlog\nfrom monitor.cli import logs\nlogs.configure()\nlog = structlog.get_logger()\n"
    )
    command = [sys.executable, "-c", program + textwrap.dedent(script)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def said(script: str) -> str:
    """Its standard error."""
    finished = logging(script)
    assert finished.returncode == 0, finished.stderr
    return finished.stderr


def test_collectors_get_a_json_object_a_line() -> None:
    told = json.loads(said("log.info('polled', feed='bbc', new=0)"))
    assert (told["event"], told["feed"], told["new"], told["level"]) == ("polled", "bbc", 0, "info")
    assert told["timestamp"].endswith("Z")


@pytest.mark.parametrize("terminal", [False, True])
def test_a_traceback_shows_no_values(terminal: bool) -> None:
    text = said(
        f"""
        import sys
        if {terminal}:
            sys.stderr.isatty = lambda: True
            logs.configure()
            log = structlog.get_logger()
        address = "slack://planted" + "-secret"
        try:
            1 / 0
        except ZeroDivisionError:
            log.exception("failed")
        """
    )
    assert "ZeroDivisionError" in text
    assert "planted-secret" not in text


def test_a_standard_error_that_went_away_is_no_trouble() -> None:
    finished = logging("import os; os.close(2); log.info('nobody hears this'); print('alive')")
    assert finished.stdout == "alive\n"


def test_a_person_is_spared_what_says_nothing() -> None:
    text = said(
        """
        import sys
        sys.stderr.isatty = lambda: True
        logs.configure()
        structlog.get_logger().info("polled", feed="bbc", new=2, edited=0, detail=None, roles=["poll", "desk"])
        """
    )
    assert "edited" not in text
    assert "detail" not in text
    assert "poll, desk" in text
