"""Unpacks the shipped gazetteer once, into a cache directory, under the hash of its content."""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import tempfile
from pathlib import Path

from monitor.errors import ConfigError

SHIPPED = Path(__file__).with_name("data") / "gazetteer.sqlite.xz"
_DIGEST_CHARS = 16


def cache_directory() -> Path:
    """Return where unpacked files are kept: ``MONITOR_CACHE_DIR``, else ``attack-monitor`` in the XDG cache directory."""
    own = os.environ.get("MONITOR_CACHE_DIR")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attack-monitor"


def unpacked(packed: Path) -> Path:
    """Return the path of the SQLite file inside *packed* (an .xz file), unpacked now if it has not been before.

    Several processes may ask at the same moment: each writes a file of its own and renames it into place.

    Raises:
        ConfigError: the packed file is missing, or the cache directory cannot be written.
    """
    try:
        stat = packed.stat()
    except OSError as error:
        raise ConfigError(
            f"the gazetteer {packed} is missing; install the package anew or build it: {error.strerror}"
        ) from error
    folder = cache_directory()
    # Hashing 16 MB at every start would cost more than opening: size and time stand for the content once it is known.
    marker = (
        folder
        / f"gazetteer-{hashlib.sha256(f'{packed.resolve()} {stat.st_size} {stat.st_mtime_ns}'.encode()).hexdigest()[:_DIGEST_CHARS]}.name"
    )
    if marker.is_file():
        known = folder / marker.read_text(encoding="ascii").strip()
        if known.is_file():
            return known
    try:
        return _unpack(packed, folder, marker)
    except OSError as error:
        raise ConfigError(
            f"cannot unpack the gazetteer into {folder}: {error.strerror}; set MONITOR_CACHE_DIR to a directory that can be written"
        ) from error


def _unpack(packed: Path, folder: Path, marker: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"gazetteer-{hashlib.sha256(packed.read_bytes()).hexdigest()[:_DIGEST_CHARS]}.sqlite"
    if not target.is_file():
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file, lzma.open(packed) as content:
            shutil.copyfileobj(content, file, 1 << 20)
        Path(file.name).replace(target)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="ascii") as note:
        note.write(target.name)
    Path(note.name).replace(marker)
    return target
