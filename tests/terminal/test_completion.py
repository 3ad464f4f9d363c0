"""What the Tab key knows in a real shell, once `newsmonitor --install-completion` was typed."""

import pytest

from tests.acceptance.waiting import eventually
from tests.terminal.terminal import PROMPT, Terminal


@pytest.fixture
def shell(terminal: Terminal) -> Terminal:
    """As a new shell of that home would be."""
    terminal.enter("newsmonitor --install-completion")
    terminal.screen(holding="installed", ending=f"\n{PROMPT}")
    terminal.enter("source ~/.bashrc")
    return terminal


def completed(shell: Terminal, begun: str, whole: str) -> None:
    """Typing this and Tab makes that of it."""
    shell.press("C-u")
    shell.enter()
    shell.write(begun)
    shell.press("Tab")
    eventually(lambda: shell.shown("-J") == f"{PROMPT} {whole}", f"{begun!r} to become {whole!r}")


def test_bash_is_told_once_and_for_all(shell: Terminal) -> None:
    shell.enter("complete -p newsmonitor")
    said = shell.screen(holding="complete -o", ending=f"\n{PROMPT}")
    assert "complete -o default -F _newsmonitor_completion newsmonitor" in said


def test_verbs_options_and_files_are_completed(shell: Terminal) -> None:
    (shell.home / "mydesk.yaml").touch()
    completed(shell, "newsmonitor fe", "newsmonitor feeds")
    completed(shell, "newsmonitor feeds pro", "newsmonitor feeds probe")
    completed(shell, "newsmonitor feeds add --out", "newsmonitor feeds add --outlet")
    completed(shell, "newsmonitor run --qu", "newsmonitor run --quiet")
    completed(shell, "newsmonitor channels preview --as sl", "newsmonitor channels preview --as slack")
    completed(shell, "newsmonitor check --config myd", "newsmonitor check --config mydesk.yaml")


def test_a_second_tab_shows_what_there_is(shell: Terminal) -> None:
    shell.enter()
    shell.write("newsmonitor rules ")
    shell.press("Tab")
    shell.press("Tab")
    shown = shell.screen(holding="try", ending=f"{PROMPT} newsmonitor rules")
    assert shown.splitlines()[1].split() == ["check", "list", "schema", "score", "test", "try"]
