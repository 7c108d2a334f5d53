"""No packet leaves to an address that is not public, whatever a feed does (P9), counted where every address would answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHARED

CASES = SHARED / "testdata" / "ssrf" / "ssrf_cases.json"
ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not CASES.exists(), reason=f"needs the shared test material in {CASES}")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a network namespace")
def test_no_packet_to_a_forbidden_address() -> None:
    for command in ("unshare", "ip"):
        assert shutil.which(command), f"{command} is missing: apt-get install util-linux iproute2"
    command = ["unshare", "--net", sys.executable, "-m", "tests.netns_probe", str(CASES)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)

    assert found["forbidden"] == {}
    every = {"blocked_address": 109}
    kinds = ("literal", "name", "one of two", "redirect", "named redirect", "rebinding")
    assert {kind: found["tried"][kind] for kind in kinds} == dict.fromkeys(kinds, every)
    assert sum(found["tried"]["url"].values()) == 50
    assert found["tried"]["url"].keys() <= {"blocked_address", "dns"}
    assert found["public"] > 0  # the first hops did arrive
    assert (found["control"], found["control_packets"] > 0) == ("fetched", True)
