"""Boilerplate by place: an element's tag, role and names, unless its text objects. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from monitor.extract.addressed import is_addressed, may_bind
from monitor.extract.in_passing import from_a_day, of_itself
from monitor.extract.names import BANNER, COMMANDS, OPEN_DIALOG, STRIP
from monitor.extract.phrases import NEWSLETTER, is_command, is_dated, is_notice, is_sentence
from monitor.extract.raw_blocks import Page, RawBlock, Region
from monitor.extract.shape import core_of
from monitor.model import BlockKind
from monitor.text.practice import is_practice
from monitor.text.scripts import count_words, reaches

_HEADING = BlockKind.HEADING
_PROSE = 80  # a block at least this long, and no link, reads like a sentence
_FOOTER = 0.5  # share of the page's text that a footer, or a header above the title, holds at most
_WEAK_SHARE = 0.1  # and anything else that is boilerplate by a weak reason
_WEAK_PROSE = 400  # in characters, where the reason says more than where it stands
_USED = 0.4  # share of links and buttons from which a place with a name is for using, not reading
_TELLING = frozenset(
    {
        "in share buttons",
        "in related articles",
        "in a feedback widget",
        "in a sign-up form",
        "in an advertisement",
        "in a testimonial",
        "in comments",
        "in breadcrumbs",
        "in pagination",
        "in a message",
        "in a ticker",
        "in a form's answer",
        "in a chat window",
        STRIP,
    }
)
_STOPS, _FEW_WORDS = (".", "。"), 4  # of a short sentence
_ASIDES = frozenset({"in <aside>", "beside the text"})
# Reasons that sentences outweigh where there is no more to press than this share.
_MAY_BE_READ = frozenset({"in <nav>", "in a navigation", "in a menu", "in a tooltip"})
_PRESSED = 0.15
_CONSENT = re.compile(
    r"cookie|\b(?:reject|decline|deny|ablehnen|refuser|rechazar|rifiuta|weigeren|vendors"
    r"|manage (?:\w+ )?(?:preferences|choices|settings|options))\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"cookies?\b|クッキー|कुकी|쿠키", re.IGNORECASE)
_MOSTLY = 0.8  # share of the prose that an element must hold that only its id calls the main part
_HEADERS = frozenset({"in <header>", "in the page's header"})
_MAY_HOLD_DATE = frozenset(
    {
        "in a byline",
        "in <header>",
        "in the page's header",
        "in <aside>",
        "beside the text",
        "in a message",
        STRIP,
        "in a dialog",
        OPEN_DIALOG,
        BANNER,
    }
)


def mark_by_place(page: Page) -> None:
    """Mark what stands in boilerplate, and outside the main part of a page that has one."""
    _measure(page)
    _set_by_region(page)
    if not page.selected:
        _outside_main(page)


def _set_by_region(page: Page) -> None:
    """Mark regions of boilerplate: first the sure ones, then those the text around shows."""
    regions = page.regions
    said = _Said(page.blocks, page.language)
    inside_main = _inside(regions, {i for i, region in enumerate(regions) if region.main})
    sure = {
        i
        for i, r in enumerate(regions)
        if r.reason
        and _is_surely(r, regions[0], i in inside_main)
        and not (said.is_read(r) or said.is_shown(r))
    }
    _mark(page, sure)
    whole = _of_content(page)
    core = core_of(page.blocks)
    title = next((i for i, b in enumerate(page.blocks) if b.is_title and not b.boilerplate), -1)
    weak = set()
    for index, region in enumerate(regions):
        if region.reason and index not in sure and not region.main and not region.holds_main:
            above = index not in inside_main and not region.h1 and region.last < title
            named = _is_weakly(region, whole, core, above=above)
            amid = index in inside_main and said.is_amid(region, inside_main)
            if named and not amid and not said.is_text(region):
                weak.add(index)
    _mark(page, weak)


def _of_content(page: Page) -> Region:
    """What the page holds apart from sure boilerplate: a dialog that opens moves no limit."""
    text = prose = 0
    for block in page.blocks:
        if not block.boilerplate and block.kind is not _HEADING:
            size, linked = len(block.text), block.link_chars
            if size > linked:
                text += size - linked
            if linked * 2 < size and (size >= _PROSE or reaches(block.text, _PROSE)):  # is_prose
                prose += size
    return Region(-1, text=text, prose=prose)


def _outside_main(page: Page) -> None:
    """With a <main> that holds most of the prose, what stands outside is boilerplate."""
    mains = {i for i, region in enumerate(page.regions) if region.main}
    share = 0.5
    if not mains:
        mains = {i for i, region in enumerate(page.regions) if region.named_main}
        share = _MOSTLY
    if not mains:
        return
    inside = _inside(page.regions, mains)
    sentences = [b for b in page.blocks if not b.boilerplate and is_prose(b)]
    prose = sum(len(b.text) for b in sentences)
    held = sum(len(b.text) for b in sentences if b.region in inside)
    if held < share * prose or not held:
        return
    before = True  # the title and its date may stand above the main part
    heading: RawBlock | None = None  # outside, and right above what may be a clause
    for block in page.blocks:
        if block.region in inside:
            before, heading = False, None
        elif block.boilerplate or (before and _heralds(block)):
            heading = None
        elif page.regions[block.region].reason == OPEN_DIALOG:
            continue  # seen before all else, see `is_shown`
        elif _is_clause(block):  # an addendum of its own, for residents of one place
            if heading is not None:
                heading.boilerplate = ""
        else:
            block.boilerplate = "outside the main part"
            heading = block if block.kind is _HEADING else None


def _is_clause(block: RawBlock) -> bool:
    """A sentence on what is done with a reader's things, on the document itself, or of a day from
    which on something holds, wherever on the page it stands.
    """
    if block.link_chars * 2 >= len(block.text) or not is_sentence(block.text):
        return False
    if is_practice(block.text):
        return True
    return "ookie" not in block.text and (of_itself(block.text) or from_a_day(block.text))


def _heralds(block: RawBlock) -> bool:
    """What stands above the main part and belongs to it: a title, a date, a notice of a change."""
    return block.is_title or _dates(block)


def is_prose(block: RawBlock) -> bool:
    """A sentence or more, mostly not link."""
    return block.link_chars * 2 < len(block.text) and reaches(block.text, _PROSE)


def _measure(page: Page) -> None:
    regions = page.regions
    for index, block in enumerate(page.blocks):
        region = regions[block.region]
        region.last = index
        if region.first < 0:
            region.first = index
        size, linked = len(block.text), block.link_chars
        region.chars += size
        if region.reason == COMMANDS:
            region.says = region.says or (bool(size) and not is_command(block.text))
        elif region.reason == BANNER and region.chars < _WEAK_PROSE and not region.cookies:
            region.cookies = bool(_COOKIES.search(block.text))
        if linked:
            region.link_chars += min(linked, size)
        if block.control_chars:
            region.control_chars += min(block.control_chars, size)
        if block.kind is _HEADING:
            region.h1 |= block.level == 1
            continue
        if size > linked:
            region.text += size - linked
        if linked * 2 < size and (
            size >= _PROSE or reaches(block.text, _PROSE)
        ):  # is_prose, of every block
            region.prose += size
    for index in range(len(regions) - 1, 0, -1):
        _add(regions[index], regions[regions[index].parent])


def _add(region: Region, parent: Region) -> None:
    parent.chars += region.chars
    parent.text += region.text
    parent.prose += region.prose
    parent.link_chars += region.link_chars
    parent.control_chars += region.control_chars
    parent.h1 |= region.h1
    parent.says |= region.says or region.reason != COMMANDS
    parent.holds_main |= region.holds_main or region.main
    if region.first >= 0:
        parent.first = region.first if parent.first < 0 else min(parent.first, region.first)
        parent.last = max(parent.last, region.last)


def _inside(regions: list[Region], of: set[int]) -> set[int]:
    """The regions in `of` and all that they hold. Parents come before their children."""
    inside = set(of)
    for index, region in enumerate(regions):
        if region.parent in inside:
            inside.add(index)
    return inside


def _mark(page: Page, chosen: set[int]) -> None:
    """Give the blocks in chosen regions the reason of the outermost of them."""
    if not chosen:
        return
    reasons: list[str] = []
    for index, region in enumerate(page.regions):
        around = reasons[region.parent] if region.parent >= 0 else ""
        reasons.append(around or (region.reason if index in chosen else ""))
    for block in page.blocks:
        reason = reasons[block.region]
        if reason and not block.boilerplate and not (reason in _MAY_HOLD_DATE and _dates(block)):
            block.boilerplate = reason


def _dates(block: RawBlock) -> bool:
    """Does a block tell when the document changed or will?"""
    return is_dated(block.text) or (
        block.link_chars * 2 < len(block.text) and is_notice(block.text)
    )


def _is_surely(region: Region, whole: Region, in_main: bool) -> bool:
    if region.holds_main or region.main:
        return False
    share = region.text / max(1, whole.text)
    if region.reason == "in <footer>" and not in_main:
        return share <= _FOOTER
    return region.limit > 0 and share <= region.limit


class _Said:
    """What is text wherever it stands. Each block is looked at once, and only where it matters."""

    def __init__(self, blocks: list[RawBlock], language: str) -> None:
        self._blocks, self._language = blocks, language

    def is_text(self, region: Region) -> bool:
        """Does any of the three below hold?"""
        return self.is_stated(region) or self.is_read(region) or self.is_shown(region)

    def is_read(self, region: Region) -> bool:
        """Does a navigation or a tooltip hold sentences, and next to nothing to press?

        Some sites write the panels of their accordions as <nav>.
        """
        if region.reason not in _MAY_BE_READ or region.first < 0:
            return False
        if region.link_chars + region.control_chars > _PRESSED * region.chars:
            return False
        return _within(region, self._sentences)

    def is_shown(self, region: Region) -> bool:
        """Does a dialog that stands open tell what is done, or what changes, and ask nothing?"""
        if region.reason != OPEN_DIALOG or region.first < 0:
            return False
        inside = self._blocks[region.first : region.last + 1]
        if any(_CONSENT.search(block.text) or NEWSLETTER.search(block.text) for block in inside):
            return False
        return any(not block.is_link and _tells(block.text) for block in inside)

    def is_amid(self, region: Region, main: set[int]) -> bool:
        """Does an aside hold a sentence, next to nothing to press, and stand between two sentences
        of the main part? Documentation and shops write their notes and warnings so.
        """
        if region.reason not in _ASIDES or region.first < 0:
            return False
        if region.link_chars + region.control_chars > _PRESSED * region.chars:
            return False
        inside = self._blocks[region.first : region.last + 1]
        if any(NEWSLETTER.search(block.text) for block in inside):
            return False
        own = [i for i in self._stated if self._blocks[i].region in main]
        before, behind = bisect_left(own, region.first), bisect_left(own, region.last + 1)
        return 0 < before < behind < len(own)

    def is_stated(self, region: Region) -> bool:
        """Does what is named for something else say what is done with a reader's things?

        A section of a policy is called "sharing", "ads" or "comments" as well.
        """
        used = (region.link_chars + region.control_chars) / max(1, region.chars)
        if region.reason not in _TELLING or used > _USED or region.first < 0:
            return False
        if region.reason == STRIP and self._holds(region):
            return True
        return _within(region, self._practices)

    def _holds(self, region: Region) -> bool:
        """Does a sentence say from when on something holds, what somebody may or must, or, plainly,
        anything of who runs the page and who reads it?
        """
        inside = (self._blocks[i].text for i in self._stated if region.first <= i <= region.last)
        return any(
            from_a_day(text)
            or may_bind(text, self._language)
            or (text.endswith(_STOPS) and is_addressed(text, self._language))
            for text in inside
        )

    @cached_property
    def _sentences(self) -> list[int]:
        return [i for i, b in enumerate(self._blocks) if not b.is_link and is_sentence(b.text)]

    @cached_property
    def _stated(self) -> list[int]:
        """The same, and what is shorter and ends as a sentence does."""
        ended = (
            i
            for i, b in enumerate(self._blocks)
            if not b.is_link and b.text.endswith(_STOPS) and count_words(b.text) >= _FEW_WORDS
        )
        return sorted({*self._sentences, *ended})

    @cached_property
    def _practices(self) -> list[int]:
        return [
            i
            for i, b in enumerate(self._blocks)
            if not b.is_link and is_practice(b.text) and not NEWSLETTER.search(b.text)
        ]


def _tells(text: str) -> bool:
    """Does a dialog tell what is done, what changes, or from when on something holds?"""
    return is_practice(text) or is_notice(text) or (is_sentence(text) and from_a_day(text))


def _within(region: Region, places: list[int]) -> bool:
    at = bisect_left(places, region.first)
    return at < len(places) and places[at] <= region.last


def _is_weakly(region: Region, whole: Region, core: range, *, above: bool) -> bool:
    if region.reason == COMMANDS:
        return not region.says and region.first >= 0
    if region.reason == BANNER:
        return region.cookies and region.chars < _WEAK_PROSE and not region.h1
    used = (region.link_chars + region.control_chars) / max(1, region.chars)
    if region.h1 and region.prose == 0 and used < 0.5:
        return False  # the page's title and date in a header
    if above and region.reason in _HEADERS:
        return region.text <= _FOOTER * whole.text
    if region.prose > _WEAK_SHARE * whole.prose:
        return False
    if used > _USED:
        return True
    if region.reason in _TELLING:
        return region.prose < _WEAK_PROSE
    return region.prose == 0 and not (region.first in core and region.last in core)
