"""The page ``docs/settings.md``, made from the settings themselves."""

from __future__ import annotations

from monitor.config import Settings, allowed, mask


def documentation() -> str:
    """Return the page: every setting with its default, what it may hold, and what it does."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = mask(field.default)
        shown = "unset" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
        rows.append(f"| `{name}` | {shown} | {allowed(name)} | {field.description} |")
    return "\n".join([_DOCUMENTATION_HEAD, *rows, _DOCUMENTATION_TAIL])


_DOCUMENTATION_HEAD = """\
# Settings

This page is made from `monitor/config/settings.py` by `monitor config docs`; change it there.

Settings come from `monitor.toml` in the working directory (another file: `--config FILE` or `MONITOR_CONFIG`) and from the
environment, where `MONITOR_<NAME>` in capitals wins over the file. An unknown name is an error, in both. The unit is in the
name: `_s` seconds, `_days` days, `_bytes` bytes. `monitor config show` prints what is in force and where it comes from.

| setting | default | allowed | what it does |
|---|---|---|---|"""

_DOCUMENTATION_TAIL = """
Secrets (`database_url`, `database_password`, `smtp_password`, `dkim_key`) are masked wherever settings are shown. Each may also be given as a file that holds
it, as container secrets do: `MONITOR_SMTP_PASSWORD_FILE=/run/secrets/smtp_password`.

Two variables are no settings: `MONITOR_CONFIG` names the settings file, `MONITOR_CACHE_DIR` the folder into which the gazetteer
is unpacked once (default: `attack-monitor` in the user's cache folder).
"""
