"""``monitor incidents``: what is known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from monitor.cli import reviewing
from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.model import Count, Incident, IncidentId, Report, Update

group = typer.Typer(help="Incidents: the attacks that are known.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module, and those of `monitor.cli.reviewing`."""
    reviewing.add_to(group)
    app.add_typer(group, name="incidents")


@group.command("list", epilog="Example: monitor incidents list --region RU-MOS --since 2023-09-01")
def list_(
    context: typer.Context,
    since: Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Earliest day.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="ISO 3166-1 code.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="ISO 3166-2 code.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Those known from background alone, too.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List incidents by day, latest first."""
    day = None if since is None else since.date()
    with opened(context) as services, services.store.read() as tx:
        found = tx.incidents.list(since=day, country=country, region=region, quiet=quiet, limit=limit)
    if as_json:
        print_json([_json(incident) for incident in found])
        return
    rows = [
        (
            incident.id,
            _days(incident),
            incident.types,
            incident.place.name,
            incident.place.iso_region or incident.place.country,
            "withdrawn" if incident.withdrawn else incident.standing,
            _range(incident.toll.killed),
            _range(incident.toll.injured),
            incident.reports,
        )
        for incident in found
    ]
    columns = ("id", "day", "types", "place", "region", "standing", "killed", "injured", "reports")
    print_table("Incidents", columns, rows, nothing="No incidents.")


@group.command("show", epilog="Example: monitor incidents show 12")
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="Number of the incident.")],
    as_json: JsonFlag = False,
) -> None:
    """Show one incident: what is known, how that changed, and every report with its evidence."""
    with opened(context) as services, services.store.read() as tx:
        incident = tx.incidents.get(IncidentId(number))
        history = tx.incidents.history(incident.id)
        reports = tx.reports.of_incident(incident.id)
        supporting = tx.reports.supporting(incident.id)
        links = {report.entry: tx.entries.get(report.entry).link for report in (*reports, *supporting)}
    if as_json:
        print_json(
            _json(incident)
            | {
                "history": [_update_json(update) for update in history],
                "reports": [_report_json(report, links[report.entry]) for report in reports],
                "supporting": [_report_json(report, links[report.entry]) for report in supporting],
            }
        )
        return
    print(f"Incident {incident.id}, version {incident.version}: {', '.join(incident.types) or 'type unknown'}")
    print(f"  place     {incident.place.name} ({incident.place.precision}, {incident.place.iso_region})")
    print(f"  day       {_days(incident)} ({incident.window.precision})")
    print(f"  standing  {'withdrawn' if incident.withdrawn else incident.standing}")
    print(f"  outcome   {', '.join(sorted(incident.outcomes)) or '-'}")
    print(f"  toll      killed {_range(incident.toll.killed)}, injured {_range(incident.toll.injured)}")
    print("History")
    for update in history:
        facts = ", ".join(sorted(update.facts))
        print(f"  {update.at:%Y-%m-%d %H:%M}Z  version {update.version}  {update.kind.value}  {facts}".rstrip())
        if update.author is not None:
            print(f"    by {update.author}{': ' if update.reason else ''}{update.reason}")
    print("Reports")
    for report in reports:
        _print_report(report, links[report.entry])
    if supporting:
        print("Reports that tell of this incident or of another one")
        for report in supporting:
            _print_report(report, links[report.entry])


def _print_report(report: Report, link: str | None) -> None:
    print(f"  {report.published:%Y-%m-%d %H:%M}Z  {report.publisher}  {report.role.value}  {link or ''}".rstrip())
    print(f"    entry {report.entry}")
    for quote in dict.fromkeys(evidence.quote for evidence in report.evidence):
        print(f"    “{quote}”")


def _days(incident: Incident) -> str:
    first, last = incident.window.first, incident.window.last
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _range(count: Count | None) -> str:
    if count is None:
        return "-"
    return str(count.low) if count.low == count.high else f"{count.low} to {count.high}"


def _day(day: date) -> str:
    return day.isoformat()


def _json(incident: Incident) -> dict[str, object]:
    place, window = incident.place, incident.window
    return {
        "id": incident.id,
        "version": incident.version,
        "types": incident.types,
        "place": {
            "name": place.name,
            "precision": place.precision,
            "country": place.country,
            "iso_region": place.iso_region,
            "lat": place.lat,
            "lon": place.lon,
            "approximate": place.approximate,
        },
        "start": window.start,
        "end": window.end,
        "first_day": _day(window.first),
        "last_day": _day(window.last),
        "time_precision": window.precision,
        "standing": incident.standing,
        "outcomes": incident.outcomes,
        "targets": incident.targets,
        "killed": _count_json(incident.toll.killed),
        "injured": _count_json(incident.toll.injured),
        "quiet": incident.quiet,
        "withdrawn": incident.withdrawn,
        "publishers": incident.publishers,
        "report_count": incident.reports,
        "first_reported_at": incident.first_reported_at,
        "last_reported_at": incident.last_reported_at,
    }


def _count_json(count: Count | None) -> dict[str, int] | None:
    return None if count is None else {"low": count.low, "high": count.high}


def _update_json(update: Update) -> dict[str, object]:
    return {
        "version": update.version,
        "at": update.at,
        "kind": update.kind,
        "facts": update.facts,
        "entry": update.entry,
        "author": update.author,
        "reason": update.reason,
    }


def _report_json(report: Report, link: str | None) -> dict[str, object]:
    return {
        "entry": report.entry,
        "publisher": report.publisher,
        "published": report.published,
        "link": link,
        "role": report.role,
        "types": report.types,
        "place": report.place.name,
        "evidence": [{"fact": each.fact, "quote": each.quote} for each in report.evidence],
    }
