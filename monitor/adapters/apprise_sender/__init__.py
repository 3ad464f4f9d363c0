"""Channels through Apprise: which URLs can be one, one sender per channel, and what became of a send.

Importing this package loads Apprise (0.2 s); who does not deliver should not.
"""

from monitor.adapters.apprise_sender.sender import AppriseSender
from monitor.adapters.apprise_sender.urls import kind, problems

__all__ = ["AppriseSender", "kind", "problems"]
