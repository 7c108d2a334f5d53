"""The operators' directory to one rule set: all files at once, a broken one replaced by its last good version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from monitor.errors import RuleError
from monitor.language.lexicon import Lexicon
from monitor.model import Place
from monitor.rules import compiling, formats
from monitor.rules.compiling import Lookup
from monitor.rules.mistakes import validated
from monitor.rules.model import ANY_ATTACK, LoadedRules, PlaceNames, RuleSet, SourceFile
from monitor.rules.yaml_text import MAX_BYTES, read_document

V = TypeVar("V")
F = TypeVar("F", bound=formats.Section)

FOLDERS = {"alerts": "rule", "attacks": "attack", "filters": "filter"}
"""Folders of the rules directory with one thing per file, and the format of their files."""

SINGLE_FILES = {"places.yml": "places", "feeds.yml": "feeds"}
"""Files of the rules directory that hold a list; each may be missing, which is the same as an empty list."""


def load_ruleset(directory: Path, gazetteer: PlaceNames, previous: RuleSet | None = None) -> LoadedRules:
    """Load every operator file under *directory*.

    Args:
        directory: holds ``alerts/ attacks/ filters/ places.yml feeds.yml``.
        gazetteer: finds the places that the files name.
        previous: the set in force; a file that is broken now keeps the version that it has there.

    Returns:
        The set to use, and all mistakes of all files. A broken file without an earlier version is left out of the set.

    Raises:
        Nothing for what stands in the files, or when one cannot be read.
    """
    if not directory.is_dir():
        error = RuleError("there is no such directory: set the rules directory in the settings", path=directory)
        return LoadedRules(ruleset=previous or _empty(), errors=(error,))
    load = _Load(gazetteer=gazetteer, previous=previous)
    for path, kind in _files(directory, load.errors):
        load.read(path, path.relative_to(directory).as_posix(), kind)
    return LoadedRules(ruleset=load.compile(), errors=tuple(load.errors))


def _empty() -> RuleSet:
    return RuleSet(rules=(), lexicon=Lexicon(()), filters=(), places=(), feeds=(), version="empty")


def _files(directory: Path, errors: list[RuleError]) -> Iterator[tuple[Path, str]]:
    for folder, kind in FOLDERS.items():
        for path in sorted((directory / folder).glob("*")):
            if path.name.startswith((".", "#")) or path.name.endswith(("~", ".swp")):
                continue
            if path.suffix == ".yml":
                yield path, kind
            elif path.suffix == ".yaml":
                errors.append(RuleError(f"this file is not read: name it {path.stem}.yml", path=path))
    for name, kind in SINGLE_FILES.items():
        if (directory / name).exists():
            yield directory / name, kind


@dataclass(slots=True, kw_only=True)
class _Load:
    """One load under way: the good files so far and the mistakes of the others."""

    gazetteer: PlaceNames
    previous: RuleSet | None
    sources: dict[str, SourceFile] = field(default_factory=dict)
    errors: list[RuleError] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def read(self, path: Path, name: str, kind: str) -> None:
        """Take in one file, or its last good version."""
        self.seen.add(name)
        earlier = self._earlier(name)
        try:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            self._broken(name, [RuleError(f"the file cannot be read: {error.strerror}", path=path)])
            return
        digest = hashlib.sha256(content).hexdigest()
        if earlier is not None and earlier.digest == digest:
            self.sources[name] = earlier
            return
        document = read_document(content, path)
        found, errors = validated(document, formats.FORMATS[kind])
        stated = getattr(found, "id", path.stem)
        if stated != path.stem:
            errors.append(document.error(("id",), f'the id "{stated}" is not the file\'s name: write id: {path.stem}'))
        if found is None or errors:
            self._broken(name, errors)
        else:
            self.sources[name] = SourceFile(name=name, digest=digest, document=document, content=found)

    def compile(self) -> RuleSet:
        """The rule set of the good files. Files that turn out to name unknown things fall back like broken ones."""
        attacks = self._contents("attacks", formats.AttackFile)
        extra: dict[str, Place] = {}
        places = self._values("places.yml", formats.PlacesFile, extra, compiling.operator_places)
        feeds = self._values("feeds.yml", formats.FeedsFile, extra, compiling.feeds)
        rules = self._values("alerts", formats.RuleFile, extra, compiling.rule)
        return RuleSet(
            rules=tuple(rules),
            lexicon=self._lexicon(attacks),
            filters=tuple(map(compiling.filter_, self._contents("filters", formats.FilterFile))),
            places=tuple(place for group in places for place in group),
            feeds=tuple(feed for group in feeds for feed in group),
            version=self._version(),
            sources=self.sources,
        )

    def _values(
        self, prefix: str, model: type[F], extra: dict[str, Place], compile_: Callable[[F, Lookup], V]
    ) -> list[V]:
        values: list[V] = []
        for name in self._names(prefix):
            source = self.sources.pop(name)
            earlier = self._earlier(name)
            for candidate in (source,) if earlier is None or earlier is source else (source, earlier):
                if not isinstance(candidate.content, model):
                    continue
                lookup = self._lookup(candidate, extra)
                value = compile_(candidate.content, lookup)
                if not lookup.errors:
                    extra.update(lookup.extra)
                    values.append(value)
                    self.sources[name] = candidate
                    break
                if candidate is source:
                    self.errors += lookup.errors
        return values

    def _lookup(self, source: SourceFile, extra: dict[str, Place]) -> Lookup:
        attacks = self._contents("attacks", formats.AttackFile)
        has_any = f"attacks/{ANY_ATTACK}.yml" in self.sources
        # A broken attack file still names its type: one mistake must not make errors in every rule that uses it.
        types = {Path(name).stem for name in self.seen if name.startswith("attacks/")} | {ANY_ATTACK}
        return Lookup(
            document=source.document,
            gazetteer=self.gazetteer,
            extra=dict(extra),
            attack_types=types,
            targets=compiling.target_kinds(attacks) if has_any else None,
        )

    def _lexicon(self, attacks: list[formats.AttackFile]) -> Lexicon:
        if self.previous is not None and _vocabulary(self.sources) == _vocabulary(self.previous.sources):
            return self.previous.lexicon
        return compiling.lexicon(attacks)

    def _contents(self, prefix: str, model: type[V]) -> list[V]:
        found = (self.sources[name].content for name in self._names(prefix))
        return [content for content in found if isinstance(content, model)]

    def _names(self, prefix: str) -> list[str]:
        return sorted(name for name in self.sources if name == prefix or name.startswith(f"{prefix}/"))

    def _earlier(self, name: str) -> SourceFile | None:
        return None if self.previous is None else self.previous.sources.get(name)

    def _broken(self, name: str, errors: list[RuleError]) -> None:
        self.errors += errors
        earlier = self._earlier(name)
        if earlier is not None:
            self.sources[name] = earlier

    def _version(self) -> str:
        lines = (f"{name} {source.digest}\n" for name, source in sorted(self.sources.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _vocabulary(sources: Mapping[str, SourceFile]) -> dict[str, str]:
    """Digests of the files that make the lexicon."""
    return {name: source.digest for name, source in sources.items() if name.startswith("attacks/")}
