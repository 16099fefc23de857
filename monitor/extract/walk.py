"""Well-formed markup to raw blocks: one pass over its tags. Pure.

Balanced tags let a plain list of open elements say where we are. What an opening tag means is known
from elements.py; here it only moves the state.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.extract.earlier import EARLIER, is_earlier
from monitor.extract.elements import Element, Flow, Role, element
from monitor.extract.line_lists import is_list, make_items
from monitor.extract.names import CERTAIN
from monitor.extract.paragraphs import BREAK, SEAM, paragraphs, whole
from monitor.extract.raw_blocks import TERM_LEVEL, Page, RawBlock, Region
from monitor.extract.serialised import tags, target
from monitor.extract.spanned import Spanned
from monitor.extract.touching import stand_apart
from monitor.model import BlockKind
from monitor.text.normalize import is_written_otherwise

# Bound once: reading a member of an enumeration costs as much as the rest of a step.
_INLINE, _BLOCK, _LINK, _SKIP, _VOID = Flow.INLINE, Flow.BLOCK, Flow.LINK, Flow.SKIP, Flow.VOID
_R_LINK, _R_CONTROL, _R_APART, _R_BREAK = Role.LINK, Role.CONTROL, Role.APART, Role.BREAK
_R_HEADING, _R_TERM, _R_ITEM, _R_LIST = Role.HEADING, Role.TERM, Role.ITEM, Role.LIST
_R_ROW, _R_CELL = Role.ROW, Role.CELL
_IN_NO_LABEL = (_R_ITEM, _R_LIST, _R_HEADING, _R_ROW)
_K_HEADING, _K_PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
_K_ITEM, _K_ROW = BlockKind.ITEM, BlockKind.ROW
_MOST_LOOKED = 200_000  # blocks in which the tabs of all panels are looked for
_ROW_CHARS = 4000  # a longer row lays the page out instead of listing data
_CELL_CHARS = 1500


def walk(markup: str, page: Page, *, selected: bool) -> None:
    """Append the blocks and regions of serialised markup to `page`.

    With `selected`, only what the marks of a person's selectors enclose.
    """
    markup = markup.replace("</span><span", f"</span>{SEAM}<span")
    walker = _Walker(page, selected=selected)
    walker.run(tags(markup))
    if selected and page.blocks and all(b.kind is not _K_HEADING for b in page.blocks):
        # A table or a list was chosen: what it is stands in the headings above it.
        page.blocks[:0] = walker.above


class _Walker:
    """The state of one walk."""

    def __init__(self, page: Page, *, selected: bool) -> None:
        self.blocks = page.blocks
        self.regions = page.regions
        self.selected = selected
        self.buffer: list[str] = []  # text of the block that is being read
        self.stack: list[Element] = []
        self.region = 0
        self.heading = 0  # level of the heading we are in
        self.term = 0  # same for a summary, a term or an accordion's button
        self.controls = ""
        self.controlled: set[str] = set()  # ids of panels whose button was seen
        self.looked = 0  # blocks looked at for the tabs of panels
        self.earlier: set[str] = set()  # of those that hold an earlier version
        self.panels = page.panels
        self.items = 0
        self.lists = 0
        self.preformatted = 0
        self.in_link = 0
        self.in_control = 0
        self.link_chars = 0
        self.control_chars = 0
        self.opens = False  # a control of the block opens what follows
        self.links: list[str] = []
        self.rows: list[list[int]] = []
        self.spans: list[list[tuple[int, int]]] = []  # rows and columns of the cells in `rows`
        self.tables: list[Spanned] = [Spanned()]
        self.selects = 0
        self.ranges: set[str] = set()
        self.above: list[RawBlock] = []  # headings over the selection, outermost first

    def run(self, tags: list[str]) -> None:
        """Read every tag: what stands between < and >, the latter, the text that follows."""
        stack, buffer = self.stack, self.buffer
        skipping = 0  # depth of the element that is being left out
        for piece in tags:
            tag, _, text = piece.partition(">")
            if tag:
                first = tag[0]
                if first != "/":
                    href = ""
                    if first == "a" and tag.startswith("a "):
                        href, tag = target(tag)  # without it a link is one of few
                    found = element(tag)
                    flow = found.flow
                    if flow is _VOID:
                        if not skipping:
                            self.void(found)
                    else:
                        stack.append(found)
                        if skipping or flow is _INLINE:
                            pass
                        elif flow is _SKIP:
                            skipping = len(stack)
                        else:
                            self.enter(found, href)
                elif stack:
                    found = stack.pop()
                    flow = found.flow
                    if skipping:
                        if len(stack) < skipping:
                            skipping = 0
                    elif flow is not _INLINE:
                        self.leave(found)
            if text and not skipping and (buffer or not text.isspace()):
                self.take(text)
        if buffer:
            self.flush()

    def take(self, text: str) -> None:
        """Add what stands behind a tag to the block that is being read."""
        buffer = self.buffer
        touches = buffer and text[0].isalnum() and buffer[-1][-1] != " "
        if touches and stand_apart(buffer, text, SEAM):
            buffer.append(" ")
        buffer.append(text)
        if self.in_link or self.in_control:
            self.count(text)

    # -- elements

    def enter(self, found: Element, href: str) -> None:
        """Begin what does not only stand within a line."""
        flow = found.flow
        if self.buffer and flow is not _LINK:
            self.flush()
        if href:
            self.links.append(href)
        if flow is not _BLOCK:
            self.open(found)

    def leave(self, found: Element) -> None:
        """End it."""
        flow = found.flow
        if self.buffer and flow is not _LINK:
            self.flush()
        if flow is not _BLOCK:
            self.close(found)

    def void(self, found: Element) -> None:
        """A tag without content: a line break, a rule, an image."""
        if found.role is _R_BREAK:
            self.buffer.append(BREAK)
            return
        if found.name == "hr" or found.mark:
            self.flush()
        if found.mark:
            self.marks(found.mark, opening=True)
            self.marks(found.mark, opening=False)

    def open(self, found: Element) -> None:
        """Enter anything that is more than a plain block. The block before it has ended."""
        role = found.role
        if role is _R_LINK:
            self.in_link += 1
            if self.buffer:
                self.buffer.append(SEAM)
        elif role is _R_APART:
            self.buffer.append(" ")
        elif role is _R_CONTROL:
            self.in_control += 1
            self.opens |= found.opens
            if self.buffer:
                self.buffer.append(SEAM)
        elif role is _R_ITEM:
            self.items += 1
        elif role is _R_LIST:
            self.lists += 1
        elif role is _R_HEADING:
            self.heading = found.level
        elif role is _R_ROW:
            self.rows.append([len(self.blocks)])
            self.spans.append([])
        elif role is _R_TERM:
            inside = sum(e.name == "details" for e in self.stack) if found.name == "summary" else 1
            self.term = TERM_LEVEL + max(0, inside - 1)
        if self.in_control and role in _IN_NO_LABEL:
            self.leave_label()
        if found.telling:
            self.open_rest(found)

    def leave_label(self) -> None:
        """What a label encloses besides words is text, and no longer the label of anything."""
        if all(e.name == "label" for e in self.stack if e.role is _R_CONTROL):
            self.in_control = 0

    def open_rest(self, found: Element) -> None:
        if found.controls:
            self.open_control(found)
        if found.mark:
            self.marks(found.mark, opening=True)
        if found.id in self.earlier:
            self.regions.append(Region(self.region, EARLIER, CERTAIN))
            self.region = len(self.regions) - 1
        if found.boilerplate or found.main or found.named_main:
            outside = self.selected and not (self.selects or self.ranges)
            reason = "" if outside else found.boilerplate
            region = Region(self.region, reason, found.limit, found.main, found.named_main)
            self.regions.append(region)
            self.region = len(self.regions) - 1
        if found.id in self.controlled:
            self.panels.add(found.id)
            self.head_panel(found.id)
        if found.name == "pre":
            self.preformatted += 1
        elif found.name == "table":
            self.tables.append(Spanned())

    def open_control(self, found: Element) -> None:
        self.controlled.add(found.controls)
        self.controls = found.controls
        if not self.heading and not self.term:
            self.term = TERM_LEVEL

    def head_panel(self, panel: str) -> None:
        """Put the tab over its panel: the tabs of all panels stand in a row above the first."""
        blocks = self.blocks
        at = len(blocks) - 1
        while at >= 0 and blocks[at].controls != panel and self.looked < _MOST_LOOKED:
            at -= 1
            self.looked += 1
        in_row = 0 <= at < len(blocks) - 1 and blocks[at + 1].controls and not self.rows
        if in_row and blocks[at].controls == panel and blocks[at].kind is _K_HEADING:
            blocks.append(replace(blocks.pop(at), region=self.region))

    def close(self, found: Element) -> None:
        """Leave what `open` entered."""
        role = found.role
        if role is _R_LINK:
            self.in_link = max(0, self.in_link - 1)
            if self.buffer:
                self.buffer.append(SEAM)
            elif not self.in_link:
                self.links.clear()
        elif role is _R_APART:
            self.buffer.append(" ")
        elif role is _R_CONTROL:
            self.in_control = max(0, self.in_control - 1)
        elif role is _R_ITEM:
            self.items = max(0, self.items - 1)
        elif role is _R_LIST:
            self.lists = max(0, self.lists - 1)
        elif role is _R_HEADING:
            self.heading = 0
            self.controls = ""
        elif role is _R_CELL:
            if self.rows:
                self.rows[-1].append(len(self.blocks))
                self.spans[-1].append(found.spans)
        elif role is _R_ROW:
            if self.rows:
                self.end_row(self.rows.pop(), self.spans.pop())
        elif role is _R_TERM:
            self.term = 0
        if found.telling:
            self.close_rest(found)

    def close_rest(self, found: Element) -> None:
        if found.name == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif found.name == "table" and len(self.tables) > 1:
            self.tables.pop()
        if found.controls:
            self.term = 0
            if not self.heading:
                self.controls = ""
        if found.name == "details" or found.name == "dl":
            depth = sum(e.name == "details" for e in self.stack) if found.name == "details" else 0
            self.end_sections(TERM_LEVEL + depth)
        elif found.id in self.controlled:
            self.end_sections(TERM_LEVEL)
        if found.boilerplate or found.main or found.named_main:
            self.region = max(0, self.regions[self.region].parent)
        if found.id in self.earlier and self.regions[self.region].reason == EARLIER:
            self.region = max(0, self.regions[self.region].parent)
        if found.mark:
            self.marks(found.mark, opening=False)

    def end_sections(self, level: int) -> None:
        self.blocks.append(RawBlock(_K_PARAGRAPH, "", closes=level))

    def end_row(self, bounds: list[int], spans: list[tuple[int, int]]) -> None:
        """Join a data row's cells to one block; a row that lays out the page stays as it is."""
        inside = self.blocks[bounds[0] :]
        table = self.tables[-1]
        if len(bounds) < 3 and not (inside and table.reaches()):
            return
        sizes = [len(block.text) for block in inside]
        lays_out = any(b.kind in (_K_ROW, _K_HEADING) or b.closes for b in inside)
        if lays_out or sum(sizes) > _ROW_CHARS or max(sizes, default=0) > _CELL_CHARS:
            table.forget()
            return
        cells = []
        start = bounds[0]
        for stop in bounds[1:]:
            cells.append(" ".join(block.text for block in self.blocks[start:stop]))
            start = stop
        cells = table.row(cells, spans)
        if not inside:
            return
        row = RawBlock(
            _K_ROW,
            " | ".join(cells).strip(),
            links=tuple(link for block in inside for link in block.links),
            link_chars=sum(block.link_chars for block in inside),
            control_chars=sum(block.control_chars for block in inside),
            region=inside[0].region,
        )
        self.blocks[bounds[0] :] = [row]

    def marks(self, marks: str, *, opening: bool) -> None:
        """Follow the notes that the selectors left on an element."""
        for mark in marks.split() if self.selected else ():
            where, _, rest = mark.partition(":")
            if where == "select":
                self.selects += 1 if opening else -1
            elif (where == "before") is opening:
                action, _, number = rest.partition(":")
                if action == "on":
                    self.ranges.add(number)
                else:
                    self.ranges.discard(number)

    # -- blocks

    def count(self, text: str) -> None:
        """Count what stands in a link or on a button."""
        size = len(text.strip())
        self.link_chars += size if self.in_link else 0
        self.control_chars += size if self.in_control else 0

    def flush(self) -> None:
        """End the block that is being read."""
        buffer = self.buffer
        raw = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        if not self.selected or self.selects or self.ranges:
            text = raw.strip()
            plain = text.isascii() or not is_written_otherwise(text)
            if plain and text.isprintable() and "  " not in text and "&" not in text:  # most is
                if text:
                    self.add(text, self.link_chars, self.control_chars)
            elif pieces := paragraphs(
                raw, heading=bool(self.heading), preformatted=bool(self.preformatted)
            ):
                linked, used = self.link_chars // len(pieces), self.control_chars // len(pieces)
                first = len(self.blocks)
                for piece in pieces:
                    self.add(piece, linked, used)
                if BREAK in raw and is_list(pieces):
                    make_items(self.blocks[first + 1 :])
        elif self.heading and self.selected and not self.blocks and (text := whole(raw)):
            while self.above and self.above[-1].level >= self.heading:
                self.above.pop()
            self.above.append(RawBlock(_K_HEADING, text, self.heading))
        self.link_chars = self.control_chars = 0
        self.opens = bool(self.in_control and self.opens)
        if self.links:
            self.links = self.links[-1:] if self.in_link else []

    def add(self, text: str, linked: int, used: int) -> None:
        """A block with this many characters in links and on buttons."""
        level, controls, links = self.lists, "", self.links
        if self.heading or self.term:
            kind, level, controls = _K_HEADING, self.heading or self.term, self.controls
            if controls and is_earlier(text):
                self.earlier.add(controls)
        else:
            kind = _K_ITEM if self.items else _K_PARAGRAPH
        self.blocks.append(
            RawBlock(
                kind,
                text,
                level,
                tuple(links) if links else (),
                linked,
                used,
                self.region,
                controls,
                bool(used and self.opens),
            )
        )
