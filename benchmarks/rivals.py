"""One other feed reader's rounds over the farm, in an environment of its own: python rivals.py reader|rss2email PORT COUNT HOSTS.

Makes a round for each line of its input, and prints one JSON line for each: seconds of wall clock and of processor. ``python rivals.py mail PORT FOLDER`` hands the messages
of a folder over as rss2email does, and prints the same once. Knows nothing of the service, because the
environment that it runs in does not have it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def urls(port: int, count: int, hosts: int) -> list[str]:
    return [f"http://127.1.{n % hosts // 250}.{n % hosts % 250 + 1}:{port}/{n}" for n in range(count)]


def cpu_s() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def rounds(run: Callable[[], object]) -> None:
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_s()
        run()
        print(json.dumps({"wall_s": time.perf_counter() - wall, "cpu_s": cpu_s() - cpu}), flush=True)


def reader(folder: Path, feeds: list[str]) -> None:
    from reader import make_reader

    with make_reader(str(folder / "reader.sqlite")) as made:
        for url in feeds:
            made.add_feed(url)
        rounds(lambda: made.update_feeds(scheduled=False))


def rss2email(folder: Path, feeds: list[str]) -> None:
    """Its own command does nothing else than this, for all feeds in one process; no mail is sent."""
    config = folder / "rss2email.cfg"
    sections = "".join(f"[feed.f{n}]\nurl = {url}\n" for n, url in enumerate(feeds))
    config.write_text(f"[DEFAULT]\nto = to@example.org\nfrom = from@example.org\n{sections}")
    command = [Path(sys.executable).with_name("r2e"), "-c", config, "-d", folder / "data.json", "run", "--no-send"]
    rounds(lambda: subprocess.run(command, check=True, capture_output=True, env=os.environ | {"LANG": "C.UTF-8"}))


def mail(port: int, folder: Path) -> None:
    """rss2email's own function for one message, with its own settings."""
    from email import message_from_bytes, policy

    from rss2email.config import CONFIG
    from rss2email.email import smtp_send

    CONFIG["DEFAULT"].update({"smtp-server": "127.0.0.1", "smtp-port": str(port), "from": "monitor@alerts.example.org"})
    messages = [message_from_bytes(path.read_bytes(), policy=policy.SMTP) for path in sorted(folder.glob("*.eml"))]
    wall, cpu = time.perf_counter(), cpu_s()
    for message in messages:
        smtp_send(str(message["To"]), message, CONFIG)
    print(json.dumps({"wall_s": time.perf_counter() - wall, "cpu_s": cpu_s() - cpu}))


if __name__ == "__main__":
    which, *numbers = sys.argv[1:]
    if which == "mail":
        mail(int(numbers[0]), Path(numbers[1]))
        sys.exit()
    port, count, hosts = map(int, numbers)
    with tempfile.TemporaryDirectory() as folder:
        {"reader": reader, "rss2email": rss2email}[which](Path(folder), urls(port, count, hosts))
