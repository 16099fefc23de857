"""What one opening tag says about the text inside it. Pure, and remembered by the tag's own text.

A page has thousands of elements but few distinct opening tags, and the next snapshot of the page
has the same ones: each is examined once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from monitor.extract.names import (
    ALWAYS,
    ANNOUNCEMENTS,
    APP_OFFERED,
    ARIA_ROLES,
    BANNER,
    BANNERS,
    CERTAIN,
    CONSENT_TOOLS,
    COOKIE,
    COOKIE_BOX,
    FOR_SCREEN_READERS,
    FORM,
    ICON,
    LANGUAGE_BOX,
    MAIN_IDS,
    NO_TEXT,
    OF_APP,
    OPEN_DIALOG,
    OPENERS,
    POLICY,
    SENT,
    STRIP,
    STRIPS,
    STRONG,
    SUBJECTS,
    TAGS,
    WEAK,
    WORDS,
    words,
)
from monitor.text.cues import has_any


class Role(IntEnum):
    """What an element does to the flow of text."""

    INLINE = 0
    BLOCK = 1
    LINK = 2
    CONTROL = 3  # button, label: its text is for the hand, not for the eye
    HEADING = 4
    ITEM = 5
    LIST = 6
    ROW = 7
    CELL = 8
    TERM = 9  # dt, summary: heads what follows
    BREAK = 10
    SKIP = 11  # nothing inside is text
    VOID = 12
    APART = 13  # text for screen readers, not joined to the word before


class Flow(IntEnum):
    """How much the walk has to do for an element; the frequent cases need no call."""

    INLINE = 0  # nothing
    BLOCK = 1  # ends the block before it
    LINK = 2  # changes the state, ends nothing
    OTHER = 3  # ends the block before it and changes the state
    SKIP = 4
    VOID = 5


MARK = "data-monitor-mark"  # left on elements by a person's selectors, see html.py
REMOVE = "monitor-remove"  # the mark of what a person cut out
_FLOWING = frozenset({Role.LINK, Role.CONTROL, Role.APART})  # stand inside a sentence


@dataclass(slots=True)
class Element:
    """One kind of opening tag."""

    role: Role
    level: int = 0  # of a heading
    boilerplate: str = ""  # a reason why the text inside may not be content
    limit: float = 0.0  # share of the page's prose up to which the reason holds
    main: bool = False
    named_main: bool = False  # the same by its id: believed where nothing says so outright
    id: str = ""
    controls: str = ""  # id of the panel that it opens
    opens: bool = False  # it opens what follows, by its attributes or names
    spans: tuple[int, int] = (1, 1)  # rows and columns of a cell
    mark: str = ""  # see MARK
    name: str = ""
    flow: Flow = Flow.INLINE
    telling: bool = False  # more to it than its role

    def __post_init__(self) -> None:
        """Derive `flow` and `telling`."""
        self.flow = self._flow()
        self.telling = bool(
            self.boilerplate
            or self.main
            or self.id
            or self.controls
            or self.mark
            or self.name in ("details", "dl", "pre", "table")
        )

    def _flow(self) -> Flow:
        if self.role is Role.SKIP or REMOVE in self.mark:
            return Flow.SKIP
        if self.role is Role.VOID or self.role is Role.BREAK:
            return Flow.VOID
        if self.mark or self.boilerplate or self.main or self.named_main or self.controls:
            return Flow.OTHER
        if self.role in _FLOWING:
            return Flow.LINK
        if self.role is Role.INLINE:
            return Flow.INLINE
        plain = (
            self.role is Role.BLOCK
            and not self.id
            and self.name not in ("details", "dl", "pre", "table")
        )
        return Flow.BLOCK if plain else Flow.OTHER


VOID = words(
    "area base br col embed hr img input link meta param source track wbr"
    " basefont bgsound frame keygen"
)
SKIPPED = words(
    "script style template svg math canvas object audio video iframe noembed noframes head title"
    " select datalist progress meter map picture"
)
_INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s"
    " samp small span strike strong sub sup time tt u var label button output wbr"
)
_CUSTOM_INLINE = re.compile(r".-(?:.*-)?(?:icon|time|ago|emoji|link|tooltip|text)$")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ROLES = {
    **dict.fromkeys(_HEADINGS, Role.HEADING),
    **dict.fromkeys(_INLINE, Role.INLINE),
    **dict.fromkeys(VOID, Role.VOID),
    **dict.fromkeys(SKIPPED, Role.SKIP),
    "br": Role.BREAK,
    "li": Role.ITEM,
    "ul": Role.LIST,
    "ol": Role.LIST,
    "menu": Role.LIST,
    "tr": Role.ROW,
    "td": Role.CELL,
    "th": Role.CELL,
    "dt": Role.TERM,
    "summary": Role.TERM,
    "a": Role.LINK,
    "label": Role.CONTROL,
    "button": Role.CONTROL,
}
_ROLES_BY_ARIA = {
    "row": Role.ROW,
    "cell": Role.CELL,
    "gridcell": Role.CELL,
    "columnheader": Role.CELL,
    "rowheader": Role.CELL,
    "listitem": Role.ITEM,
    "button": Role.CONTROL,
    "tab": Role.CONTROL,
    "link": Role.LINK,
}
# Never boilerplate by their class: whole pages, table parts, and what stands in a sentence.
_NAMELESS = frozenset({"body", "html", "main", "table", "tbody", "thead", "tr", "td", "th"})
_ATTRIBUTE = re.compile(r' ([^\s=>]+)="([^"]*)"')
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")
_NAMES = ("class", "data-testid", "data-test-id")
# An element without any of these in its tag is what its name says.
_SAYING = ("class=", "id=", "role=", "aria-", "data-t", "data-bs-t", "span=", "open=", MARK)
_PLACES = (
    frozenset(WORDS)
    | ANNOUNCEMENTS
    | STRIPS
    | OF_APP
    | CONSENT_TOOLS
    | COOKIE
    | COOKIE_BOX
    | LANGUAGE_BOX
    | ICON
) - SUBJECTS
_LEVELS = ("1", "2", "3", "4", "5", "6")
_NO_WORDS: frozenset[str] = frozenset()
_MOST_NAMES = 24  # of an element; utility classes make endless lists


@lru_cache(maxsize=4096)
def element(tag: str) -> Element:
    """The element that `<tag>` opens: name and attributes as serialised, in double quotes."""
    name, _, attributes = tag.partition(" ")
    if not has_any(attributes, _SAYING):
        return _by_names(name, "", frozenset(), "", "", "", "")
    found = dict(_ATTRIBUTE.findall(" " + attributes))
    names = " ".join(found[key] for key in _NAMES if key in found)
    slug = found.get("id", "")
    aria = found.get("role", "").strip().lower()
    if "dialog" in aria:  # its label says what it asks
        names = f"dialog {found.get('aria-label', '')} {names}"
    mark = found.get(MARK, "")
    level = found.get("aria-level", "")
    base = _by_names(name, names, _telling(slug), found.get("class", ""), aria, level, mark)
    if name == "dialog" and "open" in found and base.boilerplate == TAGS["dialog"][0]:
        base = replace(base, boilerplate=OPEN_DIALOG)
    controls = _controls(base.role, found)
    opens = base.role is Role.CONTROL and _opens(found, names)
    spans = _spans(found) if base.role is Role.CELL else (1, 1)
    if not slug and not controls and not opens and spans == (1, 1):
        return base
    named = slug.lower().replace("-", "").replace("_", "") in MAIN_IDS
    named &= base.role is Role.BLOCK
    return replace(base, id=slug, controls=controls, opens=opens, spans=spans, named_main=named)


@lru_cache(maxsize=4096)  # ids and targets differ where these do not
def _by_names(
    name: str, names: str, slug: frozenset[str], css: str, aria: str, aria_level: str, mark: str
) -> Element:
    role = _ROLES.get(name, Role.BLOCK)
    if role is Role.BLOCK and _CUSTOM_INLINE.match(name):
        role = Role.INLINE
    if role is Role.SKIP:
        return Element(role, name=name)
    level = _HEADINGS.get(name, 0)
    if aria == "heading" and not level:
        role, level = Role.HEADING, int(aria_level) if aria_level in _LEVELS else 2
    elif role in (Role.BLOCK, Role.INLINE):
        role = _ROLES_BY_ARIA.get(aria, role)
    named = _words(names) | slug
    if role is Role.INLINE and named & NO_TEXT:
        return Element(Role.SKIP, name=name)
    if role is Role.INLINE and not FOR_SCREEN_READERS.isdisjoint(css.split()):
        role = Role.APART
    if mark and role in (Role.INLINE, Role.LINK, Role.CONTROL, Role.APART):
        role = Role.BLOCK
    reason, limit = _boilerplate(name, role, aria, named)
    main = name == "main" or aria == "main"
    return Element(role, level, reason, limit, main=main, mark=mark, name=name)


@lru_cache(maxsize=4096)
def _telling(slug: str) -> frozenset[str]:
    """The words in an id that name a place on the page, not a heading's subject."""
    return (_words(slug) & _PLACES) if slug else frozenset()


def _words(names: str) -> frozenset[str]:
    """The words in an element's names, in lower case: "siteNav__menu-item" -> site, nav, menu."""
    return _NO_WORDS.union(*map(_words_of, names.split()[:_MOST_NAMES]))


@lru_cache(maxsize=8192)
def _words_of(name: str) -> frozenset[str]:
    if ":" in name:  # hover:menu-open is a style
        return _NO_WORDS
    return frozenset(word.lower() for word in _WORD.findall(name[:80]))


def _controls(role: Role, found: dict[str, str]) -> str:
    """The panel that a button opens, or a link that says whether its panel is open."""
    opens = role is Role.CONTROL or (
        ("aria-expanded" in found or _is_tab(found)) and role is not Role.HEADING
    )
    return found.get("aria-controls", "") if opens else ""


def _is_tab(found: dict[str, str]) -> bool:
    return found.get("role", "").strip().lower() == "tab"


def _spans(found: dict[str, str]) -> tuple[int, int]:
    values = (found.get(f"{x}span") or found.get(f"aria-{x}span", "") for x in ("row", "col"))
    rows, columns = (int(v) if v.isdecimal() and len(v) < 5 else 1 for v in values)
    return max(1, rows), max(1, columns)


def _opens(found: dict[str, str], names: str) -> bool:
    """Does a control say that it opens a panel, though it may not name it?"""
    toggles = found.get("data-toggle", "") + found.get("data-bs-toggle", "")
    return (
        "aria-expanded" in found
        or _is_tab(found)
        or any(kind in toggles for kind in ("collapse", "tab", "pill", "accordion"))
        or not OPENERS.isdisjoint(_words(names))
    )


def _boilerplate(name: str, role: Role, aria: str, named: frozenset[str]) -> tuple[str, float]:
    """(reason, limit) from an element's tag, role and names; ("", 0) for none."""
    reason, limit = TAGS.get(name, ("", WEAK))
    by_aria = ARIA_ROLES.get(aria)
    if by_aria and (not reason or by_aria[1] > limit):
        reason, limit = by_aria
    if not named or name in _NAMELESS or role in _FLOWING or role in (Role.INLINE, Role.HEADING):
        return reason, limit
    tool = named & CONSENT_TOOLS and not named & POLICY
    if tool or (named & COOKIE and named & COOKIE_BOX):
        sure = CERTAIN if tool else STRONG
        return "in a cookie dialog", ALWAYS if limit == CERTAIN else sure
    if not reason and named & ANNOUNCEMENTS and named & STRIPS:
        return STRIP, WEAK
    if not reason and OF_APP <= named <= APP_OFFERED:
        return STRIP, WEAK
    if not reason and named & FORM and named & SENT:
        return "in a form's answer", WEAK
    for word in () if reason else sorted(named & WORDS.keys()):
        by_name = WORDS[word]
        if by_name != "in a language picker" or named & LANGUAGE_BOX:
            return by_name, WEAK
    if not reason and named & BANNERS:
        return BANNER, WEAK
    return reason, limit
