"""The parser as the pipeline sees it: bodies in, entries or a named failure out, whatever the worker suffers."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.adapters.feed_parser import FeedParser, ParserLimits
from monitor.core.errors import MonitorError, ParseFailed
from monitor.core.parsing import Parsed

PROMPTLY = 4.0  # seconds: a generous bound for what takes milliseconds on an idle machine


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


NEWS = rss("<item><title>News</title><guid>https://a.example/1</guid></item>")
SLOW = rss("<item>" + "<a>" * 400_000 + "</item>")  # some ten seconds of honest work for feedparser


DAEMON = """
import asyncio
from monitor.adapters.feed_parser import FeedParser

async def main():
    parser = FeedParser()
    await parser.start()
    reading = asyncio.create_task(parser.parse(b"<rss>" + b"<a>" * 400_000, url="", content_type=None))
    await asyncio.sleep(0.2)
    print(*parser.pids, flush=True)
    await reading

asyncio.run(main())
"""


@pytest.fixture
async def parser() -> AsyncIterator[FeedParser]:
    parser = FeedParser(ParserLimits(seconds=1.0, patience_seconds=0.2))
    yield parser
    await parser.aclose()


async def read(parser: FeedParser, body: bytes, url: str = "https://a.example/feed") -> Parsed:
    return await parser.parse(body, url=url, content_type="application/rss+xml")


async def test_a_feed_is_read(parser: FeedParser) -> None:
    parsed = await read(parser, NEWS)

    assert [(entry.title, entry.link) for entry in parsed.entries] == [("News", "https://a.example/1")]


async def test_one_worker_reads_one_feed_after_the_other(parser: FeedParser) -> None:
    await parser.start()
    before = parser.pids

    for _ in range(5):
        await read(parser, NEWS)

    assert parser.pids == before
    assert len(before) == 1


async def test_a_body_that_takes_too_long_is_stopped_and_named(parser: FeedParser) -> None:
    with pytest.raises(ParseFailed) as failure:
        await read(parser, SLOW)

    assert str(failure.value) == "quarantined: the parser needed more than 1 s and was stopped"
    assert len((await read(parser, NEWS)).entries) == 1


async def test_a_slow_body_does_not_hold_up_its_neighbours() -> None:
    parser = FeedParser(ParserLimits(seconds=6.0, patience_seconds=0.2))
    slow = asyncio.create_task(read(parser, SLOW))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(PROMPTLY):
            for _ in range(20):
                await read(parser, NEWS)
        assert not slow.done()
    finally:
        await parser.aclose()
        await asyncio.gather(slow, return_exceptions=True)


async def test_the_spare_worker_goes_when_the_rush_is_over(parser: FeedParser) -> None:
    results = await asyncio.gather(
        *(read(parser, body) for body in [SLOW, NEWS, NEWS, NEWS]), return_exceptions=True
    )
    await read(parser, NEWS)

    assert [type(result) for result in results] == [ParseFailed, Parsed, Parsed, Parsed]
    assert len(parser.pids) == 1


async def test_a_worker_killed_while_idle_is_replaced(parser: FeedParser) -> None:
    await parser.start()
    (worker,) = parser.pids
    os.kill(worker, signal.SIGKILL)

    assert len((await read(parser, NEWS)).entries) == 1
    assert worker not in parser.pids


async def test_a_worker_killed_in_the_middle_of_a_body_costs_nothing(parser: FeedParser) -> None:
    await parser.start()
    (worker,) = parser.pids
    os.kill(worker, signal.SIGSTOP)
    reading = asyncio.create_task(read(parser, NEWS))
    await asyncio.sleep(0.05)  # the body is on its way into a worker that stands still
    os.kill(worker, signal.SIGKILL)

    assert len((await reading).entries) == 1


async def test_a_worker_that_breaks_down_names_its_signal(parser: FeedParser) -> None:
    await parser.start()
    (worker,) = parser.pids
    os.kill(worker, signal.SIGSTOP)
    reading = asyncio.create_task(read(parser, NEWS))
    await asyncio.sleep(0.05)
    os.kill(worker, signal.SIGSEGV)
    os.kill(worker, signal.SIGCONT)

    with pytest.raises(
        ParseFailed, match="quarantined: the parser broke down over it: it was ended by SIGSEGV"
    ):
        await reading
    assert len((await read(parser, NEWS)).entries) == 1


async def test_a_cancelled_body_does_not_answer_for_the_next(parser: FeedParser) -> None:
    await parser.start()
    (worker,) = parser.pids
    reading = asyncio.create_task(read(parser, SLOW))
    await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert [entry.title for entry in (await read(parser, NEWS)).entries] == ["News"]
    assert worker not in parser.pids


async def test_closing_ends_a_worker_in_the_middle_of_a_body() -> None:
    parser = FeedParser()
    await parser.start()
    (worker,) = parser.pids
    reading = asyncio.create_task(read(parser, SLOW))
    await asyncio.sleep(0.05)

    await parser.aclose()

    with pytest.raises(MonitorError, match="closed"):
        await reading
    with pytest.raises(MonitorError, match="closed"):
        await read(parser, NEWS)
    with pytest.raises(ProcessLookupError):  # gone and reaped
        os.kill(worker, 0)


async def test_a_worker_knows_nothing_of_our_environment_and_hears_no_terminal(parser: FeedParser) -> None:
    await parser.start()
    (worker,) = parser.pids

    assert environment(worker) <= {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}
    assert os.getsid(worker) == worker


async def test_many_bodies_at_once_leave_no_descriptor_open() -> None:
    before = open_descriptors()
    parser = FeedParser(ParserLimits(seconds=0.5, patience_seconds=0.05))

    results = await asyncio.gather(
        *(read(parser, body) for body in [SLOW, *[NEWS] * 50, SLOW]), return_exceptions=True
    )
    await parser.aclose()

    assert [type(result) for result in results].count(Parsed) == 50
    assert open_descriptors() == before


def test_a_worker_dies_with_a_daemon_that_was_killed() -> None:
    """Even in the middle of a body, where it does not see that its input has ended."""
    if sys.platform != "linux":
        pytest.skip("elsewhere the worker ends after the body it has")
    with subprocess.Popen([sys.executable, "-c", DAEMON], stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        worker = int(daemon.stdout.readline())
        daemon.kill()

    assert gone(worker, within=PROMPTLY)


def test_a_worker_ends_when_its_input_does() -> None:
    worker = subprocess.run(
        [sys.executable, "-m", "monitor.adapters.parser_worker", str(512 << 20), "5", str(os.getpid())],
        input=b"",
        capture_output=True,
        timeout=30,
        check=False,
    )

    assert (worker.returncode, worker.stderr) == (0, b"")


def test_a_worker_imports_little() -> None:
    """What it does not import cannot be broken into, and costs no memory."""
    program = "import sys, monitor.adapters.parser_worker.__main__; print(*sys.modules, sep=chr(10))"
    listing = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in listing.stdout.split()}

    assert not loaded & {
        "aiohttp",
        "apprise",
        "apscheduler",
        "asyncio",
        "pydantic",
        "redis",
        "rich",
        "typer",
        "yaml",
    }


async def test_a_python_that_cannot_run_the_worker_is_our_trouble_not_the_feeds() -> None:
    parser = FeedParser(python="/bin/false")

    with pytest.raises(MonitorError, match="the feed parser does not start: it stopped with exit status 1"):
        await read(parser, NEWS)
    await parser.aclose()


async def test_a_body_beyond_the_limit_never_reaches_a_worker(parser: FeedParser) -> None:
    with pytest.raises(ParseFailed, match=r"too-large: 8\.0 MiB; up to 8 MiB are read"):
        await read(parser, b"<" * (8 * 2**20 + 1))

    assert parser.pids == ()


@pytest.mark.slow
async def test_every_recorded_feed_ends_as_entries_or_a_named_failure(parser: FeedParser) -> None:
    corpus = os.environ.get("NEWSMONITOR_CORPUS")
    if not corpus:
        pytest.skip("NEWSMONITOR_CORPUS is not set: there are no recorded feeds to read")
    files = recorded_feeds(corpus)
    started = time.monotonic()

    results = await asyncio.gather(
        *(read(parser, file.read_bytes()) for file in files), return_exceptions=True
    )

    parsed = [result for result in results if isinstance(result, Parsed)]
    failed = [result for result in results if isinstance(result, ParseFailed)]
    print(  # noqa: T201 - shown with -s
        f"{len(files)} feeds: {len(parsed)} read, {sum(len(one.entries) for one in parsed)} entries, "
        f"{len(failed)} failed, {time.monotonic() - started:.1f} s"
    )
    assert len(parsed) + len(failed) == len(files)
    assert len(parsed) > 0.9 * len(files)


def environment(process: int) -> set[str]:
    path = Path(f"/proc/{process}/environ")
    if not path.exists():
        pytest.skip("needs /proc")
    return {line.partition("=")[0] for line in path.read_text().split("\0") if line}


def open_descriptors() -> int:
    path = Path("/proc/self/fd")
    if not path.exists():
        pytest.skip("needs /proc")
    return len(list(path.iterdir()))


def gone(process: int, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        state = Path(f"/proc/{process}/stat")
        try:
            if (
                state.read_text().rpartition(")")[2].split()[0] == "Z"
            ):  # dead; who inherited it has not looked yet
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def recorded_feeds(corpus: str) -> list[Path]:
    return sorted(path for path in Path(corpus, "feeds").iterdir() if path.suffix != ".tsv")
