"""store.url, taken apart."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, unquote

from monitor.core.errors import UsageError

_EXAMPLES = (
    "redis://HOST:6379/0, redis://:PASSWORD@HOST/0, rediss://USER:PASSWORD@HOST:6380/0, "
    "unix:///run/valkey/valkey.sock, sentinel://:PASSWORD@HOST1:26379,HOST2:26379/PRIMARY/0"
)
_PORT = {"redis": 6379, "rediss": 6379, "sentinel": 26379}
_OPTIONS = {
    "redis": frozenset[str](),
    "rediss": frozenset({"ssl_ca_certs", "ssl_certfile", "ssl_keyfile"}),
    "unix": frozenset({"db"}),
    "sentinel": frozenset({"sentinel_username", "sentinel_password"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """Where the store is. Its text (str) holds no secret; parse() is the way to make one.

    hosts: the one server, or the sentinels to ask for the primary of `service`; empty when path names a unix socket.
    options: paths of ssl_ca_certs, ssl_certfile, ssl_keyfile; sentinel_username and sentinel_password.
    """

    scheme: str
    hosts: tuple[tuple[str, int], ...] = ()
    path: str | None = None
    service: str | None = None
    database: int = 0
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    options: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """redis://, rediss:// (TLS), unix:// or sentinel://h1:26379,h2/primary/0, each with USER:PASSWORD@ if need be.

        Raises UsageError with examples. No message ever repeats the URL: it may hold a password.
        """
        scheme, found, rest = url.partition("://")
        if not found or scheme not in _OPTIONS:
            raise _mistake("it must begin with redis://, rediss://, unix:// or sentinel://")
        rest, _, query = rest.partition("?")
        authority, _, path = rest.partition("/")
        userinfo, _, hosts = authority.rpartition("@")
        username, password = _credentials(userinfo)
        options = _options(scheme, query)
        if scheme == "unix":
            if hosts or not path:
                raise _mistake("a unix socket is named by its absolute path: three slashes")
            database = _database(options.pop("db", ""))
            socket = f"/{unquote(path)}"
            return cls(
                scheme=scheme,
                path=socket,
                database=database,
                username=username,
                password=password,
                options=options,
            )
        service, database_text = (None, path) if scheme != "sentinel" else _service(path)
        return cls(
            scheme=scheme,
            hosts=_hosts(scheme, hosts),
            service=service,
            database=_database(database_text),
            username=username,
            password=password,
            options=options,
        )

    def __str__(self) -> str:
        if self.path is not None:
            return f"unix://{self.path}"
        hosts = ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        parts = (hosts, *((self.service,) if self.service else ()), str(self.database))
        return f"{self.scheme}://{'/'.join(parts)}"


def _mistake(what: str) -> UsageError:
    return UsageError(f"store.url: {what}. Examples: {_EXAMPLES}")


def _credentials(userinfo: str) -> tuple[str | None, str | None]:
    username, colon, password = userinfo.partition(":")
    if username and not colon:
        raise _mistake("a name before @ needs a password; a password alone is written :PASSWORD@")
    return unquote(username) or None, unquote(password) or None


def _options(scheme: str, query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if not options.keys() <= _OPTIONS[scheme]:
        known = ", ".join(sorted(_OPTIONS[scheme])) or "nothing"
        raise _mistake(f"after ? a {scheme}:// URL may set {known}; a ? inside a password is written %3F")
    return options


def _hosts(scheme: str, text: str) -> tuple[tuple[str, int], ...]:
    hosts = tuple(_host(part.strip(), _PORT[scheme]) for part in text.split(","))
    if scheme != "sentinel" and len(hosts) > 1:
        raise _mistake("several hosts are for sentinel:// only")
    return hosts


def _host(text: str, default_port: int) -> tuple[str, int]:
    if text.startswith("["):
        name, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    else:
        name, _, port = text.partition(":")
    if not name:
        raise _mistake("the host is missing")
    if not port:
        return name, default_port
    if not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise _mistake(
            "the port must be a number from 1 to 65535; inside a password write / as %2F, @ as %40"
        )
    return name, int(port)


def _service(path: str) -> tuple[str, str]:
    service, _, database = path.partition("/")
    if not service:
        raise _mistake("after the sentinels comes the name under which they watch the primary")
    return unquote(service), database


def _database(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal():
        raise _mistake("the database, last in the path, is a number")
    return int(text)
