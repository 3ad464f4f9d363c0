"""Alerts and messages for tests of senders."""

from datetime import UTC, datetime
from ipaddress import ip_network

from monitor.core import rendering
from monitor.core.addresses import Network
from monitor.core.alerts import Alert
from monitor.core.channels import Channel, Secret, Severity
from monitor.core.ids import AlertId, ChannelName, RuleId, StoryId
from monitor.core.matching import Evidence
from monitor.core.rendering import Message

LOOPBACK = Network(allow_private=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
RAISED = datetime(2026, 11, 22, 14, 41, tzinfo=UTC)


def alert(
    headline: str = "Truce talks stalled in Doha",
    *,
    severity: Severity = Severity.HIGH,
    outlet: str = "Example News",
) -> Alert:
    return Alert(
        id=AlertId("story-1:new"),
        story=StoryId("story-1"),
        phase="new",
        reason="new",
        severity=severity,
        title="Truce talks stalled",
        rules=(RuleId("talks-stalled"),),
        headline=headline,
        excerpt="Both delegations left the Qatari capital.",
        outlet=outlet,
        link="https://news.example/world/truce-talks",
        published=datetime(2026, 11, 22, 14, 32, tzinfo=UTC),
        fetched=datetime(2026, 11, 22, 14, 40, tzinfo=UTC),
        evidence=(Evidence(field="title", start=6, end=11, text="talks", term="talks"),),
        raised=RAISED,
    )


def message(
    headline: str = "Truce talks stalled in Doha", *, severity: Severity = Severity.HIGH, repeat: bool = False
) -> Message:
    return rendering.render(alert(headline, severity=severity), zone=UTC, repeat=repeat)


def channel(url: str, name: str = "desk") -> Channel:
    return Channel(name=ChannelName(name), url=Secret(url))
