"""Few words that say something by what they stand below: a bare number, a name, "Mondays". Pure.

"16" below "Minimum age" and "Staff" below "Read by" are clauses, however few their words; a number
that counts the page's visitors, its steps or its years is none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise

from monitor.classify.date_roles import said_of_days
from monitor.classify.forms import ENDS, short
from monitor.diff.said_of import subjects
from monitor.languages import alternatives
from monitor.model import Block, BlockKind, Document, Section
from monitor.text.scripts import ASKS, count_words
from monitor.text.short_answers import is_answer

_STEPS = 2  # numbers in a row that may go up by one each by chance
_PAIRS = 2  # labels with their values that follow each other, from which they are a list
_LABEL = 3  # words of a heading that labels what stands below it
_FEW, _MANY = 2, 4  # blocks below the heading of a box
_NEAR_YEARS = 2  # between two years that are printed one after the other
_NUMBER = r"\d{1,4}|\d{1,3}(?:[.,]\d{3})*[.,]\d{1,3}"
_BARE = re.compile(rf"(?:{_NUMBER})(?: ?[:/x×–-] ?(?:{_NUMBER}))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_ROUND = re.compile(r"(?:00|50)$")  # which a counter seldom is
_AMOUNT = re.compile(r"\d[\d.,]* ?[^\W\d]{1,5}")  # "20 GB"
_DIGITS = re.compile(r"\d+")
_GRADE = re.compile(r"[A-Z]|[IVX]{1,4}")
_VALUED = re.compile(r"[^\W\d][^\d:?|]{2,59}")  # what a number may be a value of: a few words
_COUNTED, _LIMITS, _OF_YEARS = (  # "Views", "Items you may lend", "Founded"
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        f"{alternatives('asides', 'counted')}|{alternatives('labels', 'counted')}",
        alternatives("labels", "limits"),
        alternatives("labels", "years"),
    )
)
_ABOUT_ITSELF = rf"^(?:{alternatives('labels', 'itself')})\b"  # "Related: Cookies"
_OF_ITSELF = re.compile(_ABOUT_ITSELF, re.IGNORECASE)
OF_THE_PAGE = re.compile(
    rf"{_ABOUT_ITSELF}|^(?:{alternatives('labels', 'page')})\b"
    rf"|^(?:{alternatives('labels', 'only')})$",
    re.IGNORECASE,
)


def bare_numbers(old: Document, new: Document) -> frozenset[str]:
    """Keys of the blocks that are a number, or two, below a few words that they are a value of.

    Not those that count up, stand below a title of the text, or are years: steps, a table of
    contents, "Season: 2026".
    """
    ours, theirs = ({b.key: label for label, b in _numbers(d)} for d in (old, new))
    years = [{k: v for k, v in side.items() if _YEAR.fullmatch(k)} for side in (ours, theirs)]
    near = {
        key
        for one, label in years[0].items()
        for other, same in years[1].items()
        if label == same and abs(int(one) - int(other)) <= _NEAR_YEARS
        for key in (one, other)
    }
    return frozenset({*ours, *theirs} - near)


def _numbers(document: Document) -> list[tuple[str, Block]]:
    """The bare numbers of a document, each behind its label."""
    heads = Counter(h for s in document.sections for h in s.path[-1:])
    found: list[tuple[str, Block]] = []
    for section in document.sections:
        above, heading = section.path[-1] if section.path else "", True
        for block in section.blocks:
            bare = _is_number(block.text, above) or (
                len(section.blocks) == 1 and _GRADE.fullmatch(block.text)
            )
            if bare and not block.links and _may_have_value(above):
                found += [] if heads[above] > (1 if heading else 0) else [(above, block)]
            above, heading = ("" if block.links else block.text), False
    numbers = [tuple(map(int, _DIGITS.findall(block.text))) for _, block in found]
    steps = (b and a[:-1] == b[:-1] and b[-1] == a[-1] + 1 for a, b in pairwise(numbers))
    return [] if len(numbers) > _STEPS and all(steps) else found


def _is_number(text: str, label: str) -> bool:
    if _SEPARATED.fullmatch(text):
        return bool(_ROUND.search(text))
    if not _BARE.fullmatch(text):
        return False
    years = _OF_YEARS.search(label) or said_of_days(label.casefold())
    return not (_YEAR.match(text) and years)


def _may_have_value(label: str) -> bool:
    label = label.rstrip(" :?")
    if not _VALUED.fullmatch(label) or ENDS.search(label):
        return False
    return not _COUNTED.search(label) or bool(_LIMITS.search(label))


def alone_below(document: Document) -> Iterator[str]:
    """Keys of the blocks that are all there is below a heading as below the next ones, or below a
    label as below others, and no link: "Purpose: Security" says something, however few its words.
    """
    below: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for section in document.sections:
        headed = section.path and not _OF_ITSELF.search(section.path[-1])
        if len(section.blocks) == 1 and headed and _says_little(section.blocks[0]):
            below[section.path[:-1]].append(section.blocks[0].key)
        yield from _below_labels(section.blocks)
        yield from _below_names(section.blocks)
    yield from (key for keys in below.values() if len(keys) > 1 for key in keys)
    yield from _labels_of_the_same(document)


def bare_headings(document: Document) -> frozenset[str]:
    """The headings of several words with nothing below them, among others like that: cards that say
    "No smoking" and "Two guests", each as an entry.
    """
    paths = [section.path for section in document.sections]
    parents = {path[:n] for path in paths for n in range(1, len(path))}
    empty: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for section in document.sections:
        if len(section.path) > 1 and not section.blocks and section.path not in parents:
            empty[section.path[:-1]].append(section.path[-1])
    runs = (run for run in empty.values() if len(run) > _FEW)
    return frozenset(text for run in runs for text in run if count_words(text) > 1)


def first_below(document: Document) -> Iterator[str]:
    """Keys of the few words that stand first below a heading and have at most a line below them, or
    are with others all that it has; not below the title of all, where the author and the day stand,
    and not where one heading alone has so little below it and is longer than a label: that is a
    line like any other.
    """
    tops = Counter(section.path[0] for section in document.sections if section.path)
    title = next(iter(tops), "") if len(tops) == 1 else ""
    boxes: list[tuple[str, list[str]]] = []  # headings with what stands below them
    for section in document.sections:
        headed = section.path and section.path != (title,)
        if headed and not OF_THE_PAGE.search(section.path[-1].strip()):
            boxes += [(section.path[-1], keys)] if (keys := _boxed(section)) else []
    if len(boxes) > 1 or any(count_words(heading) <= _LABEL for heading, _ in boxes):
        yield from chain(*(keys for _, keys in boxes))


def _boxed(section: Section) -> list[str]:
    """Keys of the few words that are all that a section has, or stand above the only line of it."""
    values = [b.key for b in section.blocks if _says_little(b) and not ENDS.search(b.text)]
    if values and len(values) == len(section.blocks) <= _MANY:
        return values
    first = section.blocks[:1] if len(section.blocks) <= _FEW else ()
    return [block.key for block in first if _says_little(block)]


def _says_little(block: Block) -> bool:
    return not block.links and short(block.text) and not block.text.endswith(ASKS)


def _below_labels(blocks: tuple[Block, ...]) -> list[str]:
    """Keys of the values of a section's labels, where one of them is an amount, a yes or a no:
    lines that follow each other are no such list by themselves.
    """
    said = list(zip(blocks, subjects(blocks), strict=True))
    pairs = [b for b, subject in said if subject.line and b.kind is BlockKind.PARAGRAPH]
    values = [b for b in pairs if _says_little(b) and not ENDS.search(b.text)]
    amounts = any(is_answer(b.text) or _AMOUNT.fullmatch(b.text) for b in values)
    listed = len(values) >= _PAIRS and amounts
    return [b.key for b in values] if listed else []


def _below_names(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Keys of the lines of a few words below a word or two, three times in a row or more: "Clay"
    and what is done with it, "Glazes", "Shelves".
    """
    run: list[str] = []
    at = 0
    while at < len(blocks):
        name, value = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        plain = value and all(
            b.kind is BlockKind.PARAGRAPH and _says_little(b) and not ENDS.search(b.text)
            for b in (name, value)
        )
        if value and plain and count_words(name.text) < _LABEL <= count_words(value.text):
            run.append(value.key)
            at += 2
            continue
        if len(run) > _PAIRS:
            yield from run
        run, at = [], at + 1
    if len(run) > _PAIRS:
        yield from run


def _labels_of_the_same(document: Document) -> Iterator[str]:
    """Keys of lines that stand above one and the same sentence, each as an entry: "Basic", "Plus"
    above "Files are scanned."
    """
    for section in document.sections:
        above: dict[str, list[str]] = defaultdict(list)
        for one, other in pairwise(section.blocks):
            label = short(one.text) and not ENDS.search(one.text)
            if label and ENDS.search(other.text) and not (one.links or other.links):
                above[other.key].append(one.key)
        yield from (key for keys in above.values() if len(set(keys)) > 1 for key in keys)
