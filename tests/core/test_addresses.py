from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.addresses import Network, refusal

NOWHERE_PRIVATE = Network()


def allowing(*networks: str) -> Network:
    return Network(allow_private=tuple(ip_network(network) for network in networks))


PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "151.101.0.81",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2001:200::",
    "2606:4700::1111",
    "2a04:4e42::81",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_reached(address: str) -> None:
    assert refusal(address, NOWHERE_PRIVATE) is None


REFUSED = {
    "0.0.0.0": "the unspecified address",
    "0.1.2.3": "this network",
    "10.0.0.0": "private",
    "10.255.255.255": "private",
    "100.64.0.0": "carrier",
    "100.127.255.255": "carrier",
    "127.0.0.1": "loopback",
    "127.255.255.255": "loopback",
    "169.254.169.254": "link-local",
    "172.16.0.0": "private",
    "172.31.255.255": "private",
    # Python changed its mind about this block between 3.11 and 3.13.
    "192.0.0.0": "IETF",
    "192.0.0.8": "IETF",
    "192.0.0.9": "IETF",
    "192.0.0.170": "IETF",
    "192.0.0.255": "IETF",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4",
    "192.168.0.1": "private",
    "198.18.0.1": "benchmarking",
    "198.19.255.255": "benchmarking",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "the unspecified address",
    "::1": "loopback",
    "::7f00:1": "IPv4-compatible",
    "::8.8.8.8": "IPv4-compatible",
    "::ffff:0:7f00:1": "outside the public address space",  # IPv4-translated, RFC 2765
    "100::1": "discard",
    "2001:0:4136:e378:8000:63bf:f7f7:f7f7": "Teredo",
    "2001:2::1": "IETF",
    "2001:20::1": "IETF",  # reachable says Python 3.13, and not 3.11
    "2001:1ff:ffff::": "IETF",
    "2001:db8::1": "documentation",
    "2002:808:808::1": "6to4",  # reachable says Python 3.11, and not 3.13
    "3fff::1": "documentation",
    "3fff:fff:ffff::": "documentation",
    "4000::1": "outside the public address space",
    "5f00::1": "outside the public address space",
    "fc00::1": "private",
    "fd12:3456:789a::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "ff0e::1": "multicast",
    "64:ff9b:1::808:808": "local NAT64",
}


@pytest.mark.parametrize(("address", "reason"), REFUSED.items())
def test_special_addresses_are_refused_and_named(address: str, reason: str) -> None:
    refused = refusal(address, NOWHERE_PRIVATE)
    assert refused is not None
    assert reason in refused


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::ffff:7f00:1", "127.0.0.1"),
        ("::ffff:169.254.169.254", "169.254.169.254"),
        ("::ffff:10.0.0.1%eth0", "10.0.0.1"),
        ("64:ff9b::127.0.0.1", "127.0.0.1"),
        ("64:ff9b::a9fe:a9fe", "169.254.169.254"),
        ("64:ff9b:1::192.168.1.1", "192.168.1.1"),
        ("2002:7f00:1::", "127.0.0.1"),
        ("2002:c0a8:101::1", "192.168.1.1"),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", "127.0.0.1"),
    ],
)
def test_an_address_inside_an_address_is_found(address: str, inside: str) -> None:
    refused = refusal(address, NOWHERE_PRIVATE)
    assert refused is not None
    assert f"leads to {inside}" in refused


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refusal(text, allowing("0.0.0.0/0", "::/0")) == f"{text!r} is not an IP address"


def test_allowed_networks_may_be_reached_and_nothing_beside_them() -> None:
    network = allowing("10.1.0.0/16", "fd00:1::/32")
    assert refusal("10.1.2.3", network) is None
    assert refusal("fd00:1::5", network) is None
    assert refusal("10.2.0.0", network) == "10.2.0.0 is a private address"
    assert refusal("fd00:2::", network) == "fd00:2:: is a private address"
    assert refusal("127.0.0.1", network) is not None


def test_a_mapped_address_is_allowed_with_the_address_it_maps() -> None:
    assert refusal("::ffff:127.0.0.1", allowing("127.0.0.0/8")) is None


def test_a_wrapped_address_must_be_allowed_inside_and_outside() -> None:
    assert refusal("64:ff9b::10.0.0.1", allowing("10.0.0.0/8")) is None
    assert refusal("64:ff9b::10.0.0.1", allowing("64:ff9b::/96")) is not None
    assert refusal("2002:a00:1::", allowing("2002::/16")) is not None
    assert refusal("2002:a00:1::", allowing("10.0.0.0/8")) is not None
    assert refusal("2002:a00:1::", allowing("2002::/16", "10.0.0.0/8")) is None
    assert refusal("64:ff9b:1::8.8.8.8", allowing("64:ff9b:1::/48")) is None
    assert refusal("64:ff9b:1:808:8:800::", allowing("64:ff9b:1::/48")) is not None  # placed elsewhere


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_python_does_not_call_global_is_refused(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert refusal(str(address), NOWHERE_PRIVATE) is not None


_NAT64 = ip_network("64:ff9b::/96")


@given(st.ip_addresses(v=6))
def test_every_ipv6_address_python_does_not_call_global_is_refused(address: IPv6Address) -> None:
    inner = address.ipv4_mapped or (IPv4Address(address.packed[-4:]) if address in _NAT64 else None)
    judged = inner or address
    if not judged.is_global or judged.is_multicast:
        assert refusal(str(address), NOWHERE_PRIVATE) is not None


@given(st.ip_addresses(v=4))
def test_a_mapped_address_and_the_address_itself_are_judged_alike(address: IPv4Address) -> None:
    plain = refusal(str(address), NOWHERE_PRIVATE)
    for prefix in ("::ffff:", "64:ff9b::"):
        wrapped = refusal(f"{prefix}{address}", NOWHERE_PRIVATE)
        assert (wrapped is None) == (plain is None)


@given(st.text(max_size=40))
def test_no_text_makes_it_raise(text: str) -> None:
    refused = refusal(text, NOWHERE_PRIVATE)
    if refused is None:
        ip_address(text.partition("%")[0])  # then it was one
