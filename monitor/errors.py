"""The errors of the service. A new class exists only where somebody catches it differently.

    MonitorError
    ├─ ConfigError                      the operator mends the settings; exit status 2
    ├─ RuleError(path, line, column)    one mistake in an operator file
    ├─ RulesError(errors)               all the mistakes of one load
    ├─ FeedError(url)
    │  ├─ FetchError(reason, retry_after_s)
    │  └─ ParseError(reason)
    ├─ DeliveryError(permanent)         the channel knows whether a retry is sensible; delivery.retry decides when
    ├─ TakenOverError                   somebody else has the message in hand now; nothing was handed over
    ├─ TemplateError(name)              a mail template that does not render
    ├─ StorageError                     the database's own error is its __cause__
    ├─ NotFoundError(kind, name)
    ├─ WishError(problems)               what somebody asks for cannot be done; a form shows it beside the field
    ├─ TooManyError                     somebody has as much of a thing as one person can have
    └─ TryLaterError                     what was piped in could not be taken now; exit status 75 keeps it with its sender

Expected outcomes (a feed that has not changed, an entry that reports nothing) are values, not errors.
Messages name the thing and the remedy: they are printed to operators as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath


class MonitorError(Exception):
    """Root of everything that the service raises on purpose."""


class ConfigError(MonitorError):
    """A setting is missing, unknown or out of range."""


class RuleError(MonitorError):
    """One mistake in an operator file, with the place where it stands.

    Args:
        message: what is wrong, and what would be right.
        path: file as the operator names it.
        line: 1-based; None when the whole file is meant.
        column: 1-based; None when the whole line is meant.
    """

    def __init__(
        self, message: str, *, path: PurePath | str, line: int | None = None, column: int | None = None
    ) -> None:
        self.message, self.path, self.line, self.column = message, str(path), line, column
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}"


class RulesError(MonitorError):
    """All the mistakes that one load of the operator files found."""

    def __init__(self, errors: Sequence[RuleError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in errors))


class FeedError(MonitorError):
    """Something is wrong with one feed.

    Args:
        message: what happened, in plain words, and the remedy.
        url: the feed's address.
        reason: short stable word for counters and history, for example ``timeout`` or ``not_a_feed``.
    """

    def __init__(self, message: str, *, url: str, reason: str) -> None:
        self.message, self.url, self.reason = message, url, reason
        super().__init__(f"{url}: {message}")


class FetchError(FeedError):
    """A feed could not be fetched. ``retry_after_s``: what the server asked for; None when it asked for nothing."""

    def __init__(
        self, message: str, *, url: str, reason: str, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        self.status, self.retry_after_s = status, retry_after_s
        super().__init__(message, url=url, reason=reason)


class ParseError(FeedError):
    """What was fetched is not a feed that can be read."""


class DeliveryError(MonitorError):
    """A message could not be handed over.

    Args:
        permanent: True when another try cannot help (the address does not exist, the content is refused).
        channel_down: True when the whole channel is unusable (log-in refused, TLS not offered): stop, tell the operator.
        uncertain: True when the link broke after the end of the message and before the reply.
        code: the server's reply code; None: it gave none.
        status: enhanced status code of RFC 3463, for example ``5.1.1``; None: it gave none.
        recipient_refused: True when it was said of the recipient, not of the message.
        stage: how far the talk with the mail server had come; None: it was no mail server, or nothing was said.
        most_bytes: the message is too large, and this is what the server takes (0: it does not say); None: size is no matter.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        channel_down: bool = False,
        uncertain: bool = False,
        code: int | None = None,
        status: str | None = None,
        recipient_refused: bool = False,
        most_bytes: int | None = None,
        stage: str | None = None,
    ) -> None:
        self.stage = stage
        self.permanent, self.channel_down, self.uncertain = permanent, channel_down, uncertain
        self.code, self.status, self.most_bytes = code, status, most_bytes
        self.recipient_refused = recipient_refused
        super().__init__(message)


class TakenOverError(MonitorError):
    """The process was stopped for longer than its lease: the message is another worker's now, and was not handed over."""


class TemplateError(MonitorError):
    """A mail template cannot be loaded or rendered."""

    def __init__(self, message: str, *, name: str, line: int | None = None) -> None:
        self.name, self.line = name, line
        super().__init__(f"templates/{name}{'' if line is None else f':{line}'}: {message}")


class StorageError(MonitorError):
    """The database refused or is out of reach; nothing of the transaction was stored.

    Args:
        message: names the database and the remedy.
        transient: True when the same work may succeed a moment later (busy, deadlock, lost connection).
    """

    def __init__(self, message: str, *, transient: bool = False) -> None:
        self.transient = transient
        super().__init__(message)


class WishError(MonitorError):
    """What a subscriber asks for cannot be done.

    Args:
        problems: by the name of the field (of `monitor.jobs.typed_wishes.Wish`, or ``email tz lang quiet_hours``) what is wrong
            with it and what would be right. All of them at once.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        options = {field.replace("_", "-"): text for field, text in problems.items()}
        super().__init__("\n".join(f"--{option} {text}" for option, text in options.items()))


class TooManyError(MonitorError):
    """Somebody has as much of a thing as one person can have, and asks for more of it."""


class TryLaterError(MonitorError):
    """Nothing is wrong with what was given: whoever gave it should keep it and try again."""


class NotFoundError(MonitorError):
    """What was asked for by id or name is not there."""

    def __init__(self, kind: str, name: object) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"no {kind} {name!r}")
