import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from monitor.adapters.embedded import EmbeddedStore
from tests.adapters.embedded.watching import WHEEL, Embed


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """Under /tmp and short: sockets have short paths."""
    with tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as folder:
        yield Path(folder) / "state"


@pytest.fixture
def only_redis(tmp_path: Path) -> dict[str, str]:
    """An environment in which PATH holds redis-server and nothing else."""
    found = shutil.which("redis-server")
    if found is None:
        pytest.skip("redis-server is not installed")
    (tmp_path / "redis-server").symlink_to(found)
    return {"PATH": str(tmp_path)}


@pytest.fixture(params=["redis", "valkey"])
def environ(request: pytest.FixtureRequest) -> dict[str, str]:
    """Once with the redis-server of PATH, once with the wheel's Valkey."""
    if request.param == "valkey":
        return WHEEL
    return cast("dict[str, str]", request.getfixturevalue("only_redis"))


@pytest.fixture
def embed(state_dir: Path) -> Iterator[Embed]:
    """Makes embedded stores over state_dir and stops them all in the end."""
    made: list[EmbeddedStore] = []

    def embed(
        environ: Mapping[str, str] = WHEEL,
        *,
        say: Callable[[str], None] = lambda _: None,
        patience: float = 30.0,
    ) -> EmbeddedStore:
        made.append(EmbeddedStore(state_dir, environ=environ, say=say, patience=patience))
        return made[-1]

    yield embed
    for store in made:
        store.stop()
