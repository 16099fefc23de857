"""Tables and lists of places in a document: where something holds, and where it does not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise

from monitor.classify import scope
from monitor.classify.edit_wording import lists
from monitor.classify.list_leads import denies, rules
from monitor.classify.mentions import named
from monitor.model import Block, BlockKind, Document
from monitor.text.introductions import introduces
from monitor.text.scripts import COLONS

_QUOTED = re.compile(
    r"(?:Countr(?:y|ies)|Regions?|Territor(?:y|ies)|Areas?|States?|Europe|Jurisdictions?|Markets?"
    r"|Locations?)[”\"»“]"
)
_ITEM_NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,2}\.|[a-z]{1,4}[.)]|\d{1,2}\))\s"
)
_SAMPLE = 40  # blocks whose letters decide on a language
_SCRIPTS = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ja", "\u3040-\u30ff"),
        ("ko", "\uac00-\ud7af"),
        ("zh", "\u4e00-\u9fff"),
        ("th", "\u0e00-\u0e7f"),
        ("ru", "\u0400-\u04ff"),
        ("el", "\u0370-\u03ff"),
        ("hi", "\u0900-\u097f"),
        ("he", "\u0590-\u05ff"),
        ("ar", "\u0600-\u06ff"),
    )
)
_ROWS, _MOSTLY = 4, 0.75  # rows of a table, and how many of them begin with a place
_LINE = 120  # characters of a line that may be the title of a table


class Lists:
    """The headings, blocks and lists of regions of a document, read when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.sections = document.sections

    @cached_property
    def language(self) -> str:
        """The document's language; where it is not known, what its letters say, else ""."""
        if self._document.language:
            return self._document.language
        sample = "".join(b.text for b in islice(self._document.blocks(), _SAMPLE))
        letters = sum(map(str.isalpha, sample))
        for language, script in _SCRIPTS:
            if 5 * len(script.findall(sample)) > letters > 0:
                return language
        return ""

    @cached_property
    def paths(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """Every heading and block, with the headings above it wherever it stands."""
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for section in self._document.sections:
            for heading in section.path[-1:]:
                found[heading].append(section.path[:-1])
            for block in section.blocks:
                found[block.text].append(section.path)
        return found

    @cached_property
    def lines(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        """The blocks below each heading."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for path, block in self.blocks():
            found[path].append(block.text)
        return found

    def blocks(self) -> Iterator[tuple[tuple[str, ...], Block]]:
        """Every block with the headings above it."""
        for section in self._document.sections:
            for block in section.blocks:
                yield section.path, block

    @cached_property
    def quoting(self) -> tuple[str, ...]:
        """The blocks that may define a name for a group of places."""
        return tuple(
            b.text
            for b in self._document.blocks()
            # Far cheaper than to look for the pattern in every block.
            if ('"' in b.text or not b.text.isascii()) and _QUOTED.search(b.text)
        )

    @cached_property
    def before(self) -> dict[str, str]:
        """Each short block, with the text of the block right before it."""
        found: dict[str, str] = {}
        for section in self._document.sections:
            above = ""
            for block in section.blocks:
                if above and len(block.text) < _LINE:
                    found.setdefault(block.text, above)
                above = block.text
        return found

    @cached_property
    def paragraphs_above(self) -> dict[str, str]:
        """Each block, with the paragraph right before it under the same heading."""
        found: dict[str, str] = {}
        for section in self._document.sections:
            for above, block in pairwise(section.blocks):
                if above.kind is BlockKind.PARAGRAPH:
                    found.setdefault(block.text, above.text)
        return found

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Each row of a table but its first, with the cells of the first."""
        found: dict[str, tuple[str, ...]] = {}
        for section in self._document.sections:
            titles: tuple[str, ...] = ()
            for block in section.blocks:
                if block.kind is not BlockKind.ROW:
                    titles = ()
                elif titles:
                    found.setdefault(block.text, titles)
                else:
                    titles = tuple(block.text.split(" | "))
        return found

    @cached_property
    def rows(self) -> dict[str, bool]:
        """The rows of tables of regions and of companies."""
        return tables(self._document, self.language)

    def left_out(self, entry: str) -> bool:
        """Is a text an entry of a list or table of places left out: "Not available in:"?"""
        return any(scope.excludes(above) for above in self._above.get(entry, ()))

    def introduction(self, entry: str) -> str:
        """The line that introduces the list of which a text is an item: "You may not:"; else the
        heading above it, where that says whether its items are so: "What you may not do"; else "".
        """
        return self._introduced.get(entry, "")

    @cached_property
    def behind_lists(self) -> frozenset[str]:
        """The paragraphs behind the list of a heading that says whether its items are so: below
        "Not allowed" they are no item.
        """
        found: set[str] = set()
        for section in self._document.sections:
            listed = False
            for block in section.blocks if rules("".join(section.path[-1:])) else ():
                listed = listed or block.kind is BlockKind.ITEM
                if listed and block.kind is BlockKind.PARAGRAPH:
                    found.add(block.text)
        return frozenset(found)

    @cached_property
    def _introduced(self) -> dict[str, str]:
        """Each item of a list, with the line above the list where that introduces it."""
        found: dict[str, str] = {}
        for section in self._document.sections:
            heading = "".join(section.path[-1:])
            dated = any(sign.isdigit() for sign in heading)  # "Last updated: May 19"
            heading = heading if rules(heading) and not dated else ""
            above, asked, number = heading, True, ""
            within: list[tuple[int, str]] = []  # the items that have a list of their own
            for block in section.blocks:
                item = block.kind is BlockKind.ITEM
                if not item and (number := _numbered(block.text, above, number)):
                    item = True
                if not item:
                    above, asked, within = block.text, False, []
                    continue
                if not asked:  # only what has a list below it
                    leads = above.endswith(COLONS) or introduces(above) or _goes_on(above)
                    above = above if leads else heading
                    asked = True
                within = [(level, text) for level, text in within if level < block.level]
                lead = within[-1][1] if within else above
                if lead:
                    found.setdefault(block.text, lead)
                if block.text.endswith(COLONS):
                    within.append((block.level, _within(lead, block.text)))
        return found

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        """Each block, with its heading and, in a list, the line above that."""
        found: dict[str, list[str]] = {}
        above = ""
        for path, block in self.blocks():
            lines = found.setdefault(block.text, [])
            lines += path[-1:]
            if block.kind is not BlockKind.ITEM:
                above = block.text
            elif above.endswith(":"):  # all others introduce nothing
                lines.append(above)
        return found


def _numbered(text: str, above: str, number: str) -> str:
    """The form of the number of a paragraph that is an item below a line that ends in a colon:
    "0.0.0" of "19.3.2 use …", "(a)" of "(ii) sell …"; "" where it is none. `number`: the form of
    the item before it.
    """
    found = _ITEM_NUMBER.match(text) if above.endswith(COLONS) else None
    if found is None:
        return ""
    form = re.sub(r"\d+", "0", re.sub(r"[a-z]+", "a", found[0].strip()))
    return form if form == (number or form) else ""


def _within(lead: str, item: str) -> str:
    """What introduces a list within an item: "Obey the law, in particular do not sell:"; with the
    line above the item, where that denies and the item does not: "You may not:", "use it for:".
    """
    return f"{lead} {item}" if denies(lead) and not denies(item) else item


def _goes_on(line: str) -> bool:
    """Does a line stop where its list goes on: "You may not", "Do not", "You agree to"?"""
    if len(line) > _LINE or not line[-1:].isalpha():
        return False
    known, last = lists(), line.split()[-1].casefold()
    return last in known.modal or last in known.negation or last in ("to", "zu", "de", "di", "te")


def tables(document: Document, language: str = "") -> dict[str, bool]:
    """Text of each row -> does its table say in which places something holds (or list companies)?

    Told by the table's first row, the line above it or its heading, or by its first column, where
    it holds hardly anything but places; other tables are left out.
    """
    found: dict[str, bool] = {}
    for section in document.sections:
        above, rows = "".join(section.path[-1:]), list[str]()
        for block in (*section.blocks, None):
            if block is not None and block.kind is BlockKind.ROW:
                rows.append(block.text)
                continue
            if rows and (sort := _sort(rows, above, language)) is not None:
                found.update(dict.fromkeys(rows, sort))
            above, rows = block.text if block is not None else "", []
    return found


def _sort(rows: Sequence[str], above: str, language: str) -> bool | None:
    """Is a table one of places (True), of companies (False) or of something else?"""
    sort = _of_regions(rows[0], above)
    if sort or len(rows) < _ROWS or scope.NO_REGIONS.search(f"{rows[0]} | {above}"):
        return sort
    cells = [row.split(" | ")[0] for row in rows[:_SAMPLE]]
    places = sum(any(m.words == cell.strip() for m in named(cell, language)) for cell in cells)
    return True if _MOSTLY * len(cells) <= places else sort


def _of_regions(first_row: str, above: str) -> bool | None:
    titles = f"{first_row} | {above}" if len(above) <= _LINE else first_row
    asks = scope.ASKS_WHERE.search(first_row.split(" | ")[0])
    if asks and not scope.NO_REGIONS.search(titles):
        return True  # each row is about a place, whatever else it says of it
    if scope.COMPANIES.search(titles):
        return False
    return True if scope.ASKS_WHERE.search(titles) else None
