"""Which IP addresses may be reached. A feed's URL, its redirects and its DNS are written by strangers.

The table is our own and not `ipaddress.is_global`, whose answers changed between Python 3.11 and 3.14.
IPv4 is public unless listed; IPv6 only inside 2000::/3, all that IANA has given out for global unicast.
Source: IANA special-purpose address registries (RFC 6890). The few blocks there that are reachable but
serve no news (relays, anycast service addresses inside 192.0.0.0/24 and 2001::/23) are refused as well.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How the world is reached, as in config.yaml.

    allow_private: networks that may be reached although they are not public.
    proxy: URL of an HTTP proxy for every request; it resolves names, so the guard on resolved addresses is its.
    ca_file: PEM file of certificate authorities to trust instead of the system's.
    """

    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy: str | None = None
    ca_file: str | None = None


# The first match names the reason, so the narrow come before the wide.
_SPECIAL = tuple(
    (ip_network(block), reason)
    for block, reason in (
        ("0.0.0.0/32", "the unspecified address"),
        ("0.0.0.0/8", "an address of 'this network'"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier's shared address"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),  # cloud machines hand out credentials at 169.254.169.254
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "an address of IETF protocols"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a retired 6to4 relay"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("255.255.255.255/32", "the broadcast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "the unspecified address"),
        ("::1/128", "a loopback address"),
        ("::/96", "a retired IPv4-compatible address"),
        ("64:ff9b:1::/48", "an address of a local NAT64"),
        ("100::/64", "a discard address"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "an address of IETF protocols"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "a documentation address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a retired site-local address"),
        ("ff00::/8", "a multicast address"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: reaches whatever IPv4 address its last four bytes name
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215


def refusal(address: str, network: Network) -> str | None:
    """Why this IP address must not be reached, as a clause for people; None when it may be.

    An address that carries another (NAT64, 6to4, Teredo) must pass for both; an IPv4-mapped one is the
    IPv4 address. The zone of fe80::1%eth0 changes nothing. Text that is no IP address is refused.
    """
    try:
        outer = ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is not an IP address"
    for layer in _layers(outer):
        reason = _special(layer)
        if reason is not None and not any(layer in allowed for allowed in network.allow_private):
            return f"{layer} is {reason}" if layer == outer else f"{outer} leads to {layer}, {reason}"
    return None


def _special(address: IPv4Address | IPv6Address) -> str | None:
    for block, reason in _SPECIAL:
        if address in block:
            return reason
    if isinstance(address, IPv4Address) or address in _GLOBAL_UNICAST or address in _NAT64:
        return None
    return "outside the public address space"


def _layers(outer: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """The addresses that must all be allowed, from the inside out."""
    if isinstance(outer, IPv4Address):
        return (outer,)
    if outer.ipv4_mapped is not None:
        return (outer.ipv4_mapped,)
    if outer in _NAT64 or outer in _LOCAL_NAT64:
        # A local NAT64 may place the address elsewhere; then zeros are read here, and zeros are refused.
        return (IPv4Address(outer.packed[-4:]), outer)
    if outer.sixtofour is not None:
        return (outer.sixtofour, outer)
    if outer.teredo is not None:
        return (*outer.teredo, outer)
    return (outer,)
