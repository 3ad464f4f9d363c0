"""A rule is tried, mended and live: the screens of somebody who edits rules while the daemon runs."""

from pathlib import Path

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.terminal.terminal import Terminal
from tests.terminal.test_first_session import compare, shell, watch_nothing_else

HEADLINE = "Negotiations in Doha reach an impasse"
RULE = """\
rules:
  - id: talks-stalled
    severity: high
    match: (talks OR negotiation) NEAR/6 (stall OR collapse)
"""
VOCABULARY = """\
vocabulary:
  talks: [talks, negotiation, mediation]
  stalled: [stall, collapse, call off, reach an impasse]
"""
MENDED = VOCABULARY + RULE.replace(
    "(talks OR negotiation) NEAR/6 (stall OR collapse)", "$talks NEAR/6 $stalled"
)
SLIP = MENDED.replace("$stalled\n", "$staled\n")


def test_a_rule_is_tried_mended_and_live(terminal: Terminal, feeds: FeedServer) -> None:
    feeds.publish("/world.xml", rss(Item(name="rain", title="Rain expected on Friday")))
    terminal.enter("newsmonitor init --quiet desk", "cd desk", "rm rules/my-rules.yaml")
    shell(terminal, "rm rules/my-rules.yaml")
    watch_nothing_else(terminal.home / "desk" / "config.yaml")
    rules = terminal.home / "desk" / "rules" / "talks.yaml"

    terminal.enter("cat > rules/talks.yaml <<END", *RULE.splitlines(), "END")
    shell(terminal, "> END")
    terminal.enter(f"newsmonitor rules try '{HEADLINE}'")
    compare("rules-01-tried", shell(terminal, "talks-stalled"))

    terminal.enter(f"newsmonitor feeds add --quiet {feeds.url('/world.xml')} --outlet 'Harbour Herald'")
    shell(terminal, "feeds add")
    terminal.enter("newsmonitor run")
    compare("rules-02-running", terminal.screen(holding="polled", ending="new=1"))

    save(rules, MENDED)
    compare("rules-03-live", terminal.screen(holding="changed", ending="rules=1"))

    feeds.publish("/world.xml", rss(Item(name="doha", title=HEADLINE)))
    compare("rules-04-alert", terminal.screen(holding="Why:", ending="#00000"))

    terminal.press("C-c")
    shell(terminal, "stopped")
    save(rules, SLIP)
    terminal.enter("newsmonitor rules check")
    compare("rules-05-slip", shell(terminal, "problem"))

    terminal.enter("sed -i.bak s/staled/stalled/ rules/talks.yaml", f"newsmonitor rules try '{HEADLINE}'")
    compare("rules-06-tried-again", shell(terminal, "FIRES"))


def save(file: Path, text: str) -> None:
    """As an editor in another window does."""
    file.write_text(text, "utf-8")
