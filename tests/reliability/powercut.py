"""Cuts the power (P21): what the disk holds then is what was synced, and any part of what was not.

The statements of the real way, from feed to mail, are recorded and replayed on a file system in memory that notes every
write and every sync. From each moment a few images are made: all that was synced before, of the rest some writes and not
others, some of them torn in the middle. Each image is opened by SQLite as after a restart: it must be undamaged, and hold
every transaction whose commit had returned.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import event

from tests.assembled import FakeClock
from tests.pipeline.test_feed_to_mail import MORNING
from tests.reliability.sink import process_sink
from tests.reliability.worlds import Databases, live, load_rules, service

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(kw_only=True)
class PowerCuts:
    """``images``: disks looked at; ``damaged``: that SQLite cannot read; ``lost``: that lack a committed transaction."""

    commits: int = 0
    writes: int = 0
    syncs: int = 0
    images: int = 0
    damaged: int = 0
    lost: int = 0


def statements(folder: Path) -> tuple[Path, list[str]]:
    """The database before the way, and every statement that is executed on it, values put in."""
    rules = load_rules(folder / "rules")
    databases = Databases(folder, rules, None, tuple(f"reader-{number}@example.org" for number in range(12)))
    spoken: list[str] = []
    with process_sink(folder / "taken") as sink:
        clock = FakeClock(MORNING)
        made = service(databases.fresh(), rules, clock, sink.port)
        engine = made.store._engine
        engine.dispose()
        event.listen(engine, "connect", lambda connection, _: connection.set_trace_callback(spoken.append))
        live(made, clock)
        made.store.close()
    return folder / "before.db", [each for each in spoken if _changes(each)]


def _changes(statement: str) -> bool:
    """Whether it belongs to a transaction that writes; readers are left out."""
    verb = statement.lstrip().split(" ", 1)[0].upper()
    return verb in {"INSERT", "UPDATE", "DELETE", "COMMIT", "SAVEPOINT", "RELEASE"} or statement.upper().startswith(
        "BEGIN IMMEDIATE"
    )


class Disk:
    """Files as a machine sees them, and a log of what was written and synced."""

    def __init__(self) -> None:
        self.files: dict[str, bytearray] = {}
        self.log: list[tuple[str, str, int, bytes]] = []

    def note(self, what: str, name: str, at: int = 0, data: bytes = b"") -> None:
        self.log.append((what, name, at, data))


class RecordingVFS(apsw.VFS):
    """A file system in memory that keeps a log of itself."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("recording", "")

    def xOpen(self, name: Any, flags: list[int]) -> RecordingFile:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        return RecordingFile(self.disk, path.rpartition("/")[2])

    def xDelete(self, path: str, sync: bool) -> None:  # noqa: N802
        self.disk.files.pop(path.rpartition("/")[2], None)
        self.disk.note("delete", path.rpartition("/")[2])

    def xAccess(self, path: str, flags: int) -> bool:  # noqa: N802
        return path.rpartition("/")[2] in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return "/" + name.rpartition("/")[2]


class RecordingFile:
    """One open file of it."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk, self._name = disk, name
        disk.files.setdefault(name, bytearray())

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._disk.files[self._name][offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        content = self._disk.files[self._name]
        if len(content) < offset + len(data):
            content.extend(bytes(offset + len(data) - len(content)))
        content[offset : offset + len(data)] = data
        self._disk.note("write", self._name, offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        del self._disk.files[self._name][size:]
        self._disk.note("truncate", self._name, size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.note("sync", self._name)

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._disk.files[self._name])

    def xLock(self, level: int) -> None:  # noqa: N802
        """Nobody else is there."""

    def xUnlock(self, level: int) -> None:  # noqa: N802
        """Nobody else is there."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xClose(self) -> None:  # noqa: N802
        """Nothing is held."""


@dataclass(kw_only=True)
class Recorded:
    """A way that was recorded. ``commits``: how long the log was when each commit had returned. ``states``: what the
    database held after so many commits."""

    start: bytes
    log: list[tuple[str, str, int, bytes]]
    commits: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


def record(before: Path, spoken: list[str], checkpoint: int = 20, synchronous: str = "FULL") -> Recorded:
    """Replay the statements on a recording disk, with SQLite set as the service sets it.

    Args:
        before: the database before the way.
        spoken: the statements.
        synchronous: FULL as the service wants it; anything less must be caught.
        checkpoint: pages of the log after which SQLite moves them into the database; few, so that it happens often.
    """
    disk = Disk()
    files = RecordingVFS(disk)
    disk.files["main.db"] = bytearray(before.read_bytes())
    connection = apsw.Connection("main.db", vfs="recording")
    # Without shared memory, which this file system has not; what is written and synced is the same.
    for pragma in (
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
        f"synchronous = {synchronous}",
        f"wal_autocheckpoint = {checkpoint}",
    ):
        list(connection.execute(f"PRAGMA {pragma}"))
    disk.log.clear()
    start = {name: bytes(content) for name, content in disk.files.items()}
    recorded = Recorded(start=start["main.db"], log=disk.log)
    recorded.states.append(_content(connection))
    for statement in spoken:
        connection.execute(statement).fetchall()
        if statement.upper().startswith("COMMIT"):
            recorded.commits.append(len(disk.log))
            recorded.states.append(_content(connection))
    connection.close()
    files.unregister()
    return recorded


def _content(connection: Any) -> str:
    """Everything that the database holds."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return repr([sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in tables])


def images(recorded: Recorded, cut: int, count: int, chance: random.Random) -> Iterator[dict[str, bytes]]:
    """What the disk may hold when the power fails after *cut* entries of the log."""
    certain: dict[str, bytearray] = {"main.db": bytearray(recorded.start)}
    waiting: dict[str, list[tuple[str, int, bytes]]] = {}
    for what, name, at, data in recorded.log[:cut]:
        if what == "delete":
            certain.pop(name, None)
            waiting.pop(name, None)
        elif what == "sync":
            for each in waiting.pop(name, []):
                _apply(certain.setdefault(name, bytearray()), *each)
        else:
            waiting.setdefault(name, []).append((what, at, data))
    for number in range(count):
        disk = {name: bytearray(content) for name, content in certain.items()}
        for name, operations in waiting.items():
            content = disk.setdefault(name, bytearray())
            for what, at, data in operations:
                # The first image has all of it, the second nothing, the others what chance leaves.
                if number == 1 or (number > 1 and chance.random() < 0.4):
                    continue
                if number > 1 and what == "write" and chance.random() < 0.3:
                    data = data[: SECTOR * chance.randrange(len(data) // SECTOR + 1)]
                _apply(content, what, at, data)
        yield {name: bytes(content) for name, content in disk.items()}


def _apply(content: bytearray, what: str, at: int, data: bytes) -> None:
    if what == "truncate":
        del content[at:]
        return
    if len(content) < at + len(data):
        content.extend(bytes(at + len(data) - len(content)))
    content[at : at + len(data)] = data


def power_cuts(folder: Path, each: int = 3, every: int = 1, synchronous: str = "FULL") -> PowerCuts:
    """Cut the power at every moment of the way (or every so many), and look at *each* images of the disk."""
    before, spoken = statements(folder)
    recorded = record(before, spoken, synchronous=synchronous)
    found = PowerCuts(
        commits=len(recorded.commits),
        writes=sum(entry[0] == "write" for entry in recorded.log),
        syncs=sum(entry[0] == "sync" for entry in recorded.log),
    )
    chance = random.Random(1)
    place = folder / "image"
    place.mkdir()
    for cut in range(0, len(recorded.log) + 1, every):
        committed = sum(at <= cut for at in recorded.commits)
        for image in images(recorded, cut, each, chance):
            found.images += 1
            for left in place.iterdir():
                left.unlink()
            for name, content in image.items():
                (place / name).write_bytes(content)
            try:
                connection = sqlite3.connect(place / "main.db")
                fine = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                content = _content(connection)
            except sqlite3.DatabaseError:
                fine, content = False, ""
            finally:
                connection.close()
            if not fine:
                found.damaged += 1
            # A commit that was under way may have come through whole.
            elif content not in recorded.states[committed : committed + 2]:
                found.lost += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so many moments")
    parser.add_argument("--synchronous", default="FULL", help="how SQLite is set")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = power_cuts(Path(folder), every=arguments.every, synchronous=arguments.synchronous)
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
