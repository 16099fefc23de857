"""Boilerplate by shape: lists of links around the text, site maps, tables of contents. Pure.

Markdown has no tree to go by, and many pages have one that tells nothing.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from monitor.extract.addressed import allows, is_addressed
from monitor.extract.in_passing import is_invitation, lists_updates, matters
from monitor.extract.phrases import is_dated, is_prompt, is_sentence
from monitor.extract.raw_blocks import RawBlock
from monitor.languages import having, table
from monitor.model import BlockKind
from monitor.text.finite_verbs import asserts
from monitor.text.introductions import introduces
from monitor.text.scripts import ASKS, COLONS, length, reaches

# Bound once: reading a member of an enumeration costs as much as the rest of a step.
_HEADING, _ROW, _ITEM = BlockKind.HEADING, BlockKind.ROW, BlockKind.ITEM
_CONTENTS = 3  # items of the shortest table of contents without links
_INSIDE, _MOSTLY_LINKS = 2, 0.6  # links of a table of contents in one block, and their share
_OPENS = 30  # characters of the longest line above it: "In these terms:"
_LANGUAGES = 200  # characters of the longest list of languages
_APART = re.compile(r" ?[|/·•,、] ?| - ")
_RUN = 3  # links in a row that make a link list
_WORDY = 40  # characters from which a block counts as the document's own text
_EDGE = 0.01  # share of that text before and after the core
_LINKED = 0.85  # share of a block's letters in its link from which it is all link
_CARDS = 2  # a page of which cards are more than a half is made of them
_FARM = 12  # links of the smallest site map
_BIG_FARM = 20  # the same without headings or labels between them
_LONE_LINK = 24  # characters
_LABEL = 40  # characters of the longest label
_VALUE = re.compile(r"[:：] ?(?!\s)\S")  # "Note: fresh food is not taken back"
_STOPS = (".", "。")  # end a sentence, and no label
_MENU = 10  # items of the smallest menu that has lost its links
_EVENT = re.compile(  # "Pi Day (Mar 14, 2026)": of a calendar in a menu
    r" \((?:[A-Z][a-z]{2,8} )?(?:\d{1,2}(?: ?[-–] ?(?:[A-Z][a-z]{2,8} )?\d{1,2})?, )?20\d\d\)$"
)
_PROSE = 200  # characters from which a block is the document's own, whatever it says
_BELOW = 1_000  # characters of text that a menu stands above
_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.[A-Z])\.$|[;?!:。]$")  # "GM in the U.S." ends none
_LINK_LISTS = frozenset({"a list of links", "a link by itself", "a label of a list of links"})


def mark_by_shape(blocks: list[RawBlock], language: str) -> None:
    """Mark site maps, then what stands around the document's own text."""
    _cards(blocks)
    _link_farms(blocks)
    _menus_above(blocks)
    _contents(blocks)
    for block in blocks:
        if block.links and not block.boilerplate and _lists_languages(block.text):
            block.boilerplate = "a list of languages"
    core = core_of(blocks)
    _prompts_around(blocks, core)
    _runs_of_links(blocks, core, language)
    _labels(blocks, core, language)


def _cards(blocks: list[RawBlock]) -> None:
    """A heading and the words below it in one link: they are of the page that it leads to.

    Where such cards are much of a page, it is a list of documents, and they are its text.
    """
    whole = sum(len(b.text) for b in blocks if not b.boilerplate)
    cards: list[RawBlock] = []
    card: list[RawBlock] = []
    for block in [*blocks, RawBlock(BlockKind.PARAGRAPH, "end")]:
        if block.boilerplate or not block.text:
            continue
        linked = len(block.links) == 1 and block.link_chars >= _LINKED * len(block.text)
        if card and linked and block.links == card[0].links:
            card.append(block)
            continue
        if len(card) > 1:
            cards += card
        card = [block] if linked and block.kind is _HEADING and not block.is_title else []
    if sum(len(b.text) for b in cards) * _CARDS <= whole:
        for inside in cards:
            inside.boilerplate = "a card that leads elsewhere"


def core_of(blocks: list[RawBlock]) -> range:
    """Where the document's own text stands: all but the first and last hundredths of its words."""
    sizes = [
        size
        if not b.boilerplate
        and not b.is_link
        and ((size := len(b.text)) >= _WORDY or b.kind is _ROW or reaches(b.text, _WORDY))
        else 0
        for b in blocks
    ]
    edge = sum(sizes) * _EDGE
    start, stop, passed = 0, len(blocks), 0.0
    while start < stop and passed + sizes[start] <= edge:
        passed += sizes[start]
        start += 1
    passed = 0.0
    while stop > start and passed + sizes[stop - 1] <= edge:
        passed += sizes[stop - 1]
        stop -= 1
    return range(start, stop)


def _link_farms(blocks: list[RawBlock]) -> None:
    """Many links under several headings and nothing else: a site map, wherever it stands."""
    whole = sum(len(b.text) for b in blocks if not b.boilerplate)
    farm: list[RawBlock] = []
    before: RawBlock | None = None
    for block in [*blocks, RawBlock(BlockKind.PARAGRAPH, "x" * _WORDY)]:
        if block.boilerplate or block.closes:
            continue
        heads = block.kind is _HEADING and not block.is_title
        if block.is_link or (farm and length(block.text) < _LABEL and (heads or not block.links)):
            farm.append(block)
            continue
        above = before
        if block.link_chars * 2 < len(block.text):
            before = block
        if not farm:
            continue
        while farm and not farm[-1].is_link:
            farm.pop()
        if not farm or (above and all(b.is_link for b in farm) and _introduces(above)):
            farm = []
            continue
        links = sum(b.is_link for b in farm)
        size = sum(len(b.text) for b in farm)
        labelled = links < len(farm) <= 2 * links
        if links >= (_FARM if labelled else _BIG_FARM) and size * 2 <= whole:
            for inside in farm:
                inside.boilerplate = "a list of links"
        farm = []


def _introduces(block: RawBlock) -> bool:
    return block.kind is not _HEADING and not block.is_link and introduces(block.text)


def _menus_above(blocks: list[RawBlock]) -> None:
    """A menu whose links were lost: many items of a word or two before all headings and prose."""
    start = next(
        (i for i, b in enumerate(blocks) if b.kind is _HEADING or len(b.text) >= _PROSE), 0
    )
    if start == 0:
        return  # nothing stands above
    if sum(len(b.text) for b in blocks[start:] if len(b.text) >= _WORDY) < _BELOW:
        return  # not much of a document: the list may be all there is
    menu: list[RawBlock] = []
    introduced = False
    for block in [*blocks[:start], RawBlock(BlockKind.PARAGRAPH, "x" * _PROSE)]:
        if block.boilerplate or block.closes:
            continue
        short = length(block.text) <= _LABEL or bool(_EVENT.search(block.text))
        short = short and not _SENTENCE_END.search(block.text)
        if block.kind is not _ITEM:
            introduced = block.text.endswith(COLONS)
        if short and not introduced and (menu or block.kind is _ITEM):
            menu.append(block)
            continue
        while menu and menu[-1].kind is not _ITEM:
            menu.pop()
        if sum(b.kind is _ITEM for b in menu) >= _MENU:
            for inside in menu:
                inside.boilerplate = "a menu"
        menu = []


def _prompts_around(blocks: list[RawBlock], core: range) -> None:
    """What asks to accept cookies, in words, above the first heading or after the text."""
    begun = False
    for index, block in enumerate(blocks):
        if block.boilerplate:
            continue
        begun |= block.kind is _HEADING
        outside = not begun or index not in core
        if outside and "ookie" in block.text and is_prompt(block.text):
            block.boilerplate = "in a cookie dialog"


def _runs_of_links(blocks: list[RawBlock], core: range, language: str) -> None:
    """Lists of links: those of contents anywhere, others only around the document's own text.

    Within the text a list of links is part of it ("You have these rights: Access, Erasure").
    """
    run: list[int] = []
    before: RawBlock | None = None  # the last content before the run
    for index, block in enumerate(blocks):
        if block.boilerplate or block.closes:
            continue
        if block.is_link and not _says(block.text, language):
            run.append(index)
            continue
        if run:
            _end_run(blocks, run, before, core)
            run = []
        before = block
    if run:
        _end_run(blocks, run, before, core)


def _end_run(blocks: list[RawBlock], run: list[int], before: RawBlock | None, core: range) -> None:
    targets = [link for index in run for link in blocks[index].links]
    # Around the document "Follow us:" introduces nothing of it; within it any such line does.
    introduced = before is not None and (
        _introduces(before) or (run[0] in core and before.text.endswith(COLONS))
    )
    # Under words of their own two are a list as well.
    few = _RUN - 1 if _is_headed([blocks[index] for index in run], before) else _RUN
    if len(targets) >= _RUN and all(target.startswith("#") for target in targets):
        reason = "a table of contents"
    elif introduced:
        return
    elif len(targets) >= few:
        reason = "a list of links"
    elif all(_leads_away(blocks[index].text) for index in run):
        reason = "a link by itself"
    else:  # "Notice for residents of Turkey" may be all that says so
        return
    for index in run:
        amid = index in core and reason != "a table of contents"
        if not amid and not is_dated(blocks[index].text):
            blocks[index].boilerplate = reason


@cache
def _languages() -> frozenset[str]:
    return frozenset(
        name.casefold()
        for code in having("document", "names")
        for name in table(code)["document"]["names"]
    )


def _lists_languages(text: str) -> bool:
    """Is it two languages or more, each in its own words, behind "Also in" or nothing?"""
    if len(text) > _LANGUAGES:
        return False
    first, *others = (part.strip().casefold() for part in _APART.split(text))
    names = _languages()
    if not others or not names.issuperset(others):
        return False
    return first in names or any(first.endswith((f" {n}", f":{n}")) for n in names)


def _is_headed(run: list[RawBlock], before: RawBlock | None) -> bool:
    """Do links stand right below a heading, and neither it nor they speak of the document?"""
    if before is None or before.kind is not _HEADING or before.is_title:
        return False
    return not any(matters(block.text) for block in (before, *run))


def _says(text: str, language: str) -> bool:
    """Is a link a sentence to its readers? No title is, and no invitation to go elsewhere."""
    said = text.endswith(_STOPS) and is_sentence(text) and not is_invitation(text)
    return said and is_addressed(text, language)


def _leads_away(text: str) -> bool:
    return length(text) <= _LONE_LINK or is_invitation(text)


def _contents(blocks: list[RawBlock]) -> None:
    """Items without links that say nothing but the headings behind them, in their order."""
    heads = [
        (index, _bare(block.text))
        for index, block in enumerate(blocks)
        if block.kind is _HEADING and not block.boilerplate
    ]
    for block in blocks:
        if _is_contents(block) and not block.boilerplate:
            block.boilerplate = "a table of contents"
    _updated(blocks, {text for _, text in heads})
    if len(heads) < _CONTENTS:
        return
    places: dict[str, int] = {}
    for index, text in reversed(heads):
        places[text] = index
    run: list[RawBlock] = []
    reached, whole = 0, True
    above: RawBlock | None = None
    for index, block in enumerate([*blocks, RawBlock(BlockKind.PARAGRAPH, "end")]):
        if block.closes or block.boilerplate:
            continue
        if block.kind is _ITEM:
            if whole:
                place = places.get(_bare(block.text), 0)
                whole, reached = place > max(index, reached), place
                run.append(block)
            continue
        if whole and len(run) >= _CONTENTS:
            opens = above is not None and above.text.endswith(":") and len(above.text) <= _OPENS
            for item in [above, *run] if above and opens else run:
                item.boilerplate = "a table of contents"
        run, reached, whole, above = [], 0, True, block


def _updated(blocks: list[RawBlock], heads: set[str]) -> None:
    """ "Sections updated in this release:" and the names of sections, which say it themselves."""
    for index, (block, below) in enumerate(pairwise(blocks)):
        if below.kind is not _ITEM or block.kind is _ITEM:
            continue
        if block.boilerplate or not lists_updates(block.text):
            continue
        items: list[RawBlock] = []
        for other in blocks[index + 1 :]:
            if other.kind is not _ITEM and not other.closes:
                break
            items.append(other)
        if items and all(_bare(item.text) in heads for item in items if item.text):
            for inside in [block, *items]:
                inside.boilerplate = "a table of contents"


def _is_contents(block: RawBlock) -> bool:
    """Are most of a block's words, which are no sentence, links to parts of the page?"""
    if not block.links:
        return False
    inside = sum(link.startswith("#") for link in block.links)
    return (
        inside >= _INSIDE
        and inside == len(block.links)
        and block.kind is not _HEADING
        and block.link_chars >= _MOSTLY_LINKS * len(block.text)
        and not _SENTENCE_END.search(block.text)
    )


def _bare(text: str) -> str:
    return text.lstrip("0123456789.) ").casefold()


def _is_rule(text: str, language: str) -> bool:
    """Is a short line a rule, as the last one of a text may be: "Dogs stay outside"?"""
    return not text.endswith(ASKS) and (asserts(text, language) or allows(text, language))


def _labels(blocks: list[RawBlock], core: range, language: str) -> None:
    """Around the document's own text: the short words over and between lists of links."""
    shown = [i for i, b in enumerate(blocks) if b.text]
    for place, index in reversed(list(enumerate(shown))):
        block = blocks[index]
        if block.boilerplate or index in core or length(block.text) > _LABEL or block.is_title:
            continue
        if any(c.isdigit() for c in block.text) or block.text.endswith(_STOPS):
            continue
        if not block.is_link and (_VALUE.search(block.text) or _is_rule(block.text, language)):
            continue
        before = blocks[shown[place - 1]] if place else None
        if block.kind is _ITEM and before and before.boilerplate in ("", "no word"):
            continue  # the last of the text's own items
        after = blocks[shown[place + 1]].boilerplate if place + 1 < len(shown) else "the end"
        if after in _LINK_LISTS or (
            after and place and blocks[shown[place - 1]].boilerplate in _LINK_LISTS
        ):
            block.boilerplate = "a label of a list of links"
