"""Tries to make the fetcher reach forbidden addresses, in a network namespace of its own: python -m tests.netns_probe.

In the namespace every address of the internet is this machine: whatever is dialled would arrive, and is counted by its
destination. Prints what was tried and what arrived, as JSON.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import struct
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from monitor.bootstrap import utc_now
from monitor.errors import FetchError
from monitor.feeds.answers import Response
from monitor.feeds.fetch import Fetcher, FetchLimits
from monitor.model import Feed, FeedId, FeedStatus
from monitor.network.addresses import blocked_because

PUBLIC = "93.184.216.34"
RSS = b"<rss><channel/></rss>"


class Sniffer:
    """Counts the packets on the loopback interface by destination."""

    def __init__(self) -> None:
        self.to: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
        self._socket.bind(("lo", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            frame = self._socket.recv(65_536)
            kind = struct.unpack("!H", frame[12:14])[0]
            if kind == 0x0800:
                self.to[str(ipaddress.ip_address(frame[30:34]))] += 1
            elif kind == 0x86DD:
                self.to[str(ipaddress.ip_address(frame[38:54]))] += 1

    def forbidden(self) -> dict[str, int]:
        return {address: count for address, count in self.to.items() if blocked_because(address)}


class Handler(BaseHTTPRequestHandler):
    """Redirects to where the query says; else serves a feed."""

    def do_GET(self) -> None:
        target = self.path.partition("?to=")[2]
        self.send_response(302 if target else 200)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0" if target else str(len(RSS)))
        self.end_headers()
        if not target:
            self.wfile.write(RSS)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library uses
        return


class Names:
    """A resolver: names of the table, one answer after another; literals as the system reads them, without the network."""

    def __init__(self) -> None:
        self.table: dict[str, list[list[str]]] = {}

    def __call__(self, host: str, port: int) -> list[str]:
        if host in self.table:
            answers = self.table[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if host.rstrip(".").lower() == "localhost":
            return ["127.0.0.1"]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]


def main(cases: str) -> None:
    for command in (
        "ip link set lo up",
        "ip route add local 0.0.0.0/0 dev lo",
        "ip -6 route add local ::/0 dev lo",
    ):
        subprocess.run(command.split(), check=True)
    server = ThreadingHTTPServer(("0.0.0.0", 80), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sniffer, names = Sniffer(), Names()
    material = json.loads(Path(cases).read_text(encoding="utf-8"))
    addresses = material["must_block_ips"] + material["must_block_embedded"]

    def outcome(url: str, *, fresh: bool = True, allow_private: bool = False) -> str:
        nonlocal fetcher
        if fresh:
            fetcher.close()
            fetcher = Fetcher(
                clock=utc_now,
                resolver=names,
                allow_private=allow_private,
                limits=FetchLimits(timeout_s=5),
                tls=tls,
            )
        try:
            answer = fetcher.fetch(Feed(id=FeedId("f"), url=url, publisher="P"), FeedStatus(feed=FeedId("f")))
        except FetchError as error:
            return error.reason
        return "fetched" if isinstance(answer, Response) else "other"

    tls = ssl.create_default_context()
    fetcher = Fetcher(clock=utc_now, tls=tls)
    tried: dict[str, Counter[str]] = {
        kind: Counter() for kind in ("literal", "name", "one of two", "redirect", "named redirect", "rebinding", "url")
    }
    for n, address in enumerate(addresses):
        host = f"[{address}]" if ":" in address else address
        name = f"host{n}.test"
        tried["literal"][outcome(f"http://{host}/")] += 1
        names.table[name] = [[address]]
        tried["name"][outcome(f"http://{name}/")] += 1
        tried["named redirect"][outcome(f"http://{PUBLIC}/?to=http://{name}/")] += 1
        names.table[name] = [[PUBLIC, address]]
        tried["one of two"][outcome(f"http://{name}/")] += 1
        tried["redirect"][outcome(f"http://{PUBLIC}/?to=http://{host}/")] += 1
        names.table[name] = [[PUBLIC], [address]]
        assert outcome(f"http://{name}/") == "fetched"
        tried["rebinding"][outcome(f"http://{name}/")] += 1
    for case in material["urls"]:
        tried["url"][outcome(case["url"])] += 1
    forbidden = sniffer.forbidden()
    # That nothing arrived says something only where it would have been seen.
    control = outcome("http://10.1.2.3/", allow_private=True)
    print(
        json.dumps(
            {
                "tried": tried,
                "forbidden": forbidden,
                "public": sniffer.to[PUBLIC],
                "control": control,
                "control_packets": sniffer.to["10.1.2.3"],
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
