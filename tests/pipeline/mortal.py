"""A client of the store whose process dies at a call that is named beforehand."""

from collections.abc import Callable
from typing import Any, Self

from redis.asyncio import Redis


class Crash(BaseException):
    """The process is gone."""


class MortalRedis(Redis):
    """A client whose process dies at call k: before it is sent, or after the server has done it."""

    calls = 0
    dies_at: int | None = None
    after = False

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls == self.dies_at and not self.after:
            raise Crash
        answer = await super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]  # redis-py
        if self.calls == self.dies_at:
            raise Crash
        return answer

    def pipeline(self, *_: Any, **__: Any) -> Any:
        return MortalPipeline(self)


class MortalPipeline:
    """Many commands in one round trip: the process may die between any two that the server does."""

    def __init__(self, client: MortalRedis) -> None:
        self._client, self._commands = client, list[tuple[Any, ...]]()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is held."""

    def __getattr__(self, command: str) -> Callable[..., None]:
        return lambda *arguments: self._commands.append((command, *arguments))

    async def execute(self) -> list[Any]:
        return [await getattr(self._client, command)(*arguments) for command, *arguments in self._commands]
