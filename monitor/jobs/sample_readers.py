"""Sample readers for a simulation: some that fit any service, those of a file, or real subscribers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.errors import ConfigError, NotFoundError, RuleError, RulesError, WishError
from monitor.jobs.live_rules import InForce
from monitor.jobs.typed_wishes import Wish, check_reader, quiet_hours_of, subscription_of
from monitor.model import Subscriber, SubscriberId, Subscription
from monitor.rules import formats
from monitor.rules.mistakes import validated
from monitor.rules.yaml_text import MAX_BYTES, read_document
from monitor.storage import Transaction

DEFAULT = formats.ReadersFile.model_validate(
    {
        "version": 1,
        "readers": [
            {"email": "desk@example.org", "wants": [{"mode": "alert"}]},
            {
                "email": "sleeper@example.org",
                "tz": "Europe/Kyiv",
                "quiet_hours": "22:00-07:00",
                "wake_for_critical": True,
                "wants": [{"mode": "alert"}],
            },
            {
                "email": "resident@example.org",
                "tz": "Europe/Kyiv",
                "lang": "uk",
                "wants": [{"mode": "alert", "near": [{"place": "Kyiv", "km": 60}]}],
            },
            {"email": "newsroom@example.org", "tz": "Europe/London", "wants": [{"mode": "hourly", "level": "medium"}]},
            {"email": "morning@example.org", "tz": "Europe/Berlin", "wants": [{"mode": "daily"}]},
            {"email": "analyst@example.org", "wants": [{"mode": "weekly", "standing": "corroborated"}]},
        ],
    }
)
"""One of each kind: told everything at once; the same with quiet hours; near one town; by the hour, the day, the week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReader:
    """A subscriber with what they asked for. Ids are given when a simulation stores them."""

    subscriber: Subscriber
    subscriptions: tuple[Subscription, ...]


def default_readers(in_force: InForce) -> tuple[SampleReader, ...]:
    """The readers that stand for everybody's subscribers."""
    return _made_of(DEFAULT, in_force, "the built-in readers")


def readers_of_file(path: Path, in_force: InForce) -> tuple[SampleReader, ...]:
    """The readers of a file.

    Raises:
        RulesError: what is wrong with the file, all at once.
        ConfigError: a reader asks for something that there is not.
    """
    try:
        with path.open("rb") as stream:
            document = read_document(stream.read(MAX_BYTES + 1), path)
    except OSError as error:
        raise RulesError([RuleError(f"the file cannot be read: {error.strerror}", path=path)]) from error
    found, errors = validated(document, formats.ReadersFile)
    if found is None or errors:
        raise RulesError(errors)
    return _made_of(found, in_force, str(path))


def subscribed(tx: Transaction, emails: Sequence[str]) -> tuple[SampleReader, ...]:
    """Real subscribers with what they ask for now.

    Raises:
        NotFoundError: nobody has such an address.
    """
    return tuple(_subscribed(tx, email) for email in dict.fromkeys(emails))


def _subscribed(tx: Transaction, email: str) -> SampleReader:
    subscriber = tx.subscribers.by_email(email)
    if subscriber is None:
        raise NotFoundError("subscriber", email)
    wanted = tuple(each for each in tx.subscribers.subscriptions(subscriber.id) if each.active)
    return SampleReader(subscriber=subscriber, subscriptions=wanted)


def store_readers(
    tx: Transaction, readers: Sequence[SampleReader], since: datetime
) -> list[tuple[Subscriber, list[Subscription]]]:
    """Store the readers as confirmed since then, and return them as jobs know them."""
    audience = []
    for reader in readers:
        confirmed = replace(reader.subscriber, id=SubscriberId(0), confirmed_at=since, created_at=since)
        person = tx.subscribers.add(confirmed)
        wanted = [
            tx.subscribers.subscribe(replace(each, id=type(each.id)(0), subscriber=person.id), since)
            for each in reader.subscriptions
        ]
        audience.append((person, wanted))
    return audience


def _made_of(file: formats.ReadersFile, in_force: InForce, name: str) -> tuple[SampleReader, ...]:
    readers = tuple(_reader(each, in_force, name) for each in file.readers)
    emails = [reader.subscriber.email.casefold() for reader in readers]
    if twice := {email for email in emails if emails.count(email) > 1}:
        raise ConfigError(f"{name}: {', '.join(sorted(twice))} is there twice: put all that one wants under one reader")
    return readers


def _reader(given: formats.SampleReader, in_force: InForce, name: str) -> SampleReader:
    try:
        email = check_reader(email=given.email, tz=given.tz, lang=given.lang)
        subscriber = Subscriber(
            id=SubscriberId(0),
            email=email,
            lang=given.lang,
            tz=given.tz,
            quiet_hours=quiet_hours_of(given.quiet_hours or "", wake_for_critical=given.wake_for_critical),
        )
        wishes = (
            Wish(
                mode=wish.mode,
                rules=wish.rules,
                level=wish.level,
                types=wish.types,
                regions=wish.regions,
                near=[(circle.place, circle.km) for circle in wish.near],
                standing=wish.standing,
                even_if_empty=wish.empty,
            )
            for wish in given.wants
        )
        wanted = tuple(subscription_of(wish, in_force, subscriber.id) for wish in wishes)
    except WishError as error:
        problems = "; ".join(f"{field}: {text}" for field, text in error.problems.items())
        raise ConfigError(f"{name}: {given.email}: {problems}") from error
    return SampleReader(subscriber=subscriber, subscriptions=wanted)
