"""Pages behind the settings link: what one gets, language and zone, pause, one's data."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor.delivery.language import N_
from monitor.delivery.wishes_in_words import wish_in_words
from monitor.delivery.wording import Words
from monitor.errors import NotFoundError, TooManyError
from monitor.jobs import leaving
from monitor.jobs import settings as job
from monitor.jobs.settings import Standing
from monitor.model import Subscription, SubscriptionId
from monitor.web import forms
from monitor.web.export import as_json
from monitor.web.forms import Filled
from monitor.web.signing_up import READ
from monitor.web.visit import Here, Sent, Visit, masked

router = APIRouter(prefix="/settings/{token}")


@router.api_route("", methods=[*READ])
def overview(here: Here, token: str, saved: str | None = None) -> Response:
    """How things stand."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    filled = Filled(lang=standing.subscriber.lang, tz=standing.subscriber.tz)
    return _overview(here, token, standing, filled, saved=saved is not None)


@router.post("/person")
def change_person(here: Here, token: str, sent: Sent) -> Response:
    """Change language and time zone."""
    standing = job.standing(here.services, token, here.now)
    if standing is None:
        return here.no_such_link()
    filled = forms.read_person(sent, standing.subscriber.lang, lambda text: here.say(text, standing.subscriber))
    if filled.problems:
        return _overview(here, token, standing, filled, status=422)
    return _done(here, token, job.change_person(here.services, token, here.now, lang=filled.lang, tz=filled.tz))


@router.post("/pause")
def pause(here: Here, token: str) -> Response:
    """Send nothing until they say so."""
    return _done(here, token, job.pause(here.services, token, here.now))


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
    return _subscription_page(here, token, standing, None, Filled())


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
    return _subscription_page(here, token, standing, number, forms.filled_from(found))


@router.post("/{number:int}")
def change_subscription(here: Here, token: str, number: int, sent: Sent) -> Response:
    """Change one subscription."""
    return _save(here, token, number, sent)


@router.post("/{number:int}/drop")
def drop_subscription(here: Here, token: str, number: int) -> Response:
    """Delete one subscription."""
    dropped = job.drop_subscription(here.services, token, SubscriptionId(number), here.now)
    return _done(here, token, dropped or None)


def _save(here: Visit, token: str, number: int | None, sent: forms.Fields) -> Response:
    standing = job.standing(here.services, token, here.now)
    if standing is None or (number is not None and _find(standing, number) is None):
        return here.no_such_link()
    filled = forms.read_subscription(sent, here.rules, lambda text: here.say(text, standing.subscriber))
    if filled.problems:
        return _subscription_page(here, token, standing, number, filled, status=422)
    try:
        changed = None if number is None else SubscriptionId(number)
        saved = job.save_subscription(here.services, token, changed, filled.subscription, here.now)
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
    here: Visit, token: str, standing: Standing, filled: Filled, *, saved: bool = False, status: int = 200
) -> Response:
    subscriber = standing.subscriber
    titles = {rule.id: rule.title for rule in here.services.rules.in_force.ruleset.rules}
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
            (str(each.id), wish_in_words(each, titles, words, here.services.rules.in_force.region))
            for each in standing.subscriptions
        ),
        "problems": filled.problems,
        **forms.person_values(filled, here.lang(subscriber), lambda text: here.say(text, subscriber)),
    }
    return here.page("settings", values, subscriber=subscriber, status=status)


def _subscription_page(
    here: Visit, token: str, standing: Standing, number: int | None, filled: Filled, status: int = 200
) -> Response:
    base = f"/settings/{token}"
    values = {
        **forms.subscription_values(filled, here.rules, lambda text: here.say(text, standing.subscriber)),
        "problems": filled.problems,
        "base": base,
        "action": f"{base}/new" if number is None else f"{base}/{number}",
        "drop": None if number is None else f"{base}/{number}/drop",
    }
    return here.page("subscription", values, subscriber=standing.subscriber, status=status)
