"""How fast mails are made and handed over: python -m benchmarks.mailing [--json]

On one core, to a mail server on another one. (a) digests of which no two are alike: described, rendered, built, handed over;
(b) one body for everybody, each with headers of their own; (c) the whole way through the outbox, with its claims and commits;
(d) how long after the commit of an incident the last of 1,000 subscribers' mails were accepted; (e) rss2email's way of
sending the same 200 finished messages (in ``.venv-rivals``; ``make mailing`` makes it): a connection for each. Per second of the core's time, so that other work on the machine counts
little, and per second of the clock.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from monitor.bootstrap import make_channel
from monitor.config import Settings
from monitor.delivery.channels import StillOurs
from monitor.delivery.message import build_message
from monitor.delivery.views import Telling
from monitor.jobs.composing import Content, compose_message, render, sender_of, span_headers
from monitor.jobs.delivering import deliver_due
from monitor.jobs.services import Services
from monitor.model import (
    Count,
    DeliveryId,
    DeliveryKind,
    DigestKind,
    Subscriber,
    SubscriberId,
    Toll,
)
from monitor.scheduling import DELIVER_INTERVAL_S
from monitor.storage import Store, upgrade
from tests.assembled import FakeClock, TestServices
from tests.mailcases import NOW, a_delivery, a_telling, an_incident, cite, the_wave
from tests.reliability.sink import process_sink
from tests.storage import builders

DISTINCT, SHARED, WHOLE, AUDIENCE, SAME = 600, 3000, 1000, 1000, 200
RIVALS = Path(__file__).parents[1] / ".venv-rivals" / "bin" / "python"
LANGS, ZONES = ("en", "ru", "uk"), ("Europe/Kyiv", "UTC", "Europe/Warsaw")


def settings(port: int) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls="none",
        mail_from="Attack monitor <monitor@alerts.example.org>",
        operator_email="desk@example.org",
        public_url="https://alerts.example.org",
    )


def reader(number: int) -> Subscriber:
    return Subscriber(
        id=SubscriberId(number),
        email=f"reader-{number}@example.org",
        lang=LANGS[number % 3],
        tz=ZONES[number % 3],
        confirmed_at=NOW,
    )


def digest(attacks: tuple[Telling, ...], person: Subscriber, number: int) -> Content:
    """What one digest tells, as the outbox looks it up."""
    delivery = replace(
        a_delivery(*(each.item for each in attacks), kind=DeliveryKind.DIGEST, key=f"digest:{number}"),
        id=DeliveryId(number),
        headers=span_headers(DigestKind.DAILY, NOW - timedelta(days=1), NOW),
    )
    return Content(delivery=delivery, subscriber=person, tellings=attacks, coverage="31 of 31 feeds were read.")


def distinct_digests(services: Services, count: int) -> Iterator[tuple[EmailMessage, str]]:
    """Digests of six attacks with a map; no two say the same."""
    for number in range(count):
        toll = Toll(killed=Count(low=0, high=0), injured=Count(low=number, high=number + 1))
        attacks = (*the_wave(), *the_wave()[:2], a_telling(an_incident(99, toll=toll), cited=(cite(), cite())))
        person = reader(number)
        yield compose_message(services, digest(attacks, person, number)), person.email


def shared_bodies(services: Services, count: int) -> Iterator[tuple[EmailMessage, str]]:
    """One body for all, rendered once, with the headers of each."""
    rendered = render(services, digest(the_wave(), reader(0), 0))
    sender = sender_of(services.settings)
    for number in range(count):
        person = reader(number)
        yield build_message(rendered, person, digest((), person, number).delivery, sender), person.email


def rate(work: Callable[[], int]) -> dict[str, float]:
    """Mails a second: of the core, and of the clock."""
    core, clock = time.process_time(), time.perf_counter()
    count = work()
    return {
        "mails": count,
        "per_core_second": count / (time.process_time() - core),
        "per_second": count / (time.perf_counter() - clock),
    }


def hand_over(port: int, mails: Iterator[tuple[EmailMessage, str]]) -> int:
    channel, count = make_channel(settings(port)), 0
    for message, recipient in mails:
        channel.send(message, recipient)
        count += 1
    channel.close()
    return count


def as_rss2email(port: int, mails: list[tuple[EmailMessage, str]], folder: Path) -> dict[str, float]:
    """rss2email's own function, in its own environment, on the same messages."""
    folder.mkdir()
    for number, (message, _) in enumerate(mails):
        (folder / f"{number:05}.eml").write_bytes(message.as_bytes())
    command = [RIVALS, Path(__file__).with_name("rivals.py"), "mail", str(port), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    spent: dict[str, float] = json.loads(done.stdout)
    return {
        "mails": len(mails),
        "per_core_second": len(mails) / spent["cpu_s"],
        "per_second": len(mails) / spent["wall_s"],
    }


def outbox(port: int, folder: Path, count: int) -> TestServices:
    """A service with a new attack that *count* readers wait to be told of."""
    url = f"sqlite:///{folder}/m.db"
    upgrade(url)
    chosen = settings(port)
    services = TestServices(store=Store.open(url), settings=chosen, clock=FakeClock(builders.NOW))
    services.channel = make_channel(chosen)  # type: ignore[assignment]
    with services.store.begin() as tx:
        builders.with_entry(tx, "e1", "e2", "e3")
        known = tx.incidents.save(builders.change(None, builders.incident()), builders.NOW)
        for name in ("e1", "e2", "e3"):
            tx.reports.add(builders.report(name), known.id)
        for number in range(count):
            person = tx.subscribers.add(
                builders.subscriber(f"reader-{number}@example.org", lang=LANGS[number % 3], tz=ZONES[number % 3])
            )
            tx.outbox.add(builders.delivery(f"k{number}", person.id, builders.item(known.id)))
    return services


def whole_way(services: TestServices) -> int:
    return sum(report.result == "sent" for report in deliver_due(services, services.clock()))


def accepted_after(services: TestServices, taken: Path) -> dict[str, float]:
    """Seconds from the commit of an incident to the acceptance of its mails, at the worst moment of the sweep's clock."""
    begun = time.perf_counter()
    times: list[float] = []
    sent = services.channel.send

    def noted(message: EmailMessage, recipient: str, still_ours: StillOurs) -> None:
        sent(message, recipient, still_ours)
        times.append(time.perf_counter() - begun)

    services.channel.send = noted  # type: ignore[method-assign]
    deliver_due(services, services.clock())
    times.sort()
    wait = DELIVER_INTERVAL_S
    return {
        "mails": len(times),
        "p50_s": wait + times[len(times) // 2],
        "p95_s": wait + times[len(times) * 95 // 100],
        "last_s": wait + times[-1],
    }


def measure() -> dict[str, dict[str, float]]:
    cores = sorted(os.sched_getaffinity(0))
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as place, process_sink(Path(place) / "taken", cpu=cores[-1]) as sink:
        os.sched_setaffinity(0, {cores[0]})
        making = TestServices(store=Store.open("sqlite://"), settings=settings(sink.port), clock=FakeClock(NOW))
        hand_over(sink.port, distinct_digests(making, 30))
        found["distinct"] = rate(lambda: hand_over(sink.port, distinct_digests(making, DISTINCT)))
        found["shared"] = rate(lambda: hand_over(sink.port, shared_bodies(making, SHARED)))
        for name, run in (("whole_way", whole_way), ("accepted", None)):
            folder = Path(place) / name
            folder.mkdir()
            services = outbox(sink.port, folder, WHOLE if run else AUDIENCE)
            if run is None:
                # The whole machine, as it would be.
                os.sched_setaffinity(0, cores)
                found[name] = accepted_after(services, sink.path)
                os.sched_setaffinity(0, {cores[0]})
            else:
                found[name] = rate(lambda services=services: whole_way(services))  # type: ignore[misc]
            services.store.close()
        messages = list(shared_bodies(making, SAME))
        found["same_messages_our_way"] = ours = rate(lambda: hand_over(sink.port, iter(messages)))
        if RIVALS.exists():
            theirs = as_rss2email(sink.port, messages, Path(place) / "same")
            found["same_messages_rss2email"] = theirs
            found["ours_to_rss2email"] = {name: ours[name] / theirs[name] for name in ("per_core_second", "per_second")}
        else:
            print(f"rss2email is left out: there is no {RIVALS}; make mailing makes it", file=sys.stderr)
    return found


def main() -> None:
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure()
    if arguments.json:
        print(json.dumps(found, indent=2))
        return
    for name, figures in found.items():
        print(f"{name:26}", ", ".join(f"{key} {value:,.1f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
