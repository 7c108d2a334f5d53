"""Renders pages from ``templates/web``: sandboxed, escaped always, tried on samples before use, the last good ones kept."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from monitor.errors import TemplateError
from monitor.web.language import NAMES, words
from monitor.web.samples import SAMPLES

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
"""How often a request looks whether the operator has changed a template."""

STYLE = "web/style.css"
Complain = Callable[[TemplateError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every page says of the service. ``contact`` None: nobody answers."""

    service: str
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A set of templates that render. ``style_tag``: changes with the style sheet, so that browsers may keep it."""

    environment: jinja2.Environment
    style: bytes
    style_tag: str


class Pages:
    """Renders with the last templates that were good.

    Args:
        folders: where templates are looked for, in this order: an operator's folder may hold some of them only.
        about: what every page says of the service.
        complain: told, once for each change, that changed templates do not render.

    Raises:
        TemplateError: a template is missing or does not render; named with file and line.
    """

    def __init__(self, folders: Iterable[Path], about: About, complain: Complain) -> None:
        self._folders, self._about, self._complain = tuple(folders), about, complain
        self._fingerprint, self._looked_at = self._look(), time.monotonic()
        self._good = self._load()
        self._lock = threading.Lock()

    @property
    def style(self) -> bytes:
        """The style sheet."""
        return self._good.style

    @property
    def style_tag(self) -> str:
        """A short name for the content of the style sheet."""
        return self._good.style_tag

    def render(self, name: str, lang: str, values: Mapping[str, object]) -> str:
        """Return a page.

        Args:
            name: of the template, without folder and ending.
            lang: of the page.
            values: what the template may use beside what every page has.

        Raises:
            TemplateError: it cannot render these values.
        """
        self._take_in_changes()
        return self._render(self._good, name, lang, values)

    def _take_in_changes(self) -> None:
        with self._lock:
            if time.monotonic() - self._looked_at < LOOK_EVERY_S:
                return
            self._looked_at, before, self._fingerprint = time.monotonic(), self._fingerprint, self._look()
            if self._fingerprint == before:
                return
            try:
                self._good = self._load()
            except TemplateError as error:
                log.error("templates.broken", extra={"error": str(error)})
                self._complain(error)
            else:
                log.info("templates.reloaded")

    def _look(self) -> frozenset[tuple[str, int, int]]:
        files = ((path, path.stat()) for folder in self._folders for path in (folder / "web").glob("*"))
        return frozenset((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in files)

    def _load(self) -> _Loaded:
        environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader(self._folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        # The one filter that would let a title from a rule into a page as markup.
        del environment.filters["safe"]
        try:
            assert environment.loader is not None
            style = environment.loader.get_source(environment, STYLE)[0].encode()
        except jinja2.TemplateNotFound as error:
            raise TemplateError("there is no style sheet; restore the shipped one", name=STYLE) from error
        loaded = _Loaded(environment=environment, style=style, style_tag=hashlib.sha256(style).hexdigest()[:12])
        for name, values in SAMPLES:
            self._render(loaded, name, "en", values)
        return loaded

    def _render(self, loaded: _Loaded, name: str, lang: str, values: Mapping[str, object]) -> str:
        file = f"web/{name}.html.j2"
        shared = {
            "lang": lang,
            "languages": NAMES,
            "about": self._about,
            "style": f"/style.css?{loaded.style_tag}",
            "_": _translator(lang),
        }
        try:
            return loaded.environment.get_template(file).render({**values, **shared})
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError(error.message or "syntax error", name=error.name or file, line=error.lineno) from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"{error.name!r} is not there; restore the shipped one", name=file) from error
        # Whatever a template does wrong (a missing name, a sum of words) is its author's mistake, not ours.
        except Exception as error:
            where, number = _origin(error, file)
            raise TemplateError(str(error), name=where, line=number) from error


def _translator(lang: str) -> Callable[..., Markup]:
    """What ``_`` is in templates: the words and the values put into them are text, never markup."""
    say = words(lang).gettext

    def translate(text: str, **values: object) -> Markup:
        sentence = escape(say(text))
        return sentence % values if values else sentence

    return translate


def _origin(error: Exception, name: str) -> tuple[str, int | None]:
    """The template line in which *error* was raised; Jinja2 puts it into the traceback."""
    for frame in reversed(extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return "/".join(Path(frame.filename).parts[-2:]), frame.lineno
    return name, None
