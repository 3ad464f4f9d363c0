"""What is wrong with an expression: where, and what to write instead."""

from monitor.core.errors import MonitorError


class ClauseError(MonitorError):
    """An expression or item that says nothing, or could say two things. offset: its characters from 0."""

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        self.message = message
        self.offset = offset
        self.hint = hint
        super().__init__(f"at character {offset + 1}: {message}" + (f" (fix: {hint})" if hint else ""))
