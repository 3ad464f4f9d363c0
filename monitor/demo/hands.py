"""The hands of the day's clock: real seconds to the hours of the day that is replayed."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Hands:
    """Stands at begins until start(), then moves by pace (of the day, per real second) until ends."""

    def __init__(
        self,
        *,
        begins: datetime,
        ends: datetime,
        pace: timedelta,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._begins, self._ends, self._pace, self._seconds = begins, ends, pace, seconds
        self._started: float | None = None

    def start(self) -> None:
        self._started = self._seconds()

    def now(self) -> datetime:
        if self._started is None:
            return self._begins
        return min(self._begins + self._pace * (self._seconds() - self._started), self._ends)

    @property
    def over(self) -> bool:
        return self.now() >= self._ends
