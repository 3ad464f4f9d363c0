"""The process that judges: a job comes in, what it has done goes out. It gives way to everything else on the machine."""

import asyncio
import os
import pickle
import sys
from typing import IO

from monitor.cli.backtest.child import Begun, Failed, HourRead, Job, Said
from monitor.cli.connected import connected
from monitor.core.backtest import Backtest, Outcome, hour_of, moment_of
from monitor.core.errors import StoreError

_NICE = 10


def main() -> None:
    """Ends quietly when nobody listens any more."""
    os.nice(_NICE)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(
        sys.stderr.fileno(), sys.stdout.fileno()
    )  # a print of anybody's must not stand between the answers
    try:
        job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301  said by the process that started us
    except EOFError:  # which has thought better of it
        return
    try:
        try:
            _say(answers, asyncio.run(_judge(job, answers)))
        except StoreError as error:
            _say(answers, Failed(error))
    except BrokenPipeError:
        os._exit(1)  # the interpreter would complain about what it cannot write any more


async def _judge(job: Job, answers: IO[bytes]) -> Outcome:
    async with connected(job.config) as (config, store):
        backtest = Backtest(job.rules, zone=config.zone, other=job.other, only=job.only)
        begins = (await store.reading.now()) - job.since
        hours = sorted(int(hour) for hour in await store.reading.hours())
        wanted = [hour for hour in hours if hour >= hour_of(begins)]
        _say(answers, Begun(len(wanted)))
        for hour in wanted:
            found = [(moment_of(hour, each.article), each) for each in await store.reading.hour(str(hour))]
            for at, archived in sorted(found, key=lambda pair: pair[0]):
                if at >= begins:
                    backtest.take(archived, at)
            backtest.rest()
            _say(answers, HourRead())
        return backtest.outcome()


def _say(answers: IO[bytes], said: Said) -> None:
    pickle.dump(said, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
