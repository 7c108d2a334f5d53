"""Pages for who is not subscribed yet: sign up, confirm, and ask for a lost link."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.delivery.language import N_
from monitor.delivery.tokens import Purpose
from monitor.delivery.wishes_in_words import wish_in_words
from monitor.delivery.wording import Words
from monitor.jobs import signing_up as job
from monitor.jobs.links import path
from monitor.jobs.signing_up import Asked, Confirmed, Wish
from monitor.model import Subscriber
from monitor.web import forms
from monitor.web.person import Person, at_first, person_values, read_person
from monitor.web.visit import Here, Sent, Visit, masked
from monitor.web.wanted import Wanted, read_wanted, wanted_values

router = APIRouter()

READ = ("GET", "HEAD")
"""Methods that change nothing: whatever opens links may use them."""


@router.api_route("/", methods=[*READ])
def first_page(here: Here) -> Response:
    """The form for signing up."""
    return _sign_up_page(here, "", Wanted(), at_first(here.lang()), ())


@router.post("/")
def sign_up(here: Here, sent: Sent) -> Response:
    """Note what is asked for; the answer is the same whether the address is known or not."""
    email, bad_email = forms.read_email(sent, here.say)
    wanted, person = read_wanted(sent, here.offer()), read_person(sent, here.lang(), here.say)
    problems = (*bad_email, *wanted.problems, *person.problems)
    if problems:
        return _sign_up_page(here, email, wanted, person, problems)
    wish = Wish(
        email=email,
        lang=person.lang,
        tz=person.tz,
        quiet_hours=person.quiet_hours,
        subscription=wanted.subscription(),
    )
    if job.sign_up(here.services, wish, here.client, here.now) is Asked.TOO_MANY:
        return here.too_many()
    return here.go_to(f"/asked?lang={here.lang()}")


@router.api_route("/asked", methods=[*READ])
def asked(here: Here) -> Response:
    """What happens next, the same for everybody."""
    return here.notice(
        N_("Look into your mail"),
        N_("If mail can be sent to this address, one with a link is on its way. Open the link and press the button."),
        N_("No mail after ten minutes? Look into the folder for spam. To one address, one such mail is sent a day."),
    )


@router.api_route("/link", methods=[*READ])
def lost_link(here: Here) -> Response:
    """The form for having one's links sent."""
    return here.page("lost", {"email": "", "problems": ()}, private=False)


@router.post("/link")
def send_link(here: Here, sent: Sent) -> Response:
    """Have the links of a subscriber sent to them; the answer is the same for an address that is not subscribed."""
    email, problems = forms.read_email(sent, here.say)
    if problems:
        return here.page("lost", {"email": email, "problems": problems}, status=422, private=False)
    if job.ask_for_links(here.services, email, here.client, here.now) is Asked.TOO_MANY:
        return here.too_many()
    return here.go_to(f"/link-asked?lang={here.lang()}")


@router.api_route("/link-asked", methods=[*READ])
def link_asked(here: Here) -> Response:
    """What happens next, the same for everybody."""
    return here.notice(
        N_("Look into your mail"),
        N_("If mails are sent to this address, one with the link to its settings is on its way."),
        N_("No mail after ten minutes? Look into the folder for spam. To one address, one such mail is sent a day."),
    )


@router.api_route("/privacy", methods=[*READ])
def privacy(here: Here) -> Response:
    """What is stored about people."""
    return here.page("privacy", {}, private=False)


@router.api_route("/confirm/{token}", methods=[*READ])
def confirmation(here: Here, token: str) -> Response:
    """The button that begins the mails."""
    with here.services.store.read() as tx:
        subscriber = job.waiting(tx, token, here.now)
        wishes = () if subscriber is None else _wishes(here, subscriber)
    if subscriber is None:
        return here.no_such_link()
    if subscriber.confirmed_at is not None:
        return _confirmed(here, subscriber)
    values = {"action": f"/confirm/{token}", "address": masked(subscriber.email), "wishes": wishes}
    return here.page("confirm", values, subscriber=subscriber)


@router.post("/confirm/{token}")
def confirm(here: Here, token: str) -> Response:
    """Begin the mails."""
    with here.services.store.read() as tx:
        subscriber = job.waiting(tx, token, here.now)
        wording = "" if subscriber is None else "; ".join(_wishes(here, subscriber))
    if subscriber is None or job.confirm(here.services, token, wording, here.now) is Confirmed.REFUSED:
        return here.no_such_link()
    return _confirmed(here, subscriber)


def _confirmed(here: Visit, subscriber: Subscriber) -> Response:
    with here.services.store.read() as tx:
        settings = path(tx, Purpose.SETTINGS, tx.subscribers.ref(subscriber.id), here.now)
    return here.page("confirmed", {"settings": settings}, subscriber=subscriber)


def _wishes(here: Visit, subscriber: Subscriber) -> tuple[str, ...]:
    titles = {rule.id: rule.title for rule in here.services.rules.in_force.ruleset.rules}
    words = Words(here.lang(subscriber))
    with here.services.store.read() as tx:
        found = tx.subscribers.subscriptions(subscriber.id)
    region = here.services.rules.in_force.region
    return tuple(wish_in_words(each, titles, words, region) for each in found if each.active)


def _sign_up_page(
    here: Visit, email: str, wanted: Wanted, person: Person, problems: tuple[forms.Problem, ...]
) -> Response:
    values = {
        "email": email,
        **wanted_values(wanted, here.offer()),
        **person_values(person, here.lang(), here.say),
        "problems": problems,
    }
    return here.page("signup", values, status=422 if problems else 200, private=False)
