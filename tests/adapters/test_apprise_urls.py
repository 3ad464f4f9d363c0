from typing import Any

import pytest
from apprise import decorators

from monitor.adapters.apprise_sender import problems

SECRET = "s3cr3t0123456789ABCDEFGH"


@pytest.mark.parametrize(
    "url",
    [
        "console://",
        "json://localhost:8080/hook?+Authorization=Bearer%20x",
        f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}",
        f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}/#desk?blocks=yes",
        f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{SECRET}",
        f"discord://123456789012345678/{SECRET}?avatar_url=https://news.example/a.png",
        f"tgram://123456789:{SECRET}/12315544",
        "mailto://user:pass@mail.example?to=desk@example.org&from=news@example.org",
        "mailtos://user:pass@mail.example?to=desk@example.org&format=html",
        "ntfy://ntfy.example/desk",
    ],
)
def test_every_form_that_apprise_reads_is_accepted(url: str) -> None:
    assert problems(url) is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("console://x", "takes nothing behind it; write console://"),
        ("", "is not an Apprise URL; one looks like mailto://"),
        (SECRET, "is not an Apprise URL"),
        ("slack://", "cannot be read as Slack; it should look like"),
        (f"slak://{SECRET}", "begins with slak://, which Apprise does not know; did you mean slack://?"),
        (f"qwxyzv://{SECRET}", "does not know; all schemas are listed at"),
        (f"exec://{SECRET}", "begins with exec://, which starts a program for every message"),
        ("syslog://", "goes to this machine itself; use a channel that does not, or, if that is what you want, add on_this_machine: true"),
        ("dbus://", "shows messages on the screen of this machine"),
        ("gnome://", "shows messages on the screen of this machine"),
        ("windows://", "shows messages on the screen of this machine"),
        (f"ntfy://ntfy.example/desk?attach=https://news.example/{SECRET}", "says attach=, but an attachment would be read or fetched"),
        (f"json://localhost/{SECRET}?overflow=split", "says overflow=, but messages are cut here"),
        (f"ntfy://ntfy.example/{SECRET}/b", "2 recipients"),
        (f"mmost://chat.example/{SECRET}?channels=a,b", "2 recipients"),
        (f"matrix://u:{SECRET}@matrix.example/#a/#b", "2 recipients"),
        (f"twilio://AC{SECRET * 2}:{SECRET}@+15551230000/+15551230001/+15551230002", ""),
        (f"file:///etc/{SECRET}", "begins with file://, which Apprise does not know"),
        (f"macosx://{SECRET}", "starts a program for every message"),
        (f"slack://{SECRET}", "cannot be read as Slack; it should look like slack://{token_a}/{token_b}/{token_c}"),
        (f"https://news.example/{SECRET}", "for a web hook of your own write json:// or jsons://"),
        (f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}/?", "ends with a question mark"),
        (f"json://localhost/{SECRET} ", "contains white space or a line break"),
        (f"json://localhost/{SECRET}\n", "contains white space or a line break"),
        (f"json://localhost/{SECRET}, json://localhost/b", "holds several URLs"),
        (f"json://localhost/{SECRET}\njson://localhost/b", "holds several URLs"),
        (f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}/#a/#b", "sends to 2 recipients at once; write one channel for each"),
        (f"mailto://u:{SECRET}@mail.example?from=n@example.org&to=a@example.org,b@example.org,c@example.org", "3 recipients"),
        (f"mailto://u:{SECRET}@mail.example?from=n@example.org&to=a@example.org&cc=b@example.org", "2 recipients"),
        (f"mailto://u:{SECRET}@mail.example?from=n@example.org&to=b%C3%BCro@example.org", "names nobody who can get mail"),
        (f"tgram://123456789:{SECRET}/1/2", "2 recipients"),
        (f"json://localhost/{SECRET}?optional=yes", "says optional=, but with it a failed send would count"),
        (f"json://localhost/{SECRET}?a=b&Retry=3", "says retry=, but repeats are made here"),
        (f"json://localhost/{SECRET}?wait=3", "says wait="),
        (f"json://localhost/{SECRET}?redirect=yes", "a redirected message arrives empty"),
        (f"json://localhost/{SECRET}?rto=60", "says rto="),
        (f"discord://123456789012345678/{SECRET}?format=markdown", "headlines are not markup"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_channel_is_told_with_its_remedy_and_without_the_secret(
    url: str, problem: str
) -> None:
    told = problems(url)
    assert told is not None
    assert problem in told
    assert SECRET not in told


@pytest.mark.parametrize("url", ["syslog://", "macosx://", "dbus://", "gnome://", "windows://"])
def test_what_acts_on_this_machine_needs_leave_for_it(url: str) -> None:
    assert "on_this_machine: true" in str(problems(url))
    assert "on_this_machine" not in str(problems(url, local=True))


def test_code_that_does_not_come_with_apprise_needs_leave_too() -> None:
    notify: Any = decorators.notify

    @notify(on="whistle")  # type: ignore[untyped-decorator]
    def whistle(*_args: object, **_more: object) -> None:
        """Somebody's own channel."""

    assert "runs code that does not come with Apprise" in str(problems("whistle://"))
    assert problems("whistle://", local=True) is None


def test_a_service_whose_system_is_missing_here_is_told() -> None:
    assert "its system or a library is missing" in str(problems("growl://localhost"))
