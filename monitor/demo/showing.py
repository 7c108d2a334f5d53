"""Shows the demo on a terminal: what came in, what became of it, which mails went out and where they lie."""

from __future__ import annotations

import re
import shlex
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.demo.night import BEGIN, DISPATCHES, MORNING, PUBLISHERS
from monitor.demo.run import DATABASE, READERS, Arrival, Mail, Step, incidents, play
from monitor.demo.telling import Fate, what
from monitor.jobs.explaining import resolution_in_words
from monitor.model import Incident, Mode, Window

# Long enough to read along; the whole night then takes about 20 seconds.
PAUSE_S = 0.5
# Columns of the picture: wide enough for a headline, narrow enough for a page.
PICTURE_WIDTH = 110
STYLES = {
    Fate.NEW: "bold red",
    Fate.UPDATE: "yellow",
    Fate.KNOWN: "cyan",
    Fate.RECALLED: "magenta",
    Fate.NOTHING: "bright_black",
}


def show(directory: Path | None, *, fast: bool, svg: Path | None = None) -> None:
    """Play the night and show it.

    Args:
        directory: for database and mails; None: a new temporary one, which stays.
        fast: without pauses; there are none either when nobody watches on a terminal.
        svg: also write what is shown as a picture to this file.

    Raises:
        ConfigError: *directory* cannot be used.
    """
    console = Console(highlight=False) if svg is None else Console(highlight=False, record=True, width=PICTURE_WIDTH)
    pause_s = 0.0 if fast or not console.is_terminal else PAUSE_S
    directory = _directory(directory)
    steps = play(directory)
    console.print(*_heading(), sep="\n")
    mails: list[Mail] = []
    arrived = 0
    for step in steps:
        for row in _rows(step):
            console.print(row)
            time.sleep(pause_s)
        mails += step.mails
        arrived += len(step.arrivals)
    if arrived:
        console.print()
    else:
        console.print("Nothing new: this night was played here before. All feeds were read again from new addresses;")
        console.print("everything in them is known, so nobody is told of it again.\n")
    console.print(_incidents(incidents(directory)), "", _mails(mails), "", sep="\n")
    console.print("Where to look", style="bold")
    for line in _where(directory, mails):
        console.print(line, soft_wrap=True, markup=False)  # not broken, so that it can be copied
    if svg is not None:
        svg.write_text(picture(console), encoding="utf-8")


def values(directory: Path | None) -> dict[str, Any]:
    """Play the night; what came of it, ready for JSON."""
    directory = _directory(directory)
    steps = list(play(directory))
    return {
        "directory": directory,
        "mailbox": directory / "mailbox",
        "entries": [_value(arrival, step) for step in steps for arrival in step.arrivals],
        "incidents": [
            {
                "id": incident.id,
                "types": incident.types,
                "place": incident.place.name,
                "iso_region": incident.place.iso_region,
                "first": incident.window.first.isoformat(),
                "last": incident.window.last.isoformat(),
                "killed": incident.toll.killed.high if incident.toll.killed else None,
                "injured": incident.toll.injured.high if incident.toll.injured else None,
                "standing": incident.standing,
                "publishers": incident.publishers,
            }
            for incident in incidents(directory)
        ],
        "mails": [
            {"at": mail.at, "to": mail.to, "subject": mail.subject, "incidents": mail.incidents, "path": mail.path}
            for step in steps
            for mail in step.mails
        ],
    }


def picture(console: Console) -> str:
    """What *console* has recorded, as SVG that loads nothing from elsewhere."""
    svg = console.export_svg(title="monitor demo", unique_id="demo")
    return re.sub(r"@font-face \{[^}]*\}\s*", "", svg)


def _directory(directory: Path | None) -> Path:
    return directory if directory is not None else Path(tempfile.mkdtemp(prefix="monitor-demo-"))


def _value(arrival: Arrival, step: Step) -> dict[str, Any]:
    entry = arrival.polled.entry
    return {
        "published": entry.published,
        "polled": step.at,
        "publisher": entry.publisher,
        "lang": entry.lang,
        "title": entry.title,
        "link": entry.link,
        "became": [{"fate": line.fate, "incident": line.incident, "text": line.text} for line in arrival.lines],
        "resolutions": [resolution_in_words(decision.resolution) for decision in arrival.polled.decisions],
    }


def _heading() -> Iterable[RenderableType]:
    yield Text("A night of attacks, all invented", style="bold")
    yield Text(
        f"{len(DISPATCHES)} entries of {len(PUBLISHERS)} newsrooms that do not exist, in three languages, from a web server "
        "on this machine. The towns exist; nothing that is told of them happened. The pipeline, the database and the mails "
        f"are the real ones. The clock goes from {BEGIN:%H:%M} to {MORNING:%H:%M} UTC, {BEGIN:%-d}/{MORNING:%-d %B %Y}.",
        style="bright_black",
    )
    for reader in READERS:
        how = (
            "an alert at once" if reader.mode is Mode.ALERT else f"a {reader.mode.value} digest at 08:00 in {reader.tz}"
        )
        yield Text(f"{reader.email} asked for {how}: {', '.join(reader.rules)}", style="bright_black")
    yield ""


def _rows(step: Step) -> Iterable[RenderableType]:
    """One block for each entry, then one for each mail."""
    for arrival in step.arrivals:
        entry = arrival.polled.entry
        head = Text.assemble((entry.publisher, "bold"), f"  {entry.title}")
        lines = [Text(line.text, style=STYLES[line.fate]) for line in arrival.lines]
        day = entry.published.date()
        moment = f"{entry.published:%H:%M}" if day >= BEGIN.date() else f"{day:%-d %b}"
        yield _block(moment, entry.lang or "", head, *lines)
    for mail in step.mails:
        head = Text.assemble((mail.to, "bold green"), (f"  {mail.subject}", "green"))
        yield _block(f"{step.at:%H:%M}", "✉", head)


def _block(moment: str, mark: str, *lines: Text) -> Table:
    """Lines behind a moment and a mark; long ones go on below themselves."""
    block = Table.grid(padding=(0, 1))
    block.add_column(width=5)
    block.add_column(width=2)
    block.add_column()
    for number, line in enumerate(lines):
        block.add_row("" if number else moment, "" if number else mark, line)
    return block


def _incidents(known: Sequence[Incident]) -> Table:
    table = _table("Incidents", "#", "what", "day", "standing", "told by")
    for incident in known:
        publishers = ", ".join(sorted(incident.publishers))
        table.add_row(str(incident.id), what(incident), _days(incident.window), incident.standing.value, publishers)
    return table


def _days(window: Window) -> str:
    """The local days of an attack: "11–12 Mar"."""
    first, last = window.first, window.last
    if first == last:
        return f"{first:%-d %b}"
    return f"{first:%-d}–{last:%-d %b}" if first.month == last.month else f"{first:%-d %b} – {last:%-d %b}"


def _mails(mails: Sequence[Mail]) -> RenderableType:
    if not mails:
        return "No mail went out."
    table = _table("Mails", "sent", "to", "subject", "about")
    for mail in mails:
        about = " ".join(f"#{number}" for number in sorted(mail.incidents))
        table.add_row(f"{mail.at:%H:%M}", mail.to, mail.subject, about)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bright_black"
    )
    for column in columns:
        table.add_column(column)
    return table


def _where(directory: Path, mails: Sequence[Mail]) -> Iterable[str]:
    """Where to look at what is left of the night."""
    mailbox = directory / "mailbox"
    yield f"mails      {mailbox} (a Maildir, and a copy of each mail as .eml)"
    if mails:
        shortest = min((mail.path for mail in mails), key=lambda path: len(path.name))
        yield f"one mail   xdg-open {shlex.quote(str(shortest))}"
    yield f"all mails  mutt -f {shlex.quote(str(mailbox))}"
    yield f"incidents  MONITOR_DATABASE_URL={shlex.quote(f'sqlite:///{directory / DATABASE}')} monitor incidents list"
    yield f"once more  monitor demo --dir {shlex.quote(str(directory))} (nothing is sent twice)"
