"""Renders mails from templates: the only door to Jinja2.

Templates are sandboxed, HTML is escaped always, unknown names are errors. A set of templates is loaded as a whole and
tried on sample mails first, so that one that does not render never replaces one that did.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from monitor.delivery.cleaning import SUBJECT_GRAPHEMES, cut, line
from monitor.delivery.samples import samples
from monitor.delivery.sharing import with_links, without_links
from monitor.delivery.views import AlertView, DigestView, ServiceView
from monitor.delivery.wording import Words
from monitor.errors import TemplateError

TEXT_WIDTH = 72
"""Columns of the text part: quoted twice it still fits a terminal (RFC 5322 recommends at most 78)."""

PICTURE = "map@attack-monitor"
"""Content-ID of the picture inside a message (RFC 2392); only the message itself refers to it."""

_PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A mail's words: ``subject`` is one line of at most 120 characters, ``text`` is wrapped, both bodies say the same.

    ``picture``: a PNG that ``html`` shows as `PICTURE`; None: it shows none.
    """

    subject: str
    text: str
    html: str
    picture: bytes | None = None


class Renderer:
    """Renders views with the last templates that were good.

    Args:
        directory: folder of the ``*.j2`` files.

    Raises:
        TemplateError: a template is missing or does not render; named with file and line.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._good = _load(directory)

    def reload(self) -> None:
        """Read the templates again; when one does not render, go on with those that did.

        Raises:
            TemplateError: what is wrong with the new ones.
        """
        self._good = _load(self._directory)

    def alert(self, view: AlertView) -> Rendered:
        """Render an alert mail.

        Raises:
            TemplateError: the template cannot render this view.
        """
        return _render_shared(self._good, "alert", view)

    def digest(self, view: DigestView) -> Rendered:
        """Render a digest.

        Raises:
            TemplateError: the template cannot render this view.
        """
        return _render_shared(self._good, "digest", view)

    def service(self, view: ServiceView) -> Rendered:
        """Render a mail about the subscription itself.

        Raises:
            TemplateError: the template cannot render this view.
        """
        return _render(self._good, "service", view)


_KINDS = {AlertView: "alert", DigestView: "digest", ServiceView: "service"}


def _load(directory: Path) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(directory),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    # The one filter that would let text from a feed into a mail as markup.
    del environment.filters["safe"]
    for name in environment.list_templates(extensions=["j2"]):
        _compile(environment, name)
    for view in samples():
        _render(environment, _KINDS[type(view)], view)
    return environment


def _compile(environment: jinja2.Environment, name: str) -> jinja2.Template:
    try:
        return environment.get_template(name)
    except jinja2.TemplateNotFound as error:
        raise TemplateError("there is no such template; put it there or restore the shipped one", name=name) from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", name=error.name or name, line=error.lineno) from error
    except UnicodeDecodeError as error:
        raise TemplateError("not UTF-8; save it as UTF-8", name=name) from error


def _render_shared(environment: jinja2.Environment, kind: str, view: AlertView | DigestView) -> Rendered:
    """Render *view*, or take what was rendered for somebody else who is told the same."""
    footer, links = without_links(view.footer)
    rendered = _render(environment, kind, replace(view, footer=footer))
    return replace(
        rendered,
        text=with_links(rendered.text, links, html=False),
        html=with_links(rendered.html, links, html=True),
    )


@lru_cache(maxsize=64)
def _render(environment: jinja2.Environment, kind: str, view: AlertView | DigestView | ServiceView) -> Rendered:
    parts: Mapping[str, str] = {part: _part(environment, f"email/{kind}.{part}.j2", view) for part in _PARTS}
    return Rendered(
        subject=cut(line(parts["subject.txt"]), SUBJECT_GRAPHEMES),
        text=wrap(parts["body.txt"]),
        html=parts["body.html"],
    )


def _part(environment: jinja2.Environment, name: str, view: AlertView | DigestView | ServiceView) -> str:
    template = _compile(environment, name)
    translate = _marked_up(Words(view.lang)) if ".html" in name else Words(view.lang).say
    try:
        return template.render(mail=view, _=translate)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", name=error.name or name, line=error.lineno) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"it uses {error.name!r}, which is not there", name=name) from error
    # Whatever a template does wrong (a missing name, a sum of words) is its author's mistake, not ours.
    except Exception as error:
        where, number = _origin(error, name)
        raise TemplateError(str(error), name=where, line=number) from error


def _marked_up(words: Words) -> Callable[..., Markup]:
    """The translator for HTML: what it is given is text, the words as well as the values put into them."""

    def say(text: str, **values: object) -> Markup:
        sentence = escape(words.say(text))
        return sentence % values if values else sentence

    return say


def _origin(error: Exception, name: str) -> tuple[str, int | None]:
    """The template line in which *error* was raised; Jinja2 puts it into the traceback."""
    for frame in reversed(extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return "/".join(Path(frame.filename).parts[-2:]), frame.lineno
    return name, None


def wrap(text: str, width: int = TEXT_WIDTH) -> str:
    """Return *text* with long lines broken at spaces, further lines indented like the first; addresses stay whole."""
    lines = [part for raw in text.splitlines() for part in _wrapped(raw.rstrip(), width)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _wrapped(raw: str, width: int) -> Iterator[str]:
    if len(raw) <= width or " " not in raw.strip():
        yield raw
        return
    indent = " " * (len(raw) - len(raw.lstrip(" -")))
    yield from textwrap.wrap(raw, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
