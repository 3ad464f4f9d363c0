"""A small model of desk and outbox: what they may do, in plain dictionaries. The store must do the same, step by step."""

from dataclasses import dataclass, field


@dataclass
class Row:
    """A delivery. due: its time to be handed out has come; claim: the token of its last claim while it is being sent."""

    state: str = "waiting"
    due: bool = True
    attempts: int = 0
    repeat: bool = False
    claim: str = ""


@dataclass
class Lease:
    """holder: a name, or nobody. Who holds one that has lapsed holds nothing, until it takes it again."""

    holder: str = ""
    lapsed: bool = False

    def take(self, name: str) -> bool:
        if self.holder not in ("", name) and not self.lapsed:
            return False
        self.holder, self.lapsed = name, False
        return True

    def holds(self, name: str) -> bool:
        return self.holder == name and not self.lapsed


@dataclass
class Model:
    version: int = 0
    desk: Lease = field(default_factory=Lease)
    channel: Lease = field(default_factory=Lease)
    open: set[str] = field(default_factory=set)  # stream entries that nobody has handed over
    told: set[str] = field(default_factory=set)  # what has an alert: articles, and timers that brought one
    timers: set[str] = field(default_factory=set)  # that are due
    duplicates: int = 0
    rows: dict[str, Row] = field(default_factory=dict)

    def commit(self, desk: str, known_version: int, entry: str, article: str, delivery: str) -> str:
        """What committing a match must come to; the change is made."""
        return self._write(desk, known_version, cause=entry, left=self.open, alert=article, delivery=delivery)

    def fire(self, desk: str, known_version: int, timer: str, delivery: str) -> str:
        """What a timer's going off must come to; the change is made."""
        return self._write(desk, known_version, cause=timer, left=self.timers, alert=timer, delivery=delivery)

    def _write(
        self, desk: str, known_version: int, *, cause: str, left: set[str], alert: str, delivery: str
    ) -> str:
        if not self.desk.holds(desk):
            return "lease lost"
        if known_version != self.version:
            return "version moved"
        if cause not in left:
            return "done before"
        left.remove(cause)
        self.version += 1
        if alert not in self.told:
            self.told.add(alert)
            self.rows[delivery] = Row()
        elif left is self.open:
            self.duplicates += 1
        return "committed"

    def claimable(self) -> set[str]:
        return {
            name
            for name, row in self.rows.items()
            if row.due and row.state in ("waiting", "sending", "retry")
        }

    def claimed(self, name: str, token: str) -> Row:
        row = self.rows[name]
        row.repeat = row.repeat or row.state == "sending"
        row.state, row.due, row.claim = "sending", False, token
        row.attempts += 1
        return row

    def finish(self, name: str, token: str, state: str, *, soon: bool) -> bool:
        row = self.rows[name]
        if row.claim != token:
            return False
        row.state, row.due, row.claim = state, soon, ""
        return True

    def lapse(self) -> None:
        """Time passes: leases, claims and waits run out."""
        self.desk.lapsed = self.channel.lapsed = True
        for row in self.rows.values():
            row.due = row.due or row.state in ("sending", "retry")
