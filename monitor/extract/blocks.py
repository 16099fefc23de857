"""Which blocks are content and which are chrome, and why. Pure; recall before precision.

Position decides first (an element's tag, role and name, unless it holds too much prose to be what it
says), then the main part of the page, then shape: runs of short links, interface words, related articles.
"""

from __future__ import annotations

from monitor.extract.page import TERM_LEVEL, Page, RawBlock, Region
from monitor.extract.phrases import (
    ANSWERS,
    CHOICE,
    COPYRIGHT,
    DATED,
    FEEDBACK,
    LONGEST,
    PROMPT,
    RELATED,
    by_wording,
)
from monitor.types import BlockKind

_PROSE = 80  # a block at least this long, and no link, reads like a sentence
_RUN = 3  # links in a row that make a link list
_FOOTER = 0.5  # share of the page's text that a footer, or a header above the title, holds at most
_WEAK_SHARE = 0.1  # and anything else that is chrome by a weak reason
_WEAK_PROSE = 400  # in characters, where the reason tells of more than a place
_USED = 0.4  # share of links and buttons from which a place with a name is for using, not reading
_TELLING = frozenset(
    {
        "in share buttons",
        "in related articles",
        "in a feedback widget",
        "in a sign-up form",
        "in an advertisement",
        "in comments",
        "in breadcrumbs",
        "in pagination",
        "in a message",
    }
)
_PROMPT_REACH = 8  # blocks between a cookie dialog's words and its buttons
_WORDY = 40  # characters from which a block counts as the document's own text
_EDGE = 0.01  # share of that text before and after the core
_FARM = 12  # links of the smallest site map
_BIG_FARM = 20  # the same without headings or labels between them
_LONE_LINK = 24  # characters
_DATE_LINE = 90  # characters
_HEADERS = frozenset({"in <header>", "in the page's header"})
_MAY_HOLD_DATE = frozenset(
    {"in a byline", "in <header>", "in the page's header", "in <aside>", "beside the text"}
)
_ANSWERS = 4  # blocks from a question for feedback to its last answer
_BUTTON = 200  # characters on the longest button, or row of buttons
_LABEL = 40  # characters of the longest label
_LINK_LISTS = frozenset({"a list of links", "a link by itself", "a label of a list of links"})


def decide(page: Page) -> None:
    """Set `chrome` of each block that is not policy text."""
    _measure(page)
    _set_by_region(page)
    if not page.selected:
        _outside_main(page)
    _cookie_prompts(page.blocks)
    _buttons(page)
    _by_words(page.blocks)
    _related(page.blocks)
    _link_farms(page.blocks)
    core = _core(page.blocks)
    _prompts_around(page.blocks, core)
    _runs_of_links(page.blocks, core)
    _labels(page.blocks, core)
    _headings_of_nothing(page.blocks)


def is_prose(block: RawBlock) -> bool:
    """A sentence or more, mostly not link."""
    return len(block.text) >= _PROSE and block.link_chars * 2 < len(block.text)


def is_dated(block: RawBlock) -> bool:
    """A short line with a year that is no copyright notice."""
    text = block.text
    return len(text) <= _DATE_LINE and bool(DATED.match(text)) and not COPYRIGHT.search(text)


def _measure(page: Page) -> None:
    regions = page.regions
    for index, block in enumerate(page.blocks):
        region = regions[block.region]
        region.last = index
        if region.first < 0:
            region.first = index
        size = len(block.text)
        region.chars += size
        region.link_chars += min(block.link_chars, size)
        region.control_chars += min(block.control_chars, size)
        if block.kind is BlockKind.HEADING:
            region.h1 |= block.level == 1
            continue
        region.text += max(0, size - block.link_chars)
        if is_prose(block):
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
    parent.holds_main |= region.holds_main or region.main
    if region.first >= 0:
        parent.first = region.first if parent.first < 0 else min(parent.first, region.first)
        parent.last = max(parent.last, region.last)


def _set_by_region(page: Page) -> None:
    """Mark what stands in chrome: first where that is sure, then by what the text around shows."""
    regions = page.regions
    inside_main = _inside(regions, {i for i, region in enumerate(regions) if region.main})
    sure = {
        i for i, r in enumerate(regions) if r.reason and _is_surely(r, regions[0], i in inside_main)
    }
    _mark(page, sure)
    core = _core(page.blocks)
    title = next((i for i, b in enumerate(page.blocks) if b.level == 1 and not b.chrome), -1)
    weak = set()
    for index, region in enumerate(regions):
        if region.reason and index not in sure and not region.main and not region.holds_main:
            above = index not in inside_main and not region.h1 and region.last < title
            if _is_weakly(region, regions[0], core, above=above):
                weak.add(index)
    _mark(page, weak)


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
        if reason and not block.chrome and not (reason in _MAY_HOLD_DATE and is_dated(block)):
            block.chrome = reason


def _is_surely(region: Region, whole: Region, in_main: bool) -> bool:
    if region.holds_main or region.main:
        return False
    share = region.text / max(1, whole.text)
    if region.reason == "in <footer>" and not in_main:
        return share <= _FOOTER
    return 0 < region.limit and share <= region.limit


def _is_weakly(region: Region, whole: Region, core: range, *, above: bool) -> bool:
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


def _outside_main(page: Page) -> None:
    """With a <main> that holds most of the prose, what stands outside is chrome."""
    mains = {i for i, region in enumerate(page.regions) if region.main}
    if not mains:
        return
    inside = _inside(page.regions, mains)
    prose = sum(len(b.text) for b in page.blocks if not b.chrome and is_prose(b))
    held = sum(
        len(b.text) for b in page.blocks if b.region in inside and not b.chrome and is_prose(b)
    )
    if held * 2 < prose or not held:
        return
    before = True  # the title and its date may stand above the main part
    for block in page.blocks:
        if block.region in inside:
            before = False
        elif not block.chrome and not (before and (block.level == 1 or is_dated(block))):
            block.chrome = "outside the main part"


def _buttons(page: Page) -> None:
    """A button heads what it opens only if that is on the page."""
    for block in page.blocks:
        if (
            block.controls
            and not block.chrome
            and block.controls not in page.panels
            and block.level >= TERM_LEVEL
        ):
            block.chrome = "a button"


def _cookie_prompts(blocks: list[RawBlock]) -> None:
    """Words about cookies with buttons to accept or reject them right below."""
    last = -1  # the latest block with such a button
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if _is_control(block) and CHOICE.search(block.text):
            last = index
        elif (
            last >= 0
            and last - index <= _PROMPT_REACH
            and not block.chrome
            and "ookie" in block.text
        ):
            block.chrome = "in a cookie dialog"


def _by_words(blocks: list[RawBlock]) -> None:
    answers = 0  # blocks below a question for feedback that may be its answers
    for block in blocks:
        text = block.text
        if not text or len(text) > LONGEST:
            answers = 0
            continue
        answers -= 1
        reason = by_wording(text)
        if reason == FEEDBACK:
            answers = _ANSWERS
        elif answers > 0 and not reason and text.casefold().strip(" .!") in ANSWERS:
            reason = FEEDBACK
        if block.chrome:
            continue
        if block.control_chars and not block.controls and _is_control(block):
            reason = "a button"
        block.chrome = reason


def _is_control(block: RawBlock) -> bool:
    """All of it is on buttons. A longer text only stands in one that was never closed."""
    return len(block.text) <= _BUTTON and block.control_chars * 10 >= len(block.text) * 9


def _core(blocks: list[RawBlock]) -> range:
    """Where the document's own text stands: all but the first and last hundredths of its words."""
    sizes = [
        len(b.text)
        if not b.chrome and (len(b.text) >= _WORDY or b.kind is BlockKind.ROW) and not b.is_link
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


def _prompts_around(blocks: list[RawBlock], core: range) -> None:
    """What asks to accept cookies, in words, above the first heading or after the text."""
    begun = False
    for index, block in enumerate(blocks):
        if block.chrome:
            continue
        begun |= block.kind is BlockKind.HEADING
        if (not begun or index not in core) and "ookie" in block.text and PROMPT.search(block.text):
            block.chrome = "in a cookie dialog"


def _runs_of_links(blocks: list[RawBlock], core: range) -> None:
    """Lists of links: those of contents anywhere, others only around the document's own text.

    Amid the text a list of links is part of it ("You have these rights: Access, Erasure").
    """
    run: list[int] = []
    before: RawBlock | None = None  # the last content before the run
    for index, block in enumerate(blocks):
        if block.chrome or block.closes:
            continue
        if block.is_link:
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
    introduced = before is not None and before.text.endswith((":", "："))
    if introduced and before is not None and run[0] not in core:
        introduced = len(before.text) >= _WORDY  # "Follow us:" introduces nothing of the document
    if len(targets) >= _RUN and all(target.startswith("#") for target in targets):
        reason = "a table of contents"
    elif introduced:
        return
    elif len(targets) >= _RUN:
        reason = "a list of links"
    elif all(len(blocks[index].text) <= _LONE_LINK for index in run):
        reason = "a link by itself"
    else:  # "Notice for residents of Turkey" may be all that says so
        return
    for index in run:
        amid = index in core and reason != "a table of contents"
        if not amid and not is_dated(blocks[index]):
            blocks[index].chrome = reason


def _link_farms(blocks: list[RawBlock]) -> None:
    """Many links under several headings and nothing else: a site map, wherever it stands."""
    whole = sum(len(b.text) for b in blocks if not b.chrome)
    farm: list[RawBlock] = []
    for block in [*blocks, RawBlock(BlockKind.PARAGRAPH, "x" * _WORDY)]:
        if block.chrome or block.closes:
            continue
        heads = block.kind is BlockKind.HEADING and block.level != 1
        if block.is_link or (farm and len(block.text) < _LABEL and (heads or not block.links)):
            farm.append(block)
            continue
        if not farm:
            continue
        while farm and not farm[-1].is_link:
            farm.pop()
        links = sum(b.is_link for b in farm)
        size = sum(len(b.text) for b in farm)
        labelled = links < len(farm) <= 2 * links
        if links >= (_FARM if labelled else _BIG_FARM) and size * 2 <= whole:
            for inside in farm:
                inside.chrome = "a list of links"
        farm = []


def _labels(blocks: list[RawBlock], core: range) -> None:
    """Around the document's own text: the short words over and between lists of links."""
    shown = [i for i, b in enumerate(blocks) if b.text]
    for place, index in reversed(list(enumerate(shown))):
        block = blocks[index]
        if block.chrome or index in core or len(block.text) > _LABEL or block.level == 1:
            continue
        if any(c.isdigit() for c in block.text):
            continue
        after = blocks[shown[place + 1]].chrome if place + 1 < len(shown) else "the end"
        if after in _LINK_LISTS or (
            after and place and blocks[shown[place - 1]].chrome in _LINK_LISTS
        ):
            block.chrome = "a label of a list of links"


def _related(blocks: list[RawBlock]) -> None:
    """A heading like "Related articles" and what it stands over, where that is links or little text."""
    for index, block in enumerate(blocks):
        if block.chrome or block.kind is not BlockKind.HEADING or not RELATED.match(block.text):
            continue
        below: list[RawBlock] = []
        for other in blocks[index + 1 : index + 40]:
            if other.kind is BlockKind.HEADING and other.level <= block.level:
                break
            below.append(other)
        text = sum(len(b.text) for b in below if not b.chrome)
        linked = sum(b.link_chars for b in below if not b.chrome)
        if linked * 2 >= text:
            for other in [block, *below]:
                other.chrome = other.chrome or "related articles"


def _headings_of_nothing(blocks: list[RawBlock]) -> None:
    """A heading whose every block is chrome is chrome as well (but not one over nothing at all)."""
    pending: list[RawBlock] = []
    chrome_below = False
    for block in [*blocks, RawBlock(BlockKind.HEADING, "", level=1)]:
        if block.closes:
            while pending and pending[-1].level >= block.closes:
                last = pending.pop()
                if chrome_below:
                    last.chrome = "heads chrome only"
        elif block.kind is BlockKind.HEADING and not block.chrome:
            while pending and pending[-1].level >= block.level:
                last = pending.pop()
                if chrome_below:
                    last.chrome = "heads chrome only"
            pending.append(block)
            chrome_below = False
        elif block.chrome:
            chrome_below = True
        else:
            pending.clear()
            chrome_below = False
