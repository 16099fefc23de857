"""Sentences that take each other's place and bind nobody: tips, mottoes, what a page begins with.

A site that picks one of several by chance shows the same one twice often enough. Such a sentence
waits longer than others until it is told; one that says anything of people, rights or amounts does
not. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Set

from monitor.confirm.block_history import named
from monitor.extract.names import words
from monitor.model import Block, BlockKind, Document

_MOST = 3  # sentences of one side
_LONGEST, _WORDS = 200, 4  # characters and words of a sentence
_LONG = 4  # letters of a word that tells two sentences apart
_SHARED = 0.25  # of the fewer such words of two from which one is the other reworded
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
# What somebody has to do, may do, gets or gives: of persons, duties, rights, data, time and money.
_BINDS = words(
    "i we us our ours you your yours they them their he she his her who whoever whose "
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


def only_idle(version: Document, document: Document, came: Set[str], left: Set[str]) -> bool:
    """Do a few sentences stand where others stood, none of which binds anybody?

    `came` and `left` name all that differs. In English alone are the words known that bind.
    """
    if not (0 < len(came) <= _MOST and 0 < len(left) <= _MOST):
        return False
    if not document.language.lower().startswith("en"):
        return False
    ours, theirs = _words(document, came), _words(version, left)
    if not (ours and theirs):
        return False
    return all(len(a & b) < _SHARED * min(len(a), len(b)) for a in ours for b in theirs)


def _words(document: Document, names: Set[str]) -> list[set[str]]:
    """The words of each of some blocks; none at all where one of them may bind somebody."""
    found = [_idle_words(b) for name, b in named(document.blocks()) if name in names]
    return found if len(found) == len(names) and all(found) else []


def _idle_words(block: Block) -> set[str]:
    """The words of a sentence that binds nobody; none where it may."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or block.links or len(text) > _LONGEST:
        return set()
    if not text.endswith((".", "!", "?", "…")) or any(c.isdigit() for c in text):
        return set()
    found = {"" if word == "May" else word.casefold() for word in _WORD.findall(text)}  # the month
    if len(found) < _WORDS or not _BINDS.isdisjoint(found):
        return set()
    return {word for word in found if len(word) >= _LONG}
