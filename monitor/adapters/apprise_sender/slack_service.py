"""Apprise's Slack, with a message in Slack's own form, and what Slack calls it once it is there."""

from collections.abc import Mapping
from typing import Any

from apprise.plugins.slack import NotifySlack


class SlackService(NotifySlack):  # type: ignore[no-untyped-call]  # Apprise carries no types
    """Puts blocks and a top-level text where Apprise would put an attachment; all else is Apprise's.

    An attachment has no text for phones and screen readers, and its title is no link. Workflows take one variable, and
    a template is the user's own form: both stay as they are. `_send` is not public: should it go, messages arrive as
    Apprise forms them, and the tests that look at the payload fail.

    letter: the next message. ts: what Slack called the last one; only bots are told.
    """

    letter: Mapping[str, Any] | None = None
    ts: str | None = None

    @property
    def place(self) -> str:
        """Where it posts to, as its URL says; "" for a web hook, which knows by itself."""
        [channel] = self.channels
        return str(channel or "")

    def _send(self, url: str, payload: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if self.letter is not None and "attachments" in payload and not self.template:
            formed = {"attachments", "mrkdwn", "icon_url"}
            kept = {name: value for name, value in payload.items() if name not in formed}
            payload = dict(self.letter) | kept
        send: Any = super()._send
        answer = send(url, payload, *args, **kwargs)
        if not isinstance(answer, dict):
            return answer
        told = answer.get("ts")
        self.ts = told if isinstance(told, str) else None
        return False if answer.get("error") else answer  # Apprise takes any answer with "OK" in it for a yes
