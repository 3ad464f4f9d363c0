"""store.url taken apart, and mistakes in it."""

import pytest

from monitor.adapters.connection import StoreAddress, connect
from monitor.core.errors import UsageError


@pytest.mark.parametrize(
    ("url", "text", "username", "password"),
    [
        ("redis://store.example", "redis://store.example:6379/0", None, None),
        ("redis://store.example:6380/3", "redis://store.example:6380/3", None, None),
        ("redis://:hunter2@store.example/3", "redis://store.example:6379/3", None, "hunter2"),
        ("redis://news:hunt%2Fer%402@[::1]:7000", "redis://[::1]:7000/0", "news", "hunt/er@2"),
        ("rediss://store.example?ssl_ca_certs=/etc/ca.pem", "rediss://store.example:6379/0", None, None),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock", None, None),
        ("unix://:hunter2@/run/a%20b.sock?db=2", "unix:///run/a b.sock", None, "hunter2"),
        ("sentinel://a,b:7000/primary", "sentinel://a:26379,b:7000/primary/0", None, None),
        (
            "sentinel://news:hunter2@a, [::1]/primary/4",
            "sentinel://a:26379,[::1]:26379/primary/4",
            "news",
            "hunter2",
        ),
    ],
)
def test_every_form_is_understood_and_shown_without_its_secret(
    url: str, text: str, username: str | None, password: str | None
) -> None:
    address = StoreAddress.parse(url)
    assert (str(address), address.username, address.password) == (text, username, password)
    assert "hunter2" not in f"{address!r}{address}"


def test_databases_and_options_are_kept() -> None:
    assert StoreAddress.parse("unix:///s.sock?db=2").database == 2
    address = StoreAddress.parse("sentinel://a/primary/1?sentinel_username=watch&sentinel_password=hunter2")
    assert address.options == {"sentinel_username": "watch", "sentinel_password": "hunter2"}
    assert (address.service, address.database) == ("primary", 1)


@pytest.mark.parametrize(
    ("url", "mistake"),
    [
        ("hunter2", "must begin with"),
        ("http://:hunter2@host", "must begin with"),
        ("redis://", "the host is missing"),
        ("redis://:hunter2@", "the host is missing"),
        ("redis://:hunter2", "the host is missing"),
        ("redis://hunter2@host", "needs a password"),
        ("redis://host:hunter2", "the port must be a number"),
        ("redis://:hunt/hunter2@host", "the host is missing"),
        ("redis://:hunt?hunter2@host", "written %3F"),
        ("redis://host:70000", "the port must be a number"),
        ("redis://host/hunter2", "is a number"),
        ("redis://a,b", "sentinel:// only"),
        ("redis://host?password=hunter2", "may set nothing"),
        ("rediss://host?ssl_cert_reqs=none&x=hunter2", "may set ssl_ca_certs, ssl_certfile, ssl_keyfile"),
        ("unix://run/valkey.sock", "three slashes"),
        ("unix://", "three slashes"),
        ("sentinel://a,b", "the name under which"),
        ("sentinel://a,,b/primary", "the host is missing"),
    ],
)
def test_a_mistake_is_named_with_examples_and_without_the_secret(url: str, mistake: str) -> None:
    with pytest.raises(UsageError) as error:
        connect(url)
    message = str(error.value)
    assert mistake in message
    assert "redis://HOST:6379/0" in message
    assert "hunter2" not in message


async def test_a_client_shows_no_secret() -> None:
    for url in (
        "redis://news:hunter2@host/0",
        "sentinel://news:hunter2@host/primary?sentinel_password=hunter2",
    ):
        client = connect(url)
        assert "hunter2" not in f"{client!r} {client.connection_pool!r}"
        await client.aclose()
