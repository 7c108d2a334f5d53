"""What a feed may ask for that is not always installed. Imports none of it, so that its absence can be told."""

from __future__ import annotations

from importlib.util import find_spec

from monitor.errors import ConfigError

FULL_TEXT = ("trafilatura", "protego")
"""What `full_text` needs: it reduces pages to their text, and reads robots.txt."""


def require_full_text() -> None:
    """Do nothing when the extra ``fulltext`` is installed.

    Raises:
        ConfigError: it is not; the message says how to install it.
    """
    missing = [name for name in FULL_TEXT if find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"a feed asks for full_text, which needs {' and '.join(missing)}: "
            "pip install 'attack-monitor[fulltext]', or remove full_text from rules/feeds.yml"
        )
