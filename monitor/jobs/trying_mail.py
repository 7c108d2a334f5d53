"""Trying the templates in force: what is wrong with the mails that they make, and samples of them sent to somebody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape

from monitor.delivery.language import LANGUAGES
from monitor.delivery.message import build_message
from monitor.delivery.render import Rendered, Renderer
from monitor.delivery.samples import samples
from monitor.delivery.views import AlertView, DigestView, ServiceView
from monitor.jobs.composing import sender_of
from monitor.jobs.services import Services
from monitor.model import Delivery, DeliveryId, DeliveryKind, Subscriber, SubscriberId

CLIPPED_AT = 102_400
"""Octets of HTML after which Gmail cuts a mail."""

LONGEST_SUBJECT = 120
"""Characters of a subject; longer ones are cut by every reader."""

LONGEST_LINE = 998
"""Characters of a line of text, RFC 5322 section 2.1.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample mail. ``name``: number and kind, such as ``1-alert``; ``must_say``: what both bodies have to tell."""

    name: str
    kind: DeliveryKind
    lang: str
    rendered: Rendered
    must_say: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one sample in one language."""

    name: str
    lang: str
    problem: str


def rendered_samples(renderer: Renderer, langs: Collection[str] = LANGUAGES) -> Iterator[Sample]:
    """Every kind of mail about made-up incidents, by the templates in force, in each of *langs*.

    Raises:
        TemplateError: a template cannot render one of them.
    """
    for lang in langs:
        for number, view in enumerate(samples(), 1):
            worded = replace(view, lang=lang)
            match worded:
                case AlertView():
                    kind, rendered = DeliveryKind.ALERT, renderer.alert(worded)
                    must = tuple(incident.headline for incident in worded.incidents)
                case DigestView():
                    kind, rendered = DeliveryKind.DIGEST, renderer.digest(worded)
                    must = (worded.span, worded.coverage, *(i.headline for g in worded.groups for i in g.incidents))
                case ServiceView():
                    kind, rendered = DeliveryKind.SERVICE, renderer.service(worded)
                    must = worded.wishes
            yield Sample(name=f"{number}-{kind}", kind=kind, lang=lang, rendered=rendered, must_say=must)


def faults(sample: Sample) -> Iterator[Fault]:
    """What is wrong with a sample: what readers would not get, or would get in one of the two bodies only."""
    for problem in _problems(sample):
        yield Fault(name=sample.name, lang=sample.lang, problem=problem)


def _problems(sample: Sample) -> Iterator[str]:
    mail = sample.rendered
    if not mail.subject.strip() or "\n" in mail.subject:
        yield "the subject is not one line of words"
    elif len(mail.subject) > LONGEST_SUBJECT:
        yield f"the subject has {len(mail.subject)} characters; {LONGEST_SUBJECT} are shown"
    if (size := len(mail.html.encode())) > CLIPPED_AT:
        yield f"the HTML has {size} octets; mail programs cut it at {CLIPPED_AT}"
    if any(len(line) > LONGEST_LINE for line in mail.text.splitlines()):
        yield f"a line of the text is longer than {LONGEST_LINE} characters"
    text, html = _words(mail.text), _words(re.sub(r"(?s)<(?:style|head).*?</(?:style|head)>|<[^>]+>", " ", mail.html))
    for fact in filter(None, sample.must_say):
        if _words(fact) not in text:
            yield f"the text does not say {fact!r}"
        if _words(fact) not in html:
            yield f"the HTML does not say {fact!r}"
    # Parts of one page are one link: text has no room for more.
    linked = {unescape(url).partition("#")[0] for url in re.findall(r'href="(https?://[^"]+)"', mail.html)}
    for url in sorted(linked):
        if url not in mail.text.replace("\n", ""):
            yield f"the text lacks the link {url}"
    if re.search(r'<(?:img|link|script)[^>]+(?:src|href)="https?://', mail.html):
        yield "the HTML loads something from the network; mail programs block it or tell on the reader"


def _words(text: str) -> str:
    """The letters and digits of *text*, so that wrapping and marks make no difference."""
    return "".join(letter for letter in unescape(text).casefold() if letter.isalnum())


def send_samples(
    services: Services, address: str, langs: Collection[str], kinds: Collection[DeliveryKind], now: datetime
) -> list[str]:
    """Send one sample of each of *kinds* in each of *langs* through the channel in force; nothing is stored.

    Returns:
        The subjects of what was sent.

    Raises:
        DeliveryError: the channel did not take one; the error says why.
        TemplateError: a template cannot render one.
    """
    sent: list[str] = []
    reader = Subscriber(id=SubscriberId(0), email=address)
    for sample in rendered_samples(services.renderer, langs):
        if sample.kind not in kinds:
            continue
        rendered = replace(sample.rendered, subject=f"[test] {sample.rendered.subject}"[:LONGEST_SUBJECT])
        delivery = Delivery(
            id=DeliveryId(0),
            key=f"test-{sample.name}-{sample.lang}-{now:%Y%m%d%H%M%S}",
            kind=sample.kind,
            subscriber=reader.id,
            items=(),
            created_at=now,
            due_at=now,
        )
        message = build_message(rendered, replace(reader, lang=sample.lang), delivery, sender_of(services.settings))
        services.channel.send(message, address)
        sent.append(rendered.subject)
    services.channel.close()
    return sent
