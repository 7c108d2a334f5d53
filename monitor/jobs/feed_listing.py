"""Adds feeds to the operator's ``feeds.yml`` and switches them on and off; every change is read back before it is stored."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from anyascii import anyascii

from monitor.config import Settings
from monitor.errors import ConfigError, NotFoundError
from monitor.feeds.opml import Outline
from monitor.model import Feed, FeedId, Place
from monitor.places.gazetteer import Gazetteer
from monitor.rules import compiling, feed_file, formats
from monitor.rules.compiling import Lookup
from monitor.rules.mistakes import validated
from monitor.rules.yaml_text import read_document

NAME = "feeds.yml"

KNOWN = "it is polled already"
"""Why a feed of a list is not added; the usual reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """The operator's file as it was read. ``content`` None: there is none yet."""

    path: Path
    content: bytes | None
    text: str
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import comes to: the feeds that are added, and those that are not, by address, with the reason."""

    added: tuple[Feed, ...]
    skipped: dict[str, str]


def read_file(settings: Settings) -> FeedFile:
    """Read the operator's feeds.

    Raises:
        ConfigError: the file cannot be read.
        RulesError: it has mistakes, which must be mended first.
    """
    path = settings.effective_rules_dir / NAME
    try:
        content = path.read_bytes() if path.exists() else None
        text = feed_file.EMPTY if content is None else content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path}: the file cannot be read: {reason}") from error
    return FeedFile(path=path, content=content, text=text, feeds=_feeds(text, path))


def write_file(settings: Settings, file: FeedFile, text: str) -> None:
    """Put *text* in the place of the operator's file, all at once, after reading it back.

    Raises:
        RulesError: the text has mistakes; nothing was written.
        ConfigError: the files in force are the shipped ones, the file was changed by somebody else meanwhile, or cannot
            be written.
    """
    _refuse_shipped(settings)
    _feeds(text, file.path)
    try:
        now = file.path.read_bytes() if file.path.exists() else None
        if now != file.content:
            raise ConfigError(f"{file.path}: somebody else has changed the file just now; try again")
        with tempfile.NamedTemporaryFile("wb", dir=file.path.parent, prefix=".feeds-", delete=False) as new:
            new.write(text.encode())
            new.flush()
            os.fsync(new.fileno())
        kept = file.path.stat().st_mode & 0o777 if now is not None else 0o644
        Path(new.name).chmod(kept)
        Path(new.name).replace(file.path)
    except OSError as error:
        raise ConfigError(f"{file.path}: the file cannot be written: {error.strerror}") from error


def add_feeds(settings: Settings, feeds: Sequence[Feed]) -> Path:
    """Add *feeds* to the operator's file and return its path.

    Raises:
        ConfigError, RulesError: as `read_file` and `write_file`.
    """
    file = read_file(settings)
    write_file(settings, file, feed_file.add(file.text, feeds, file.path))
    return file.path


def switch_feed(settings: Settings, feed: FeedId, *, enabled: bool) -> Path:
    """Switch *feed* on or off in the operator's file and return its path.

    Raises:
        NotFoundError: there is no such feed.
        ConfigError, RulesError: as `read_file` and `write_file`.
    """
    file = read_file(settings)
    if feed not in {each.id for each in file.feeds}:
        raise NotFoundError("feed", feed)
    write_file(settings, file, feed_file.switch(file.text, feed, file.path, enabled=enabled))
    return file.path


def imported(outlines: Iterable[Outline], known: Sequence[Feed], tags: Collection[str] = ()) -> Imported:
    """Decide which feeds of a list are added.

    Args:
        outlines: the list.
        known: the feeds that there are.
        tags: given to each added feed beside its own.

    A feed whose address is known is left out, as is one whose address cannot be one. Ids are made from the titles where
    the list has none, and are always new.
    """
    ids, urls = {str(feed.id) for feed in known}, {feed.url for feed in known}
    added, skipped = list[Feed](), dict[str, str]()
    for outline in outlines:
        if outline.url in urls:
            skipped[outline.url] = KNOWN
            continue
        parts = urlsplit(outline.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            skipped[outline.url] = "it is no address of a feed: http or https, a host, no user name"
            continue
        feed = _feed(outline, ids, tags)
        ids.add(feed.id)
        urls.add(feed.url)
        added.append(feed)
    return Imported(added=tuple(added), skipped=skipped)


def new_id(wish: str, taken: Collection[str]) -> FeedId:
    """Return an id made of *wish*, a title or a host, in small Latin letters; numbered where it is taken."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", anyascii(wish)).lower())
    base = "-".join(words)[:50].strip("-") or "feed"
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return FeedId(name)


def _feed(outline: Outline, ids: Collection[str], tags: Collection[str]) -> Feed:
    own = {new_id(tag, ()) for tag in outline.tags}
    return Feed(
        id=FeedId(outline.id) if outline.id and outline.id not in ids else new_id(outline.id or outline.title, ids),
        url=outline.url,
        publisher=(outline.publisher or outline.title)[:200],
        lang=outline.lang,
        home=outline.home,
        tags=frozenset({*own, *tags}),
        interval_s=outline.interval_s or None,
        enabled=outline.enabled,
        full_text=outline.full_text,
        websub=outline.websub,
    )


def _feeds(text: str, path: Path) -> tuple[Feed, ...]:
    gazetteer = Gazetteer.open()
    return feed_file.feeds_of(text, path, gazetteer, _own_places(path.parent / "places.yml", gazetteer))


def _own_places(path: Path, gazetteer: Gazetteer) -> dict[str, Place]:
    """The operator's own places, which homes of feeds may name; none where the file is missing or has mistakes."""
    try:
        document = read_document(path.read_bytes(), path)
    except OSError:
        return {}
    found, _ = validated(document, formats.PlacesFile)
    lookup = Lookup(document=document, gazetteer=gazetteer, extra={})
    if found is not None:
        compiling.operator_places(found, lookup)
    return lookup.extra


def _refuse_shipped(settings: Settings) -> None:
    """Keep the files of the package as they are: the next version would undo every change.

    Raises:
        ConfigError: no folder of the operator's own is in force.
    """
    folder = settings.effective_rules_dir
    if settings.rules_dir is None and folder != Path("rules"):
        raise ConfigError(
            f"the feeds in force are the shipped ones in {folder}: copy them first (cp -r {folder} rules), then try again"
        )
