"""The daemon fits beside other things on a small machine."""

import sys
from pathlib import Path

import pytest

from tests.bench import bench_daemon


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_daemon_with_two_hundred_feeds_is_ready_soon_and_stays_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    costs = bench_daemon.measure(tmp_path, feed_count=200)
    with capsys.disabled():
        sys.stdout.write(f"\n{costs}\n")
    assert costs.ready < 10  # 3 on an idle machine
    assert costs.main <= 110
    assert len(costs.memory) >= 3, "the store and the parser belong to the tree"
