"""What the words round a date say of it: its role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from monitor.classify.rules import load
from monitor.classify.written import Found, find
from monitor.text import sentences

ROLES = ("effective", "updated", "deadline")


_MOST = 4_000  # dates of one paragraph that are looked at
LABEL = 60  # characters of a line that may be the label of the date below it
_EXAMPLE_LONG = 240  # characters from the beginning of an example to a date in it
_BEHIND = re.compile(r"\s?tarih|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")


def any_of(name: str) -> str:
    """The words of a table of rules/dates.toml as alternatives of a pattern."""
    return "|".join(load("dates")[name]["words"])


_EXAMPLE = re.compile(any_of("example"), re.IGNORECASE)
_AND = re.compile(
    r"(?!.{0,85}\b(?:was|were|version|since)\b)"
    rf"[^.;|\n]{{0,45}}?\b(?:{any_of('and')})\b[^.;|\n]{{0,30}}",
    re.IGNORECASE,
)
_TO = re.compile(rf"\s*(?:,? (?:{any_of('to')}|and)(?: the)?|[-–—]) *", re.IGNORECASE)
_BARE = re.compile(any_of("between"), re.IGNORECASE)
_JOINING = re.compile(any_of("joining"), re.IGNORECASE)
_SMALL = re.compile(any_of("small"), re.IGNORECASE)
_NAMED = 5  # words of what was so on a day: "List of our subprocessors"
_NEW = re.compile(rf"\b(?:{any_of('no_state')})\b", re.IGNORECASE)
_STATE = re.compile(r",? (?:\w+ ){1,4}?(?:have|has|had)\b|[\s*_.)\]]*$", re.IGNORECASE)
_IN_FORCE = re.compile(rf"\b(?:{any_of('in_force')})\b", re.IGNORECASE)
# "Orders placed between": what was done in that time is of a sort, nobody is told to do it then.
_DONE = re.compile(
    r"(?<!be )(?<!been )\b(?:\w{2,}ed|made|sent|bought|sold|given|written|held|paid|won|submitted"
    rf"|\w{{2,}}[ai]d[ao]s?|\w{{2,}}[aiu]t[aeio]) (?:{_BARE.pattern}) $",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\bby (?:[A-Z]\S* ){1,4}on $")  # "last modified by Tom Lund on 21 June"
_EXPIRES = re.compile(r"expir", re.IGNORECASE)  # an end, where nobody is told to act by it
_ENDS = re.compile(r"\b(?:ends?|starts?|begins?|retire[sd]?|sunset)\b", re.IGNORECASE)


@cache
def _cues(where: str) -> re.Pattern[str]:
    """One pattern for all cue words of one direction; the role is the name of the group."""
    groups = []
    cues = load("dates")[where]
    for role in ("other", *ROLES):  # at one place the first that fits
        words = cues[role]
        body = "|".join(sorted(words, key=len, reverse=True))
        groups.append(f"(?P<{role}>{body})")
    # Only scripts with spaces between their words have words that must not be cut.
    word = r"(?<![a-zA-Z\u00c0-\u052f])"
    return re.compile(word + "(?:" + "|".join(groups) + r")(?![a-z\u00df-\u052f])", re.IGNORECASE)


@cache
def _action() -> re.Pattern[str]:
    return re.compile("|".join(load("dates")["action"]["words"]), re.IGNORECASE)


def with_roles(
    text: str,
    language: str = "",
    heading: str = "",
    *,
    columns: Sequence[str] = (),
    is_heading: bool = False,
) -> tuple[Found, ...]:
    """The dates of a text, each with its role ("" unknown, "other" none of ours).

    A text that is but a date, or a log entry that begins with one, counts as updated. `heading` is
    the heading or label above it, `columns` the titles of a table's columns.
    """
    found = sorted(islice(find(text, language), _MOST), key=lambda f: f.start)
    result: list[Found] = []
    for i, f in enumerate(found):
        left = found[i - 1].end if i else 0
        right = found[i + 1].start if i + 1 < len(found) else len(text)
        role, words = role_of(text, f, left, right)
        if (
            not role
            and result
            and result[-1].role in ROLES
            and _AND.fullmatch(text[left : f.start])
        ):
            role, words = result[-1].role, result[-1].words
        if not role and columns:
            role, words = _of_column(text, f, columns)
        if not role:
            role, words = _role_without_words(text, f, heading, is_heading)
        result.append(Found(f.iso, f.start, f.end, role, words))
    return _ranges(text, result)


def _ranges(text: str, found: list[Found]) -> tuple[Found, ...]:
    """ "From 1 May to 31 May" is a period: none of its dates begins anything, its end may be a
    deadline."""
    for i in range(len(found) - 1):
        a, b = found[i], found[i + 1]
        if _BARE.fullmatch(a.words) and _TO.fullmatch(text[a.end : b.start]):
            if _IN_FORCE.search(text, max(0, a.start - LABEL), a.start):
                continue
            past = _DONE.search(text, max(0, a.start - LABEL), a.start)
            must = not past and _action().search(text, max(0, a.start - 200), b.end + 120)
            found[i] = replace(a, role="other")
            found[i + 1] = replace(b, role="deadline" if must else "other", words=a.words)
    return tuple(found)


def _of_column(text: str, f: Found, columns: Sequence[str]) -> tuple[str, str]:
    """The role that the title of a date's column gives it."""
    column = text.count(" | ", 0, f.start)
    title = columns[column] if column < len(columns) else ""
    cue = _cues("before").search(title)
    if cue is None and _ENDS.search(title):
        return "effective", title.strip()
    return (str(cue.lastgroup), title.strip()) if cue else ("", "")


def _role_without_words(text: str, f: Found, heading: str, is_heading: bool) -> tuple[str, str]:
    ends = is_heading and len(text) - f.end < LABEL and not text[f.end :].strip(" *_)]")
    if _bare_length(text) - (f.end - f.start) <= 12 or ends:
        cue = next(filter(_labels, _cues("before").finditer(heading)), None)
        return (str(cue.lastgroup), cue[0]) if cue else ("updated", "date alone")
    if _begins(text, f.start) and text[f.end :].lstrip(" *_])")[:1] in (":", "–", "—"):
        return "updated", "log entry"
    if line := _as_line(text):
        return role_of(line, f, 0, len(text))
    return "", ""


def _labels(cue: re.Match[str]) -> bool:
    """Does a cue in a heading say what the date below is? "How do I object" only has its word."""
    return not _SMALL.fullmatch(cue[0]) or not cue.string[cue.end() :].strip(" :*_)]–—-…")


def _begins(text: str, start: int) -> bool:
    """Does nothing but markup stand before?"""
    return start < LABEL and not text[:start].strip(" *_[(")


@lru_cache(maxsize=2)  # each date of a text asks
def _bare_length(text: str) -> int:
    return len(text.strip(" *_#\\[]()."))


@lru_cache(maxsize=2)
def _as_line(text: str) -> str:
    """A table row without its cells; "" for another text."""
    return text.replace(" | ", " : ") if " | " in text else ""


def role_of(text: str, f: Found, left: int, right: int) -> tuple[str, str]:
    """The role of a date by the words between `left` and `right` round it, and those words."""
    begin = sentences.start_of(text, f.start, within=90, also=";")
    before = text[max(left, begin) : f.start]
    whole = sentences.start_of(text, f.start, within=_EXAMPLE_LONG)
    if _exemplary(before) or (left and _exemplary(text[whole : f.start])):
        return "other", "example"
    after = text[f.end : min(right, sentences.end_of(text, f.end, within=40, also=";"))]
    behind = _cues("after").search(after)
    if behind and not after[: behind.start()].strip() and _BEHIND.match(after):
        return str(behind.lastgroup), behind[0]  # such languages put the word right behind
    named = _BY_WHOM.search(before)
    if cues := list(_cues("before").finditer(before, 0, named.start() if named else len(before))):
        last = _told(before, cues)
        role = str(last.lastgroup)
        if last[0].lower() == "as of" and _is_state(before[: last.start()], after):
            role = "updated"
        if role == "deadline" and not _action().search(text, max(0, f.start - 200), f.end + 120):
            role = "effective" if _EXPIRES.match(last[0]) else "other"
        return role, last[0]
    return (str(behind.lastgroup), behind[0]) if behind else ("", "")


def _is_state(before: str, after: str) -> bool:
    """Is it what was so on a day: "As of 1 May, we have had no order", "Prices as of 1 May"?"""
    if not before.strip():
        return bool(_STATE.match(after))
    named = len(before.split()) <= _NAMED and not _NEW.search(before)
    return named and not after.strip(" :.)*_")


def said_of_days(text: str) -> str:
    """The words of a text that may say what a day in it is: "effective as of", "last updated"."""
    return " ".join(m[0] for where in ("before", "after") for m in _cues(where).finditer(text))


def _exemplary(before: str) -> bool:
    """Does an example begin before a date, and not end in brackets of its own?"""
    return bool(_EXAMPLE.search(before) and _EXAMPLE.search(_ASIDE.sub(" ", before)))


def _told(before: str, cues: Sequence[re.Match[str]]) -> re.Match[str]:
    """The cue nearest to a date, or the one that it only joins to it: "last updated as of". In
    "Update: From 1 May we …" a sentence begins.
    """
    *others, last = cues
    joins = _JOINING.fullmatch(last[0]) and others
    between = before[others[-1].end() : last.start()] if joins else "…"
    begins = not last[0].casefold().startswith("as") and not between.isspace()
    return last if between.strip(' :,*_-–—(“"') or begins else others[-1]
