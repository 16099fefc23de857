"""What one opening tag says about the text inside it. Pure, and remembered by the tag's own text.

A page has thousands of elements but few distinct opening tags, and the next snapshot of the page has
the same ones: each is examined once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


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
    TERM = 9  # dt, summary, accordion button: heads what follows
    BREAK = 10
    SKIP = 11  # nothing inside is text
    VOID = 12


@dataclass(slots=True)
class Element:
    """One kind of opening tag. `chrome` is a reason, `strong` says that it holds however long the text."""

    role: Role
    level: int = 0
    chrome: str = ""
    strong: bool = False
    main: bool = False
    id: str = ""
    controls: str = ""
    href: str = ""
    email: str = ""  # an address that was hidden from robots, in clear
    mark: str = ""  # set by the selectors, see html.py
    name: str = ""


VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen".split()
)
SKIPPED = frozenset(
    "script style template svg math canvas object audio video iframe noembed noframes head title select datalist progress meter map picture textarea".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span"
    " strike strong sub sup time tt u var label button output wbr".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ATTRIBUTE = re.compile(r' ([^\s=>]+)="([^"]*)"')
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])|[a-z]+")

_ROLES_CHROME = {
    "navigation": ("in a navigation", True),
    "banner": ("in the page's header", False),
    "contentinfo": ("in the page's footer", False),
    "complementary": ("beside the text", False),
    "search": ("in a search form", True),
    "dialog": ("in a dialog", True),
    "alertdialog": ("in a dialog", True),
    "menu": ("in a menu", True),
    "menubar": ("in a menu", True),
    "toolbar": ("in a toolbar", False),
    "tooltip": ("in a tooltip", True),
    "listbox": ("in a list of choices", True),
    "progressbar": ("in a control", True),
    "combobox": ("in a control", True),
}
_TAGS_CHROME = {
    "nav": ("in <nav>", True),
    "footer": ("in <footer>", False),
    "header": ("in <header>", False),
    "aside": ("in <aside>", False),
    "dialog": ("in a dialog", True),
    "menu": ("in a menu", False),
}
# Words of class, id and data-test names, by how sure they are. Names in English are the rule whatever
# the language of the page.
_WEAK = {
    "nav": "a navigation",
    "navbar": "a navigation",
    "navigation": "a navigation",
    "navlist": "a navigation",
    "subnav": "a navigation",
    "sidenav": "a navigation",
    "topnav": "a navigation",
    "menu": "a menu",
    "submenu": "a menu",
    "megamenu": "a menu",
    "dropdown": "a menu",
    "flyout": "a menu",
    "hamburger": "a menu",
    "breadcrumb": "breadcrumbs",
    "breadcrumbs": "breadcrumbs",
    "crumbs": "breadcrumbs",
    "sidebar": "a sidebar",
    "sidecol": "a sidebar",
    "siderail": "a sidebar",
    "footer": "the footer",
    "colophon": "the footer",
    "topbar": "the page's header",
    "masthead": "the page's header",
    "header": "the page's header",
    "toc": "a table of contents",
    "tableofcontents": "a table of contents",
    "scrollspy": "a table of contents",
    "share": "share buttons",
    "sharing": "share buttons",
    "social": "share buttons",
    "socials": "share buttons",
    "addtoany": "share buttons",
    "related": "related articles",
    "recommended": "related articles",
    "recommendations": "related articles",
    "suggested": "related articles",
    "feedback": "a feedback widget",
    "helpful": "a feedback widget",
    "helpfulness": "a feedback widget",
    "reactions": "a feedback widget",
    "csat": "a feedback widget",
    "survey": "a feedback widget",
    "rating": "a feedback widget",
    "ratings": "a feedback widget",
    "newsletter": "a sign-up form",
    "subscribe": "a sign-up form",
    "subscription": "a sign-up form",
    "signup": "a sign-up form",
    "login": "a sign-up form",
    "signin": "a sign-up form",
    "skiplink": "a skip link",
    "skip": "a skip link",
    "skiplinks": "a skip link",
    "search": "a search form",
    "searchbox": "a search form",
    "searchbar": "a search form",
    "pagination": "pagination",
    "pager": "pagination",
    "paginator": "pagination",
    "ads": "an advertisement",
    "advert": "an advertisement",
    "advertisement": "an advertisement",
    "adsbygoogle": "an advertisement",
    "promo": "an advertisement",
    "sponsored": "an advertisement",
    "modal": "a dialog",
    "popup": "a dialog",
    "lightbox": "a dialog",
    "drawer": "a dialog",
    "offcanvas": "a dialog",
    "overlay": "a dialog",
    "dialog": "a dialog",
    "tooltip": "a tooltip",
    "toast": "a message",
    "toasts": "a message",
    "snackbar": "a message",
    "locale": "a language picker",
    "lang": "a language picker",
    "language": "a language picker",
    "languages": "a language picker",
    "byline": "a byline",
    "avatar": "a byline",
    "comments": "comments",
    "disqus": "comments",
    "copyright": "the footer",
    "backtotop": "a control",
}
_COOKIE = frozenset(
    "cookie cookies consent gdpr ccpa onetrust cookiebot trustarc truste didomi usercentrics osano iubenda cmp cookiebanner cookieconsent cookielaw".split()
)
_COOKIE_BOX = frozenset(
    "banner bar popup modal dialog overlay notice consent confirm box container wrapper alert prompt message popover toast drawer layer sdk preferences preference manager cookiebanner cookieconsent onetrust".split()
)
_ICON = frozenset("icon icons glyph fa fas fab far glyphicon symbols iconfont".split())
_LANGUAGE_BOX = frozenset(
    "picker selector switcher switch select dropdown menu chooser list options".split()
)


def _words(attributes: dict[str, str]) -> list[str]:
    names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('data-testid', '')} {attributes.get('data-test-id', '')}"
    return [
        w.lower()
        for name in names.split()[:24]
        if ":" not in name
        for w in _WORD.findall(name[:80])
    ]


def _chrome_by_name(words: list[str]) -> tuple[str, bool]:
    """(reason, strong) from the words of an element's names."""
    if not words:
        return "", False
    found = set(words)
    if found & _COOKIE and found & _COOKIE_BOX and not found & {"policy", "statement"}:
        return "in a cookie dialog", True
    for word in words:
        reason = _WEAK.get(word)
        if not reason:
            continue
        if reason == "a language picker" and not found & _LANGUAGE_BOX:
            continue
        return "in " + reason, False
    return "", False


_ROLE_OF = {
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
    "br": Role.BREAK,
}
_ARIA_ROLE_OF = {
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


@lru_cache(maxsize=8192)
def element(name: str, attributes: str) -> Element:
    """The element that `<name attributes>` opens; `attributes` as serialised, values in double quotes."""
    if name in SKIPPED:
        return Element(Role.SKIP, name=name)
    if name in VOID:
        return Element(
            Role.BREAK if name == "br" else Role.VOID, name=name, level=1 if name == "hr" else 0
        )
    inline = name in _INLINE or ("-" in name and not attributes)
    role = _ROLE_OF.get(name, Role.INLINE if inline else Role.BLOCK)
    level = _HEADINGS.get(name, 0)
    if level:
        role = Role.HEADING
    if not attributes:
        reason, strong = _TAGS_CHROME.get(name, ("", False))
        return Element(role, level, reason, strong, main=name == "main", name=name)
    found = dict(_ATTRIBUTE.findall(attributes))
    return _with_attributes(name, role, level, found)


_PROTECTED = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-f]{6,400})$")


def _email(found: dict[str, str]) -> str:
    """The address behind Cloudflare's e-mail protection: the first byte is XORed with all others."""
    code = found.get("data-cfemail", "")
    if not code and "/cdn-cgi/l/email-protection#" in found.get("href", ""):
        protected = _PROTECTED.search(found["href"])
        code = protected[1] if protected else ""
    try:
        data = bytes.fromhex(code)
    except ValueError:
        return ""
    return (
        bytes(b ^ data[0] for b in data[1:]).decode("utf-8", "replace").partition("?")[0]
        if data
        else ""
    )


def _with_attributes(name: str, role: Role, level: int, found: dict[str, str]) -> Element:
    aria = found.get("role", "").strip().lower()
    if aria == "heading" and not level:
        role, level = (
            Role.HEADING,
            int(found.get("aria-level", "2")) if found.get("aria-level", "2") in "123456" else 2,
        )
    elif aria in _ARIA_ROLE_OF and role in (Role.BLOCK, Role.INLINE):
        role = _ARIA_ROLE_OF[aria]
    controls = (
        found.get("aria-controls", "") if (role is Role.CONTROL or "aria-expanded" in found) else ""
    )
    words = _words(found)
    if (
        role in (Role.INLINE, Role.BLOCK)
        and words
        and _ICON & set(words)
        and name in ("i", "span", "em", "mat-icon", "li-icon")
    ):
        return Element(Role.SKIP, name=name)
    reason, strong = _TAGS_CHROME.get(name, ("", False))
    if not strong and aria in _ROLES_CHROME:
        reason, strong = _ROLES_CHROME[aria]
    if (
        not strong
        and name not in ("body", "html", "main", "td", "th", "tr", "tbody")
        and not level
        and role is not Role.INLINE
    ):
        by_name, strong_name = _chrome_by_name(words)
        if by_name:
            reason, strong = by_name, strong_name
    mark = found.get("data-monitor-mark", "")
    if mark and role in (Role.INLINE, Role.LINK, Role.CONTROL):
        role = Role.BLOCK
    return Element(
        role,
        level,
        reason,
        strong,
        main=name == "main" or aria == "main",
        id=found.get("id", ""),
        controls=controls,
        href=found.get("href", "") if role is Role.LINK else "",
        email=_email(found),
        mark=mark,
        name=name,
    )
