"""The machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """monitor.core.ports.Clock over the machine's clock. The only place in the project that reads it."""

    def now(self) -> datetime:
        return datetime.now(tz=UTC)  # noqa: TID251  the ban exists so that everybody else asks here
