"""What a whole document says of places: where something holds, and where it does not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from monitor.classify import scope
from monitor.classify.changed_passages import Passage, touches
from monitor.classify.lists import Lists
from monitor.classify.mentions import Mention, listed_with, mentions, named, naming
from monitor.classify.rules import load
from monitor.languages import alternatives
from monitor.text.sentences import spans
from monitor.text.short_answers import is_answer

Subject = frozenset[str]  # the beginnings of the words that a sentence is about

_MOST = 6_000  # places of one document that are looked at
_ALIKE = 0.4  # share of words in common from which two sentences are about the same
_LINE = 80  # characters of a line that is one of several alike
_BARE = 30  # characters besides its places of an entry that holds nothing else
_WORD = re.compile(r"[^\W\d_]{4,}")
_CELL = re.compile(r"\w{2,}")
_STEM = 6  # letters of a word that count: "train", "trained", "training"

_NO = re.compile(
    rf"\W*(?:{alternatives('document', 'refuses')})\b", re.IGNORECASE
)  # how an answer begins that says no


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says of one place: how strongly it covers it (below 0: leaves it out)."""

    degree: int
    about: Subject
    section: str  # the nearest heading


NOTHING = Claim(0, frozenset(), "")


def claim(
    text: str, m: Mention, here: Sequence[Mention], path: tuple[str, ...], degree: int
) -> Claim:
    """The claim of the sentence that names a place; `here` are all places of its text."""
    row = " | " in text  # of a table: its other cells say what holds there, in a word or two
    start, end = (0, len(text)) if row else scope.sentence(text, m.start, m.end)
    names = [o.words for o in here if start <= o.start < end]
    about = _content(text[start:end], names, _CELL if row else _WORD)
    return Claim(degree, about, path[-1] if path else "")


@cache
def _common() -> frozenset[str]:
    """The beginnings of words that hardly any sentence of a policy lacks."""
    return frozenset(load("places")["common"]["words"])


def _content(text: str, names: Sequence[str], pattern: re.Pattern[str]) -> Subject:
    for name in set(names):
        text = text.replace(name, " ")
    found = (word.casefold()[:_STEM] for word in pattern.findall(text))
    return frozenset(word for word in found if word not in _common())


def left_out(lists: Lists, text: str, here: Sequence[Mention]) -> bool:
    """Is a text an entry below "not available in:" that holds hardly anything but its places?"""
    rest = len(text) - sum(len(m.words) for m in here)
    return bool(here) and rest < _BARE and lists.left_out(text)


class Claims:
    """The claims of one document on some places, read when first asked for."""

    def __init__(self, lists: Lists, language: str, codes: Collection[str]) -> None:
        self._lists = lists
        self._language = language
        self._codes = codes

    def state(self, code: str, claim: Claim, *, anyhow: bool = False) -> bool:
        """Does any sentence say the same of a place?

        A weak claim is made wherever the place is singled out or left out; another by a sentence
        about the same, by one that only names the place in the same section, or, `anyhow`, by one
        about anything.
        """
        found = self._found.get(code, ())
        if abs(claim.degree) < scope.SINGLED_OUT:
            return bool(found)
        return any(
            (other.degree > 0) is (claim.degree > 0)
            and (_alike(other, claim) or (anyhow and other.degree > scope.MAY_BE))
            for other in found
        )

    @cached_property
    def _found(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        looked = 0
        texts = list(self._texts())
        for number in naming((text for text, _, _ in texts), self._codes, self._language):
            if looked > _MOST:
                break
            text, path, heading = texts[number]
            if not any(m.code in self._codes for m in named(text, self._language)):
                continue
            here = mentions(text, self._language, heading=heading)
            looked += len(here)
            entry = not heading and left_out(self._lists, text, here)
            for m in here:
                degree = scope.LEFT_OUT if entry else m.scope
                if degree and m.code in self._codes:
                    found[m.code].append(claim(text, m, here, path, degree))
        return found

    def _texts(self) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        """Headings and blocks with the headings above them."""
        if not self._codes:
            return
        for section in self._lists.sections:
            if section.path:
                yield section.path[-1], section.path[:-1], True
            for block in section.blocks:
                yield block.text, section.path, False


def _alike(a: Claim, b: Claim) -> bool:
    """Are two sentences about the same, or is one of them about nothing but the place?"""
    if not a.about or not b.about:
        return a.section == b.section or a.about == b.about
    return 2 * len(a.about & b.about) >= _ALIKE * (len(a.about) + len(b.about))


def turned(
    p: Passage, sides: dict[bool, tuple[Mention, ...]], language: str
) -> dict[bool, tuple[Mention, ...]]:
    """The places of both sides of a passage, new and old; one of which both say something, and one
    says "not", is left out on that side: "we do not scan in Ghana", "we scan in Ghana".
    """
    if p.whole or p.heading or p.row:
        return sides
    both = {m.code for m in sides[True]} & {m.code for m in sides[False]}
    denied = {side: dict(_denied(p.side(side)[0], sides[side], both, language)) for side in sides}
    other = {c for c in both if None not in (a := {d[c] for d in denied.values()}) and len(a) > 1}
    if not other:
        return sides
    strength = {True: scope.LEFT_OUT, False: scope.SINGLED_OUT}
    return {
        side: tuple(
            replace(m, scope=strength[bool(denied[side][m.code])])
            if m.code in other and not m.scope
            else m
            for m in found
        )
        for side, found in sides.items()
    }


def _denied(
    text: str, found: Sequence[Mention], codes: Collection[str], language: str
) -> Iterator[tuple[str, bool | None]]:
    """Each of some places with whether it is left out, or its clause says "not"; None of one that
    is merely named.
    """
    for m in found:
        if m.scope and m.code in codes:
            yield m.code, None if m.scope == scope.BESIDE else m.scope < 0
        elif m.code in codes:
            among = listed_with(text, m, found)
            start, end = among[0].start, among[-1].end
            mere = scope.mere(text, start, end) or scope.in_a_name(text, end)
            yield m.code, None if mere else scope.denied_of(text, start, end, language)


def one_of_a_list(
    text: str, m: Mention, path: tuple[str, ...], lists: Lists, language: str
) -> bool:
    """Does a line say of one place what the line beside it says of another: "adults in Japan"?"""
    lead, rest = text[: m.start].removesuffix("the "), text[m.end :]
    if m.scope or not lead.strip() or len(text) > _LINE or scope.mere(text, m.start, m.end):
        return False
    for other in lists.lines.get(path, ()):
        if other != text and other.startswith(lead) and other.endswith(rest):
            place = other[len(lead) : len(other) - len(rest)].removeprefix("the ")
            if any(n.words == place for n in named(place, language)):
                return True
    return False


def denies(text: str) -> bool:
    """Do few words say that something is not there, not so, or off?"""
    return (bool(_NO.match(text)) and is_answer(text)) or scope.excludes(text)


def done_nowhere(p: Passage, language: str) -> bool:
    """Does a passage say now that what was not done in a place is not done at all? "We train on
    photos, except in Norway" that became "we do not train on photos" let nobody in.
    """
    before = {word[:_STEM] for word in _WORD.findall(p.old.casefold())}
    for start, end in spans(p.new):
        said = p.new[start:end]
        if touches(p.added, start, end) or said not in p.old:
            about = {word[:_STEM] for word in _WORD.findall(said.casefold())}
            denied = scope.denies_all(said, language) and not named(said, language)
            if denied and (before & about or not said.isascii()):
                return True
    return False


def of_everybody(p: Passage, about: Subject, *, in_new: bool) -> bool:
    """Did it hold for all what one side says of places? "Anybody can ask" that became "people in
    Chile can ask" let nobody in there, and the other way round left nobody out.
    """
    own, other = (p.new, p.old) if in_new else (p.old, p.new)
    if not scope.everybody(other) or scope.everybody(own):
        return False
    said = (other[start:end] for start, end in spans(other))
    return any(
        about & {word[:_STEM] for word in _WORD.findall(text.casefold())}
        for text in filter(scope.everybody, said)
    )


def closed(passages: Sequence[Passage], language: str) -> set[tuple[tuple[str, ...], str]]:
    """Headings and places below them where one side says that those there are not affected, and
    the other that something ended there: neither lets anybody in.
    """
    spared = _said(passages, scope.untouched, language)
    ended = _said(passages, scope.closed, language)
    return {
        found
        for side in (True, False)
        for found in spared[side] - spared[not side]
        if found in ended[not side] - ended[side]
    }


def _said(
    passages: Sequence[Passage], says: Callable[[str], bool], language: str
) -> dict[bool, set[tuple[tuple[str, ...], str]]]:
    """By side, the places of sentences that say something, with the headings above them."""
    said: dict[bool, set[tuple[tuple[str, ...], str]]] = {True: set(), False: set()}
    for p in passages:
        for side, text in ((True, p.new), (False, p.old)):
            sentences = (text[start:end] for start, end in spans(text)) if says(text) else ()
            for sentence in filter(says, sentences):
                said[side] |= {(p.path, m.code) for m in named(sentence, language)}
    return said
