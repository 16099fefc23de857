"""Which blocks are content and which are boilerplate, and why. Pure; recall before precision.

Place decides first (place.py), then wording (here and phrases.py), then shape (shape.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from monitor.extract.above_title import mark_above_title
from monitor.extract.addressed import binds_parties, may_bind
from monitor.extract.asides import mark_asides
from monitor.extract.consent import mark_requests
from monitor.extract.earlier import mark_earlier
from monitor.extract.footers import read_clauses
from monitor.extract.in_passing import HEADS_TIP, HOURS, TIP, may_be_tip, of_answers
from monitor.extract.mid_sentence import joined
from monitor.extract.phrases import (
    ANSWERS,
    CHAT,
    CHOICE,
    FEEDBACK,
    INTERFACE,
    LIVE,
    LONGEST,
    NEWSLETTER,
    RELATED,
    SUBSCRIBE,
    TESTIMONIAL,
    by_wording,
    is_caution,
    is_sentence,
    unglued,
)
from monitor.extract.place import mark_by_place
from monitor.extract.raw_blocks import TERM_LEVEL, Page, RawBlock
from monitor.extract.samples import mark_samples
from monitor.extract.shape import mark_by_shape
from monitor.languages import alternatives
from monitor.model import BlockKind
from monitor.text.amounts import names_amount
from monitor.text.counted import NEUTRAL
from monitor.text.normalize import canonical
from monitor.text.relative_times import AGO
from monitor.text.scripts import ASKS, foreign, length
from monitor.text.signs import CHECKED

# Bound once: reading a member of an enumeration costs as much as the rest of a step.
_HEADING = BlockKind.HEADING
_SIGN_UP_REACH = 2  # blocks between an invitation and the button to subscribe
_ITEM_BLOCKS = 3  # from one bullet to the next
_BULLETS = frozenset("•·▪●○◦‣∙–-*")
_PROMPT_REACH = 8  # blocks between a cookie dialog's words and its buttons
_ANSWERS = 4  # blocks from a question for feedback to its last answer
_ANSWER = 25  # characters of the shortest text below a question
_CHOICE = 40  # characters of the longest button to accept or refuse something
_BYLINE = 120  # characters of the longest line of dates and times
_SECTION = 30  # blocks in which the heading of the section before stands
_VALUE, _ENDS = 40, ".?!:。？！："  # the longest value of a term, and how no value ends
_COUNT = 40  # characters of the longest number with what it counts
_LONE_COUNT = re.compile(  # "42 users", "Today: 388"
    r"\d[\d.,]{0,8} ?[km]? [^\W\d_]{2,14}"
    r"|[^\W\d_]{2,14}(?: [^\W\d_]{1,10})?\s?[:：]\s?\d[\d.,]{0,12}",
    re.IGNORECASE,
)
# What a plan states ("10k views", "5 visits"), and what is counted seldom is.
_STATED = re.compile(r"(?<![\d.,])\d{1,3} ?[kKmM万萬]|(?<![\d.,])\d\b(?![.,]\d)|[05](?![\d.,])\b")
_CITED = re.compile(r"[”\"»“]\s?[—–-]")
_TOPIC_CELL = 14  # characters of what stands beside a forum's topic
_TICKED = 120  # characters of what is ticked
_BUTTON = 200  # characters on the longest button, or row of buttons


def decide(page: Page) -> None:
    """Set `boilerplate` of each block that is not policy text."""
    _bylines(page)
    page.blocks[:] = joined(page.blocks)
    mark_by_place(page)
    read_clauses(page)
    _controls_that_are_text(page)
    _bullets(page.blocks)
    _ticks(page.blocks)
    _cookie_prompts(page.blocks)
    mark_requests(page.blocks)
    _sign_ups(page.blocks)
    _buttons(page)
    _by_words(page.blocks, page.language)
    _beside_counts(page.blocks)
    mark_asides(page)
    mark_earlier(page)
    _related(page.blocks)
    mark_samples(page.blocks)
    mark_by_shape(page.blocks, page.language)
    mark_above_title(page)
    _headings_of_nothing(page.blocks)
    _values(page.blocks)


def _bylines(page: Page) -> None:
    """Part what stood side by side in a byline, so that each is judged by itself."""
    for index in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[index]
        if len(block.text) <= _BYLINE and block.kind is not _HEADING:
            parts = unglued(block.text)
            if len(parts) > 1:
                page.blocks[index : index + 1] = [replace(block, text=part) for part in parts]


def _controls_that_are_text(page: Page) -> None:
    """A button that asks or states something, or opens what follows, heads it; a sentence is text.

    Of all markup for a list of questions and answers, buttons are the commonest.
    """
    blocks = [b for b in page.blocks if b.text or b.closes]
    for block, below in pairwise((*blocks, RawBlock(BlockKind.PARAGRAPH, ""))):
        if block.boilerplate or not block.control_chars or not _is_control(block):
            continue
        if (CHOICE.search(block.text) and len(block.text) <= _CHOICE) or by_wording(block.text):
            continue
        answered = below.kind is not _HEADING and not below.control_chars and not below.is_link
        says = length(below.text) >= _ANSWER or below.text.endswith((".", "。"))
        answered &= bool(below.text) and (block.opens or says)
        asks, says = block.text.endswith(ASKS), is_sentence(block.text)
        if block.kind is _HEADING:
            if block.level >= TERM_LEVEL and block.controls and not (answered and (asks or says)):
                continue  # see _buttons
            block.control_chars = 0
            if block.level >= TERM_LEVEL and block.controls:
                page.panels.add(block.controls)
        elif answered and (asks or says or block.opens):
            block.kind, block.level, block.control_chars = _HEADING, TERM_LEVEL, 0
        elif says and not asks:
            block.control_chars = 0


def _cookie_prompts(blocks: list[RawBlock]) -> None:
    """Words about cookies with buttons to accept or reject them right below."""
    last = -1  # the latest block with such a button
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.control_chars and _is_control(block) and CHOICE.search(block.text):
            # A dialog that is known as one has its own words; those above it may be the policy's.
            last = -1 if block.boilerplate else index
        elif (
            last >= 0
            and last - index <= _PROMPT_REACH
            and not block.boilerplate
            and "ookie" in block.text
        ):
            block.boilerplate = "in a cookie dialog"


def _bullets(blocks: list[RawBlock]) -> None:
    """A bullet in an element of its own makes an item of what follows; one alone parts words."""
    bullets = [i for i, b in enumerate(blocks[:-1]) if b.text in _BULLETS and not b.boilerplate]
    for place, index in enumerate(bullets):
        near = (*bullets[max(0, place - 1) : place], *bullets[place + 1 : place + 2])
        if any(abs(index - other) <= _ITEM_BLOCKS for other in near):
            blocks[index].boilerplate = "no word"
            if blocks[index + 1].kind is BlockKind.PARAGRAPH:
                blocks[index + 1].kind = BlockKind.ITEM


def _ticks(blocks: list[RawBlock]) -> None:
    """A tick in an element of its own is that of the words behind it."""
    shown = [block for block in blocks if block.text]
    for block, words in pairwise(shown):
        ticked = block.text == CHECKED and not block.boilerplate and words.kind is not _HEADING
        if ticked and len(words.text) <= _TICKED and not words.control_chars:
            block.boilerplate = "no word"
            words.text = f"{CHECKED} {words.text}"


def _values(blocks: list[RawBlock]) -> None:
    """Several short values of one term are the entries of a list: who is named there, and who is
    not, is all that they say.
    """
    run: list[RawBlock] = []
    for block in [*blocks, RawBlock(_HEADING, "", level=1)]:
        if block.kind is BlockKind.PARAGRAPH and run and block.text and not block.boilerplate:
            run.append(block)
        elif block.kind is not BlockKind.PARAGRAPH or block.closes:
            short = all(len(b.text) <= _VALUE and not is_sentence(b.text) for b in run[1:])
            plain = not any(b.link_chars or b.control_chars or b.text[-1] in _ENDS for b in run[1:])
            if len(run) > _ITEM_BLOCKS - 1 and short and plain:
                for value in run[1:]:
                    value.kind = BlockKind.ITEM
            term = block.kind is _HEADING and block.level >= TERM_LEVEL and not block.boilerplate
            run = [block] if term else []


def _sign_ups(blocks: list[RawBlock]) -> None:
    """What invites to a newsletter, with the button to subscribe beside it."""
    for index, block in enumerate(blocks):
        if not block.control_chars or block.boilerplate or not _is_control(block):
            continue
        if not SUBSCRIBE.match(block.text):
            continue
        for other in blocks[max(0, index - _SIGN_UP_REACH) : index + _SIGN_UP_REACH + 1]:
            if (
                len(other.text) <= LONGEST
                and not other.boilerplate
                and NEWSLETTER.search(other.text)
            ):
                other.boilerplate = "in a sign-up form"


def _buttons(page: Page) -> None:
    """A button heads what it opens only if that is on the page."""
    for block in page.blocks:
        if (
            block.controls
            and not block.boilerplate
            and block.controls not in page.panels
            and block.level >= TERM_LEVEL
        ):
            block.boilerplate = "a button"


def _by_words(blocks: list[RawBlock], language: str) -> None:
    answers = 0  # blocks below a question for feedback that may be its answers
    cautions = 0  # and below the greeting of a chat window
    for index, block in enumerate(blocks):
        text = block.text
        if not text or len(text) > LONGEST:
            answers = cautions = 0
            continue
        answers, cautions = answers - 1, cautions - 1
        reason = by_wording(text)
        if reason == TESTIMONIAL and _is_promise(text, language):
            reason = ""
        if reason == HOURS and block.kind is BlockKind.ROW:
            reason = ""  # of a timetable, not beside a telephone number
        if reason == INTERFACE and block.kind is _HEADING and foreign(text):
            reason = ""  # a language's name over what is written in it
        if reason == INTERFACE and (_is_entry(blocks, index) or _heads_a_clause(blocks, index)):
            reason = ""
        if reason == HEADS_TIP:
            reason = "" if block.boilerplate else _of_tip(blocks, index)
        if reason == CHAT:
            cautions = _ANSWERS
        elif cautions > 0 and not reason and is_caution(text):
            reason = CHAT
        if reason == FEEDBACK:
            answers = _ANSWERS
        elif answers > 0 and not reason and _answers(text):
            reason = FEEDBACK
        if block.boilerplate:
            continue
        if block.control_chars and block.kind is not _HEADING and _is_control(block):
            reason = "a button"
        block.boilerplate = reason


def _is_promise(text: str, language: str) -> bool:
    """Does a quotation bind somebody? Where a dash names its speaker it takes more to say so: what
    stands behind another one may be the name of a guarantee.
    """
    return binds_parties(text, language) if _CITED.search(text) else may_bind(text, language)


def _beside_counts(blocks: list[RawBlock]) -> None:
    """ "42 users" in a row with "14.2k views", and a link with how many stand behind it."""
    said = [block for block in blocks if block.text]
    for block, beside in (*pairwise(said), *pairwise(reversed(said))):
        if block.boilerplate or len(block.text) > _COUNT:
            continue
        lone = beside.kind is block.kind and _LONE_COUNT.fullmatch(block.text)
        counted = beside.boilerplate == LIVE or NEUTRAL in canonical(beside.text)
        amid = lone and counted and not _STATED.search(beside.text)
        if amid or (block.is_link and _behind().fullmatch(block.text)):
            block.boilerplate = LIVE


@cache
def _behind() -> re.Pattern[str]:
    """A link to what people said or did, with how often: "Comments (3)", no list of partners."""
    said = alternatives("asides", "counted")
    return re.compile(rf"(?:{said}) ?[(（]\d{{1,4}}[)）]", re.IGNORECASE)


def _answers(text: str) -> bool:
    return text.casefold().strip(" .!") in ANSWERS or of_answers(text)


def _of_tip(blocks: list[RawBlock], index: int) -> str:
    """TIP where the words over a tip stand above one, which is marked as well."""
    below = next((b for b in blocks[index + 1 : index + 2] if b.text), None)
    if below is None or below.boilerplate or below.kind is _HEADING or not may_be_tip(below.text):
        return ""
    below.boilerplate = TIP
    return TIP


def _is_entry(blocks: list[RawBlock], index: int) -> bool:
    """Is an item one of a list of other matter: "Email" among data, not among buttons?"""
    block = blocks[index]
    if block.kind is not BlockKind.ITEM or block.is_link or block.control_chars:
        return False
    beside = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
    items = [b for b in beside if b.kind is BlockKind.ITEM and b.text]
    return bool(items) and not any(
        b.is_link or b.control_chars or by_wording(b.text) for b in items
    )


def _heads_a_clause(blocks: list[RawBlock], index: int) -> bool:
    """Is a heading one of a document's own, as "Feedback" is among its sections? Without it what
    stands below would be told as a part of the section before, and as moved when that moves.
    """
    block, below = blocks[index], next((b for b in blocks[index + 1 : index + 3] if b.text), None)
    if block.kind is not _HEADING or block.is_link or block.control_chars or below is None:
        return False
    if below.kind is _HEADING or below.boilerplate or not is_sentence(below.text):
        return False
    above = (b for b in reversed(blocks[max(0, index - _SECTION) : index]) if b.kind is _HEADING)
    before = next(above, None)
    same = before is not None and before.level == block.level and not before.boilerplate
    return same and not by_wording(below.text[:LONGEST])


def _is_control(block: RawBlock) -> bool:
    """All of it is on buttons. A longer text only stands in one that was never closed, and a
    ticked box states something.
    """
    if CHECKED in block.text:
        return False
    return len(block.text) <= _BUTTON and block.control_chars * 10 >= len(block.text) * 9


def _related(blocks: list[RawBlock]) -> None:
    """A heading like "Related articles" and what it stands over, where that is mostly links."""
    for index, block in enumerate(blocks):
        if block.boilerplate or block.kind is not _HEADING or not RELATED.match(block.text):
            continue
        below: list[RawBlock] = []
        for other in blocks[index + 1 : index + 40]:
            if other.kind is _HEADING and other.level <= block.level:
                break
            below.append(other)
        # Beside its link a row says when somebody was there last, and above all rows of what.
        rows = [b for b in below if b.kind is BlockKind.ROW]
        topics = len(rows) > 1 and all(map(_is_topic, rows[1:]))
        text = sum(
            len(b.text)
            for b in below
            if not b.boilerplate and not (topics and b.kind is BlockKind.ROW)
        )
        linked = sum(b.link_chars for b in below if not b.boilerplate)
        if linked * 2 >= text:
            for other in [block, *below]:
                other.boilerplate = other.boilerplate or "related articles"


def _is_topic(row: RawBlock) -> bool:
    """A link, and beside it nothing but how many answered and when: "Lost parcel | 12 | 2d"."""
    title, *beside = canonical(row.text).split(" | ")
    return row.link_chars * 10 >= len(title) * 9 and all(
        len(cell) <= _TOPIC_CELL
        and (AGO in cell or (any(c.isdigit() for c in cell) and not names_amount(cell)))
        for cell in beside
    )


def _headings_of_nothing(blocks: list[RawBlock]) -> None:
    """A heading over nothing but boilerplate is boilerplate (one over nothing at all is not)."""
    pending: list[RawBlock] = []
    boilerplate_below = False
    for block in [*blocks, RawBlock(_HEADING, "", level=1)]:
        if block.closes:
            while pending and pending[-1].level >= block.closes:
                _set_aside(pending.pop(), boilerplate_below)
        elif block.kind is _HEADING and not block.boilerplate:
            while pending and pending[-1].level >= block.level:
                _set_aside(pending.pop(), boilerplate_below)
            pending.append(block)
            boilerplate_below = False
        elif block.boilerplate:
            boilerplate_below = True
        else:
            pending.clear()
            boilerplate_below = False


def _set_aside(heading: RawBlock, boilerplate_below: bool) -> None:
    """A heading that is a clause by itself says something whatever stands below it."""
    if boilerplate_below and not (heading.text.endswith(".") and is_sentence(heading.text)):
        heading.boilerplate = "heads boilerplate only"
