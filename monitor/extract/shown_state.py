"""What a page shows without text: how a control is set, what a picture says. Pure.

A box that is ticked, the chosen line of a list and a picture of the words "Shared: no" are read by
every reader of the page, and by nobody who takes its text alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from monitor.languages import alternatives
from monitor.text.introductions import STATES
from monitor.text.short_answers import UNITS, is_answer
from monitor.text.signs import CHECKED, UNCHECKED

# The elements that `state_of` reads.
CONTROLS = (
    *(
        "input[checked]",
        "input[type=radio][name]:not([checked])",
        "input[readonly][value]",
        "input[disabled][value]",
        "select",
    ),
    *("[aria-checked]", '[aria-pressed="true"]'),
)
_MOST_ABOVE, _LABEL = 3, 80  # elements between a list of choices and its label; its characters
_LOOKS = re.compile(rf"\b(?:{alternatives('pictures', 'looks')})\b", re.IGNORECASE)
_TICKED = ("checkbox", "radio")
_TYPED = ("text", "number", "range", "date", "email", "")
_LONGEST_VALUE = 60  # characters
_MOST_CHOICES = 12  # a longer list is of countries, languages, time zones, and set for each reader
_LONGEST_NAME = 400  # characters of what a picture says
_DEPICTS = re.compile(rf"\b(?:{alternatives('pictures', 'depicts')})\b", re.IGNORECASE)
# "A card that shows ...": a thing, with what is to be seen on it. Whoever says what holds says it
# of all such things, and with a "must", a "not" or an amount.
_A_THING = re.compile(
    rf"(?:{alternatives('pictures', 'a')})\s(?:[\w’'-]+,?\s){{1,4}}"
    rf"(?:{alternatives('pictures', 'shows')})\b",
    re.IGNORECASE,
)
_BINDS = re.compile(
    rf"\b(?:{alternatives('pictures', 'binds')})\b|\d ?%|[$€£¥] ?\d|\d ?(?:{UNITS})(?!\w)",
    re.IGNORECASE,
)
_JUNK = frozenset(["none", "all", "default", "session", "until", "required", "active"])


def state_of(node: LexborNode) -> str:
    """How a control of CONTROLS is set, in words or signs of the page; "" where it says nothing.

    A choice that is not made says something only beside one that is: see `page_tree`.
    """
    attributes = node.attributes
    if node.tag == "select":
        chosen = "" if "multiple" in attributes else _chosen(node)
        return f"{CHECKED} {chosen}" if chosen and _is_setting(node) else chosen
    kind = (attributes.get("type") or "").lower()
    if node.tag == "input" and kind not in _TICKED:
        shown = " ".join((attributes.get("value") or "").split())
        return shown if kind in _TYPED and len(shown) <= _LONGEST_VALUE else ""
    if "aria-checked" in attributes:
        return {"true": CHECKED, "false": UNCHECKED}.get(attributes["aria-checked"] or "", "")
    if node.tag == "input" and _opens_a_panel(node):
        return ""
    return CHECKED if node.tag != "input" or "checked" in attributes else UNCHECKED


def said_by_picture(name: str) -> str:
    """A picture's text where it states something: "Shared with partners: no"; else ""."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or name.casefold() in _JUNK:
        return ""
    return name if _states(name) else ""


@lru_cache(maxsize=1024)  # a site's pages show the same pictures
def _states(name: str) -> bool:
    _label, colon, value = name.rpartition(":")
    if is_answer(value.strip() if colon else name):
        return True
    if " " not in name or not STATES.search(name) or _DEPICTS.search(name):
        return False
    return not _A_THING.match(name) or bool(_BINDS.search(name))


def _chosen(node: LexborNode) -> str:
    """The line of a list that is chosen: the one that says so, else the first."""
    options = node.css("option")
    if not 1 < len(options) <= _MOST_CHOICES:
        return ""
    chosen = next((o for o in options if "selected" in o.attributes), options[0])
    if "disabled" in chosen.attributes or chosen.attributes.get("value") == "":
        return ""  # "Please choose"
    shown = " ".join(chosen.text().split())
    return shown if len(shown) <= _LONGEST_VALUE else ""


def _is_setting(node: LexborNode) -> bool:
    """Does a list of choices stand in its label, and set something else than how the page looks?

    What a label says is for the hand; with the sign for a choice that was made it is text.
    """
    above = node.parent
    beside = _beside(node.prev, "prev", over_text=True)
    for _ in range(_MOST_ABOVE):
        if above is None or above.tag == "label":
            break
        above = above.parent
    if above is None or above.tag != "label":
        return False
    # Its own words and those right before: all its text may be a page.
    said = above.text(deep=False)[:_LABEL] + (beside.text()[:_LABEL] if beside else "")
    return not _LOOKS.search(said)


def _opens_a_panel(node: LexborNode) -> bool:
    """Is it the hidden box of a tab or an accordion: box, label, and the panel that it opens?

    Or one of several boxes in a row, before all labels and panels.
    """
    if _is_box(_beside(node.next, "next")) or _is_box(_beside(node.prev, "prev")):
        return True
    label = _beside(node.next, "next", over_text=True)
    if label is None or label.tag != "label":
        return False
    panel = _beside(label.next, "next", over_text=True)
    if panel is None or panel.tag in ("input", "label", "br", "span", "small"):
        return False
    return panel.tag != "p" or not _is_ticked_in_form(node)


def _is_ticked_in_form(node: LexborNode) -> bool:
    """Is a box ticked, with words below that are no panel's: in a form to fill in?

    A form round the whole page is how some servers keep its state.
    """
    above = node.parent
    while above is not None and above.tag not in ("form", "fieldset"):
        above = above.parent
    return (
        above is not None
        and "checked" in node.attributes
        and above.css_first('input[name="__VIEWSTATE"]') is None
    )


def _is_box(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "input" and node.attributes.get("type") in _TICKED


def _beside(node: LexborNode | None, way: str, *, over_text: bool = False) -> LexborNode | None:
    """The first element from `node` on, one way; none where text comes first."""
    while node is not None and (node.tag or "-").startswith("-"):
        if not over_text and node.tag == "-text" and (node.text() or "").strip():
            return None
        node = getattr(node, way)
    return node
