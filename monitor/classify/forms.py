"""Texts and runs of blocks told by their form: rules/kind.toml, boilerplate, lists. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from monitor.classify.rules import load
from monitor.model import Block, Document
from monitor.text.introductions import introduces
from monitor.text.practice import is_practice
from monitor.text.scripts import at_most, count_words

LABEL_WORDS = 10
BOILERPLATE_WORDS = 40  # a longer block is policy text, whatever else it says
BOILERPLATE_LENGTH = 1000  # so is one of this many characters: one word may be all digits
ENUMERATED = 2  # this many short lines that stay make one that comes or goes part of a list
# What names in rules/kind.toml of boilerplate a clause may be about as well.
_OFFERS = ("promotion", "sales", "discount", "incident", "browser")
# And what such a clause may begin like.
_CONTROLS = ("help-navigation", "chat", "promotion", "feedback", "copyright-line")
LINK_RUN = 3  # this many links in a row are a list of links
ENDS = re.compile(r"[.;:!。！；：۔।॥]\W*$")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of rules/kind.toml by its table's name."""
    return re.compile(load("kind")[name]["pattern"].replace("\n", "|"), re.IGNORECASE)


@cache
def _boilerplate() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    rules = load("kind")["boilerplate"]
    return tuple(
        (r["name"], re.compile(r["pattern"], re.IGNORECASE), r.get("words", BOILERPLATE_WORDS))
        for r in rules
    )


def boilerplate(text: str) -> str:
    """The name of the rule by which a text is not policy text; "" when none."""
    if len(text) > BOILERPLATE_LENGTH:
        return ""
    size = count_words(text)
    found = next(
        (name for name, rule, most in _boilerplate() if size <= most and rule.search(text)), ""
    )
    if found in _OFFERS and is_clause(text):
        return ""
    return "" if found in _CONTROLS and is_practice(text) else found


def is_clause(text: str) -> bool:
    """Does a text say what holds ("Free trials renew unless …") rather than invite?"""
    if not ENDS.search(text) or pattern("inviting").search(text):
        return False
    return bool(pattern("stating").search(text))


def lists_of_links(document: Document) -> frozenset[str]:
    """Keys of short blocks that stand among others in lists of nothing but links, not below a
    sentence that says what they are.
    """
    found: set[str] = set()
    for section in document.sections:
        if not pattern("entries").search(section.path[-1] if section.path else ""):
            run: list[Block] = []
            above = ""
            for block in (*section.blocks, None):
                if block is not None and block.links and short(block.text):
                    run.append(block)
                    continue
                if len(run) >= LINK_RUN and not introduces(above):
                    found.update(b.key for b in run)
                run, above = [], block.text if block is not None else ""
    return frozenset(found)


def enumerations(document: Document, other: Document) -> frozenset[str]:
    """Keys of short blocks that stand below a sentence among others that both documents hold.

    Not every list is marked up as one. What stands before all sentences is rather navigation.
    """
    kept = {block.key for block in other.blocks()}
    found: set[str] = set()
    for section in document.sections:
        said = len(section.path) > 1  # the page's own heading is no sentence of the text
        for run in _runs(section.blocks):
            if said and sum(b.key in kept for b in run) >= ENUMERATED and _bare(run[0]):
                found.update(b.key for b in run)
            said = said or any(ENDS.search(b.text) for b in run)
    return frozenset(found)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks in order, those together that are of one kind and all short, or all not."""
    for _, run in groupby(blocks, lambda b: (b.kind, _bare(b))):
        yield list(run)


def _bare(block: Block) -> bool:
    return not block.links and short(block.text) and not ENDS.search(block.text)


def short(text: str) -> bool:
    """Few enough words for a label."""
    return at_most(text, LABEL_WORDS)
