"""Markdown and plain text to raw blocks. Pure, one pass over the lines, linear time.

A reader for texts that were turned to Markdown from pages, not a CommonMark renderer: headings,
lists, tables, links apart from their text, images dropped, escapes undone.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain

from monitor.extract.raw_blocks import TERM_LEVEL, Page, RawBlock
from monitor.extract.shown_state import said_by_picture
from monitor.model import BlockKind
from monitor.text.normalize import clean

_ATX = re.compile(r"[ ]{0,3}(#{1,6})(?:\s|$)|\s{0,8}(#{2,6})(?=[^#\s])")
_SETEXT = re.compile(r" {0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_LIST_ITEM = re.compile(r"(\s*)(?:[*+\-•]|\d{1,4}[.)])\s+(\S.*)$")
_ORDERED = re.compile(r"\s*(\d{1,4}[.)])\s+\S")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_TABLE_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*(?:\|\s*+)?$")
_OF_PRINT = re.compile(  # a line that what printed the text put into it
    r"\s*(?:page \d{1,4} of \d{1,4}|(?:printed|generated|retrieved|exported|downloaded)"
    r"\b.{0,12}(?:19|20)\d\d.{0,40})\s*$",
    re.IGNORECASE,
)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_FENCES = frozenset("`~")
_TELLING = frozenset("#=-:|[]<*_+•")  # with what such a line begins, if not with a number
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(
    r"!\[[^\]\[]{0,2000}+\](?:\((?:[^()\s]|\([^()\s]{0,500}+\)){0,4000}+(?:\s+\"[^\"]{0,500}+\")?\s*\)|\[[^\]]{0,200}+\])"
)
_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}+\]){0,3000}+)\]\(\s*(?:<([^<>\n]{0,2000}+)>|(#[^()\n]{0,200}+|(?:[^()\s<>]|\([^()\s]{0,500}+\)){0,4000}+))(?:\s+(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'))?\s*\)"
)
# A link whose text was an element of several lines, as of a price or a numbered entry.
_ACROSS_LINES = re.compile(
    r"\[([^\[\]#]{1,120}+)\](?=\((?:#[^()\n]{0,200}+|[^()\s]{1,2000}+(?: \"[^\"\n]{0,200}+\")?)\))"
)
# The end of a link whose text was made of whole blocks, as of a badge; the beginning is a "[".
_LINK_END = re.compile(r"\s*\]\(\s*\S{1,2000}(?:\s+\"[^\"\n]{0,500}+\")?\s*\)\s*")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_REFERENCE = re.compile(
    r" {0,3}\[(?://|comment)\]:\s.*$| {0,3}\[[^\]]{1,200}\]:\s+\S+(?:\s+\"[^\"]*\")?\s*$"
)
_TAG = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>]{0,4000})?/?>|<!--[^>]{0,4000}-->|<(?:img|iframe|script)\b[^<>]{0,4000}$"
)
_STRUCK = re.compile(r"~~(?=\S)[^~]{1,1000}(?<=\S)~~")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*|_)(?=[^\s*_])([^*_\n]{1,1000}?)(?<=[^\s])\1(?![\w*])")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,4000}?)\1")
_METADATA = re.compile(r"[A-Za-z_][\w.-]{0,60}:(?: .*|$)|\s+\S.*|- .*|#.*|\s*$")
# The same in TOML, as Hugo has it.
_TOML = re.compile(
    r"[A-Za-z_\"][\w.\"-]{0,60} ?= ?\S.*|\[{1,2}[\w.\" -]{1,80}\]{1,2}\s*$|\s+\S.*|[\]}#].*|\s*$"
)
_METADATA_DATE = re.compile(
    r"[\w-]{0,40}(?:effective|in[_-]?force|updated|revised|version)[\w-]{0,40}"
    r"(?:: | ?= ?).*(?:19|20)\d\d",
    re.IGNORECASE,
)
_ATX_SURE = re.compile(r"#{1,6} \S")
_HEADINGS = 2  # with # in a plain text that make it Markdown
_METADATA_LINES = 100
# A component of a site's own, with the heading of what it holds, and what stands behind.
_TITLED = re.compile(
    r"\s*<([A-Z]\w{0,40})\s(?:[^<>]{0,500}\s)?(?:title|summary|question|label)="
    r"[\"']([^\"'<>]{1,300})[\"'][^<>]{0,500}>(.*)"
)
_CLOSED = re.compile(r"\s*</[A-Z]\w{0,40}>\s*")
_HEADING_CHARS = 300  # what a line below underlines at most


def _without_metadata(lines: list[str]) -> list[str]:
    """The lines without what a site's builder notes above the text, but for its dates."""
    fence = lines[0].rstrip() if lines else ""
    if fence not in ("---", "+++"):
        return lines
    ends, noted = (("---", "..."), _METADATA) if fence == "---" else (("+++",), _TOML)
    for end, line in enumerate(lines[1:_METADATA_LINES], start=1):
        if line.rstrip() in ends:
            dates = filter(_METADATA_DATE.match, lines[1:end])
            return [*chain.from_iterable((date, "") for date in dates), *lines[end + 1 :]]
        if not noted.match(line):
            break
    return lines


def is_markdown(text: str) -> bool:
    """Is plain text Markdown, as code hosts serve it: front matter, or headings with #?"""
    lines = text.splitlines()
    return _without_metadata(lines) is not lines or sum(map(_is_atx, lines)) >= _HEADINGS


def _is_atx(line: str) -> bool:
    return bool(_ATX_SURE.match(line))


def read_plain(text: str) -> Page:
    """Plain text: blank lines end paragraphs, bullets and numbers begin items."""
    page = Page()
    lines: list[str] = []

    def end() -> None:
        joined = clean(" ".join(lines))
        if _LIST_ITEM.match(joined):  # its mark stood in a line of its own
            add_item(joined)
        elif joined:
            page.blocks.append(RawBlock(BlockKind.PARAGRAPH, joined))
        lines.clear()

    def add_item(line: str) -> None:
        text = line if _ORDERED.match(line) else line.lstrip()[1:]
        page.blocks.append(RawBlock(BlockKind.ITEM, clean(text), 1))

    for line in text.splitlines():
        if not line.strip():
            end()
        elif _LIST_ITEM.match(line):
            end()
            add_item(line)
        elif _OF_PRINT.match(line):
            end()
            page.blocks.append(RawBlock(BlockKind.PARAGRAPH, clean(line)))
        else:
            lines.append(line)
    end()
    page.title = page.blocks[0].text[:200] if page.blocks else ""
    return page


def read_markdown(text: str) -> Page:
    """Markdown: every line that begins a block ends the one before."""
    reader = _Reader()
    text = _ACROSS_LINES.sub(lambda m: f"[{' '.join(m[1].split())}]", text)
    for line in _without_metadata(text.splitlines()):
        reader.line(line)
    reader.end()
    page = Page(blocks=reader.blocks)
    page.title = next((b.text for b in reader.blocks if b.kind is BlockKind.HEADING), "")
    return page


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self.lines: list[str] = []
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        self.fenced = False

    def line(self, raw: str) -> None:
        line = _QUOTE.sub("", raw, count=1) if raw.lstrip(" ").startswith(">") else raw
        first = line.lstrip()[:1]
        fence = first in _FENCES and _FENCE.match(line)
        if fence or not first:
            self.end()
            self.fenced ^= bool(fence)
        elif self.fenced or not self._structure(line, first):
            self.lines.append(line)

    def _structure(self, line: str, first: str) -> bool:
        """Handle a line that is more than text, as few are. False: it is text."""
        if first not in _TELLING and not first.isdecimal():
            return False
        if self._heading(line):
            return True
        if line[:1] in " ]" and _LINK_END.fullmatch(line):
            self.end()
            return True
        if _RULE.match(line) or _REFERENCE.match(line) or ("|" in line and _TABLE_RULE.match(line)):
            self.end()
            return True
        if (titled := _TITLED.match(line)) is not None:
            self.end()
            self._add(BlockKind.HEADING, TERM_LEVEL, titled[2])
            self.lines = [titled[3]] if titled[3].strip() else []
            return True
        if _CLOSED.fullmatch(line):
            self.end()
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, "", closes=TERM_LEVEL))
            return True
        if line.lstrip().startswith("|"):
            self.end()
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            self._add(BlockKind.ROW, 0, " | ".join(cells))
            return True
        item = _LIST_ITEM.match(line)
        while item and (inner := _LIST_ITEM.match(item[2])) and not _ORDERED.match(line):
            item = inner  # an entry that holds nothing but a list begins with two marks
        if item:
            self.end()
            self.kind, self.level = BlockKind.ITEM, 1 + len(item[1].expandtabs(4)) // 2
            number = _ORDERED.match(line)
            self.lines = [(number[1] + " " if number else "") + item[2]]
            return True
        return False

    def _heading(self, line: str) -> bool:
        """Handle a line that is a heading, or makes one of the lines before it."""
        atx = _ATX.match(line)
        if atx:
            self.end()
            text = line[atx.end() :].strip()
            closing = text.rstrip("#")
            if closing != text and (not closing or closing[-1].isspace()):
                text = closing
            self._add(BlockKind.HEADING, len(atx[1] or atx[2]), text)
            return True
        setext = _SETEXT.match(line)
        if setext and self.lines and sum(map(len, self.lines)) <= _HEADING_CHARS:
            text = " ".join(self.lines)
            self.end_lines()
            self._add(BlockKind.HEADING, 1 if setext[1][0] == "=" else 2, text)
            return True
        return False

    def end_lines(self) -> None:
        self.lines = []
        self.kind, self.level = BlockKind.PARAGRAPH, 0

    def end(self) -> None:
        """End the paragraph or item that is being read."""
        if self.lines:
            lines, self.lines = self.lines, []
            self._add(self.kind, self.level, " ".join(lines))
        self.kind, self.level = BlockKind.PARAGRAPH, 0

    def _add(self, kind: BlockKind, level: int, source: str) -> None:
        text, links, link_chars = inline(source)
        if text:
            number = _ORDERED.match(text) if kind is BlockKind.ITEM and links else None
            if number:  # belongs to the list, not to the text that may be all link
                link_chars += len(number[1])
            self.blocks.append(RawBlock(kind, text, level, links, link_chars))


def inline(source: str) -> tuple[str, tuple[str, ...], int]:
    """(text, link targets, characters inside links) of a piece of Markdown."""
    links: list[str] = []
    linked = 0

    def link(match: re.Match[str]) -> str:
        nonlocal linked
        text = clean(_plain(match[1]))
        linked += len(text)
        if target := match[2] or match[3]:
            links.append(target)
        return text

    if "![" in source:
        source = _IMAGE.sub(_pictured, source)
    if "](" in source:
        source = _LINK.sub(link, source)
    if "://" in source or "mailto:" in source:
        source = _AUTOLINK.sub(lambda m: m[1].removeprefix("mailto:"), source)
    return clean(_plain(source)), tuple(links), linked


def _pictured(image: re.Match[str]) -> str:
    return f" {said_by_picture(image[0][2:].partition(']')[0])} "


def _plain(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "~~" in text:
        text = _STRUCK.sub("", text)
    if "*" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return unescape(text) if "&" in text else text
