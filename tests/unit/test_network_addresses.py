"""No feed is fetched from a private address, however it is spelled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.network.addresses import blocked_because, target_refused_because

SSRF = Path(__file__).parents[3] / "shared" / "testdata" / "ssrf"
CASES = json.loads((SSRF / "ssrf_cases.json").read_text()) if SSRF.exists() else {}

needs_material = pytest.mark.skipif(not CASES, reason=f"needs the shared test material in {SSRF}")


@needs_material
def test_every_must_block_address_is_blocked() -> None:
    addresses = CASES["must_block_ips"] + CASES["must_block_embedded"]
    assert [address for address in addresses if blocked_because(address) is None] == []
    assert len(addresses) >= 109


@needs_material
def test_public_addresses_are_allowed() -> None:
    assert {address: why for address in CASES["must_allow_ips"] if (why := blocked_because(address))} == {}


@needs_material
def test_every_range_of_the_shared_list_is_blocked_at_both_ends() -> None:
    from ipaddress import ip_network

    ranges = json.loads((SSRF / "blocked_ranges.json").read_text())["ranges"]["recommended_latest"]
    ends = [str(end) for one in map(ip_network, ranges) for end in (one[0], one[-1])]
    assert [end for end in ends if blocked_because(end) is None] == []


@pytest.mark.parametrize("name", ["localhost", "example.org", "2130706433", "0x7f.1", ""])
def test_names_and_odd_spellings_are_blocked_until_resolved(name: str) -> None:
    assert blocked_because(name) == "not a literal address"


def test_zone_ids_do_not_hide_an_address() -> None:
    assert blocked_because("fe80::1%lo") is not None


@pytest.mark.parametrize(
    ("target", "refused_for"),
    [
        ({"scheme": "ftp"}, "starts with http"),
        ({"scheme": ""}, "no scheme"),
        ({"host": ""}, "no host"),
        ({"userinfo": True}, "user:password@"),
        ({"port": 22}, "port 22"),
        ({"port": 0}, "port 0"),
        ({"port": 8443}, None),
        ({"port": 22, "any_port": True}, None),
        ({"port": None}, None),
    ],
)
def test_targets(target: dict[str, object], refused_for: str | None) -> None:
    fields = {"scheme": "https", "userinfo": False, "host": "example.org", "port": None} | target
    refused = target_refused_because(**fields)  # type: ignore[arg-type]
    assert (refused is None) if refused_for is None else (refused is not None and refused_for in refused)
