"""Edits that name the same thing otherwise: a site's other host, a law's new name, one more name
for who is meant, the capital of the company. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.classify.hunks import Hunk
from monitor.languages import alternatives

_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?:/\S*)?", re.IGNORECASE)
_SECOND = frozenset(("co", "com", "org", "ac", "gov", "net", "edu"))  # of "co.uk"
# The same law under another name, since a day in all documents of its country.
_LAWS = frozenset(
    frozenset(pair)
    for pair in (
        ("ttdsg", "tdddg"),
        ("tmg", "ddg"),
        ("telemediengesetz", "digitale-dienste-gesetz"),
    )
)
_CAPITAL = re.compile(
    r"\b(?:au capital(?: social)?(?: de)?|share capital(?: of)?|(?:stamm|grund)kapital(?: von)?"
    r"|capitale sociale(?: di)?|capital social(?: de)?|maatschappelijk kapitaal(?: van)?"
    r"|aktiekapital)[^.;]{0,12}$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d., '’]+")
# In the brackets behind somebody: the “Publishers” or “Partners”.
_ALIAS = re.compile(
    rf"\s*(?:(?:,|{alternatives('clauses', 'and')}|{alternatives('clauses', 'or')})\s*)?"
    r"[“\"«„][^”\"»“]{1,40}[”\"»“]\s*"
)
_CALLED = re.compile(
    r"\((?:(?:the|each,?|together,?|collectively,?|die|der|le|la|les) )?[“\"«„][^()]*$"
)


def is_same_thing(hunks: Sequence[Hunk]) -> bool:
    """Does every edit name what it named before?"""
    return bool(hunks) and all(map(_is_same, hunks))


def _is_same(hunk: Hunk) -> bool:
    before, after = hunk.before, hunk.after
    if not (hunk.old and hunk.new):
        return bool(_CALLED.search(before) and _ALIAS.fullmatch(hunk.old or hunk.new))
    if all(map(_FIGURE.fullmatch, hunk.texts)):
        return bool(_CAPITAL.search(before))
    if frozenset(text.casefold() for text in hunk.texts) in _LAWS:
        return True
    # An edit may be a part of a name, or stand right before the next word.
    head, tail = (before.rsplit(None, 1) or [""])[-1], (after.split(None, 1) or [""])[0]
    heads, tails = ("", "" if before[-1:].isspace() else head), ("", tail)
    return any(
        _same_site(*(f"{first}{text}{last}".strip("()[].,;“”\"'") for text in hunk.texts))
        for first in heads
        for last in tails
    )


def _same_site(one: str, other: str) -> bool:
    """Two hosts of one site: "shop.example.org" and "www.example.org"."""
    found = [_HOST.fullmatch(text) for text in (one, other)]
    sites = {_site(match[1]) for match in found if match}
    return all(found) and len(sites) == 1


def _site(host: str) -> str:
    labels = host.casefold().split(".")
    few = 3 if len(labels) > 2 and labels[-2] in _SECOND else 2
    return ".".join(labels[-few:])
