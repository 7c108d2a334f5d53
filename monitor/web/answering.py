"""The page on which readers follow or snooze one incident, or say that it is wrong. Opening it changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.delivery.describing import headline
from monitor.delivery.language import N_
from monitor.delivery.wording import Words
from monitor.jobs import answering as job
from monitor.jobs.answering import MOST_WORDS, Answered, Told
from monitor.model import Choice, Fault
from monitor.web.forms import UNKNOWN, Fields, Option, Problem, one, options
from monitor.web.signing_up import READ
from monitor.web.visit import Here, Sent, Visit

router = APIRouter(prefix="/answer/{token}/{number:int}")

_FAULTS = {
    Fault.NOTHING: N_("It did not happen, or is no attack"),
    Fault.PLACE: N_("The place is wrong"),
    Fault.TIME: N_("The time is wrong"),
    Fault.FIGURES: N_("The figures are wrong"),
    Fault.TWICE: N_("I was told of it twice"),
    Fault.OTHER: N_("Something else"),
}
_SPANS = {
    "week": (N_("for a week"), timedelta(days=7)),
    "ever": (N_("for good"), None),
}
_DONE = {
    "choice": N_("Saved."),
    "objection": N_("Thank you. The operator reads it; the attack stays as it is until then."),
}


@router.api_route("", methods=[*READ])
def answers(here: Here, token: str, number: int, done: str | None = None) -> Response:
    """The buttons."""
    about = job.told(here.services, token, number, here.now)
    return here.no_such_link() if about is None else _page(here, token, number, about, done=done)


@router.post("/follow")
def follow(here: Here, token: str, number: int) -> Response:
    """Tell them every change at once."""
    return _done(here, token, number, job.follow(here.services, token, number, here.now), "choice")


@router.post("/snooze")
def snooze(here: Here, token: str, number: int, sent: Sent) -> Response:
    """Tell them no updates, for a while or for good."""
    _, span = _SPANS.get(one(sent, "span"), _SPANS["ever"])
    return _done(here, token, number, job.snooze(here.services, token, number, here.now, span), "choice")


@router.post("/undo")
def undo(here: Here, token: str, number: int) -> Response:
    """Let their subscriptions alone decide again."""
    return _done(here, token, number, job.undo(here.services, token, number, here.now), "choice")


@router.post("/wrong")
def object_to(here: Here, token: str, number: int, sent: Sent) -> Response:
    """Note for the operator what they say is wrong."""
    about = job.told(here.services, token, number, here.now)
    if about is None:
        return here.no_such_link()
    fault, words = one(sent, "fault"), _words(sent)
    if fault not in set(Fault):
        problem = Problem(field="fault", text=here.say(UNKNOWN, about.subscriber))
        return _page(here, token, number, about, words=words, problems=(problem,))
    said = job.object_to(here.services, token, number, here.now, Fault(fault), words)
    return _done(here, token, number, said, "objection")


def _words(sent: Fields) -> str:
    """What they wrote, line by line; control characters would do harm on the operator's terminal."""
    lines = one(sent, "words")[: 2 * MOST_WORDS].splitlines()
    return "\n".join("".join(filter(str.isprintable, each)).strip() for each in lines).strip()[:MOST_WORDS]


def _done(here: Visit, token: str, number: int, answered: Answered, done: str) -> Response:
    match answered:
        case Answered.NOTED:
            return here.go_to(f"/answer/{token}/{number}?done={done}")
        case Answered.TOO_MANY:
            return here.too_many()
        case Answered.NO_SUCH_LINK:
            return here.no_such_link()


def _page(
    here: Visit,
    token: str,
    number: int,
    about: Told,
    *,
    done: str | None = None,
    words: str = "",
    problems: tuple[Problem, ...] = (),
) -> Response:
    subscriber = about.subscriber
    in_words = Words(here.lang(subscriber), ZoneInfo(subscriber.tz))

    def say(text: str) -> str:
        return here.say(text, subscriber)

    chosen = about.chosen
    until = None if chosen is None else chosen.until
    values: dict[str, Any] = {
        "headline": headline(about.incident, in_words, here.services.rules.in_force.place),
        "when": in_words.when(about.incident.window),
        "withdrawn": about.incident.withdrawn,
        "follows": chosen is not None and chosen.choice is Choice.FOLLOW,
        "sleeps": chosen is not None and chosen.choice is Choice.SNOOZE,
        "until": None if until is None else f"{in_words.moment(until)} ({in_words.zone(until)})",
        "spans": tuple(
            Option(value=name, label=say(text), chosen=name == "ever") for name, (text, _) in _SPANS.items()
        ),
        "faults": options(_FAULTS, "", say),
        "words": words,
        "most_words": MOST_WORDS,
        "done": None if done not in _DONE else say(_DONE[done]),
        "base": f"/answer/{token}/{number}",
        "problems": problems,
    }
    return here.page("answer", values, subscriber=subscriber, status=422 if problems else 200)
