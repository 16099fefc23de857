"""HTML to raw blocks: one parse, one walk. The only importer of selectolax.

The tree is repaired and cleaned by lexbor in C, written out again as well-formed markup, and that is
walked as a list of tokens: asking a tree node by node from Python costs several times more.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.elements import SKIPPED, Element, Role, element
from monitor.extract.page import TERM_LEVEL, Page, RawBlock, Region
from monitor.text import clean
from monitor.types import BlockKind, ExtractRules

_TOKEN = re.compile(
    r'<(?:!--.*?-->|(/?[a-zA-Z][^\s/>]*)((?: =?[^\s=>]*+="[^"]*")*+)>)([^<]*+)', re.DOTALL
)
_PARAGRAPHS = re.compile(r"\x0b\s*\x0b|\x0b\s*(?=[•·▪●○◦\-–]\s|\(?[0-9a-zA-Z]{1,3}[.)]\s)")
_STRIPPED = sorted(SKIPPED - {"head", "title"})
_MARK = "data-monitor-mark"
_ROW_CHARS = 4000  # a longer row lays the page out instead of listing data
_CELL_CHARS = 1500
_STRIPPED_BLOCKS = {Role.ROW, Role.CELL}


def read_html(text: str, rules: ExtractRules) -> Page:
    """Read a page. Never raises on any input; selectors that are no CSS or match nothing warn."""
    page = Page()
    tree = LexborHTMLParser(text)
    _head(tree, page)
    body = tree.body
    if body is None:
        return page
    tree.strip_tags(_STRIPPED)
    mode = _apply_rules(tree, rules, page)
    page.selected = bool(mode)
    walker = _Walker(page, mode)
    walker.run(_TOKEN.findall(body.html or ""))
    if mode and not page.blocks:
        page.warnings.append("the selectors give no text; the whole page was read")
        page.selected = False
        _Walker(page, "").run(_TOKEN.findall(body.html or ""))
    return page


def _head(tree: LexborHTMLParser, page: Page) -> None:
    title = tree.css_first("title")
    if title is not None:
        page.title = clean(title.text())
    root = tree.root
    if root is not None:
        language = root.attributes.get("lang") or root.attributes.get("xml:lang") or ""
        page.language = (
            language
            if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", language)
            else ""
        )
        page.language = page.language.replace("_", "-")


# --------------------------------------------------------------------------- selectors


def _find(tree: LexborHTMLParser, selector: str, page: Page, what: str) -> list[LexborNode]:
    try:
        found = tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError, UnicodeError) as error:
        page.warnings.append(f"{what} is no CSS selector: {selector!r} ({clean(str(error))[:100]})")
        return []
    if not found:
        page.warnings.append(f"{what} matches nothing: {selector!r}")
    return found


def _mark(node: LexborNode, mark: str) -> None:
    before = node.attributes.get(_MARK) or ""
    node.attrs[_MARK] = f"{before} {mark}".strip()


def _apply_rules(tree: LexborHTMLParser, rules: ExtractRules, page: Page) -> str:
    """Cut what `remove` names and mark what the other selectors name. "" or what decides: the marks."""
    for selector in rules.remove:
        for node in _find(tree, selector, page, "remove"):
            if node.tag not in ("html", "body") and node.parent is not None:
                node.decompose()
    marked = False
    for selector in rules.select:
        for node in _find(tree, selector, page, "select"):
            _mark(node, "select")
            marked = True
    for number, bounds in enumerate(rules.ranges):
        marked |= _mark_range(
            tree,
            number,
            bounds.start_before,
            bounds.start_after,
            bounds.end_before,
            bounds.end_after,
            page,
        )
    return "marks" if marked else ""


def _mark_range(
    tree: LexborHTMLParser,
    number: int,
    start_before: str,
    start_after: str,
    end_before: str,
    end_after: str,
    page: Page,
) -> bool:
    start = start_before or start_after
    if start:
        found = _find(tree, start, page, "start of range")
        if not found:
            return False
        _mark(found[0], f"{'before' if start_before else 'after'}:on:{number}")
    elif tree.body is not None:
        _mark(tree.body, f"before:on:{number}")
    end = end_before or end_after
    if end:
        found = _find(tree, end, page, "end of range")
        if found:
            _mark(found[0], f"{'before' if end_before else 'after'}:off:{number}")
    return True


# --------------------------------------------------------------------------- walk


class _Walker:
    """The state of one walk. `blocks` grows; everything else is where we are."""

    def __init__(self, page: Page, mode: str) -> None:
        self.blocks = page.blocks
        self.regions = page.regions
        self.page = page
        self.marked = bool(mode)
        self.buffer: list[str] = []
        self.stack: list[Element] = []
        self.region = 0
        self.heading = 0
        self.term = 0
        self.controls = ""
        self.items = 0
        self.lists = 0
        self.breaks = 0
        self.link_from: list[int] = []
        self.control_from: list[int] = []
        self.link_chars = 0
        self.control_chars = 0
        self.links: list[str] = []
        self.rows: list[list[int]] = []
        self.selects = 0
        self.ranges: set[str] = set()
        self.ids: set[str] = set()
        self.controlled: set[str] = set()  # ids of panels whose button was seen

    # One loop on purpose: it runs for every tag of the page.
    def run(self, tokens: list[tuple[str, str, str]]) -> None:
        """Read all tokens (name with a leading / when closing, attributes, text that follows)."""
        stack = self.stack
        skipping = 0  # depth of the element that is being left out
        for name, attributes, text in tokens:
            if name and name[0] != "/":
                found = element(name, attributes)
                role = found.role
                if role is Role.BREAK or role is Role.VOID:
                    if not skipping:
                        self.line_break(found)
                else:
                    stack.append(found)
                    if not skipping:
                        if role is Role.SKIP:
                            skipping = len(stack)
                        elif role is not Role.INLINE:
                            self.open(found)
                        if found.email:
                            self.buffer.append(found.email)
                            skipping = len(stack)
            elif name and stack:
                found = stack.pop()
                if len(stack) < skipping:
                    skipping = 0
                if not skipping and found.role is not Role.INLINE and found.role is not Role.SKIP:
                    self.close(found)
            if text and not skipping:
                self.buffer.append(text)
        self.flush()
        self.page.panels = frozenset(self.ids)

    def line_break(self, found: Element) -> None:
        if found.name == "br":
            self.buffer.append("\x0b")  # told apart from a line feed in the source
        elif found.name == "hr":
            self.flush()

    def open(self, found: Element) -> None:
        role = found.role
        if role is Role.LINK and not found.controls and not found.chrome:
            self.link_from.append(len(self.buffer))
            if found.href:
                self.links.append(found.href)
            return
        if role is Role.CONTROL and (self.heading or self.term or not found.controls):
            self.control_from.append(len(self.buffer))
            if found.controls and not self.controls:
                self.controls = found.controls
            return
        self.flush()
        if found.mark:
            self.marks(found.mark, opening=True)
        if found.chrome or found.main:
            self.enter(found)
        if found.id:
            self.ids.add(found.id)
        self.begin(found, role)

    def begin(self, found: Element, role: Role) -> None:
        if role is Role.HEADING:
            self.heading = found.level
        elif role is Role.ITEM:
            self.items += 1
        elif role is Role.LIST:
            self.lists += 1
        elif role is Role.ROW:
            self.rows.append([len(self.blocks)])
        elif role is Role.TERM:
            details = (
                sum(1 for e in self.stack if e.name == "details") if found.name == "summary" else 1
            )
            self.term = TERM_LEVEL + max(0, details - 1)
        elif found.controls and role in (Role.CONTROL, Role.LINK):
            self.term = TERM_LEVEL
            self.controls = found.controls
            self.controlled.add(found.controls)
        if role is Role.LINK:
            self.link_from.append(0)
            if found.href:
                self.links.append(found.href)

    def close(self, found: Element) -> None:
        role = found.role
        if role is Role.LINK and self.link_from and not (found.controls or found.chrome):
            start = self.link_from.pop()
            self.link_chars += sum(len(piece.strip()) for piece in self.buffer[start:])
            return
        if role is Role.CONTROL and (self.heading or self.control_from):
            if self.control_from:
                start = self.control_from.pop()
                self.control_chars += sum(len(piece.strip()) for piece in self.buffer[start:])
            return
        self.flush()
        self.end(found, role)
        if found.id and found.id in self.controlled:
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, "", closes=TERM_LEVEL))
        if found.chrome or found.main:
            self.region = max(0, self.regions[self.region].parent)
        if found.mark:
            self.marks(found.mark, opening=False)

    def end(self, found: Element, role: Role) -> None:
        if role is Role.HEADING:
            self.heading = 0
        elif role is Role.ITEM:
            self.items = max(0, self.items - 1)
        elif role is Role.LIST:
            self.lists = max(0, self.lists - 1)
        elif role is Role.CELL and self.rows:
            self.rows[-1].append(len(self.blocks))
        elif role is Role.ROW and self.rows:
            self.end_row(self.rows.pop())
        elif role is Role.TERM or role is Role.CONTROL or role is Role.LINK:
            self.term = 0
            self.controls = ""
            if role is Role.LINK and self.link_from:
                self.link_from.pop()
                self.links.clear()
        elif found.name == "details" or found.name == "dl":
            depth = sum(1 for e in self.stack if e.name == found.name)
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, "", closes=TERM_LEVEL + depth))

    def end_row(self, bounds: list[int]) -> None:
        """Join a data row's cells to one block; a row that lays out the page stays as it is."""
        inside = self.blocks[bounds[0] :]
        if len(bounds) < 3 or not inside:
            return
        sizes = [len(block.text) for block in inside]
        if sum(sizes) > _ROW_CHARS or max(sizes) > _CELL_CHARS:
            return
        if any(b.kind is BlockKind.ROW or b.kind is BlockKind.HEADING or b.closes for b in inside):
            return
        cells = [
            " ".join(block.text for block in self.blocks[start:stop])
            for start, stop in zip(bounds, bounds[1:], strict=False)
        ]
        del self.blocks[bounds[0] :]
        self.blocks.append(
            RawBlock(
                BlockKind.ROW,
                " | ".join(cells).strip(),
                links=tuple(link for block in inside for link in block.links),
                link_chars=sum(block.link_chars for block in inside),
                control_chars=sum(block.control_chars for block in inside),
                region=inside[0].region,
            )
        )

    # -- regions and selections

    def enter(self, found: Element) -> None:
        outside = self.marked and not (self.selects or self.ranges)
        reason, strong = ("", False) if outside else (found.chrome, found.strong)
        self.regions.append(Region(self.region, reason, strong, main=found.main))
        self.region = len(self.regions) - 1

    def marks(self, marks: str, *, opening: bool) -> None:
        if not self.marked:
            return
        for mark in marks.split():
            if mark == "select":
                self.selects += 1 if opening else -1
                continue
            where, _, rest = mark.partition(":")
            action, _, number = rest.partition(":")
            if (where == "before") is not opening:
                continue
            if action == "on":
                self.ranges.add(number)
            else:
                self.ranges.discard(number)

    # -- blocks

    def flush(self) -> None:
        """End the block that is being read."""
        buffer = self.buffer
        if not buffer:
            return
        raw = "".join(buffer)
        if self.link_from:
            start = self.link_from[-1]
            self.link_chars += sum(len(piece.strip()) for piece in buffer[start:])
            self.link_from = [0] * len(self.link_from)
        if self.control_from:
            start = self.control_from[-1]
            self.control_chars += sum(len(piece.strip()) for piece in buffer[start:])
            self.control_from = [0] * len(self.control_from)
        buffer.clear()
        if raw and not raw.isspace() and not (self.marked and not self.selects and not self.ranges):
            self.emit(raw)
        self.link_chars = self.control_chars = 0
        self.links = self.links[-1:] if self.link_from else []

    def emit(self, raw: str) -> None:
        if "&" in raw:
            raw = (
                raw.replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
            )
        pieces = _PARAGRAPHS.split(raw) if "\x0b" in raw and not self.heading else [raw]
        for piece in pieces:
            text = clean(piece)
            if text:
                self.add(text, len(text) / max(1, len(raw)) if len(pieces) > 1 else 1.0)

    def add(self, text: str, share: float) -> None:
        level = self.lists
        if self.heading or self.term:
            kind, level = BlockKind.HEADING, self.heading or self.term
        elif self.items:
            kind = BlockKind.ITEM
        else:
            kind = BlockKind.PARAGRAPH
        self.blocks.append(
            RawBlock(
                kind,
                text,
                level,
                tuple(self.links),
                int(self.link_chars * share),
                int(self.control_chars * share),
                self.region,
                self.controls if kind is BlockKind.HEADING else "",
            )
        )
