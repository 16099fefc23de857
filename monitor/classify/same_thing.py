"""Edits that name the same thing otherwise: a site's other host, a law's new name, one more name
for who is meant, the capital of the company, the full name of a law. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.classify.hunks import Hunk
from monitor.classify.rules import load
from monitor.languages import alternatives

_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?:/\S*)?", re.IGNORECASE)
_SECOND = frozenset(("co", "com", "org", "ac", "gov", "net", "edu"))  # of "co.uk"
_LAWS = frozenset(frozenset(pair.split()) for pair in load("kind")["other_laws"])
_CAPITAL = re.compile(rf"\b(?:{alternatives('companies', 'capital')})[^.;]{{0,12}}$", re.IGNORECASE)
_FIGURE = re.compile(r"[\d., '’]+")
# In the brackets behind somebody: the “Publishers” or “Partners”.
_ALIAS = re.compile(
    rf"\s*(?:(?:,|{alternatives('clauses', 'and')}|{alternatives('clauses', 'or')})\s*)?"
    r"[“\"«„][^”\"»“]{1,40}[”\"»“]\s*"
)
_CALLED = re.compile(
    r"\((?:(?:the|each,?|together,?|collectively,?|die|der|le|la|les) )?[“\"«„][^()]*$"
)
_LAW = "|".join(load("kind")["of_law"].split())
_OF_A_LAW = re.compile(rf"\s*(?:(?:[A-Z][\w’'-]+|and|of|the|for|in) )*(?:{_LAW})\b")
_LAW_BEFORE = re.compile(r"(?<![\w’'-])(?:(?:[A-Z][\w’'-]+|and|of|the) ){1,12}$")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+")
_WRONG_FOR = frozenset(("privacy", "protection"))  # one stands for the other in names of laws
NAMING = 2  # words of a law's name, besides "Act", that stay


def is_same_thing(hunks: Sequence[Hunk]) -> bool:
    """Does every edit name what it named before?"""
    return bool(hunks) and all(map(_is_same, hunks))


def _is_same(hunk: Hunk) -> bool:
    before, after = hunk.before, hunk.after
    if _is_named_in_full(hunk):
        return True
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


def _is_named_in_full(hunk: Hunk) -> bool:
    """Is a word of a law's name put right: "Insurance Portability (and Accountability) Act"?"""
    after, before = _OF_A_LAW.match(hunk.after), _LAW_BEFORE.search(hunk.before)
    if after is None or before is None:
        return False
    kept = _CAPITALISED.findall(f"{before[0]} {after[0]}")
    words = [w for text in hunk.texts for w in text.split() if w not in ("and", "of")]
    if len(kept) <= NAMING or not words or not all(map(_CAPITALISED.fullmatch, words)):
        return False
    return not (hunk.old and hunk.new) or {w.casefold() for w in words} == _WRONG_FOR


def _same_site(one: str, other: str) -> bool:
    """Two hosts of one site: "shop.example.org" and "www.example.org"."""
    found = [_HOST.fullmatch(text) for text in (one, other)]
    sites = {_site(match[1]) for match in found if match}
    return all(found) and len(sites) == 1


def _site(host: str) -> str:
    labels = host.casefold().split(".")
    few = 3 if len(labels) > 2 and labels[-2] in _SECOND else 2
    return ".".join(labels[-few:])
