"""Lines that bind nobody: tips, mottoes, news of the site, what a page begins with.

A site that picks one of several by chance, or puts up one for a few days, shows the same one twice
often enough. Such a line waits longer than others until it is told; one that says anything of
people, rights, places or amounts does not. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from monitor.confirm.block_history import named
from monitor.extract.names import words
from monitor.languages import table
from monitor.model import Block, BlockKind, Document
from monitor.text.amounts import gives_amount
from monitor.text.practice import is_practice
from monitor.text.scripts import length, unspaced, whole_words

_MOST = 3  # lines of one side
_LONGEST, _WORDS, _LETTERS = 200, 4, 8  # characters of a line, English words, other letters
_LONG = 4  # letters of a word that tells two lines apart
_SHARED = 0.3  # of the fewer such words of two from which one is the other reworded
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
_LABEL = re.compile(
    r"^[^:：.]{2,30}[:：]\s?(?=\S)"
)  # "Recipe of the week:" stands over each of them
_AMOUNT = re.compile(r"[%$€£¥₩₽₹]|(?<!\d)20\d\d(?!\d)")
# What somebody has to do, may do, gets or gives: of persons, duties, rights, data, time and money.
_BINDS = words(
    "i we us you your yours they them their he she his her who whoever whose "
    "everyone everybody anyone nobody people person persons user users member members "
    "customer customers guest guests child children minor minors parent parents owner "
    "owners party parties partner partners company companies court courts law laws legal "
    "must shall may might can cannot could should will would required require requires "
    "allow allowed allows forbidden forbid prohibited permitted permit banned ban only "
    "never always unless except effective agree agreed accept accepted consent refuse "
    "right rights duty duties liable liability responsible fee fees price prices pay paid "
    "pays payment cost costs charge charged charges free refund refunds refunded cancel "
    "cancelled deposit fine fines money tax taxes rent data information personal private "
    "public privacy share shared shares sell sold sells keep kept keeps store stored "
    "stores record recorded records delete deleted collect collected used process "
    "processed trained training ai policy policies terms notice rule rules account "
    "accounts service services contract licence license content apply applies age camera "
    "cameras video photo photos face voice health cookie cookies ads advertisers "
    "advertising available unavailable country countries region regions"
)
_SPANS = words(
    "second seconds minute minutes hour hours day days week weeks month months year years"
)


def idle(version: Document, document: Document, came: Set[str], left: Set[str]) -> frozenset[str]:
    """The few lines among those that came or left that bind nobody, and stand for no other one.

    `came` and `left` name all that differs. What only leaves is none, unless it made room for
    another that is known for one of the site and the day, which counts as no text.
    """
    ours, theirs = _words(document, came), _words(version, left)
    if not ours and (came or not (theirs and _of_the_day(version, document))):
        return frozenset()
    if len(ours) > _MOST or len(theirs) > _MOST:
        return frozenset()
    edited = len(came) == len(ours) and any(
        not _apart(a, b) for a in ours.values() for b in theirs.values()
    )
    return frozenset() if edited else frozenset((*ours, *theirs))


def _of_the_day(version: Document, document: Document) -> bool:
    """Does a page have a line of the site and the day that it had not?"""
    from monitor.extract.asides import REASONS  # not for a page that did not change
    from monitor.extract.in_passing import HOURS, TIP

    known, before = {*REASONS.values(), TIP, HOURS}, {b.key for b in version.boilerplate}
    return any(b.boilerplate in known and b.key not in before for b in document.boilerplate)


def _apart(ours: set[str], theirs: set[str]) -> bool:
    """Are two lines not one of which some words are new? Another number alone is a counter's."""
    return ours == theirs or len(ours & theirs) < _SHARED * min(len(ours), len(theirs))


def _words(document: Document, names: Set[str]) -> dict[str, set[str]]:
    """The words of each of some blocks that binds nobody."""
    code = document.language.lower().split("-")[0]
    found = ((name, block) for name, block in named(document.blocks()) if name in names)
    said = {name: _idle_words(block, code) for name, block in found}
    return {name: words for name, words in said.items() if words}


def _idle_words(block: Block, code: str) -> set[str]:
    """The words of a line that binds nobody; none where it may."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or len(block.links) > 1 or len(text) > _LONGEST:
        return set()
    if _AMOUNT.search(text) or gives_amount(text) or _binds(text, code):
        return set()
    if unspaced(text):
        return _telling(text) if length(text) >= _LETTERS else set()
    said = {"" if word == "May" else word.casefold() for word in _WORD.findall(text)}  # the month
    if code == "en" and (len(said) < _WORDS or _binds_in_english(said, text)):
        return set()
    return _telling(text)


def _telling(text: str) -> set[str]:
    """The words, or pairs of letters, that tell a line from others below the same label."""
    for part in (_LABEL.sub("", text), text):
        if unspaced(part):
            found = {part[n : n + 2] for n in range(len(part) - 1) if part[n : n + 2].isalpha()}
        else:
            found = {w.casefold() for w in _WORD.findall(part) if len(w) >= _LONG}
        if found:
            return found
    return set()


def _binds_in_english(said: set[str], text: str) -> bool:
    counts = any(c.isdigit() for c in text)
    return not _BINDS.isdisjoint(said) or (counts and not _SPANS.isdisjoint(said))


def _binds(text: str, code: str) -> bool:
    """Does a word in it say what somebody may, must or gets; or where, or how much?"""
    pattern = _pattern(code)
    if pattern is None or is_practice(text) or pattern.search(text):
        return True
    # Here, because a check that finds no change needs no rules, and they take long to load.
    from monitor.classify.forms import pattern as rule
    from monitor.classify.mentions import mentions

    return bool(rule("predicate").search(text) or mentions(text, code))


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    """The words of a language that are of what a policy states; None where they are not known."""
    known = table(code)
    if "asides" not in known:
        return None
    kind = known.get("kind", {})
    listed = " ".join(kind.get(k, "") for k in ("negation", "modal", "number", "scope", "quantity"))
    more = "".join(f"|{re.escape(word)}" for word in listed.split())
    binds = f"{known['asides']['binds']}{more}"
    return re.compile(whole_words(binds, code), re.IGNORECASE)
