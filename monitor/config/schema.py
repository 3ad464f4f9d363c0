"""What config.yaml may say. Every default is written the way a person would write it.

The models check one value or one section at a time; what needs two places of the file is in references.py.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitor.config import fields
from monitor.core.channels import OnAmbiguous


def _default(text: Any, description: str, **keywords: Any) -> Any:
    """A default as text, read by the same validator as what people write."""
    return Field(default=text, validate_default=True, description=description, **keywords)


class Section(BaseModel):
    """A mapping of config.yaml. null means the same as leaving the key out."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            key: value for key, value in given.items() if value is not None or key not in cls.model_fields
        }


class StoreSection(Section):
    """Where state is kept."""

    url: fields.StoreUrl | None = Field(
        default=None,
        description="A Redis >= 7.0 or Valkey >= 7.2; null starts one of our own under state_dir.",
        examples=[
            "redis://localhost:6379/0",
            "unix:///run/valkey/valkey.sock",
            "sentinel://h1:26379,h2/primary/0",
        ],
    )
    durability: Literal["strict", "relaxed"] = Field(
        default="strict",
        description="strict refuses a store that evicts or does not persist; relaxed accepts that alerts may be lost.",
    )


class NetworkSection(Section):
    """How the world is reached."""

    allow_private: list[fields.Cidr] = Field(
        default=[],
        description="Networks that feeds and channels may reach although they are not public.",
        examples=[["10.1.0.0/16", "127.0.0.1"]],
    )
    proxy: fields.FeedUrl | None = Field(default=None, description="HTTP proxy for every request.")
    ca_file: fields.PathText | None = Field(
        default=None, description="PEM file of certificate authorities to trust instead of the system's."
    )


class PollSection(Section):
    """How often feeds are asked. The interval follows each feed's own rhythm between min and max."""

    min: fields.Interval = _default("2m", "Never ask a feed more often than this; at least 1s.")
    max: fields.Duration = _default("6h", "Ask the quietest feed at least this often.")
    backlog: fields.Backlog = _default(
        "none", "What counts as news in a feed never seen before: none, all, or how many of the newest."
    )


class ArchiveSection(Section):
    """How long articles stay searchable; whichever limit is met first, the oldest hour goes."""

    keep: fields.Duration = _default("14d", "How long articles are kept.")
    max: fields.Size = _default("256MB", "How much of the store's memory they may take.")


class FeedSection(Section):
    """One feed: what is polled."""

    id: fields.Name = Field(
        description="Its short name, never changed: what was seen is remembered under it."
    )
    url: fields.FeedUrl = Field(description="Address of the RSS, Atom or JSON Feed.")
    outlet: fields.Words = Field(
        description="Who publishes it. Feeds of one outlet never count as two sources."
    )
    owner: fields.Words | None = Field(
        default=None,
        description="Who stands behind the outlet, if not itself; outlets of one owner do not confirm each other.",
        examples=["BBC"],
    )
    tier: fields.Tier = _default(
        "3", "How far it is trusted, 1 (most) to 5; rules may ask for it.", json_schema_extra={"default": 3}
    )
    language: fields.Language | None = Field(
        default=None,
        description="Language of its articles when the feed does not say so.",
        examples=["en", "pt-BR"],
    )
    tags: list[fields.Tag] = Field(
        default=[], description="Words that rules select feeds by.", examples=[["world", "wire"]]
    )


class QuietHoursSection(Section):
    """When a channel is not disturbed, in the zone of this file."""

    start: fields.Words = Field(alias="from", description="Local time, 22:00.")
    to: fields.Words = Field(description="Local time, 07:00.")
    mode: Literal["hold", "drop", "downgrade"] = Field(
        default="hold", description="What happens to alerts meanwhile."
    )


class ChannelSection(Section):
    """One destination. Exactly one of url, env, file and credential gives its Apprise URL."""

    url: fields.SecretText | None = Field(
        default=None,
        description="The Apprise URL itself; keep the file unreadable to others.",
        examples=["console://"],
    )
    env: fields.SecretText | None = Field(
        default=None, description="Environment variable that holds the Apprise URL."
    )
    file: fields.SecretText | None = Field(
        default=None, description="File that holds the Apprise URL, and nothing else."
    )
    credential: fields.SecretText | None = Field(
        default=None, description="systemd credential that holds the Apprise URL (LoadCredential=)."
    )
    fallback: fields.Words | None = Field(
        default=None, description="Channel that takes over what this one cannot deliver."
    )
    stale_after: fields.Duration = _default(
        "2h", "Older alerts are told in one digest instead of one by one."
    )
    on_ambiguous: OnAmbiguous = _default(
        "resend", "When nobody can tell whether a message arrived: send again, or hold it."
    )
    on_this_machine: bool = _default(
        "false",
        "Allow a channel that acts on the daemon's own machine: its log, its screen, a program.",
        json_schema_extra={"default": False},
    )
    quiet_hours: QuietHoursSection | None = Field(
        default=None, description="When this channel is not disturbed."
    )


class SeverityRoutes(Section):
    """Channels per severity of the rule."""

    info: list[fields.Words] = Field(default=[], description="Channels for info alerts.")
    low: list[fields.Words] = Field(default=[], description="Channels for low alerts.")
    medium: list[fields.Words] = Field(default=[], description="Channels for medium alerts.")
    high: list[fields.Words] = Field(default=[], description="Channels for high alerts.")
    critical: list[fields.Words] = Field(default=[], description="Channels for critical alerts.")


class RoutesSection(Section):
    """Who hears alerts of rules that name no channels of their own."""

    default: list[fields.Words] = Field(
        default=[],
        description="Channels for severities without a route; may be left out when there is one channel.",
    )
    severity: SeverityRoutes = Field(default_factory=SeverityRoutes, description="Channels per severity.")


class OperatorSection(Section):
    """Who hears of mistakes in rule files and of a reload that failed."""

    channel: fields.Words | None = Field(
        default=None, description="A channel; the first default route if left out."
    )
    ping: fields.FeedUrl | None = Field(
        default=None, description="URL asked regularly while all is well (dead man's switch)."
    )


class WebSection(Section):
    """The page."""

    listen: fields.Words = Field(description="Address and port.", examples=["127.0.0.1:8080"])


class ConfigFile(Section):
    """config.yaml of newsmonitor. Relative paths are relative to the file."""

    state_dir: fields.PathText = _default("./state", "Folder for everything that must survive a restart.")
    zone: fields.Zone = _default("UTC", "Time zone of messages and digests.", examples=["Europe/Paris"])
    store: StoreSection = Field(default_factory=StoreSection, description="Where state is kept.")
    rules: list[fields.PathText] = Field(default=["rules"], description="Rule files, or folders of them.")
    network: NetworkSection = Field(default_factory=NetworkSection, description="How the world is reached.")
    poll: PollSection = Field(default_factory=PollSection, description="How often feeds are asked.")
    archive: ArchiveSection = Field(
        default_factory=ArchiveSection, description="How long articles stay searchable."
    )
    feeds: list[FeedSection] = Field(default=[], description="What is watched.")
    channels: dict[str, ChannelSection] = Field(
        default={},
        description="Who can be told, by name; if none is given, `console` prints to the terminal.",
    )
    routes: RoutesSection = Field(default_factory=RoutesSection, description="Who hears what.")
    operator: OperatorSection = Field(default_factory=OperatorSection, description="Who hears about trouble.")
    web: WebSection | None = Field(default=None, description="The page; null: none.")


# Written down, not obeyed yet: accepting them would promise what no stage does. Deleting a line here
# enables the key; "*" stands for any name.
NOT_IN_THIS_VERSION: frozenset[tuple[str, ...]] = frozenset(
    {
        ("channels", "*", "quiet_hours"),
        ("network", "proxy"),
        ("operator", "ping"),
        ("web",),
    }
)


def is_refused(path: Sequence[str | int]) -> bool:
    """Whether the key at the end of this path is not obeyed yet."""
    return any(
        len(path) == len(refused)
        and all(there in {"*", here} for here, there in zip(path, refused, strict=True))
        for refused in NOT_IN_THIS_VERSION
    )


def required(section: type[Section]) -> tuple[str, ...]:
    """The keys a section cannot do without."""
    return tuple(field.alias or name for name, field in section.model_fields.items() if field.is_required())


def keys(section: type[Section]) -> tuple[str, ...]:
    """The keys a section knows, as people write them."""
    return tuple(field.alias or name for name, field in section.model_fields.items())


def below(section: type[Section], key: str) -> tuple[type[Section] | None, bool]:
    """The section that stands under this key, and whether a list index or a free name comes between."""
    by_key = {field.alias or name: field for name, field in section.model_fields.items()}
    if key not in by_key:
        return None, False
    annotation = by_key[key].annotation
    found = next(_sections(annotation), None)
    return found, getattr(annotation, "__origin__", None) in {list, dict}


def _sections(annotation: Any) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for argument in get_args(annotation):
        yield from _sections(argument)
