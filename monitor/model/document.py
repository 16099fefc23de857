"""A page: the answer to a fetch, whether it is the page, and what was extracted from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import chain

# Beside the headers of a page that a browser drew: that it did, the SHA-256 of the answer that the
# page began with, hosts of others that it wanted scripts of, and what was to be clicked in vain.
READ_BY, FIRST_ANSWER = "monitor-read-by", "monitor-first-answer"
NOT_LOADED, NOT_CLICKED = "monitor-not-loaded", "monitor-not-clicked"


@dataclass(frozen=True)  # no slots: an answer keeps its hash, also on the way to another process
class Fetched:
    """An answer, whatever its status. `body` is free of its content coding, not of its charset."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    fetched_at: datetime
    seconds: float = 0.0
    not_modified: bool = False
    redirects: tuple[str, ...] = ()
    tries: int = 1
    first: Fetched | None = None  # by a browser: the answer that `body` was drawn from
    firsts_of_parts: tuple[Fetched, ...] = ()  # of several pages: the same of its other pages

    @property
    def content_type(self) -> str:
        """The Content-Type header, "" when absent."""
        return self.header("content-type")

    def header(self, name: str) -> str:
        """The first value of a header, "" when absent."""
        name = name.lower()
        return next((v for k, v in self.headers if k == name), "")

    @cached_property
    def sha256(self) -> str:
        """The name of the body among the snapshots."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is this answer the page? `reason` is a short stable word, `detail` one line for a person."""

    ok: bool
    reason: str = ""
    detail: str = ""
    # A page that merely shrank or lost its heading may be the new truth: seen again unchanged after
    # its confirmation it is released. A block page never is.
    confirmable: bool = False

    @property
    def may_be(self) -> bool:
        """It is the page, or will be if it stays."""
        return self.ok or self.confirmable


class BlockKind(StrEnum):
    """What a block of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"  # a table row, cells joined by " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, table row or heading.

    `text` is what a person reads (stored); `key` is its canonical form for comparing
    (:func:`monitor.text.normalize.canonical`): equal keys mean that nothing of the
    policy's text differs.
    """

    kind: BlockKind
    text: str
    key: str
    level: int = 0  # heading level 1 to 6, list depth for items
    links: tuple[str, ...] = ()  # targets, apart from the text
    boilerplate: str = ""  # why this is not policy text ("in <nav>", "link list"); "" for content


@dataclass(frozen=True, slots=True)
class Section:
    """The content blocks below one heading. `path` is the headings from the top, its own last."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]  # the heading itself is not among them

    @property
    def name(self) -> str:
        """The path for a person: "Privacy › Your rights"."""
        return " › ".join(self.path)


@dataclass(frozen=True)
class Document:
    """What was extracted from one snapshot. Pure function of the bytes and the rules.

    What is asked of the whole text again and again is worked out once.
    """

    title: str
    language: str  # BCP 47 as declared or detected, "" unknown
    sections: tuple[Section, ...]
    boilerplate: tuple[Block, ...] = ()  # what does not count, with its reason
    warnings: tuple[str, ...] = ()  # e.g. a selector that matched nothing

    def blocks(self) -> Iterator[Block]:
        """The content blocks in order, without headings."""
        return chain.from_iterable(section.blocks for section in self.sections)

    @property
    def text(self) -> str:
        """Readable Markdown-like text: # headings, "- " items, a blank line between blocks."""
        lines: list[str] = []
        for section in self.sections:
            if section.path:
                lines.append("#" * min(6, len(section.path)) + " " + section.path[-1])
            for block in section.blocks:
                lines.append(("- " if block.kind is BlockKind.ITEM else "") + block.text)
        return "\n\n".join(lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over headings' and blocks' keys: equal digests, nothing changed for a reader."""
        parts: list[str] = []
        for section in self.sections:
            parts.append("\x1e" + "\x1f".join(section.path).casefold())
            parts += ["\x1d" + block.key for block in section.blocks]
        return hashlib.sha256("".join(parts).encode("utf-8", "replace")).hexdigest()

    @cached_property
    def words(self) -> int:
        """How many words the content blocks hold."""
        from monitor.text.scripts import count_words, unspaced  # its tables take as long as Python

        # Clean text has one space between words: to count those is cheap.
        texts = [block.text for block in self.blocks() if block.text]
        if not unspaced(whole := "\n".join(texts)):
            return whole.count(" ") + len(texts)
        return sum(count_words(t) if unspaced(t) else t.count(" ") + 1 for t in texts)
