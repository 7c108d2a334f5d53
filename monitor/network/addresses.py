"""Which addresses and ports may be connected to: the guard against requests into private networks.

The check is made on literal addresses after resolution, never on names: ``2130706433``, ``0x7f.1`` and a public name
with a private answer all end as the same literal. ``ipaddress.is_global`` alone lets about half of the ranges below
through (mapped, translated and tunnelled IPv4 above all), so the ranges are listed here with their sources.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

ALLOWED_SCHEMES = frozenset({"http", "https"})

ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports of web servers. Others belong to services that a feed address could be used to talk to."""

_BLOCKED = tuple(
    (ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this host, RFC 791"),
        ("10.0.0.0/8", "private use, RFC 1918"),
        ("100.64.0.0/10", "shared address space of carriers, RFC 6598"),
        ("127.0.0.0/8", "loopback, RFC 1122"),
        ("168.63.129.16/32", "platform service of Azure hosts, Microsoft Learn"),
        ("169.254.0.0/16", "link local and cloud metadata, RFC 3927"),
        ("172.16.0.0/12", "private use, RFC 1918"),
        ("192.0.0.0/24", "IETF protocol assignments, RFC 6890"),
        ("192.0.2.0/24", "documentation, RFC 5737"),
        ("192.31.196.0/24", "AS112, RFC 7535"),
        ("192.52.193.0/24", "AMT, RFC 7450"),
        ("192.88.99.0/24", "6to4 relay, deprecated by RFC 7526"),
        ("192.168.0.0/16", "private use, RFC 1918"),
        ("192.175.48.0/24", "AS112, RFC 7534"),
        ("198.18.0.0/15", "benchmarking, RFC 2544"),
        ("198.51.100.0/24", "documentation, RFC 5737"),
        ("203.0.113.0/24", "documentation, RFC 5737"),
        ("224.0.0.0/4", "multicast, RFC 5771"),
        ("240.0.0.0/4", "reserved and broadcast, RFC 1112"),
        ("2001::/23", "IETF protocol assignments (Teredo, ORCHID, benchmarking, AMT), RFC 2928"),
        ("2001:db8::/32", "documentation, RFC 3849"),
        ("2002::/16", "6to4, RFC 3056: may hide a private IPv4 address"),
        ("2620:4f:8000::/48", "AS112, RFC 7534"),
        ("3fff::/20", "documentation, RFC 9637"),
    )
)

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only part of IPv6 that IANA hands out for the public network (RFC 4291). Outside lie loopback, ``fc00::/7``
(RFC 4193), ``fe80::/10``, ``fec0::/10``, multicast, IPv4-mapped and -compatible addresses, ``64:ff9b::/96`` (RFC 6052),
``64:ff9b:1::/48`` (RFC 8215), ``100::/64`` (RFC 6666) and ``5f00::/16`` (RFC 9602)."""


def blocked_because(address: str) -> str | None:
    """Say why a literal address is no public host; None: it is one.

    Anything that is not a literal IPv4 or IPv6 address is blocked too: names must be resolved before they are asked about.
    """
    try:
        literal: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return "not a literal address"
    for network, why in _BLOCKED:
        if literal in network:
            return f"{network}: {why}"
    if isinstance(literal, IPv6Address) and literal not in _GLOBAL_UNICAST:
        return "not a public IPv6 address (outside 2000::/3, RFC 4291)"
    return None


def target_refused_because(
    *, scheme: str, userinfo: bool, host: str, port: int | None, any_port: bool = False
) -> str | None:
    """Say why an address must not even be looked up, with the remedy; None: it may be resolved and checked.

    Args:
        userinfo: whether the address carries ``user:password@``.
        port: None for the scheme's own.
        any_port: True where the operator has allowed private feeds, which live on any port.
    """
    if scheme not in ALLOWED_SCHEMES:
        return f"{scheme or 'no scheme'} is not fetched; a feed address starts with http:// or https://"
    if not host:
        return "the address names no host"
    if userinfo:
        return "addresses with user:password@ are not fetched; take it out of the address"
    if port is not None and port not in ALLOWED_PORTS and not any_port:
        return f"port {port} is not fetched from; feeds are on ports {', '.join(map(str, sorted(ALLOWED_PORTS)))}"
    return None
