"""Values that every page template is tried on before it is used: filled, and as empty as they can be."""

from __future__ import annotations

from monitor.web.forms import Option, OptionGroup, Problem
from monitor.web.places import Circle

_OPTIONS = (
    Option(value="a", label="Drones near Moscow", chosen=True, note="high"),
    Option(value="b", label="Any attack", chosen=False),
)
_ZONES = (OptionGroup(label="Europe", options=(Option(value="Europe/Kyiv", label="Kyiv", chosen=True),)),)
_PROBLEMS = (
    Problem(field="email", text="Write an address."),
    Problem(field="rule", text="Choose at least one."),
    Problem(field="mode", text="Choose one of these."),
    Problem(field="level", text="Choose one of these."),
    Problem(field="regions", text="Atlantis: this place is not known."),
    Problem(field="near-1", text="Atlantis: this place is not known."),
    Problem(field="km-1", text="Write the radius in kilometres."),
    Problem(field="lang", text="Choose one of these."),
    Problem(field="tz", text="Choose one of these."),
    Problem(field="quiet", text="Write both times."),
    Problem(field="until", text="Write a day from tomorrow on."),
)
_SUBSCRIPTION: dict[str, object] = {
    "rules": _OPTIONS,
    "modes": _OPTIONS,
    "levels": _OPTIONS,
    "types": _OPTIONS,
    "regions": ("Moscow region", "Poland"),
    "circles": (Circle(place="Istra", km="25", known="Istra, Moscow region (known to the town)"), Circle()),
    "standings": _OPTIONS,
    "even_if_empty": True,
    "narrow": True,
    "problems": (),
}
_BARE: dict[str, object] = {"types": (), "regions": (), "circles": (), "even_if_empty": False, "narrow": False}
_PERSON: dict[str, object] = {"langs": _OPTIONS, "zones": _ZONES, "quiet": ("22:00", "07:00"), "wake": True}
_SIGN_UP: dict[str, object] = {"email": "anna@example.org", **_SUBSCRIPTION, **_PERSON}
_SETTINGS: dict[str, object] = {
    "address": "a…@example.org",
    "state": "active",
    "until": None,
    "saved": True,
    "base": "/settings/x",
    "leave": "/unsubscribe/x",
    "wishes": (("7", "At once: Drones near Moscow"),),
    "chosen": (("12", "You follow this attack.", "Drone attack: Istra, Moscow region"),),
    "first_day": "2023-09-06",
    "problems": (),
    **_PERSON,
}
_ANSWER: dict[str, object] = {
    "headline": "Drone attack: Istra, Moscow region",
    "when": ("Tue 5 Sep 2023, 00:00–06:00 (UTC)",),
    "withdrawn": False,
    "follows": False,
    "sleeps": False,
    "until": None,
    "spans": _OPTIONS,
    "faults": _OPTIONS,
    "words": "",
    "most_words": 1000,
    "done": None,
    "base": "/answer/x/7",
    "problems": (),
}
_NOTICE: dict[str, object] = {"title": "Not found", "paragraphs": ("There is nothing here.",), "good": False}

SAMPLES: tuple[tuple[str, dict[str, object]], ...] = (
    ("signup", _SIGN_UP),
    ("signup", _SIGN_UP | {"email": "", "problems": _PROBLEMS}),
    ("signup", _SIGN_UP | _BARE | {"quiet": ("", ""), "wake": False}),
    ("signup", _SIGN_UP | {"rules": ()}),
    ("lost", {"email": "", "problems": ()}),
    ("lost", {"email": "x", "problems": _PROBLEMS[:1]}),
    ("confirm", {"action": "/confirm/x", "address": "a…@example.org", "wishes": ("At once: Drones near Moscow",)}),
    ("confirmed", {"settings": "/settings/x"}),
    ("settings", _SETTINGS),
    ("settings", _SETTINGS | {"state": "paused", "saved": False, "wishes": (), "chosen": ()}),
    ("settings", _SETTINGS | {"state": "paused", "until": "Tue 5 Sep 2023, 03:40 (Europe/Kyiv, UTC+3)"}),
    ("settings", _SETTINGS | {"problems": _PROBLEMS[7:]}),
    ("settings", _SETTINGS | {"state": "left", "problems": _PROBLEMS[7:]}),
    ("subscription", {**_SUBSCRIPTION, "base": "/settings/x", "action": "/settings/x/new", "drop": None}),
    (
        "subscription",
        {**_SUBSCRIPTION, "problems": _PROBLEMS[1:7], "base": "/settings/x", "action": "/settings/x/7", "drop": "/x"},
    ),
    ("unsubscribe", {"action": "/unsubscribe/x", "address": "a…@example.org", "settings": "/settings/x"}),
    ("left", {"back": "/return/x"}),
    ("left", {"back": None}),
    ("erase", {"action": "/settings/x/erase", "base": "/settings/x", "address": "a…@example.org"}),
    ("answer", _ANSWER),
    ("answer", _ANSWER | {"follows": True, "done": "Saved."}),
    ("answer", _ANSWER | {"sleeps": True}),
    ("answer", _ANSWER | {"sleeps": True, "until": "Tue 5 Sep 2023, 03:40 (UTC)"}),
    ("answer", _ANSWER | {"withdrawn": True, "problems": (Problem(field="fault", text="Choose one of these."),)}),
    ("privacy", {}),
    ("notice", _NOTICE),
    ("notice", _NOTICE | {"good": True}),
)
"""Template and values, in the order in which people meet the pages."""
