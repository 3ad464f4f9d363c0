"""The outlets of the day, on 127.0.0.1: each feed as it stands at this hour, with validators and with bad moments."""

import asyncio
from collections import deque
from collections.abc import Mapping
from hashlib import blake2b
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp import web

from monitor.core.ids import FeedId
from monitor.demo import formats
from monitor.demo.day import Day, Misbehaviour, Source
from monitor.demo.hands import Hands

_ADDRESS = "127.0.0.1"
_MALFORMED = "malformed"


class FeedServer:
    """`async with FeedServer(day, hands) as server`: every feed has its url() for as long as that lasts."""

    def __init__(self, day: Day, hands: Hands) -> None:
        self._day, self._hands = day, hands
        self._sources: Mapping[FeedId, Source] = {source.id: source for source in day.sources}
        self._coming = deque(sorted(day.troubles, key=lambda trouble: trouble.at))
        self._answers: dict[FeedId, deque[tuple[str, Misbehaviour]]] = {
            source: deque() for source in self._sources
        }
        self._unread = set(self._sources)
        self.all_read = asyncio.Event()  # every feed was asked for once
        self._finished: set[FeedId] = set()
        self._runner: web.AppRunner | None = None
        self._port = 0

    def url(self, feed: FeedId) -> str:
        return f"http://{_ADDRESS}:{self._port}/{feed}"

    @property
    def all_finished(self) -> bool:
        """Nothing is left that anybody would hear by asking again now."""
        return self._finished == set(self._sources)

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/{feed}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _ADDRESS, 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        source = self._sources.get(FeedId(request.match_info["feed"]))
        if source is None:
            raise web.HTTPNotFound
        self._unread.discard(source.id)
        if not self._unread:
            self.all_read.set()
        over, now = self._hands.over, self._hands.now()
        while self._coming and self._coming[0].at <= now:
            trouble = self._coming.popleft()
            self._answers[trouble.feed].extend((answer, trouble) for answer in trouble.answers)
        body = formats.document(source, self._day.standing(source.id, now))
        if self._answers[source.id]:
            return self._misbehave(source, body, *self._answers[source.id].popleft())
        if over:
            self._finished.add(source.id)
        etag = blake2b(body, digest_size=8).hexdigest()
        if request.headers.get("If-None-Match") == f'"{etag}"':
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'"{etag}"'})
        content_type = formats.CONTENT_TYPES[source.format]
        return web.Response(
            body=body, content_type=content_type, charset="utf-8", headers={"ETag": f'"{etag}"'}
        )

    def _misbehave(self, source: Source, body: bytes, answer: str, trouble: Misbehaviour) -> web.Response:
        if answer == _MALFORMED:
            return web.Response(
                body=formats.malformed(body), content_type=formats.CONTENT_TYPES[source.format]
            )
        headers = {}
        if trouble.retry_after is not None:
            headers["Retry-After"] = f"{trouble.retry_after.total_seconds():.0f}"
            self._finished.add(source.id)  # it will not be asked again today
        return web.Response(status=int(answer), text="not now", headers=headers)
