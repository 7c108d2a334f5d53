"""Pages behind the settings link: what one gets, language and zone, pause, one's data."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor.delivery.describing import headline
from monitor.delivery.language import N_
from monitor.delivery.wishes_in_words import wish_in_words
from monitor.delivery.wording import Words
from monitor.errors import NotFoundError, TooManyError
from monitor.jobs import leaving
from monitor.jobs import settings as job
from monitor.jobs.settings import Standing
from monitor.model import Choice, IncidentId, Subscription, SubscriptionId
from monitor.web.export import as_json
from monitor.web.forms import Fields, Problem
from monitor.web.person import Person, first_day, person_from, person_values, read_pause, read_person
from monitor.web.signing_up import READ
from monitor.web.visit import Here, Sent, Visit, masked
from monitor.web.wanted import Wanted, read_wanted, wanted_from, wanted_values

router = APIRouter(prefix="/settings/{token}")

_CHOICES = {Choice.FOLLOW: N_("You follow this attack."), Choice.SNOOZE: N_("You get no updates of it.")}


@router.api_route("", methods=[*READ])
def overview(here: Here, token: str, saved: str | None = None) -> Response:
    """How things stand."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    return _overview(here, token, standing, person_from(standing.subscriber), saved=saved is not None)


@router.post("/person")
def change_person(here: Here, token: str, sent: Sent) -> Response:
    """Change language, time zone and quiet hours."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    person = read_person(sent, standing.subscriber.lang, lambda text: here.say(text, standing.subscriber))
    if person.problems:
        return _overview(here, token, standing, person, person.problems)
    return _done(here, token, job.change_person(here.services, token, here.now, **person.changes))


@router.post("/pause")
def pause(here: Here, token: str, sent: Sent) -> Response:
    """Send nothing until a day, or until they say so."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    subscriber = standing.subscriber
    until, problems = read_pause(sent, subscriber, here.now, lambda text: here.say(text, subscriber))
    if problems:
        return _overview(here, token, standing, person_from(subscriber), tuple(problems))
    return _done(here, token, job.pause(here.services, token, here.now, until))


@router.post("/resume")
def resume(here: Here, token: str) -> Response:
    """Send mails again."""
    return _done(here, token, job.resume(here.services, token, here.now))


@router.api_route("/data.json", methods=[*READ])
def data(here: Here, token: str) -> Response:
    """All that is stored about them, as a file."""
    stored = job.everything(here.services, token, here.now)
    if stored is None:
        return here.no_such_link()
    return JSONResponse(as_json(stored), headers={"Content-Disposition": 'attachment; filename="attack-monitor.json"'})


@router.api_route("/erase", methods=[*READ])
def erase_button(here: Here, token: str) -> Response:
    """The button that deletes everything; opening the page deletes nothing."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    base = f"/settings/{token}"
    values = {"action": f"{base}/erase", "base": base, "address": masked(standing.subscriber.email)}
    return here.page("erase", values, subscriber=standing.subscriber)


@router.post("/erase")
def erase(here: Here, token: str) -> Response:
    """Delete everything."""
    standing = job.standing(here.services, token, here.now)
    if standing is None or not leaving.erase(here.services, token, here.now):
        return here.no_such_link()
    return here.notice(
        N_("Deleted"),
        N_(
            "Nothing is stored about you any more. If a mail is on its way at this moment, the rest follows within an hour."
        ),
        subscriber=standing.subscriber,
        good=True,
    )


@router.api_route("/new", methods=[*READ])
def new_subscription(here: Here, token: str) -> Response:
    """The form for a further subscription."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    return _subscription_page(here, token, standing, None, Wanted())


@router.post("/new")
def add_subscription(here: Here, token: str, sent: Sent) -> Response:
    """Store a further subscription."""
    return _save(here, token, None, sent)


@router.api_route("/{number:int}", methods=[*READ])
def one_subscription(here: Here, token: str, number: int) -> Response:
    """The form of one subscription."""
    standing = job.standing(here.services, token, here.now)
    found = None if standing is None else _find(standing, number)
    if standing is None or found is None:
        return here.no_such_link()
    return _subscription_page(here, token, standing, number, wanted_from(found, here.offer(standing.subscriber)))


@router.post("/{number:int}")
def change_subscription(here: Here, token: str, number: int, sent: Sent) -> Response:
    """Change one subscription."""
    return _save(here, token, number, sent)


@router.post("/{number:int}/drop")
def drop_subscription(here: Here, token: str, number: int) -> Response:
    """Delete one subscription."""
    dropped = job.drop_subscription(here.services, token, SubscriptionId(number), here.now)
    return _done(here, token, dropped or None)


@router.post("/incident/{number:int}/forget")
def forget_choice(here: Here, token: str, number: int) -> Response:
    """Follow or snooze an incident no longer."""
    return _done(here, token, job.forget_choice(here.services, token, IncidentId(number), here.now) or None)


def _save(here: Visit, token: str, number: int | None, sent: Fields) -> Response:
    standing = job.standing(here.services, token, here.now)
    known = None if standing is None or number is None else _find(standing, number)
    if standing is None or (number is not None and known is None):
        return here.no_such_link()
    wanted = read_wanted(sent, here.offer(standing.subscriber), known)
    if wanted.problems:
        return _subscription_page(here, token, standing, number, wanted, status=422)
    try:
        changed = None if number is None else SubscriptionId(number)
        saved = job.save_subscription(here.services, token, changed, wanted.subscription, here.now)
    except NotFoundError:
        return here.notice(
            N_("That was removed"),
            N_("What you wanted to change was removed in the meantime. Nothing was saved."),
            status=409,
            subscriber=standing.subscriber,
        )
    except TooManyError:
        return here.notice(
            N_("That is too much"),
            N_("You have as many subscriptions as one person can have. Remove one first."),
            status=409,
            subscriber=standing.subscriber,
        )
    return _done(here, token, saved)


def _done(here: Visit, token: str, done: object | None) -> Response:
    return here.no_such_link() if done is None else here.go_to(f"/settings/{token}?saved=1")


def _find(standing: Standing, number: int) -> Subscription | None:
    return next((each for each in standing.subscriptions if each.id == number), None)


def _overview(
    here: Visit,
    token: str,
    standing: Standing,
    person: Person,
    problems: tuple[Problem, ...] = (),
    *,
    saved: bool = False,
) -> Response:
    subscriber, in_force = standing.subscriber, here.services.rules.in_force
    titles = {rule.id: rule.title for rule in in_force.ruleset.rules}
    words = Words(here.lang(subscriber), ZoneInfo(subscriber.tz))
    until = None if subscriber.paused else subscriber.rests_until(here.now)
    rests = subscriber.paused or until is not None
    state = "left" if subscriber.confirmed_at is None else "paused" if rests else "active"
    values = {
        "address": masked(subscriber.email),
        "state": state,
        "until": None if until is None else f"{words.moment(until)} ({words.zone(until)})",
        "saved": saved,
        "base": f"/settings/{token}",
        "leave": standing.leave,
        "wishes": tuple(
            (str(each.id), wish_in_words(each, titles, words, in_force.region)) for each in standing.subscriptions
        ),
        "chosen": tuple(
            (str(each.incident), here.say(_CHOICES[each.choice], subscriber), headline(incident, words, in_force.place))
            for each, incident in standing.chosen
        ),
        "first_day": first_day(subscriber, here.now),
        "problems": problems,
        **person_values(person, here.lang(subscriber), lambda text: here.say(text, subscriber)),
    }
    return here.page("settings", values, subscriber=subscriber, status=422 if problems else 200)


def _subscription_page(
    here: Visit, token: str, standing: Standing, number: int | None, wanted: Wanted, status: int = 200
) -> Response:
    base = f"/settings/{token}"
    values = {
        **wanted_values(wanted, here.offer(standing.subscriber)),
        "problems": wanted.problems,
        "base": base,
        "action": f"{base}/new" if number is None else f"{base}/{number}",
        "drop": None if number is None else f"{base}/{number}/drop",
    }
    return here.page("subscription", values, subscriber=standing.subscriber, status=status)
